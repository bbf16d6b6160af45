package dev.hastack.sandbox.aws.rds;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBParameterGroupStatus;

/** The members of a cluster as one. */
record Members(Store store) {
  static final String PENDING_REBOOT = "pending-reboot";

  /** Has those of one status have another. */
  void become(ClusterRow row, String before, String after) {
    change(
        row,
        each -> each.dbInstanceStatus().equals(before),
        each -> each.toBuilder().dbInstanceStatus(after).build());
  }

  /**
   * Static parameters that follow from the capacity range, as max_connections, take effect with a
   * reboot: "Maximum connections for Aurora Serverless v2", Aurora user guide.
   */
  void needReboot(ClusterRow row) {
    change(
        row,
        each -> each.dbInstanceClass().equals(VersionReads.SERVERLESS),
        each -> withParameters(each, PENDING_REBOOT));
  }

  /** They run another version, restarted. */
  void upgraded(ClusterRow row, Engine.Version version) {
    change(
        row,
        each -> true,
        each ->
            each.toBuilder()
                .engineVersion(version.name())
                .dbParameterGroups(parameters(version, ClusterView.IN_SYNC))
                .build());
  }

  static List<DBParameterGroupStatus> parameters(Engine.Version version, String status) {
    return List.of(
        DBParameterGroupStatus.builder()
            .dbParameterGroupName("default." + version.family())
            .parameterApplyStatus(status)
            .build());
  }

  static DBInstance withParameters(DBInstance instance, String status) {
    return instance.toBuilder()
        .dbParameterGroups(
            instance.dbParameterGroups().stream()
                .map(each -> each.toBuilder().parameterApplyStatus(status).build())
                .toList())
        .build();
  }

  private void change(
      ClusterRow row, Predicate<DBInstance> which, UnaryOperator<DBInstance> change) {
    store.members(row.id()).stream().filter(which).map(change).forEach(store::put);
  }
}
