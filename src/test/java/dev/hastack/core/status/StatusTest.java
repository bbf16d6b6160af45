package dev.hastack.core.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.api.v1alpha1.DriftSpec;
import dev.hastack.api.v1alpha1.HAStackStatus;
import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.stack.Health;
import dev.hastack.core.stack.Ownership;
import dev.hastack.core.stack.Place;
import dev.hastack.core.stack.Value;
import dev.hastack.engine.PassResult;
import dev.hastack.provider.Located;
import dev.hastack.testing.toy.Faults.Fault;
import dev.hastack.testing.toy.ToyStacks;
import dev.hastack.testing.toy.ToyWorld;
import dev.hastack.testing.toy.Toys;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a person sees in each situation. */
class StatusTest {
  private final ToyWorld world = new ToyWorld().edit(ToyStacks.web());

  private static Failure failure(FailureKind kind) {
    return new Failure(kind, "toy:Describe", "Code", "because");
  }

  private static Condition condition(PassResult result, String type) {
    return Optional.ofNullable(result.status().conditions()).orElseThrow().stream()
        .filter(each -> each.type().equals(type))
        .findFirst()
        .orElseThrow();
  }

  /** Type, status and reason of every condition; and never ready and stalled at once. */
  private static Map<String, String> conditions(PassResult result) {
    var conditions = new TreeMap<String, String>();
    Optional.ofNullable(result.status().conditions())
        .orElseThrow()
        .forEach(each -> conditions.put(each.type(), each.status() + "/" + each.reason()));
    assertThat(
            condition(result, "Ready").status() == Condition.Status.True
                && condition(result, "Stalled").status() == Condition.Status.True)
        .as("ready and stalled")
        .isFalse();
    assertThat(
            condition(result, "Reconciling").status() == Condition.Status.True
                && condition(result, "Stalled").status() == Condition.Status.True)
        .as("reconciling and stalled")
        .isFalse();
    return conditions;
  }

  private static List<String> reasons(PassResult result) {
    return result.notices().stream().map(notice -> notice.reason().name()).toList();
  }

  @Test
  void shouldBeReconcilingWhenItIsMadeAndReadyWhenItIsThere() {
    // When
    PassResult making = world.pass();
    PassResult made = world.settle();

    // Then
    assertThat(conditions(making))
        .containsEntry("Ready", "False/NotCreated")
        .containsEntry("Reconciling", "True/Applying")
        .containsEntry("Stalled", "False/NothingStalled")
        .containsEntry("Synced", "False/Applying")
        .containsEntry("Drifted", "False/NoDrift");
    assertThat(reasons(making)).containsExactly("Applied");
    assertThat(conditions(made))
        .containsEntry("Ready", "True/Ready")
        .containsEntry("Reconciling", "False/Settled")
        .containsEntry("Stalled", "False/NothingStalled")
        .containsEntry("Synced", "True/InSync")
        .containsEntry("FleetReady", "True/InService")
        .containsEntry("TrafficReady", "Unknown/NotAttached");
    assertThat(made.status().fleet())
        .isEqualTo(new HAStackStatus.Fleet(2, 2, null, null, null, null));
    assertThat(made.status().replicas()).isEqualTo(2);
    assertThat(made.status().resources())
        .extracting(HAStackStatus.Resource::id)
        .containsExactly("AutoScalingGroup/app", "Mould/app", "TargetGroup/app");
  }

  @Test
  void shouldKeepConditionsInOneOrder() {
    assertThat(world.pass().status().conditions())
        .extracting(Condition::type)
        .containsExactly(
            "Ready", "Reconciling", "Stalled", "Synced", "Drifted", "FleetReady", "TrafficReady");
  }

