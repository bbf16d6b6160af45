package dev.hastack.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.plan.LastApplied.Provenance;
import dev.hastack.core.stack.DesiredResource;
import dev.hastack.core.stack.DesiredStack;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.ObservedStack;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Value;
import dev.hastack.testing.toy.ToyStacks;
import dev.hastack.testing.toy.ToyWorld;
import dev.hastack.testing.toy.Toys;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What may become of things that have data: a safe has, a sail has not. */
class PlanPoliciesTest {
  private static final Provenance NOW = new Provenance("uid-1/9", "facts-1", 1);

  private final ToyWorld world = new ToyWorld();

  private static Plan plan(LastApplied last, List<Present> present, DesiredResource... wanted) {
    List<ObservedStack.Entry> entries =
        present.stream().map(each -> new ObservedStack.Entry(id(each, wanted), each)).toList();
    return Planner.plan(
        new DesiredStack(Toys.STACK, List.of(wanted)),
        new ObservedStack(entries, List.of()),
        last,
        NOW);
  }

  private static ResourceId id(Present present, DesiredResource... wanted) {
    return Arrays.stream(wanted)
        .filter(each -> each.spec().schema().kind().equals(present.spec().schema().kind()))
        .findFirst()
        .orElseThrow()
        .id();
  }

  private Present safe() {
    world.edit(ToyStacks.safe());
    world.settle();
    return world.cloud().thing(ToyStacks.SAFE).observed();
  }

  @Test
  void shouldHoldOnlyWhatWouldReplaceAThingWithData() {
    // Given
    Present safe = safe();
    DesiredResource[] other =
        ToyStacks.changed(ToyStacks.safe(), ToyStacks.SAFE, "Engine", Value.text("diesel"));
    other = ToyStacks.changed(other, ToyStacks.SAFE, "Size", Value.whole(2));

    // When
    Plan plan =
        PlanPolicies.protectStateful().apply(plan(world.revisions().load(), List.of(safe), other));

    // Then
    assertThat(plan.effective())
        .singleElement()
        .isInstanceOfSatisfying(
            Change.Update.class,
            update ->
                assertThat(update.attributes())
                    .extracting(AttributeChange::name)
                    .containsExactly("Size"));
    assertThat(plan.held())
        .singleElement()
        .satisfies(
            held -> {
              assertThat(held.reason()).isEqualTo(HoldReason.StatefulReplacement);
              assertThat(held.why())
                  .startsWith("Engine cannot be changed")
                  .contains("move the data");
            });
  }

  @Test
  void shouldLetAThingWithoutDataBeReplaced() {
    // Given
    world.edit(ToyStacks.sailing());
    world.settle();
    DesiredResource[] hemp =
        ToyStacks.changed(ToyStacks.sailing(), ToyStacks.SAIL, "Cloth", Value.text("hemp"));
    List<Present> present =
        List.of(
            world.cloud().thing(ToyStacks.SAIL).observed(),
            world.cloud().thing(ToyStacks.GROUP).observed());

    // When
    Plan plan = PlanPolicies.protectStateful().apply(plan(world.revisions().load(), present, hemp));

    // Then
    assertThat(plan.held()).isEmpty();
    assertThat(plan.effective()).first().isInstanceOf(Change.Replace.class);
  }

  @Test
  void shouldMakeAThingWithDataWhenThereNeverWasOne() {
    // When
    Plan plan =
        PlanPolicies.neverRecreateEmpty(Set.of(), "ask")
            .apply(plan(LastApplied.nothing(), List.of(), ToyStacks.safe()));

    // Then
    assertThat(plan.held()).isEmpty();
    assertThat(plan.effective()).singleElement().isInstanceOf(Change.Create.class);
  }

  @Test
  void shouldNotMakeAThingWithDataAgainWhenItWasApplied() {
    // Given
    safe();

    // When
    Plan plan =
        PlanPolicies.neverRecreateEmpty(Set.of(), "ask somebody")
            .apply(plan(world.revisions().load(), List.of(), ToyStacks.safe()));

    // Then
    assertThat(plan.effective()).isEmpty();
    assertThat(plan.held())
        .singleElement()
        .satisfies(
            held -> {
              assertThat(held.reason()).isEqualTo(HoldReason.DatabaseLost);
              assertThat(held.why()).endsWith("ask somebody");
            });
  }

  /** The revision may be lost too, and the status still know of it. */
  @Test
  void shouldNotMakeAThingWithDataAgainWhenItIsKnownOtherwise() {
    // When
    Plan plan =
        PlanPolicies.neverRecreateEmpty(Set.of(ToyStacks.SAFE), "ask somebody")
            .apply(plan(LastApplied.nothing(), List.of(), ToyStacks.safe()));

    // Then
    assertThat(plan.effective()).isEmpty();
    assertThat(plan.held()).extracting(Plan.Held::reason).containsExactly(HoldReason.DatabaseLost);
  }

  @Test
  void shouldMakeAThingWithoutDataAgainWhenSomebodyRemovedIt() {
    // Given
    world.edit(ToyStacks.sailing());
    world.settle();

    // When
    Plan plan =
        PlanPolicies.neverRecreateEmpty(Set.of(ToyStacks.SAIL), "ask")
            .apply(plan(world.revisions().load(), List.of(), ToyStacks.sailing()));

    // Then
    assertThat(plan.held()).isEmpty();
    assertThat(plan.effective()).hasSize(2).allMatch(Change.Create.class::isInstance);
  }
}
