package dev.hastack.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.ApplySpec;
import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.api.v1alpha1.Markers;
import dev.hastack.core.plan.HoldReason;
import dev.hastack.core.plan.PlanPolicies;
import dev.hastack.core.stack.DesiredResource;
import dev.hastack.core.stack.Value;
import dev.hastack.core.status.Notice;
import dev.hastack.testing.toy.Faults.Fault;
import dev.hastack.testing.toy.ToyStacks;
import dev.hastack.testing.toy.ToyWorld;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ApprovalTest {
  private static final DesiredResource[] WIDER = wider(12);

  private static DesiredResource[] wider(int maxSize) {
    return ToyStacks.changed(ToyStacks.web(), ToyStacks.GROUP, "MaxSize", Value.whole(maxSize));
  }

  private static DesiredResource[] squared() {
    return ToyStacks.changed(ToyStacks.web(), ToyStacks.MOULD, "Shape", Value.text("square"));
  }

  /** A stack that stands, whose plans a person wants to see. */
  private static ToyWorld settled() {
    var world = new ToyWorld().edit(ToyStacks.web());
    world.settle();
    world.apply(ApplySpec.Policy.OnApproval).settle();
    return world;
  }

  private static Value maxSize(ToyWorld world) {
    return value(world, "MaxSize");
  }

  private static Value value(ToyWorld world, String attribute) {
    return Objects.requireNonNull(
        world.cloud().thing(ToyStacks.GROUP).spec().values().get(attribute));
  }

  private static Condition condition(PassResult result, String type) {
    return Objects.requireNonNull(result.status().conditions()).stream()
        .filter(each -> each.type().equals(type))
        .findFirst()
        .orElseThrow();
  }

  private static String digest(PassResult result) {
    return Objects.requireNonNull(result.status().plan()).digest();
  }

  @Test
  void shouldSayOnceWhatWaitsAndHowToApproveItWhenNobodyHas() {
    // Given
    var world = new ToyWorld().apply(ApplySpec.Policy.OnApproval).edit(ToyStacks.web());

    // When
    PassResult first = world.pass();
    int steps = world.faults().steps().size();
    PassResult second = world.pass();

    // Then
    assertThat(world.cloud().writes()).isEmpty();
    assertThat(condition(first, "AwaitingApproval").message())
        .contains(
            "kubectl annotate hastack %s -n %s hastack.dev/approved-plan=%s --overwrite"
                .formatted(world.id().name(), world.id().namespace(), digest(first)))
        .contains("Create AutoScalingGroup/app");
    assertThat(condition(first, "Reconciling"))
        .extracting(Condition::status, Condition::reason)
        .containsExactly(Condition.Status.True, "AwaitingApproval");
    assertThat(condition(first, "Synced").status()).isEqualTo(Condition.Status.False);
    assertThat(first.notices())
        .extracting(Notice::reason)
        .containsExactly(Notice.Reason.AwaitingApproval);
    assertThat(second.notices()).isEmpty();
    assertThat(second.status()).isEqualTo(first.status());
    assertThat(world.faults().steps()).hasSize(steps);
  }

  @Test
  void shouldCarryOutThePlanThatWasNamedWhenItIsStillThePlan() {
    // Given
    ToyWorld world = settled();
    String shown = digest(world.edit(WIDER).pass());

    // When
    PassResult result = world.approve(shown).pass();

    // Then
    assertThat(maxSize(world)).isEqualTo(Value.whole(12));
    assertThat(result.notices())
        .extracting(Notice::reason)
        .containsExactly(Notice.Reason.PlanApproved, Notice.Reason.Applied);
    PassResult after = world.pass();
    assertThat(after.notices()).isEmpty();
    assertThat(condition(after, "AwaitingApproval").status()).isEqualTo(Condition.Status.False);
    assertThat(condition(after, "Synced").status()).isEqualTo(Condition.Status.True);
  }

  @Test
  void shouldSayThatAnApprovalIsOutdatedWhenThePlanIsAnother() {
    // Given
    ToyWorld world = settled();
    String shown = digest(world.edit(WIDER).pass());

    // When
    PassResult result = world.edit(wider(20)).approve(shown).pass();

    // Then
    assertThat(maxSize(world)).isEqualTo(Value.whole(10));
    assertThat(condition(result, "AwaitingApproval").message())
        .startsWith(shown + " was approved, and that is not the plan any more; plan ")
        .contains(digest(result));
  }

  @Test
  void shouldCorrectDriftWhenAPlanWaits() {
    // Given
    ToyWorld world = settled();
    String shown = digest(world.edit(WIDER).pass());

    // When
    world.cloud().tamper(ToyStacks.GROUP, group -> group.set("MinSize", Value.whole(0)));
    PassResult result = world.pass();

    // Then
    assertThat(value(world, "MinSize")).isEqualTo(Value.whole(2));
    assertThat(maxSize(world)).isEqualTo(Value.whole(10));
    assertThat(digest(result)).isEqualTo(shown);
  }

  @Test
  void shouldWaitAnewWhenAPlanThatWasApprovedOnceComesUpAgain() {
    // Given
    ToyWorld world = settled();
    world.edit(WIDER).pass();
    world.approve().settle();
    world.apply(ApplySpec.Policy.Automatic).edit(ToyStacks.web()).settle();

    // When
    PassResult result = world.apply(ApplySpec.Policy.OnApproval).edit(WIDER).pass();

    // Then
    assertThat(maxSize(world)).isEqualTo(Value.whole(10));
    assertThat(condition(result, "AwaitingApproval").message())
        .startsWith("plan " + digest(result));
  }

  @Test
  void shouldAskAgainOnlyForWhatIsAnotherWhenFactsChangeInTheMiddleOfACreate() {
    // Given
    var world = new ToyWorld().apply(ApplySpec.Policy.OnApproval).edit(ToyStacks.web());
    world.pass();
    world.faults().inject(2, Fault.THROTTLE_BEFORE);
    world.approve().pass();

    // When
    world.cloud().want(wider(12));
    world.cloud().changeFacts("facts-2");
    PassResult result = world.settle();

    // Then
    assertThat(world.cloud().things(ToyStacks.TARGET_GROUP)).hasSize(1);
    assertThat(world.cloud().things(ToyStacks.GROUP)).isEmpty();
    assertThat(result.plan().awaitingApproval())
        .extracting(change -> change.id())
        .containsExactly(ToyStacks.GROUP);
    world.approve().settle();
    assertThat(maxSize(world)).isEqualTo(Value.whole(12));
  }

  @Test
  void shouldGoOnWhenANewerOperatorWantsTheSameInTheMiddleOfACreate() {
    // Given
    var world = new ToyWorld().apply(ApplySpec.Policy.OnApproval).edit(ToyStacks.web());
    world.pass();
    world.faults().inject(2, Fault.CRASH_BEFORE);
    world.approve();

    // When
    world.cloud().upgradeBlueprint();
    world.settle();

    // Then
    assertThat(maxSize(world)).isEqualTo(Value.whole(10));
  }

  @Test
  void shouldLetAnApprovalReleaseWhatOnlyANewerOperatorWants() {
    // Given
    ToyWorld world = settled();
    world.cloud().want(squared());
    world.cloud().upgradeBlueprint();

    // When
    PassResult waiting = world.settle();
    PassResult done = world.approve().settle();

    // Then
    assertThat(waiting.plan().awaitingApproval())
        .extracting(change -> change.id())
        .contains(ToyStacks.MOULD);
    assertThat(done.plan().held()).isEmpty();
    assertThat(world.cloud().thing(ToyStacks.MOULD).spec().values())
        .containsEntry("Shape", Value.text("square"));
  }

  @Test
  void shouldNeedOneApprovalWhenThePlanIsCarriedOutInSteps() {
    // Given
    ToyWorld world = settled();
    world.edit(WIDER).pass();
    world
        .cloud()
        .stage(
            PlanPolicies.hold(
                (change, attribute) -> attribute.name().equals("MaxSize"),
                HoldReason.LaterStep,
                (change, attribute) -> "its time has not come"));
    PassResult first = world.approve().pass();
    PassResult later = world.pass();

    // When
    world.cloud().stage(plan -> plan);
    world.settle();

    // Then
    assertThat(first.plan().held())
        .extracting(held -> held.reason())
        .contains(HoldReason.LaterStep);
    assertThat(later.plan().awaitingApproval()).isEmpty();
    assertThat(maxSize(world)).isEqualTo(Value.whole(12));
    assertThat(world.revisions().load().approvals().open()).isEmpty();
  }

  @Test
  void shouldWriteNothingWhenApprovedAndPaused() {
    // Given
    ToyWorld world = settled();
    String shown = digest(world.edit(WIDER).pass());
    int saves = world.revisions().saves().size();

    // When
    world
        .stack()
        .getMetadata()
        .setAnnotations(Map.of(Markers.APPROVED_PLAN, shown, Markers.PAUSED, "true"));
    PassResult result = world.pass();

    // Then
    assertThat(world.revisions().saves()).hasSize(saves);
    assertThat(result.notices()).extracting(Notice::reason).containsExactly(Notice.Reason.Paused);
    world.approve(shown).settle();
    assertThat(maxSize(world)).isEqualTo(Value.whole(12));
  }

  @Test
  void shouldDeleteUnaskedWhenTheObjectIsDeleted() {
    // Given
    ToyWorld world = settled();
    world.edit(WIDER).pass();

    // When
    PassResult result = world.delete().settle();

    // Then
    assertThat(result.released()).isTrue();
    assertThat(world.cloud().things()).isEmpty();
  }

  @Test
  void shouldNotMakeAgainWhatWasRemovedOnApprovalWhenItIsWantedAgain() {
    // Given
    ToyWorld world = settled();
    world.edit(ToyStacks.mould()).pass();
    world.faults().inject(1, Fault.CRASH_AFTER);
    world.approve().settle();

    // When
    PassResult result = world.edit(ToyStacks.web()).settle();

    // Then
    assertThat(world.cloud().things(ToyStacks.GROUP)).isEmpty();
    assertThat(result.plan().awaitingApproval())
        .extracting(change -> change.id())
        .contains(ToyStacks.GROUP);
  }
}
