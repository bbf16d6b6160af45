package dev.hastack.core.plan;

/** Why a change that would be needed is not made. */
public enum HoldReason {
  /** {@code drift.policy: Report}: seen and said, not corrected. */
  ReportOnly,
  /** The target group's immutable attributes can only change by moving traffic to another. */
  NeedsTrafficMigration,
  /** Written several times in a row, and AWS still answers something else. */
  NotConverging,
  /** Comes only from a newer operator and would replace servers: waits for the next spec change. */
  OperatorUpgraded,
  /** The resource, or one it depends on, could not be read. */
  Unread,
  /** The resource, or one it depends on, has our name and is not ours. */
  NotOwned,
  /** The resource, or one it depends on, is still being deleted. */
  BeingDeleted,
  /** A resource it depends on is held itself. */
  DependencyHeld,
  /** Deletion protection is on: nothing of the stack is deleted. */
  DeletionProtected
}
