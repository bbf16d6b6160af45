package dev.hastack.core.status;

/**
 * Something worth telling a person once, as a Kubernetes Event.
 *
 * @param severity whether somebody may have to act
 * @param reason what happened, in one word for programs
 * @param action what the operator did about it, in one word for programs
 * @param message one sentence; never holds a secret
 */
public record Notice(Severity severity, Reason reason, String action, String message) {

  /** Kubernetes' own two types of Events. */
  public enum Severity {
    Normal,
    Warning
  }

  /** The closed set of things told. */
  public enum Reason {
    Applied,
    DriftDetected,
    DriftCorrected,
    FallbackBegan,
    FallbackStepped,
    FallbackEnded,
    ChangeHeld,
    AwaitingApproval,
    PlanApproved,
    PlanWarning,
    Failed,
    Unread,
    NotOwned,
    ForeignCopy,
    ForeignListener,
    UnknownTarget,
    AccountMismatch,
    DeletionProtected,
    Deleting,
    Deleted,
    Retained,
    TakenUp,
    Paused,
    Interrupted,
    Replaced
  }
}
