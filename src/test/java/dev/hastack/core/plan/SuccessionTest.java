package dev.hastack.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.plan.LastApplied.Provenance;
import dev.hastack.core.stack.DesiredResource;
import dev.hastack.core.stack.DesiredStack;
import dev.hastack.core.stack.Health;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.ObservedStack;
import dev.hastack.core.stack.Ownership;
import dev.hastack.core.stack.Value;
import dev.hastack.testing.toy.ToyStacks;
import dev.hastack.testing.toy.ToyWorld;
import dev.hastack.testing.toy.Toys;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A successor is there, and its predecessor still is. */
class SuccessionTest {
  private static final DesiredResource[] HEMP =
      ToyStacks.changed(ToyStacks.sailing(), ToyStacks.SAIL, "Cloth", Value.text("hemp"));
  private static final DesiredStack DESIRED = new DesiredStack(Toys.STACK, List.of(HEMP));
  private static final Provenance NOW = new Provenance("uid-1/9", "facts-1", 1);

  private final ToyWorld world = new ToyWorld().edit(ToyStacks.sailing());
  private final Present linen;
  private final Present group;

  SuccessionTest() {
    world.settle();
    linen = world.cloud().thing(ToyStacks.SAIL).observed();
    group = world.cloud().thing(ToyStacks.GROUP).observed();
  }

  private static Present hemp(String colour, Ownership ownership) {
    DesiredResource painted = Toys.with(HEMP[0], "Colour", Value.text(colour));
    return new Present(
        "sail-app-hemp",
        "toy-99",
        painted.spec(),
        Map.of("SailId", Value.text("toy-99")),
        ownership,
        Health.HEALTHY,
        Optional.empty(),
        Map.of());
  }

  private Present linen(Ownership ownership, Health health) {
    return new Present(
        linen.physicalName(),
        linen.physicalId(),
        linen.spec(),
        linen.outputs(),
        ownership,
        health,
        linen.protection(),
        linen.live());
  }

  private Present following() {
    return world.cloud().thing(ToyStacks.GROUP).set("SailId", Value.text("toy-99")).observed();
  }

  private Plan plan(Present group, Present... sails) {
    var entries =
        new java.util.ArrayList<>(
            Arrays.stream(sails)
                .map(sail -> new ObservedStack.Entry(ToyStacks.SAIL, sail))
                .toList());
    entries.add(new ObservedStack.Entry(ToyStacks.GROUP, group));
    return Planner.plan(
        DESIRED, new ObservedStack(entries, List.of()), world.revisions().load(), NOW);
  }

  @Test
  void shouldKeepThePredecessorWhileAnotherNamesIt() {
    // When
    Plan plan = plan(group, linen, hemp("white", Ownership.OURS));

    // Then
    assertThat(plan.effective()).extracting(Change::id).containsExactly(ToyStacks.GROUP);
  }

  @Test
  void shouldDeleteThePredecessorWhenNothingNamesItAnyMore() {
    // When
    Plan plan = plan(following(), linen, hemp("white", Ownership.OURS));

    // Then
    assertThat(plan.effective())
        .singleElement()
        .isInstanceOfSatisfying(
            Change.Delete.class, delete -> assertThat(delete.observed()).isEqualTo(linen));
  }

  @Test
  void shouldDeleteThePredecessorAlsoWhenItsSuccessorNeedsAnUpdate() {
    // When
    Plan plan = plan(following(), linen, hemp("red", Ownership.OURS));

    // Then
    assertThat(plan.effective()).extracting(Change::action).containsExactly("Update", "Delete");
  }

  @Test
  void shouldNotMindThatThePredecessorIsGoing() {
    // When
    Plan plan = plan(group, linen(Ownership.OURS, Health.DELETING), hemp("white", Ownership.OURS));

    // Then
    assertThat(plan.obstacles()).isEmpty();
    assertThat(plan.changes()).extracting(Change::id).contains(ToyStacks.SAIL);
  }

  @Test
  void shouldNotMindThatThePredecessorIsNoLongerOursNorTouchIt() {
    // When
    Plan plan =
        plan(following(), linen(Ownership.NOT_OURS, Health.HEALTHY), hemp("white", Ownership.OURS));

    // Then
    assertThat(plan.obstacles()).isEmpty();
    assertThat(plan.isEmpty()).isTrue();
  }

  @Test
  void shouldStopWhenTheSuccessorsNameIsTaken() {
    // When
    Plan plan = plan(group, linen, hemp("white", Ownership.NOT_OURS));

    // Then
    assertThat(plan.obstacles())
        .isEqualTo(new TreeMap<>(Map.of(ToyStacks.SAIL, new Obstacle.NotOwned("sail-app-hemp"))));
    assertThat(plan.isEmpty()).isTrue();
  }

  @Test
  void shouldHoldTheWholeChainWhenItsFirstLinkIsHeld() {
    // Given
    DesiredResource alarm =
        Toys.want(
            Toys.ALARM, "app", Map.of("GroupName", Toys.output(Toys.GROUP, "app", "GroupName")));
    Plan plan =
        Planner.plan(
            Toys.stack(HEMP[0], HEMP[1], alarm),
            new ObservedStack(List.of(), List.of()),
            LastApplied.nothing(),
            NOW);

    // When
    Plan held =
        Holding.changes(
            plan,
            change -> change.id().equals(ToyStacks.SAIL),
            HoldReason.ReportOnly,
            change -> "somebody removed it");

    // Then
    assertThat(plan.effective()).hasSize(3);
    assertThat(held.isEmpty()).isTrue();
    assertThat(held.held())
        .extracting(Plan.Held::why)
        .containsExactly(
            "somebody removed it", "waits for Sail/app", "waits for AutoScalingGroup/app");
  }
}
