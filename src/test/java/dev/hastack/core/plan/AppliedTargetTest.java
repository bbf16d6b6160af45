package dev.hastack.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.plan.LastApplied.Provenance;
import dev.hastack.core.stack.DesiredResource;
import dev.hastack.core.stack.DesiredStack;
import dev.hastack.core.stack.Impact;
import dev.hastack.core.stack.ObservedStack;
import dev.hastack.core.stack.Value;
import dev.hastack.testing.toy.ToyStacks;
import dev.hastack.testing.toy.ToyWorld;
import dev.hastack.testing.toy.Toys;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is remembered before the first write, and after the last. */
class AppliedTargetTest {
  private static final Outcome THROTTLED =
      new Outcome.Failed(
          new Failure(FailureKind.THROTTLED, "toy:Write", "Throttling", "slow down"));

  private final ToyWorld world = new ToyWorld().edit(ToyStacks.web());
  private final LastApplied last;
  private final Provenance before;
  private final Provenance next = new Provenance("uid-1/9", "facts-1", 1);

  AppliedTargetTest() {
    world.settle();
    last = world.revisions().load();
    before = last.find(ToyStacks.MOULD).orElseThrow().provenance();
  }

  private record Step(DesiredStack desired, Plan plan) {}

  private Step step(Provenance provenance, LastApplied applied, DesiredResource... wanted) {
    DesiredStack desired = new DesiredStack(Toys.STACK, List.of(wanted));
    ObservedStack observed =
        world.cloud().observe(Toys.STACK, world.stack(), desired, new TreeMap<>());
    return new Step(desired, Planner.plan(desired, observed, applied, provenance));
  }

  @Test
  void shouldBeEqualBeforeAndAfterWhenNothingIsToBeDone() {
    // When
    Step step = step(before, last, ToyStacks.web());
    LastApplied target = AppliedTarget.before(step.desired(), step.plan(), last, before);

    // Then
    assertThat(target).isEqualTo(last);
    assertThat(AppliedTarget.after(target, step.plan(), Map.of())).isEqualTo(target);
  }

  @Test
  void shouldBeEqualBeforeWhenOnlyDriftIsToBeCorrected() {
    // Given
    world.cloud().tamper(ToyStacks.GROUP, group -> group.set("MaxSize", Value.whole(3)));

    // When
    Step step = step(before, last, ToyStacks.web());

    // Then
    assertThat(step.plan().isEmpty()).isFalse();
    assertThat(AppliedTarget.before(step.desired(), step.plan(), last, before)).isEqualTo(last);
  }

  @Test
  void shouldMarkWhatIsToBeWrittenUntilItIs() {
    // Given
    Step step =
        step(
            next,
            last,
            ToyStacks.changed(ToyStacks.web(), ToyStacks.GROUP, "MaxSize", Value.whole(12)));

    // When
    LastApplied target = AppliedTarget.before(step.desired(), step.plan(), last, next);
    LastApplied failed =
        AppliedTarget.after(target, step.plan(), Map.of(ToyStacks.GROUP, THROTTLED));
    LastApplied done =
        AppliedTarget.after(target, step.plan(), Map.of(ToyStacks.GROUP, Outcome.done()));

    // Then
    assertThat(target.unfinished()).isEqualTo(Map.of(ToyStacks.GROUP, Set.of("MaxSize")));
    assertThat(failed.unfinished()).isEqualTo(target.unfinished());
    assertThat(done.unfinished()).isEmpty();
    assertThat(done.find(ToyStacks.GROUP).orElseThrow().values())
        .containsEntry("MaxSize", Value.whole(12));
  }

  @Test
  void shouldRememberWhatIsToBeUnsetUntilItIs() {
    // Given
    DesiredResource[] lacking = ToyStacks.lacking(ToyStacks.web(), ToyStacks.TARGET_GROUP, "Delay");
    Step step = step(next, last, lacking);

    // When
    LastApplied target = AppliedTarget.before(step.desired(), step.plan(), last, next);
    LastApplied failed =
        AppliedTarget.after(target, step.plan(), Map.of(ToyStacks.TARGET_GROUP, THROTTLED));
    LastApplied done =
        AppliedTarget.after(target, step.plan(), Map.of(ToyStacks.TARGET_GROUP, Outcome.done()));

    // Then
    assertThat(step(next, failed, lacking).plan().digest()).isEqualTo(step.plan().digest());
    assertThat(failed.find(ToyStacks.TARGET_GROUP).orElseThrow().values()).containsKey("Delay");
    assertThat(done.find(ToyStacks.TARGET_GROUP).orElseThrow().values()).doesNotContainKey("Delay");
  }

  @Test
  void shouldForgetWhatIsGoneOnlyWhenItIs() {
    // Given
    Step step = step(next, last, ToyStacks.mould());

    // When
    LastApplied target = AppliedTarget.before(step.desired(), step.plan(), last, next);
    LastApplied waiting =
        AppliedTarget.after(
            target,
            step.plan(),
            Map.of(
                ToyStacks.GROUP,
                new Outcome.Waiting("its servers go"),
                ToyStacks.TARGET_GROUP,
                Outcome.done()));

    // Then
    assertThat(target.resources()).containsKeys(ToyStacks.GROUP, ToyStacks.TARGET_GROUP);
    assertThat(target.wasCreated(ToyStacks.GROUP)).isFalse();
    assertThat(waiting.resources().keySet()).containsExactly(ToyStacks.GROUP, ToyStacks.MOULD);
  }

