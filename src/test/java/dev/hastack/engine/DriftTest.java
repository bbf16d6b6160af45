package dev.hastack.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.DriftSpec;
import dev.hastack.api.v1alpha1.HAStackStatus;
import dev.hastack.core.plan.HoldReason;
import dev.hastack.core.plan.LastApplied;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.plan.PlanPolicies;
import dev.hastack.core.stack.DesiredResource;
import dev.hastack.core.stack.Value;
import dev.hastack.core.status.Notice;
import dev.hastack.testing.toy.ToyStacks;
import dev.hastack.testing.toy.ToyWorld;
import dev.hastack.testing.toy.Toys;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DriftTest {
  private static final Value THREE = Value.whole(3);
  private static final Value TEN = Value.whole(10);

  private static ToyWorld settled(DesiredResource... resources) {
    var world = new ToyWorld().edit(resources);
    world.settle();
    return world;
  }

  private static Value maxSize(ToyWorld world) {
    return Objects.requireNonNull(
        world.cloud().thing(ToyStacks.GROUP).spec().values().get("MaxSize"));
  }

  private static void drift(ToyWorld world) {
    world.cloud().tamper(ToyStacks.GROUP, group -> group.set("MaxSize", THREE));
  }

  @Test
  void shouldCorrectDriftAndSayBothWhenPolicyIsCorrect() {
    // Given
    ToyWorld world = settled(ToyStacks.web());
    drift(world);

    // When
    PassResult result = world.pass();

    // Then
    assertThat(maxSize(world)).isEqualTo(TEN);
    assertThat(result.status().drift())
        .extracting(HAStackStatus.Drifted::attribute, HAStackStatus.Drifted::found)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("MaxSize", "3"));
    assertThat(result.notices())
        .extracting(Notice::reason)
        .containsExactly(Notice.Reason.DriftDetected, Notice.Reason.DriftCorrected);
    assertThat(world.pass().status().drift()).isEmpty();
  }

  @Test
  void shouldMakeNoNewRevisionWhenOnlyDriftIsCorrected() {
    // Given
    ToyWorld world = settled(ToyStacks.web());
    LastApplied before = world.revisions().load();
    drift(world);

    // When
    world.settle();

    // Then
    assertThat(world.revisions().load()).isEqualTo(before);
    assertThat(world.revisions().saves())
        .extracting(LastApplied::resources)
        .endsWith(before.resources(), before.resources());
    assertThat(world.revisions().saves())
        .extracting(LastApplied::unfinished)
        .endsWith(before.unfinished(), before.unfinished());
  }

  @Test
  void shouldWriteAndSaveNothingForDriftAndListItSinceItBeganWhenPolicyIsReport() {
    // Given
    ToyWorld world = settled(ToyStacks.web());
    world.drift(DriftSpec.Policy.Report).settle();
    int steps = world.faults().steps().size();
    drift(world);

    // When
    PassResult first = world.pass();
    PassResult second = world.pass();

    // Then
    assertThat(world.faults().steps()).hasSize(steps);
    assertThat(maxSize(world)).isEqualTo(THREE);
    assertThat(first.status().drift()).hasSize(1);
    assertThat(second.status()).isEqualTo(first.status());
    assertThat(first.notices())
        .extracting(Notice::reason)
        .containsExactly(Notice.Reason.DriftDetected);
    assertThat(second.notices()).isEmpty();
  }

  @Test
  void shouldApplyASpecChangeAndLeaveDriftWhenPolicyIsReport() {
    // Given
    ToyWorld world = settled(ToyStacks.web());
    world.drift(DriftSpec.Policy.Report).settle();
    drift(world);

    // When
    world
        .edit(ToyStacks.changed(ToyStacks.web(), ToyStacks.GROUP, "MinSize", Value.whole(1)))
        .settle();

    // Then
    assertThat(world.cloud().thing(ToyStacks.GROUP).spec().values())
        .containsEntry("MinSize", Value.whole(1))
        .containsEntry("MaxSize", THREE);
  }

  @Test
  void shouldLetTheGroupFollowASpecChangeWhenItsMouldAlsoDriftedUnderReport() {
    // Given
    ToyWorld world = settled(ToyStacks.web());
    world.drift(DriftSpec.Policy.Report).settle();
    world
        .cloud()
        .tamper(ToyStacks.MOULD, mould -> mould.set("Shape", Value.text("flat")).version(2));

    // When
    world
        .edit(
            ToyStacks.changed(ToyStacks.web(), ToyStacks.MOULD, "Secret", Value.text("swordfish")))
        .settle();

    // Then
    assertThat(world.cloud().thing(ToyStacks.MOULD).spec().values())
        .containsEntry("Shape", Value.text("flat"))
        .containsEntry("Secret", Value.text("swordfish"));
    assertThat(world.cloud().thing(ToyStacks.GROUP).spec().values())
        .containsEntry("Version", Value.text("3"));
  }

  @Test
  void shouldHoldOnlyWhatNeedsItWhenSomebodyRemovedAMouldUnderReport() {
    // Given
    ToyWorld world = settled(ToyStacks.web());
    world.drift(DriftSpec.Policy.Report).settle();
    world.cloud().vanish(ToyStacks.MOULD);

    // When
    PassResult result =
        world
            .edit(ToyStacks.changed(ToyStacks.web(), ToyStacks.GROUP, "MaxSize", Value.whole(12)))
            .pass();

    // Then
    assertThat(maxSize(world)).isEqualTo(Value.whole(12));
    assertThat(result.plan().held())
        .extracting(Plan.Held::reason)
        .containsExactly(HoldReason.ReportOnly, HoldReason.DependencyHeld);
    assertThat(world.cloud().things(ToyStacks.MOULD)).isEmpty();
  }

  @Test
  void shouldMakeItAgainAndPointOthersAtItWhenSomebodyRemovedAMould() {
    // Given
    ToyWorld world = settled(ToyStacks.web());
    world.cloud().vanish(ToyStacks.MOULD);

    // When
    world.settle();

    // Then
    assertThat(world.cloud().thing(ToyStacks.GROUP).spec().values())
        .containsEntry("MouldId", Value.text(world.cloud().thing(ToyStacks.MOULD).physicalId()));
  }

  @Test
  void shouldLeaveIgnoredAttributesAloneWithoutAWordUntilTheSpecChangesThem() {
    // Given
    ToyWorld world = settled(ToyStacks.web());
    world
        .drift(
            DriftSpec.Policy.Correct,
            new DriftSpec.Ignore("AutoScalingGroup/app", List.of("MaxSize")),
            new DriftSpec.Ignore("Mould/app", List.of("Tags.team")))
        .settle();
    drift(world);
    world.cloud().tamper(ToyStacks.MOULD, mould -> mould.set("Tags.team", Value.text("theirs")));

    // When
    PassResult ignored = world.pass();

    // Then
    assertThat(ignored.plan().isEmpty()).isTrue();
    assertThat(ignored.status().drift()).isEmpty();
    assertThat(ignored.notices()).isEmpty();
    world
        .edit(ToyStacks.changed(ToyStacks.web(), ToyStacks.GROUP, "MaxSize", Value.whole(12)))
        .settle();
    assertThat(maxSize(world)).isEqualTo(Value.whole(12));
    assertThat(world.cloud().thing(ToyStacks.MOULD).spec().values())
        .containsEntry("Tags.team", Value.text("theirs"));
  }

  @Test
  void shouldStopWritingWhatDoesNotConvergeAndBeginAgainWhenTheSpecChangesIt() {
    // Given
    ToyWorld world = settled(ToyStacks.web());
    for (int pass = 0; pass < PlanPolicies.REPEATS_BEFORE_HOLDING; pass++) {
      drift(world);
      world.pass();
    }
    drift(world);

    // When
    PassResult held = world.pass();
    PassResult still = world.pass();

    // Then
    assertThat(maxSize(world)).isEqualTo(THREE);
    assertThat(held.plan().held())
        .extracting(Plan.Held::reason)
        .containsExactly(HoldReason.NotConverging);
    assertThat(held.notices()).extracting(Notice::reason).contains(Notice.Reason.ChangeHeld);
    assertThat(still.plan().held()).hasSize(1);
    assertThat(still.notices()).isEmpty();
    world
        .edit(ToyStacks.changed(ToyStacks.web(), ToyStacks.GROUP, "MaxSize", Value.whole(12)))
        .settle();
    assertThat(maxSize(world)).isEqualTo(Value.whole(12));
  }

  @Test
  void shouldCountFromTheStartWhenAnAttributeConvergedInBetween() {
    // Given
    ToyWorld world = settled(ToyStacks.web());
    for (int pass = 0; pass < PlanPolicies.REPEATS_BEFORE_HOLDING + 1; pass++) {
      drift(world);
      world.pass();
      world.pass();
    }

    // When
    drift(world);
    world.pass();

    // Then
    assertThat(maxSize(world)).isEqualTo(TEN);
  }

  @Test
  void shouldTakeAwayATagThatIsNoLongerWantedAndLeaveThoseOfOthers() {
    // Given
    ToyWorld world = settled(ToyStacks.web());
    world.cloud().tamper(ToyStacks.MOULD, mould -> mould.set("Tags.cost", Value.text("42")));

    // When
    world
        .edit(
            ToyStacks.changed(
                ToyStacks.web(), ToyStacks.MOULD, "Tags", Toys.labels(Map.of("team", "web"))))
        .settle();

    // Then
    assertThat(world.cloud().thing(ToyStacks.MOULD).spec().attributes().get("Tags"))
        .isEqualTo(Toys.labels(Map.of("team", "web", "cost", "42")));
  }

  @Test
  void shouldRollNothingWhenOnlyTheOperatorIsNewer() {
    // Given
    ToyWorld world = settled(ToyStacks.web());
    DesiredResource[] wider =
        ToyStacks.changed(
            ToyStacks.changed(ToyStacks.web(), ToyStacks.MOULD, "Shape", Value.text("square")),
            ToyStacks.GROUP,
            "MaxSize",
            Value.whole(12));

    // When
    world.cloud().upgradeBlueprint();
    world.cloud().changeFacts("facts-the-old-one-did-not-ask-for");
    world.cloud().want(wider);
    PassResult held = world.settle();

    // Then
    assertThat(maxSize(world)).isEqualTo(Value.whole(12));
    assertThat(world.cloud().thing(ToyStacks.MOULD).version()).isEqualTo(1);
    assertThat(held.plan().held())
        .extracting(each -> each.change().id(), Plan.Held::reason)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(ToyStacks.MOULD, HoldReason.OperatorUpgraded));
    int steps = world.faults().steps().size();
    world.pass();
    assertThat(world.faults().steps()).hasSize(steps);

    // When the spec changes in whatever way
    world.touch().settle();

    // Then
    assertThat(world.cloud().thing(ToyStacks.GROUP).spec().values())
        .containsEntry("Version", Value.text("2"));
  }

  /** A newer operator that wants yet another value than the one somebody changed. */
  private static ToyWorld upgradedSinceDrift(DriftSpec.Policy policy, DriftSpec.Ignore... ignored) {
    ToyWorld world = settled(ToyStacks.web());
    world.drift(policy, ignored).settle();
    drift(world);
    world.cloud().upgradeBlueprint();
    world
        .cloud()
        .want(
            ToyStacks.changed(
                ToyStacks.changed(ToyStacks.web(), ToyStacks.GROUP, "MaxSize", Value.whole(12)),
                ToyStacks.GROUP,
                "MinSize",
                Value.whole(1)));
    return world;
  }

  @Test
  void shouldLeaveDriftAloneAndDoTheRestWhenTheOperatorIsNewerUnderReport() {
    // Given
    ToyWorld world = upgradedSinceDrift(DriftSpec.Policy.Report);

    // When
    world.settle();
    PassResult later = world.pass();

    // Then
    assertThat(maxSize(world)).isEqualTo(THREE);
    assertThat(world.cloud().thing(ToyStacks.GROUP).spec().values())
        .containsEntry("MinSize", Value.whole(1));
    assertThat(later.status().drift()).hasSize(1);
    assertThat(later.plan().held())
        .extracting(Plan.Held::reason)
        .containsExactly(HoldReason.ReportOnly);
  }

  @Test
  void shouldLeaveIgnoredDriftAloneAndDoTheRestWhenTheOperatorIsNewer() {
    // Given
    ToyWorld world =
        upgradedSinceDrift(
            DriftSpec.Policy.Correct,
            new DriftSpec.Ignore("AutoScalingGroup/app", List.of("MaxSize")));

    // When
    world.settle();
    PassResult later = world.pass();

    // Then
    assertThat(maxSize(world)).isEqualTo(THREE);
    assertThat(world.cloud().thing(ToyStacks.GROUP).spec().values())
        .containsEntry("MinSize", Value.whole(1));
    assertThat(later.plan().isEmpty()).isTrue();
  }
}
