package dev.hastack.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.stack.DesiredResource;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Value;
import dev.hastack.testing.toy.ToyStacks;
import dev.hastack.testing.toy.ToyWorld;
import dev.hastack.testing.toy.Toys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What is done and what has to wait when something in the middle of a plan does not work. */
class PlanExecutorTest {
  private static final Outcome FAILED =
      new Outcome.Failed(new Failure(FailureKind.CONFLICT, "toy:Write", "Busy", "later"));

  private final List<ResourceId> tried = new ArrayList<>();

  private Map<ResourceId, Outcome> execute(Plan plan, Function<Change, Outcome> outcome) {
    return PlanExecutor.execute(
        plan,
        (change, outputs) -> {
          tried.add(change.id());
          return outcome.apply(change);
        });
  }

  private static Plan edited(DesiredResource... wanted) {
    var world = new ToyWorld().edit(ToyStacks.web());
    world.settle();
    return world.edit(wanted).preview();
  }

  private static Outcome failing(Change change, ResourceId id) {
    return change.id().equals(id) ? FAILED : Outcome.done();
  }

  @Test
  void shouldNotMakeWhatNeedsSomethingThatCouldNotBeMade() {
    // Given
    Plan plan = new ToyWorld().edit(ToyStacks.web()).preview();

    // When
    Map<ResourceId, Outcome> outcomes =
        execute(plan, change -> failing(change, ToyStacks.TARGET_GROUP));

    // Then
    assertThat(tried).containsExactly(ToyStacks.MOULD, ToyStacks.TARGET_GROUP);
    assertThat(outcomes.get(ToyStacks.GROUP))
        .isEqualTo(new Outcome.Waiting("waits for TargetGroup/app"));
  }

  @Test
  void shouldUpdateWhatNeedsNothingNewOfWhatCouldNotBeChanged() {
    // Given
    Plan plan =
        edited(
            ToyStacks.changed(
                ToyStacks.changed(
                    ToyStacks.web(), ToyStacks.TARGET_GROUP, "Delay", Value.whole(30)),
                ToyStacks.GROUP,
                "MaxSize",
                Value.whole(12)));

    // When
    execute(plan, change -> failing(change, ToyStacks.TARGET_GROUP));

    // Then
    assertThat(tried).containsExactly(ToyStacks.TARGET_GROUP, ToyStacks.GROUP);
  }

  @Test
  void shouldNotUpdateWhatFollowsAVersionThatCouldNotBeMade() {
    // Given
    Plan plan =
        edited(ToyStacks.changed(ToyStacks.web(), ToyStacks.MOULD, "Shape", Value.text("square")));

    // When
    execute(plan, change -> failing(change, ToyStacks.MOULD));

    // Then
    assertThat(tried).containsExactly(ToyStacks.MOULD);
  }

  @Test
  void shouldNotDeleteWhatIsNeededByWhatIsStillGoing() {
    // Given
    Plan plan = edited();

    // When
    Map<ResourceId, Outcome> outcomes =
        execute(
            plan,
            change ->
                change.id().equals(ToyStacks.GROUP)
                    ? new Outcome.Waiting("servers go")
                    : Outcome.done());

    // Then
    assertThat(tried).containsExactly(ToyStacks.GROUP);
    assertThat(outcomes).hasSize(3);
  }

  @Test
  void shouldNotDeleteWhatIsStillAttachedToWhatCouldNotLetGoOfIt() {
    // Given
    DesiredResource group = Toys.without(ToyStacks.group(), "TargetGroupARNs");
    Plan plan = edited(ToyStacks.mould(), group);

    // When
    Map<ResourceId, Outcome> outcomes = execute(plan, change -> failing(change, ToyStacks.GROUP));

    // Then
    assertThat(tried).containsExactly(ToyStacks.GROUP);
    assertThat(outcomes.get(ToyStacks.TARGET_GROUP))
        .isEqualTo(new Outcome.Waiting("waits for AutoScalingGroup/app"));
  }

  @Test
  void shouldNotHideASuccessorsTroubleBehindThePredecessorsDeletion() {
    // Given
    var world = new ToyWorld().edit(ToyStacks.web());
    world.settle();
    Plan update =
        world
            .edit(ToyStacks.changed(ToyStacks.web(), ToyStacks.GROUP, "MaxSize", Value.whole(12)))
            .preview();
    Change.Delete predecessor =
        new Change.Delete(
            ToyStacks.GROUP,
            update.effective().getFirst().standing().orElseThrow(),
            dev.hastack.core.plan.ChangeReason.CannotUpdateInPlace);
    var both = new ArrayList<>(update.changes());
    both.add(predecessor);
    Plan plan = new Plan(update.stack(), both, List.of(), new java.util.TreeMap<>());

    // When
    Map<ResourceId, Outcome> outcomes =
        execute(plan, change -> change instanceof Change.Update ? FAILED : Outcome.done());

    // Then
    assertThat(outcomes.get(ToyStacks.GROUP)).isEqualTo(FAILED);
  }
}
