package dev.hastack.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hastack.api.v1alpha1.ApplySpec;
import dev.hastack.api.v1alpha1.DriftSpec;
import dev.hastack.core.plan.AttributeChange;
import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.HoldReason;
import dev.hastack.core.plan.PlanPolicies;
import dev.hastack.core.plan.PlanPolicy;
import dev.hastack.core.stack.DesiredResource;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Value;
import dev.hastack.testing.toy.Faults;
import dev.hastack.testing.toy.Faults.Fault;
import dev.hastack.testing.toy.ToyStacks;
import dev.hastack.testing.toy.ToyWorld;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What becomes of an approval when something else is wanted before all of it was done. */
class ApprovalOfEditsTest {
  private static final DesiredResource[] WIDER =
      ToyStacks.changed(ToyStacks.web(), ToyStacks.GROUP, "MaxSize", Value.whole(12));

  /** A stack that stands, whose plans a person wants to see. */
  private static ToyWorld settled(DesiredResource... wanted) {
    var world = new ToyWorld().edit(wanted);
    world.settle();
    world.apply(ApplySpec.Policy.OnApproval).settle();
    return world;
  }

  private static DesiredResource[] cloth(String cloth) {
    return ToyStacks.changed(ToyStacks.sailing(), ToyStacks.SAIL, "Cloth", Value.text(cloth));
  }

  private static DesiredResource[] permitted() {
    return ToyStacks.changed(WIDER, ToyStacks.GROUP, "Permit", Value.text("yes"));
  }

  /** Holds a change of the size until a permit is given. */
  private static PlanPolicy untilPermitted() {
    return PlanPolicies.hold(
        (change, attribute) ->
            attribute.name().equals("MaxSize")
                && change.wanted().stream()
                    .noneMatch(wanted -> wanted.spec().values().containsKey("Permit")),
        HoldReason.LaterStep,
        (change, attribute) -> "has no permit");
  }

  private static List<ResourceId> waiting(PassResult result) {
    return result.plan().awaitingApproval().stream().map(Change::id).toList();
  }

  private static Value maxSize(ToyWorld world) {
    return Objects.requireNonNull(
        world.cloud().thing(ToyStacks.GROUP).spec().values().get("MaxSize"));
  }

  private static Value target(ToyWorld world, String attribute) {
    return Objects.requireNonNull(
        world.revisions().load().find(ToyStacks.GROUP).orElseThrow().values().get(attribute));
  }

  private static String digest(ToyWorld world) {
    return Objects.requireNonNull(world.stack().getStatus().plan()).digest();
  }

  @Test
  void shouldAskAgainWhenAnApprovedEditWasTakenBackBeforeItsTimeCame() {
    // Given
    ToyWorld world = settled(ToyStacks.web());
    world.cloud().stage(untilPermitted());
    world.edit(WIDER).pass();
    world.approve().settle();

    // When
    world.edit(ToyStacks.web()).settle();
    world.cloud().stage(plan -> plan);
    PassResult result = world.edit(WIDER).settle();

    // Then
    assertThat(maxSize(world)).isEqualTo(Value.whole(10));
    assertThat(waiting(result)).containsExactly(ToyStacks.GROUP);
  }

  @Test
  void shouldAskAgainForAValueThatWentThoughADeathKeptThatFromBeingWrittenDown() {
    // Given
    DesiredResource[] plain = ToyStacks.lacking(ToyStacks.web(), ToyStacks.TARGET_GROUP, "Delay");
    ToyWorld world = settled(ToyStacks.web());
    world.edit(plain).pass();
    world.approve();
    world.faults().inject(2, Fault.CRASH_BEFORE);
    assertThatThrownBy(world::pass).isInstanceOf(Faults.Crash.class);
    Map<String, Value> gone = world.cloud().thing(ToyStacks.TARGET_GROUP).spec().values();

    // When it is not wanted at all for a while, and then as it was
    world.edit(ToyStacks.mould()).settle();
    PassResult result = world.edit(ToyStacks.web()).settle();

    // Then
    assertThat(waiting(result)).containsExactly(ToyStacks.TARGET_GROUP);
    assertThat(world.cloud().thing(ToyStacks.TARGET_GROUP).spec().values()).isEqualTo(gone);

    // When
    PassResult done = world.approve().settle();

    // Then
    assertThat(waiting(done)).isEmpty();
    assertThat(world.cloud().thing(ToyStacks.TARGET_GROUP).spec().values()).isNotEqualTo(gone);
  }