  @Test
  void shouldKeepATransitionTimeUntilTheStatusIsAnother() {
    // Given
    PassResult first = world.pass();

    // When
    PassResult settled = world.settle();
    world.cloud().tamper(ToyStacks.GROUP, group -> group.health(Health.DEGRADED));
    PassResult degraded = world.pass();

    // Then
    assertThat(condition(settled, "Stalled").lastTransitionTime())
        .isEqualTo(condition(first, "Stalled").lastTransitionTime());
    assertThat(condition(settled, "Ready").lastTransitionTime())
        .isGreaterThan(condition(first, "Ready").lastTransitionTime());
    assertThat(condition(degraded, "Ready").lastTransitionTime()).isEqualTo(world.now().toString());
    assertThat(condition(degraded, "Stalled").lastTransitionTime())
        .isEqualTo(condition(first, "Stalled").lastTransitionTime());
  }

  @ParameterizedTest
  @EnumSource(Health.class)
  void shouldBeReadyOnlyWhenTheFleetIsHealthy(Health health) {
    // Given
    world.settle();
    world.cloud().tamper(ToyStacks.GROUP, group -> group.health(health));

    // When
    PassResult result = world.pass();

    // Then
    String ready =
        switch (health) {
          case HEALTHY -> "True/Ready";
          case PROGRESSING -> "False/Scaling";
          case DEGRADED -> "False/LaunchFailing";
          case DELETING -> "False/Deleting";
        };
    assertThat(conditions(result)).containsEntry("Ready", ready);
  }

  @Test
  void shouldBeUnknownAndKeepWhatWasKnownWhenTheGroupCannotBeRead() {
    // Given
    world.drift(DriftSpec.Policy.Report).settle();
    world.cloud().tamper(ToyStacks.GROUP, group -> group.set("MaxSize", Value.whole(3)));
    HAStackStatus known = world.pass().status();
    world.cloud().makeUnreadable(ToyStacks.GROUP, failure(FailureKind.THROTTLED));

    // When
    PassResult blind = world.pass();
    PassResult still = world.pass();

    // Then
    assertThat(conditions(blind))
        .containsEntry("Ready", "Unknown/Unread")
        .containsEntry("Stalled", "False/NothingStalled")
        .containsEntry("Synced", "Unknown/Unread")
        .containsEntry("Drifted", "Unknown/Unread")
        .containsEntry("FleetReady", "Unknown/Unread");
    assertThat(blind.status().drift()).isEqualTo(known.drift()).hasSize(1);
    assertThat(blind.status().resources()).isEqualTo(known.resources()).hasSize(3);
    assertThat(blind.status().fleet()).isEqualTo(known.fleet());
    assertThat(blind.status().replicas()).isEqualTo(known.replicas());
    assertThat(reasons(blind)).containsExactly("Unread");
    assertThat(still.status()).isEqualTo(blind.status());
    assertThat(still.notices()).isEmpty();
    world.cloud().makeReadable();
    assertThat(world.pass().notices()).isEmpty();
  }

  @Test
  void shouldKnowTheFleetWhenOnlyItsMouldCannotBeRead() {
    // Given
    world.settle();
    world.cloud().makeUnreadable(ToyStacks.MOULD, failure(FailureKind.THROTTLED));

    // When
    PassResult result = world.pass();

    // Then
    assertThat(conditions(result))
        .containsEntry("FleetReady", "True/InService")
        .containsEntry("Ready", "Unknown/Unread");
  }

  @Test
  void shouldBeUnknownAndKeepWhatWasKnownWhenNobodyCanTellWhoseAccountItIs() {
    // Given
    HAStackStatus known = world.settle().status();
    world.cloud().locate(new Located.Unknown(failure(FailureKind.TRANSIENT)));

    // When
    PassResult result = world.pass();

    // Then
    assertThat(conditions(result))
        .containsEntry("Ready", "Unknown/Unread")
        .containsEntry("Reconciling", "True/Transient")
        .containsEntry("Stalled", "False/NothingStalled");
    assertThat(result.status().account()).isEqualTo(known.account()).isNotNull();
    assertThat(result.status().resources()).isEqualTo(known.resources()).hasSize(3);
    assertThat(result.status().replicas()).isEqualTo(known.replicas());
  }

