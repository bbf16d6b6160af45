package dev.hastack.core.status;

import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.api.v1alpha1.HAStackStatus;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a condition says, before it is dated. */
record Verdict(Condition.Status status, Reason reason, String message) {

  /** The closed set of reasons. */
  enum Reason {
    Ready,
    NotReady,
    Deleting,
    Paused,
    Unread,
    Applying,
    Waiting,
    Settled,
    NothingStalled,
    InSync,
    Held,
    AwaitingApproval,
    Approved,
    NothingWaits,
    Failed,
    NoDrift,
    Corrected,
    Correcting,
    Reported,
    NotConverging,
    InService,
    Scaling,
    LaunchFailing,
    NotCreated,
    OnDemandFallback,
    CapacityAvailable,
    NotAttached,
    NoListener,
    Provisioning,
    NoHealthyTargets,
    Degraded,
    Serving,
    Migrating,
    Available,
    Unavailable,
    DatabaseLost,
    Throttled,
    Transient,
    Conflict,
    InsufficientCapacity,
    QuotaExceeded,
    Unauthorized,
    Invalid,
    NotFound,
    Unknown,
    NotOwned,
    AccountMismatch,
    NotAllowed,
    DeletionProtected
  }

  static Verdict yes(Reason reason, String message) {
    return new Verdict(Condition.Status.True, reason, message);
  }

  static Verdict no(Reason reason, String message) {
    return new Verdict(Condition.Status.False, reason, message);
  }

  static Verdict unknown(Reason reason, String message) {
    return new Verdict(Condition.Status.Unknown, reason, message);
  }

  /** There is no trouble that waits for a person. */
  static Verdict nothingStalled() {
    return no(Reason.NothingStalled, "nothing needs a person");
  }

  /**
   * The condition that says so, as old as the one before it if that had the same status.
   *
   * @param generation of the spec that it is about
   */
  Condition condition(
      ConditionType type, Optional<Condition> before, @Nullable Long generation, Instant now) {
    String since =
        before
            .filter(old -> old.status() == status)
            .map(Condition::lastTransitionTime)
            .orElse(now.toString());
    return new Condition(
        type.name(),
        status,
        generation,
        since,
        reason.name(),
        Bounded.text(message, HAStackStatus.MAX_SENTENCE_CHARACTERS));
  }

  boolean isTrue() {
    return status == Condition.Status.True;
  }
}