  @Test
  void shouldAskForAWordThatOnlySaysHowOthersAreWritten() {
    // Given
    ToyWorld world = settled(ToyStacks.web());
    world.cloud().stage(untilPermitted());
    world.edit(WIDER).pass();
    world.approve().settle();

    // When
    PassResult result = world.edit(permitted()).settle();

    // Then
    assertThat(maxSize(world)).isEqualTo(Value.whole(10));
    assertThat(result.plan().awaitingApproval())
        .flatExtracting(Change::attributeChanges)
        .extracting(AttributeChange::name)
        .containsExactly("Permit");
    PassResult done = world.approve().settle();
    assertThat(maxSize(world)).isEqualTo(Value.whole(12));
    assertThat(waiting(done)).isEmpty();
  }

  @Test
  void shouldFinishAnApprovedReplacementWhenAnEditInPlaceFollows() {
    // Given
    ToyWorld world = settled(ToyStacks.sailing());
    world.edit(cloth("hemp")).pass();
    world.faults().inject(1, Fault.CRASH_BEFORE);
    world.approve();

    // When
    DesiredResource[] red =
        ToyStacks.changed(cloth("hemp"), ToyStacks.SAIL, "Colour", Value.text("red"));
    assertThatThrownBy(world::pass).isInstanceOf(Faults.Crash.class);
    PassResult result = world.edit(red).settle();

    // Then
    assertThat(world.cloud().thing(ToyStacks.SAIL).spec().values())
        .containsEntry("Cloth", Value.text("hemp"))
        .containsEntry("Colour", Value.text("white"));
    assertThat(waiting(result)).containsExactly(ToyStacks.SAIL);
  }

  @Test
  void shouldKeepWhatWasApprovedWhenAnEditWantsItsPredecessorBack() {
    // Given
    ToyWorld world = settled(ToyStacks.sailing());
    String before = world.cloud().thing(ToyStacks.SAIL).physicalName();
    world.edit(cloth("hemp")).pass();
    world.approve().pass();
    assertThat(world.cloud().things(ToyStacks.SAIL)).hasSize(2);
    int writes = world.cloud().writes().size();

    // When
    PassResult result = world.edit(ToyStacks.sailing()).settle();

    // Then
    assertThat(world.cloud().writes()).hasSize(writes);
    assertThat(waiting(result)).containsExactly(ToyStacks.SAIL, ToyStacks.GROUP);
    PassResult done = world.approve().settle();
    assertThat(world.cloud().thing(ToyStacks.SAIL).physicalName()).isEqualTo(before);
    assertThat(waiting(done)).isEmpty();
  }

  @Test
  void shouldNotDeleteWhatWasApprovedWhenNothingNeedsItAndItsPredecessorIsWantedBack() {
    // Given
    DesiredResource[] linen = {ToyStacks.sailing()[0]};
    ToyWorld world = settled(linen);
    world.edit(cloth("hemp")[0]).pass();
    world.approve().pass();
    assertThat(world.cloud().things(ToyStacks.SAIL)).hasSize(2);

    // When
    PassResult result = world.edit(linen).settle();

    // Then
    assertThat(world.cloud().things(ToyStacks.SAIL)).hasSize(2);
    assertThat(waiting(result)).containsExactly(ToyStacks.SAIL, ToyStacks.SAIL);
    world.edit(cloth("hemp")[0]).settle();
    assertThat(world.cloud().thing(ToyStacks.SAIL).spec().values())
        .containsEntry("Cloth", Value.text("hemp"));
  }

