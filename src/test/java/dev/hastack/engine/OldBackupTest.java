package dev.hastack.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.ApplySpec;
import dev.hastack.api.v1alpha1.DriftSpec;
import dev.hastack.core.plan.HoldReason;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.stack.DesiredResource;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Value;
import dev.hastack.core.status.Notice;
import dev.hastack.testing.toy.ToyStacks;
import dev.hastack.testing.toy.ToyWorld;
import dev.hastack.testing.toy.Toys;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** etcd was restored: object, status and revisions are of an earlier day, and the cloud is not. */
class OldBackupTest {
  private static final Value TEN = Value.whole(10);
  private static final Value TWENTY = Value.whole(20);

  private static DesiredResource[] raised() {
    return new DesiredResource[] {
      ToyStacks.mould(), ToyStacks.targetGroup(), Toys.with(ToyStacks.group(), "MaxSize", TWENTY)
    };
  }

  private static ToyWorld settled(DesiredResource... resources) {
    var world = new ToyWorld().edit(resources);
    world.settle();
    return world;
  }

  /** It was edited after the backup, and now is as it was before. */
  private static void editAndRestore(ToyWorld world) {
    ToyWorld.Backup backup = world.backup();
    world.edit(raised());
    if (world.stack().getSpec().apply().policy() == ApplySpec.Policy.OnApproval) {
      world.pass();
      world.approve();
    }
    world.settle();
    assertThat(maxSize(world)).isEqualTo(TWENTY);
    world.restore(backup, ToyStacks.web());
  }

  private static Value maxSize(ToyWorld world) {
    return Objects.requireNonNull(
        world.cloud().thing(ToyStacks.GROUP).spec().values().get("MaxSize"));
  }

  private static List<ResourceId> held(PassResult result, HoldReason reason) {
    return result.plan().held().stream()
        .filter(held -> held.reason() == reason)
        .map(Plan.Held::change)
        .map(change -> change.id())
        .toList();
  }

  @ParameterizedTest
  @EnumSource(ApplySpec.Policy.class)
  void shouldPutBackAsDriftAndAskNobodyWhenItWasEditedAfterTheBackup(ApplySpec.Policy policy) {
    // Given
    ToyWorld world = settled(ToyStacks.web());
    world.apply(policy).settle();
    editAndRestore(world);

    // When
    PassResult result = world.pass();

    // Then
    assertThat(maxSize(world)).isEqualTo(TEN);
    assertThat(result.notices())
        .extracting(Notice::reason)
        .contains(Notice.Reason.DriftDetected, Notice.Reason.DriftCorrected);
  }

  @Test
  void shouldOnlyTellWhenItWasEditedAfterTheBackupAndPolicyIsReport() {
    // Given
    ToyWorld world = settled(ToyStacks.web());
    world.drift(DriftSpec.Policy.Report).settle();
    editAndRestore(world);

    // When
    PassResult result = world.settle();

    // Then
    assertThat(maxSize(world)).isEqualTo(TWENTY);
    assertThat(held(result, HoldReason.ReportOnly)).containsExactly(ToyStacks.GROUP);
  }

  @Test
  void shouldWriteNothingWhenTheNewestManifestIsAppliedBeforeItGoesOn() {
    // Given
    ToyWorld world = settled(ToyStacks.web());
    editAndRestore(world);
    int writes = world.cloud().writes().size();

    // When
    world.pause().pass();
    world.edit(raised()).pass();
    world.resume().settle();

    // Then
    assertThat(world.cloud().writes()).hasSize(writes);
    assertThat(world.revisions().load().find(ToyStacks.GROUP).orElseThrow().values())
        .containsEntry("MaxSize", TWENTY);
  }

  @Test
  void shouldAskForWhatIsThereWhenTheNewestManifestIsAppliedOnApproval() {
    // Given
    ToyWorld world = settled(ToyStacks.web());
    world.apply(ApplySpec.Policy.OnApproval).settle();
    editAndRestore(world);
    int writes = world.cloud().writes().size();

    // When
    PassResult result = world.edit(raised()).pass();

    // Then
    assertThat(held(result, HoldReason.AwaitingApproval)).containsExactly(ToyStacks.GROUP);

    // When
    world.approve().settle();

    // Then
    assertThat(world.cloud().writes()).hasSize(writes);
    assertThat(world.preview().held()).isEmpty();
  }

  @Test
  void shouldMakeItAgainWhenItWasDeletedAfterTheBackup() {
    // Given
    ToyWorld world = settled(ToyStacks.web());
    ToyWorld.Backup backup = world.backup();
    world.delete().settle();
    assertThat(world.cloud().things()).isEmpty();

    // When
    world.restore(backup, ToyStacks.web()).settle();

    // Then
    assertThat(world.cloud().things()).hasSize(3);
  }

  @Test
  void shouldHoldItWhenItWasDeletedAfterTheBackupAndPolicyIsReport() {
    // Given
    ToyWorld world = settled(ToyStacks.web());
    world.drift(DriftSpec.Policy.Report).settle();
    ToyWorld.Backup backup = world.backup();
    world.delete().settle();

    // When
    PassResult result = world.restore(backup, ToyStacks.web()).settle();

    // Then
    assertThat(world.cloud().things()).isEmpty();
    assertThat(held(result, HoldReason.ReportOnly))
        .containsExactly(ToyStacks.MOULD, ToyStacks.TARGET_GROUP);
  }

  @Test
  void shouldKnowItAgainAndWriteNothingWhenItWasMadeAfterTheBackupAndIsAppliedAgain() {
    // Given
    ToyWorld world = settled(ToyStacks.web());
    int writes = world.cloud().writes().size();

    // When
    world.createAgain().edit(ToyStacks.web()).settle();

    // Then
    assertThat(world.cloud().writes()).hasSize(writes);
    assertThat(world.cloud().things()).hasSize(3);
  }

  @Test
  void shouldTakeDownWhatALaterOneOfItsNameMadeWhenItWasBeingDeletedAtTheBackup() {
    // Given
    ToyWorld world = settled(ToyStacks.web());
    world.delete();
    ToyWorld.Backup backup = world.backup();
    world.settle();
    world.createAgain().edit(ToyStacks.web()).settle();
    assertThat(world.cloud().things()).hasSize(3);

    // When
    world.restore(backup, ToyStacks.web()).settle();

    // Then
    assertThat(world.cloud().things()).isEmpty();
  }
}