  @Test
  void shouldKeepWhatWasLastAppliedOfWhatIsHeld() {
    // Given
    DesiredResource[] moved =
        ToyStacks.changed(
            ToyStacks.changed(ToyStacks.web(), ToyStacks.TARGET_GROUP, "Port", Value.whole(9000)),
            ToyStacks.TARGET_GROUP,
            "Delay",
            Value.whole(30));
    Step step = step(next, last, moved);
    Plan held =
        PlanPolicies.hold(
                (change, attribute) -> attribute.impact() == Impact.REPLACE,
                HoldReason.NeedsTrafficMigration,
                (change, attribute) -> "later")
            .apply(step.plan());

    // When
    LastApplied target = AppliedTarget.before(step.desired(), held, last, next);

    // Then
    LastApplied.Applied applied = target.find(ToyStacks.TARGET_GROUP).orElseThrow();
    assertThat(applied.values())
        .containsEntry("Port", Value.whole(8000))
        .containsEntry("Delay", Value.whole(30));
    assertThat(applied.physicalName()).isEqualTo("targetgroup-app-8000");
    assertThat(target.unfinished()).isEqualTo(Map.of(ToyStacks.TARGET_GROUP, Set.of("Delay")));
  }

  @Test
  void shouldKeepTheBlueprintOfWhatWaitsForAChangeOfTheSpec() {
    // Given
    var upgraded = new Provenance(before.specGeneration(), "facts-1", 2);
    DesiredResource[] square =
        ToyStacks.changed(ToyStacks.web(), ToyStacks.MOULD, "Shape", Value.text("square"));
    Step step = step(upgraded, last, square);
    Plan held = PlanPolicies.holdOperatorUpgrades().apply(step.plan());

    // When
    LastApplied target = AppliedTarget.before(step.desired(), held, last, upgraded);

    // Then
    assertThat(held.isEmpty()).isTrue();
    assertThat(held.held()).hasSize(1);
    assertThat(target.find(ToyStacks.MOULD).orElseThrow().values())
        .containsEntry("Shape", Value.text("round"));
    assertThat(target.find(ToyStacks.MOULD).orElseThrow().provenance().blueprintVersion())
        .isEqualTo(1);
    assertThat(target.find(ToyStacks.GROUP).orElseThrow().provenance()).isEqualTo(upgraded);
    Plan again = step(upgraded, target, square).plan();
    assertThat(PlanPolicies.holdOperatorUpgrades().apply(again).isEmpty()).isTrue();
    Plan released = step(new Provenance("uid-1/9", "facts-1", 2), target, square).plan();
    assertThat(PlanPolicies.holdOperatorUpgrades().apply(released).effective()).hasSize(2);
  }

  @Test
  void shouldLeaveAlonePredecessorsWorkWhenSomethingCannotBeRead() {
    // Given
    world
        .cloud()
        .makeUnreadable(
            ToyStacks.MOULD,
            new Failure(FailureKind.TRANSIENT, "toy:Describe", "Unavailable", "try again"));
    Step step =
        step(
            next,
            last,
            ToyStacks.changed(ToyStacks.web(), ToyStacks.GROUP, "MaxSize", Value.whole(12)));

    // When
    LastApplied target = AppliedTarget.before(step.desired(), step.plan(), last, next);

    // Then
    assertThat(target.find(ToyStacks.MOULD)).isEqualTo(last.find(ToyStacks.MOULD));
    assertThat(target.find(ToyStacks.GROUP)).isEqualTo(last.find(ToyStacks.GROUP));
    assertThat(target.find(ToyStacks.TARGET_GROUP).orElseThrow().provenance()).isEqualTo(next);
  }

  @Test
  void shouldKeepTheMarkOfWhatIsHeldWhenTheRestIsDone() {
    // Given
    var marks = new TreeMap<>(last.unfinished());
    marks.put(ToyStacks.GROUP, Set.of("MaxSize", "MinSize"));
    LastApplied marked = last.withUnfinished(marks);
    world
        .cloud()
        .tamper(
            ToyStacks.GROUP,
            group -> group.set("MaxSize", Value.whole(3)).set("MinSize", Value.whole(3)));
    Plan held =
        Holding.attributes(
            step(before, marked, ToyStacks.web()).plan(),
            (change, attribute) -> attribute.name().equals("MinSize"),
            HoldReason.DependencyHeld,
            (change, attribute) -> "waits");

    // When
    LastApplied done = AppliedTarget.after(marked, held, Map.of(ToyStacks.GROUP, Outcome.done()));

    // Then
    assertThat(done.unfinished()).isEqualTo(Map.of(ToyStacks.GROUP, Set.of("MinSize")));
  }
}
