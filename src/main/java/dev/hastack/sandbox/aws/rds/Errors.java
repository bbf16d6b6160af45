package dev.hastack.sandbox.aws.rds;

import dev.hastack.sandbox.aws.world.ApiError;

/** The refusals: "Errors" of the operations in the RDS API reference. */
final class Errors {
  private static final int NOT_FOUND = 404;
  private static final int FORBIDDEN = 403;

  private Errors() {}

  static ApiError noCluster(String id) {
    return new ApiError(NOT_FOUND, "DBClusterNotFoundFault", "DBCluster " + id + " not found.");
  }

  static ApiError noInstance(String id) {
    return new ApiError(NOT_FOUND, "DBInstanceNotFound", "DBInstance " + id + " not found.");
  }

  static ApiError noSnapshot(String id) {
    return new ApiError(
        NOT_FOUND, "DBClusterSnapshotNotFoundFault", "DBClusterSnapshot " + id + " not found.");
  }

  static ApiError noSubnetGroup(String name) {
    return new ApiError(
        NOT_FOUND, "DBSubnetGroupNotFoundFault", "DB subnet group '" + name + "' does not exist.");
  }

  static ApiError wrongValue(String message) {
    return new ApiError("InvalidParameterValue", message);
  }

  static ApiError wrongCombination(String message) {
    return new ApiError("InvalidParameterCombination", message);
  }

  static ApiError clusterState(String message) {
    return new ApiError("InvalidDBClusterStateFault", message);
  }

  static ApiError instanceState(String message) {
    return new ApiError("InvalidDBInstanceState", message);
  }

  static ApiError quota(String code, int most, String what) {
    return new ApiError(
        code.equals("DBClusterQuotaExceededFault") ? FORBIDDEN : 400,
        code,
        "The request cannot be processed because it would exceed the maximum of %d %s."
            .formatted(most, what));
  }

  static ApiError key(String named) {
    return new ApiError(
        "KMSKeyNotAccessibleFault",
        "The specified KMS key [%s] does not exist, is not enabled or you do not have permissions to access it."
            .formatted(named));
  }

  static ApiError notModelled(String what) {
    return new ApiError(501, "NotImplemented", what + " is not modelled in this account");
  }
}