  @Test
  void shouldKeepTheTargetGroupsArnWhenTheTargetGroupCannotBeRead() {
    // Given
    HAStackStatus.Traffic known = world.settle().status().traffic();
    world.cloud().makeUnreadable(ToyStacks.TARGET_GROUP, failure(FailureKind.THROTTLED));

    // When
    PassResult unread = world.pass();
    world.cloud().makeReadable();
    world.cloud().locate(new Located.Unknown(failure(FailureKind.TRANSIENT)));
    PassResult lost = world.pass();

    // Then
    assertThat(known).isNotNull();
    assertThat(unread.status().traffic()).isEqualTo(known);
    assertThat(lost.status().traffic()).isEqualTo(known);
  }

  @Test
  void shouldListDriftOfWhatCanBeReadWhenWhatItNeedsCannot() {
    // Given
    world.settle();
    world.cloud().tamper(ToyStacks.GROUP, group -> group.set("MaxSize", Value.whole(3)));
    world.cloud().makeUnreadable(ToyStacks.MOULD, failure(FailureKind.THROTTLED));

    // When
    PassResult result = world.pass();
    PassResult again = world.pass();

    // Then
    assertThat(result.status().drift())
        .extracting(HAStackStatus.Drifted::attribute)
        .containsExactly("MaxSize");
    assertThat(conditions(result)).containsEntry("Drifted", "True/Correcting");
    assertThat(reasons(result)).containsExactly("DriftDetected", "Unread");
    assertThat(again.status()).isEqualTo(result.status());
    assertThat(again.notices()).isEmpty();
  }

  @Test
  void shouldSayNothingOfIgnoredDriftWhenWhatTheResourceNeedsCannotBeRead() {
    // Given
    world
        .drift(
            DriftSpec.Policy.Correct,
            new DriftSpec.Ignore("AutoScalingGroup/app", List.of("MaxSize")))
        .settle();
    world.cloud().tamper(ToyStacks.GROUP, group -> group.set("MaxSize", Value.whole(3)));
    world.cloud().makeUnreadable(ToyStacks.MOULD, failure(FailureKind.THROTTLED));

    // When
    PassResult result = world.pass();

    // Then
    assertThat(result.status().drift()).isEmpty();
    assertThat(reasons(result)).containsExactly("Unread");
  }

