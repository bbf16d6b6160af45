package dev.hastack.core.plan;

/** Why a change that would be needed is not made. */
public enum HoldReason {
  /** {@code apply.policy: OnApproval}: a person has not approved it yet. */
  AwaitingApproval,
  /** {@code drift.policy: Report}: seen and said, not corrected. */
  ReportOnly,
  /** It could only be done by moving traffic that is not the stack's own to move. */
  NeedsTrafficMigration,
  /** A later step of moving traffic to another target group or other servers, under way. */
  Migrating,
  /** Servers would have to be replaced first, since those that run cannot serve what is wanted. */
  NeedsRollout,
  /** A later step of what takes several, whose time has not come. */
  LaterStep,
  /** On-Demand stands in for Spot; the stack's own share comes back by itself. */
  Fallback,
  /** It would be another resource, and the data of the one there is would be lost. */
  StatefulReplacement,
  /** A database that was there is gone, and nobody was told to delete it. */
  DatabaseLost,
  /** A new major version of the database, which stops it and cannot be undone. */
  MajorVersionUpgrade,
  /** An older version than the one that runs, to which AWS does not go back. */
  Downgrade,
  /** Somebody switched deletion protection on; it is only switched off by a change of the spec. */
  ProtectionStays,
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
  /** What the spec names for it is not there, cannot be used, or could not be looked at. */
  MissingPrerequisite,
  /** A resource it depends on is held itself. */
  DependencyHeld,
  /** Deletion protection is on: nothing of the stack is deleted. */
  DeletionProtected
}
