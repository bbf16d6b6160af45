package dev.hastack.core.status;

import dev.hastack.api.v1alpha1.Condition;

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

  boolean isTrue() {
    return status == Condition.Status.True;
  }
}
