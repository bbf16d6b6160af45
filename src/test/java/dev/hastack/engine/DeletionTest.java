package dev.hastack.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.plan.HoldReason;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.stack.Ownership;
import dev.hastack.core.stack.Place;
import dev.hastack.core.status.Notice;
import dev.hastack.provider.Located;
import dev.hastack.testing.toy.Thing;
import dev.hastack.testing.toy.ToyStacks;
import dev.hastack.testing.toy.ToyWorld;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeletionTest {
  private static final Failure DENIED =
      new Failure(FailureKind.UNAUTHORIZED, "toy:Describe", "AccessDenied", "not allowed");

  private static ToyWorld settled() {
    var world = new ToyWorld().edit(ToyStacks.web());
    world.settle();
    return world;
  }

  @Test
  void shouldDeleteInReverseAndReleaseOnlyWhenNothingIsLeft() {
    // Given
    ToyWorld world = settled();
    int before = world.cloud().writes().size();

    // When
    PassResult first = world.delete().pass();
    PassResult last = world.settle();

    // Then
    assertThat(first.released()).isFalse();
    assertThat(last.released()).isTrue();
    assertThat(world.cloud().things()).isEmpty();
    assertThat(world.cloud().writes().subList(before, world.cloud().writes().size()))
        .containsExactly(
            "delete AutoScalingGroup/app", "delete Mould/app", "delete TargetGroup/app");
    assertThat(last.notices()).extracting(Notice::reason).contains(Notice.Reason.Deleted);
  }

  @Test
  void shouldDeleteNothingWhenOneResourceIsProtected() {
    // Given
    ToyWorld world = settled();
    world.cloud().tamper(ToyStacks.GROUP, group -> group.protectedBy("protection is on"));
    int steps = world.faults().steps().size();

    // When
    PassResult first = world.delete().pass();
    PassResult second = world.pass();

    // Then
    assertThat(world.faults().steps()).hasSize(steps);
    assertThat(world.cloud().things()).hasSize(3);
    assertThat(first.released()).isFalse();
    assertThat(first.plan().held())
        .hasSize(3)
        .extracting(Plan.Held::reason)
        .containsOnly(HoldReason.DeletionProtected);
    assertThat(first.notices())
        .extracting(Notice::reason)
        .containsExactly(Notice.Reason.DeletionProtected);
    assertThat(second.notices()).isEmpty();
  }

  @Test
  void shouldDeleteNothingWhenOneResourceCouldNotBeRead() {
    // Given
    ToyWorld world = settled();
    world.cloud().makeUnreadable(ToyStacks.MOULD, DENIED);
    int steps = world.faults().steps().size();

    // When
    PassResult result = world.delete().pass();

    // Then
    assertThat(world.faults().steps()).hasSize(steps);
    assertThat(result.released()).isFalse();
    world.cloud().makeReadable();
    assertThat(world.settle().released()).isTrue();
    assertThat(world.cloud().things()).isEmpty();
  }

  @Test
  void shouldLeaveEverythingStandingAndMarkedWhenRetained() {
    // Given
    ToyWorld world = settled();

    // When
    PassResult result = world.retain().delete().settle();

    // Then
    assertThat(result.released()).isTrue();
    assertThat(world.cloud().things()).hasSize(3);
    assertThat(world.cloud().things())
        .extracting(Thing::ownership)
        .containsOnly(Ownership.RETAINED);
  }

  @Test
  void shouldTakeUpWhatWasRetainedWithoutMakingAnythingAnew() {
    // Given
    ToyWorld world = settled();
    world.retain().delete().settle();
    int before = world.cloud().writes().size();

    // When
    PassResult result = world.createAgain().edit(ToyStacks.web()).pass();
    world.settle();

    // Then
    assertThat(result.plan().counts()).isEqualTo(java.util.Map.of("Adopt", 3));
    assertThat(result.notices()).extracting(Notice::reason).containsExactly(Notice.Reason.TakenUp);
    assertThat(world.cloud().things()).hasSize(3);
    assertThat(world.cloud().writes().subList(before, world.cloud().writes().size()))
        .hasSize(3)
        .allMatch(write -> write.startsWith("tag "));
  }

  @Test
  void shouldReleaseAtOnceWhenNothingWasEverMadeAlthoughNobodyCanTellWhere() {
    // Given
    var world = new ToyWorld().edit(ToyStacks.web());
    world.cloud().locate(new Located.Unknown(DENIED));
    world.pass();

    // When
    PassResult result = world.delete().pass();

    // Then
    assertThat(result.released()).isTrue();
    assertThat(world.faults().steps()).isEmpty();
  }

  @Test
  void shouldKeepTheObjectWhenNothingWasRecordedAndSomethingCannotBeRead() {
    // Given
    var world = new ToyWorld().edit(ToyStacks.web());
    world.cloud().failDiscovery(Optional.of(DENIED));
    world.pass();
    world.cloud().makeUnreadable(ToyStacks.GROUP, DENIED);

    // When
    PassResult result = world.delete().pass();

    // Then
    assertThat(result.released()).isFalse();
  }

  @Test
  void shouldDeleteWhatIsThereAndOursWhenNothingWasEverRecorded() {
    // Given
    ToyWorld world = settled();

    // When
    PassResult first = world.createAgain().edit(ToyStacks.web()).delete().pass();
    PassResult last = world.settle();

    // Then
    assertThat(first.released()).isFalse();
    assertThat(last.released()).isTrue();
    assertThat(world.cloud().things()).isEmpty();
  }

  @Test
  void shouldKeepTheObjectAndTouchNothingWhenCredentialsAreForAnotherAccount() {
    // Given
    ToyWorld world = settled();
    world.cloud().locate(new Located.At(new Place("999999999999", "toy-west-1")));
    int steps = world.faults().steps().size();
    int reads = world.cloud().reads();

    // When
    PassResult before = world.pass();
    PassResult deleting = world.delete().pass();

    // Then
    assertThat(world.faults().steps()).hasSize(steps);
    assertThat(world.cloud().reads()).isEqualTo(reads);
    assertThat(deleting.released()).isFalse();
    assertThat(before.status().account()).isNotNull();
    assertThat(before.notices())
        .extracting(Notice::reason)
        .containsExactly(Notice.Reason.AccountMismatch);
    assertThat(deleting.notices()).isEmpty();
  }

  @Test
  void shouldRememberTheAccountByItsStatusWhenItsRevisionsAreGone() {
    // Given
    ToyWorld world = settled();
    world.loseRevisions();
    world.cloud().locate(new Located.At(new Place("999999999999", "toy-west-1")));

    // When
    PassResult result = world.delete().pass();

    // Then
    assertThat(result.released()).isFalse();
    world.cloud().locate(new Located.At(dev.hastack.testing.toy.ToyCloud.PLACE));
    assertThat(world.settle().released()).isTrue();
    assertThat(world.cloud().things()).isEmpty();
  }

  @Test
  void shouldWriteNothingAndSayThatDeletionWaitsWhenPaused() {
    // Given
    ToyWorld world = settled();
    int steps = world.faults().steps().size();

    // When
    PassResult first = world.pause().delete().pass();
    PassResult second = world.pass();

    // Then
    assertThat(world.faults().steps()).hasSize(steps);
    assertThat(first.released()).isFalse();
    assertThat(first.status().conditions())
        .filteredOn(condition -> condition.type().equals("Ready"))
        .allMatch(condition -> condition.message().contains("hastack.dev/paused"))
        .hasSize(1);
    assertThat(first.notices()).extracting(Notice::reason).containsExactly(Notice.Reason.Paused);
    assertThat(second.notices()).isEmpty();
    assertThat(second.status()).isEqualTo(first.status());
    assertThat(world.resume().settle().released()).isTrue();
    assertThat(world.cloud().things()).isEmpty();
  }

  @Test
  void shouldNotMistakeItsOwnDeletionForSomebodysWhenWantedAgainUnderReport() {
    // Given
    ToyWorld world = settled();
    world.drift(dev.hastack.api.v1alpha1.DriftSpec.Policy.Report).settle();
    world.edit(ToyStacks.mould()).pass();

    // When
    PassResult result = world.edit(ToyStacks.web()).settle();

    // Then
    assertThat(result.plan().held()).isEmpty();
    assertThat(world.cloud().things()).hasSize(3);
  }

  @Test
  void shouldHoldADeletionInsideALivingStackWhenTheResourceIsProtected() {
    // Given
    ToyWorld world = settled();
    world.cloud().tamper(ToyStacks.GROUP, group -> group.protectedBy("protection is on"));

    // When
    PassResult result = world.edit(ToyStacks.mould()).pass();

    // Then
    assertThat(world.cloud().things()).hasSize(3);
    assertThat(result.plan().held())
        .extracting(Plan.Held::reason)
        .containsOnly(HoldReason.DeletionProtected);
  }
}