  @Test
  void shouldAskForWhatSomebodyElseSetAlready() {
    // Given
    ToyWorld world = settled(ToyStacks.web());
    world.drift(DriftSpec.Policy.Report).settle();
    world.cloud().tamper(ToyStacks.GROUP, group -> group.set("MaxSize", Value.whole(12)));

    // When
    PassResult result = world.edit(WIDER).settle();

    // Then
    assertThat(waiting(result)).containsExactly(ToyStacks.GROUP);
    assertThat(target(world, "MaxSize")).isEqualTo(Value.whole(10));
    assertThat(result.plan().changes())
        .filteredOn(change -> change.id().equals(ToyStacks.GROUP))
        .flatExtracting(change -> change.wanted().orElseThrow().spec().values().entrySet())
        .contains(Map.entry("MaxSize", Value.whole(10)));
    PassResult done = world.approve().settle();
    assertThat(waiting(done)).isEmpty();
    assertThat(target(world, "MaxSize")).isEqualTo(Value.whole(12));
  }

  @Test
  void shouldNotAskForWhatANewerOperatorKnowsOfAndTheCloudHas() {
    // Given
    ToyWorld world = settled(ToyStacks.web());
    world.cloud().tamper(ToyStacks.GROUP, group -> group.set("Price", Value.text("0.10")));

    // When
    world
        .cloud()
        .want(ToyStacks.changed(ToyStacks.web(), ToyStacks.GROUP, "Price", Value.text("0.10")));
    world.cloud().upgradeBlueprint();
    PassResult result = world.settle();

    // Then
    assertThat(waiting(result)).isEmpty();
    assertThat(target(world, "Price")).isEqualTo(Value.text("0.10"));
  }

  @Test
  void shouldNotTakeWhatWaitsForLetThroughWhenItsDriftIsIgnored() {
    // Given
    ToyWorld world = settled(ToyStacks.web());
    world
        .drift(
            DriftSpec.Policy.Correct,
            new DriftSpec.Ignore(ToyStacks.GROUP.toString(), List.of("MaxSize")))
        .settle();
    world.cloud().tamper(ToyStacks.GROUP, group -> group.set("MaxSize", Value.whole(50)));

    // When
    world.cloud().want(WIDER);
    world.cloud().upgradeBlueprint();
    PassResult result = world.settle();

    // Then
    assertThat(waiting(result)).containsExactly(ToyStacks.GROUP);
    assertThat(target(world, "MaxSize")).isEqualTo(Value.whole(10));
  }

  @Test
  void shouldAskAgainWhenWhatIsDeletedIsAnother() {
    // Given
    ToyWorld world = settled(ToyStacks.web());
    world.edit(ToyStacks.mould()).pass();
    String shown = digest(world);

    // When
    world.cloud().vanish(ToyStacks.GROUP);
    world.apply(ApplySpec.Policy.Automatic).edit(ToyStacks.web()).settle();
    world.apply(ApplySpec.Policy.OnApproval).settle();
    world.edit(ToyStacks.mould()).approve(shown).pass();

    // Then
    assertThat(digest(world)).isNotEqualTo(shown);
    assertThat(world.cloud().things(ToyStacks.GROUP)).hasSize(1);
  }

  @Test
  void shouldAskWhenWhatWasUnsetOnApprovalIsWantedAgainAfterACrash() {
    // Given
    ToyWorld world = settled(ToyStacks.web());
    world.edit(ToyStacks.lacking(ToyStacks.web(), ToyStacks.GROUP, "MinSize")).pass();
    world.faults().inject(1, Fault.CRASH_AFTER);
    world.approve();
    assertThatThrownBy(world::pass).isInstanceOf(Faults.Crash.class);

    // When
    PassResult result = world.edit(ToyStacks.web()).settle();

    // Then
    assertThat(world.cloud().thing(ToyStacks.GROUP).spec().values()).doesNotContainKey("MinSize");
    assertThat(waiting(result)).containsExactly(ToyStacks.GROUP);
    world.approve().settle();
    assertThat(world.cloud().thing(ToyStacks.GROUP).spec().values())
        .containsEntry("MinSize", Value.whole(2));
  }
}
