package dev.hastack.sandbox.aws.rds;

import java.util.Set;

/**
 * The statuses of clusters and instances: "DB cluster status" and "DB instance status", Aurora user
 * guide. Those of snapshots are not listed there.
 */
final class Status {
  static final String AVAILABLE = "available";
  static final String BACKING_UP = "backing-up";
  static final String CREATING = "creating";
  static final String DELETING = "deleting";
  static final String FAILED = "failed";
  static final String FAILING_OVER = "failing-over";
  static final String INACCESSIBLE = "inaccessible-encryption-credentials";
  static final String MODIFYING = "modifying";
  static final String REBOOTING = "rebooting";
  static final String STARTING = "starting";
  static final String STOPPED = "stopped";
  static final String STOPPING = "stopping";
  static final String UPGRADING = "upgrading";

  /** Of a cluster that takes a new member; which ones do is not documented. */
  static final Set<String> TAKES_MEMBERS = Set.of(AVAILABLE, BACKING_UP, CREATING, MODIFYING);

  /**
   * Of a cluster that AWS cannot use any more. What may be done with it is not documented: here its
   * protection can be changed, its members and itself be deleted, and no snapshot be taken.
   */
  static final Set<String> UNUSABLE = Set.of(FAILED, INACCESSIBLE);

  private Status() {}
}