  @Test
  void shouldBeStalledWhenReadingIsNotAllowed() {
    // Given
    world.settle();
    world.cloud().makeUnreadable(ToyStacks.GROUP, failure(FailureKind.UNAUTHORIZED));

    // When
    PassResult result = world.pass();

    // Then
    assertThat(conditions(result))
        .containsEntry("Ready", "False/Unauthorized")
        .containsEntry("Stalled", "True/Unauthorized")
        .containsEntry("Reconciling", "False/Unauthorized");
    assertThat(world.pass().notices()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(FailureKind.class)
  void shouldBeStalledOrReconcilingAsAPersonOrTimeCanHelpWhenItCannotBeDesigned(FailureKind kind) {
    // Given
    world.settle();
    world.cloud().failDiscovery(Optional.of(failure(kind)));

    // When
    PassResult result = world.pass();
    PassResult again = world.pass();

    // Then
    boolean stalls =
        switch (kind) {
          case UNAUTHORIZED, INVALID, QUOTA, NOT_FOUND -> true;
          case THROTTLED, TRANSIENT, CONFLICT, CAPACITY, UNKNOWN -> false;
        };
    assertThat(conditions(result).get(stalls ? "Stalled" : "Reconciling")).startsWith("True/");
    assertThat(conditions(result)).containsEntry("Synced", "False/Failed");
    assertThat(condition(result, "Synced").message()).isEqualTo("toy:Describe: Code: because");
    assertThat(result.status().resources()).hasSize(3);
    assertThat(reasons(result)).containsExactly("Failed");
    assertThat(again.status()).isEqualTo(result.status());
    assertThat(again.notices()).isEmpty();
  }

  @Test
  void shouldSayWhichAccountWhenItIsAnother() {
    // Given
    world.settle();
    world.cloud().locate(new Located.At(new Place("999999999999", "toy-west-1")));

    // When
    PassResult result = world.pass();

    // Then
    assertThat(conditions(result))
        .containsEntry("Stalled", "True/AccountMismatch")
        .containsEntry("Ready", "False/AccountMismatch");
    assertThat(condition(result, "Stalled").message())
        .contains("111122223333/toy-west-1", "999999999999/toy-west-1");
    assertThat(result.status().account())
        .isEqualTo(new HAStackStatus.Account("111122223333", "toy-west-1"));
    assertThat(result.status().resources()).hasSize(3);
    assertThat(result.status().fleet()).isNotNull();
  }

  @Test
  void shouldBeStalledAndNotInSyncWhenAnothersResourceHasOurName() {
    // Given
    world.settle();
    world.cloud().tamper(ToyStacks.TARGET_GROUP, group -> group.ownership(Ownership.NOT_OURS));

    // When
    PassResult result = world.pass();

    // Then
    assertThat(conditions(result))
        .containsEntry("Stalled", "True/NotOwned")
        .containsEntry("Synced", "False/Held");
    assertThat(condition(result, "Stalled").message())
        .startsWith("TargetGroup/app: targetgroup-app-8000 exists");
    assertThat(reasons(result)).containsExactly("NotOwned");
    assertThat(world.pass().notices()).isEmpty();
  }

  @Test
  void shouldSayTheFailureAndNotOnlyWhoWaitsForItWhenAWriteFailed() {
    // Given
    world.faults().inject(1, Fault.THROTTLE_BEFORE);

    // When
    PassResult result = world.pass();

    // Then
    assertThat(conditions(result))
        .containsEntry("Reconciling", "True/Throttled")
        .containsEntry("Synced", "False/Failed");
    assertThat(reasons(result)).containsExactly("Applied", "Failed");
    assertThat(result.outcomes())
        .containsEntry(ToyStacks.GROUP, new Outcome.Waiting("waits for Mould/app"));
  }

  @Test
  void shouldSayWhatIsWaitedForWhenADeletionTakesItsTime() {
    // Given
    world.settle();

    // When
    PassResult first = world.delete().pass();
    PassResult second = world.pass();

    // Then
    assertThat(conditions(first))
        .containsEntry("Ready", "False/Deleting")
        .containsEntry("Reconciling", "True/Waiting");
    assertThat(condition(first, "Reconciling").message())
        .contains("autoscalinggroup-app is being deleted");
    assertThat(reasons(first)).containsExactly("Deleting");
    assertThat(reasons(second)).doesNotContain("Deleting");
  }

  @Test
  void shouldNotBeInSyncWhenWhatHasTheNameIsStillGoing() {
    // Given
    world.settle();
    world.edit(ToyStacks.mould()).pass();

    // When
    PassResult result = world.edit(ToyStacks.web()).pass();

    // Then
    assertThat(result.plan().obstacles()).containsKey(ToyStacks.GROUP);
    assertThat(conditions(result)).containsEntry("Reconciling", "True/Waiting");
    assertThat(condition(result, "Synced").status()).isEqualTo(Condition.Status.False);
  }

  @Test
  void shouldTellDriftAndAnEditApartWhenBothAreInOneChange() {
    // Given
    world.settle();
    world.cloud().tamper(ToyStacks.GROUP, group -> group.set("MaxSize", Value.whole(3)));

    // When
    PassResult result =
        world
            .edit(ToyStacks.changed(ToyStacks.web(), ToyStacks.GROUP, "MinSize", Value.whole(1)))
            .pass();

    // Then
    assertThat(result.notices())
        .extracting(Notice::message)
        .containsExactly(
            "Somebody else changed what this stack manages; to put it right: Update"
                + " AutoScalingGroup/app (MaxSize 3 -> 10).",
            "Corrected: Update AutoScalingGroup/app (MaxSize 3 -> 10).",
            "Update AutoScalingGroup/app (MinSize 2 -> 1).");
    assertThat(condition(result, "Drifted").message())
        .isEqualTo("Update AutoScalingGroup/app (MaxSize 3 -> 10).");
  }

  @Test
  void shouldNotTakeForDriftWhatOnlyFollows() {
    // Given
    world.settle();
    world.cloud().tamper(ToyStacks.MOULD, mould -> mould.set("Shape", Value.text("flat")));

    // When
    PassResult result = world.pass();

    // Then
    assertThat(result.plan().effective()).hasSize(2);
    assertThat(result.status().drift())
        .extracting(HAStackStatus.Drifted::resource)
        .containsExactly("Mould/app");
  }

  @Test
  void shouldRememberSinceWhenItDriftedAndMaskWhatIsSensitive() {
    // Given
    world.drift(DriftSpec.Policy.Report).settle();
    world.cloud().tamper(ToyStacks.MOULD, mould -> mould.set("Secret", Value.text("stolen")));
    PassResult first = world.pass();

    // When
    PassResult second = world.pass();

    // Then
    String since = condition(first, "Drifted").lastTransitionTime();
    assertThat(second.status().drift())
        .containsExactly(
            new HAStackStatus.Drifted("Mould/app", "Secret", "(sensitive)", "(sensitive)", since));
    assertThat(conditions(second))
        .containsEntry("Drifted", "True/Reported")
        .containsEntry("Ready", "True/Ready");
  }

  @Test
  void shouldFitTheSchemaWhateverThereIs() {
    // Given
    var many = new TreeMap<String, String>();
    for (int tag = 0; tag < 2 * HAStackStatus.MAX_DRIFT; tag++) {
      many.put("key-" + tag + "-" + "k".repeat(300), "\uD83D\uDE80".repeat(2_000));
    }
    world
        .edit(ToyStacks.changed(ToyStacks.web(), ToyStacks.MOULD, "Tags", Toys.labels(many)))
        .drift(DriftSpec.Policy.Report)
        .settle();
    world
        .cloud()
        .tamper(
            ToyStacks.MOULD,
            mould -> {
              var next = mould;
              for (String key : many.keySet()) {
                next = next.set("Tags." + key, Value.text("x" + "\uD83D\uDE80".repeat(2_000)));
              }
              return next;
            });

    // When
    HAStackStatus status = world.pass().status();

    // Then
    assertThat(status.drift())
        .hasSize(HAStackStatus.MAX_DRIFT)
        .allSatisfy(
            drifted -> {
              assertFits(drifted.attribute(), HAStackStatus.MAX_NAME_CHARACTERS);
              assertFits(drifted.found(), HAStackStatus.MAX_VALUE_CHARACTERS);
              assertFits(drifted.wanted(), HAStackStatus.MAX_VALUE_CHARACTERS);
            });
    HAStackStatus.PlanStatus plan = Optional.ofNullable(status.plan()).orElseThrow();
    assertFits(plan.summary(), HAStackStatus.MAX_SENTENCE_CHARACTERS);
    assertThat(Optional.ofNullable(plan.held()).orElseThrow())
        .allSatisfy(held -> assertFits(held.message(), HAStackStatus.MAX_SENTENCE_CHARACTERS));
    assertThat(Optional.ofNullable(status.conditions()).orElseThrow())
        .allSatisfy(each -> assertFits(each.message(), Condition.MAX_MESSAGE_CHARACTERS));
  }

  private static void assertFits(@org.jspecify.annotations.Nullable String text, int characters) {
    String there = Optional.ofNullable(text).orElseThrow();
    assertThat(there.length()).isBetween(1, characters);
    assertThat(
            new String(
                there.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                java.nio.charset.StandardCharsets.UTF_8))
        .as("half a character")
        .isEqualTo(there);
  }
}
