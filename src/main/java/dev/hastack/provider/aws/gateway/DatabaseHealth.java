package dev.hastack.provider.aws.gateway;

import dev.hastack.core.stack.Health;
import java.util.Set;

/**
 * What AWS's words for how a cluster or a member is mean (Aurora user guide, Viewing DB cluster
 * status and Viewing DB instance status). A word that is not known counts as under way.
 */
final class DatabaseHealth {
  private static final Set<String> DEGRADED =
      Set.of(
          "failed",
          "stopped",
          "stopping",
          "inaccessible-encryption-credentials",
          "inaccessible-encryption-credentials-recoverable",
          "incompatible-network",
          "incompatible-option-group",
          "incompatible-parameters",
          "incompatible-restore",
          "cloning-failed",
          "migration-failed",
          "insufficient-capacity",
          "restore-error",
          "storage-full");

  /** What goes on beside the work of a member. */
  private static final Set<String> SERVING =
      Set.of(
          "available",
          "backing-up",
          "modifying",
          "storage-optimization",
          "storage-config-upgrade",
          "configuring-enhanced-monitoring",
          "configuring-iam-database-auth",
          "configuring-log-exports",
          "resetting-master-credentials",
          "moving-to-vpc",
          "renaming");

  private static final Set<String> AT_REST =
      Set.of("available", "backing-up", "storage-optimization");

  private DatabaseHealth() {}

  static Health of(String status) {
    if (status.equals("deleting")) {
      return Health.DELETING;
    }
    if (DEGRADED.contains(status)) {
      return Health.DEGRADED;
    }
    return AT_REST.contains(status) ? Health.HEALTHY : Health.PROGRESSING;
  }

  /** Whether a member answers queries. */
  static boolean serves(String status) {
    return SERVING.contains(status);
  }
}
