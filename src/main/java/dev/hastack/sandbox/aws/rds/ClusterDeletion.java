package dev.hastack.sandbox.aws.rds;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DeleteDbClusterRequest;
import software.amazon.awssdk.services.rds.model.DeleteDbClusterResponse;

/**
 * Deletes clusters: RDS API reference, DeleteDBCluster, and "Deleting Aurora DB clusters and DB
 * instances", Aurora user guide. A cluster that is protected, has members that are not being
 * deleted, or is neither available nor unusable (a stopped one must be started first) stays. What
 * becomes of it when its last snapshot fails is not documented: here it is available again.
 */
final class ClusterDeletion {
  private static final RdsOptions.Time MEMBERS_LEFT =
      new RdsOptions.Time(Duration.ofSeconds(15), Duration.ofSeconds(15));
  private static final Set<String> MODELLED =
      Set.of(
          "DBClusterIdentifier",
          "SkipFinalSnapshot",
          "FinalDBSnapshotIdentifier",
          "DeleteAutomatedBackups");

  private final Store store;
  private final RdsOptions options;
  private final Snapshots snapshots;
  private final ClusterChecks checks;
  private final Ends ends;

  /** What goes with a cluster. */
  record Ends(Quotas quotas, ManagedPasswords passwords, Capacity capacity) {}

  /** How a cluster is to go. */
  private record Farewell(Optional<SnapshotRow> last, boolean keepsBackups) {}

  ClusterDeletion(
      Store store, RdsOptions options, Snapshots snapshots, ClusterChecks checks, Ends ends) {
    this.store = store;
    this.options = options;
    this.snapshots = snapshots;
    this.checks = checks;
    this.ends = ends;
  }

  DeleteDbClusterResponse delete(DeleteDbClusterRequest request) {
    Modelled.only(request, MODELLED);
    ClusterRow row = store.cluster(request.dbClusterIdentifier());
    store.require("DeleteDBCluster", row.settings().dbClusterArn());
    mustBeDeletable(row);
    Optional<String> last = last(request, row);
    last.ifPresent(id -> store.require("CreateDBClusterSnapshot", row.settings().dbClusterArn()));
    ClusterRow going = store.put(row.becoming(Status.DELETING));
    boolean keeps = Boolean.FALSE.equals(request.deleteAutomatedBackups());
    var farewell = new Farewell(last.map(id -> snapshots.lastOf(row, id)), keeps);
    RdsOptions.Time time = last.isPresent() ? options.snapshot() : options.deletion();
    store.later(going, time, now -> finish(now, farewell));
    return DeleteDbClusterResponse.builder().dbCluster(new ClusterView(store).now(going)).build();
  }

  private void mustBeDeletable(ClusterRow row) {
    if (Boolean.TRUE.equals(row.settings().deletionProtection())) {
      throw Errors.wrongCombination(
          "Cannot delete protected Cluster, please disable deletion protection and try again.");
    }
    List<DBInstance> staying =
        store.members(row.id()).stream()
            .filter(each -> !each.dbInstanceStatus().equals(Status.DELETING))
            .toList();
    if (!staying.isEmpty()) {
      throw Errors.clusterState(
          "Cluster cannot be deleted, it still contains DB instances in non-deleting state.");
    }
    if (!row.is(Status.AVAILABLE) && !row.isUnusable()) {
      throw Errors.clusterState(
          "DbCluster %s is not in available state but %s."
              .formatted(row.id(), row.settings().status()));
    }
  }

  /** The name of the last snapshot, if there is to be one and it can be made. */
  private Optional<String> last(DeleteDbClusterRequest request, ClusterRow row) {
    String id = request.finalDBSnapshotIdentifier();
    if (Boolean.TRUE.equals(request.skipFinalSnapshot())) {
      if (id != null) {
        throw Errors.wrongCombination(
            "FinalDBSnapshotIdentifier can not be specified when deleting a cluster and skipping"
                + " the final snapshot.");
      }
      return Optional.empty();
    }
    if (id == null) {
      throw Errors.wrongCombination(
          "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.");
    }
    String available = snapshots.available(id);
    if (row.isUnusable()) {
      throw Errors.clusterState(
          "No snapshot of DbCluster %s can be taken: it is %s."
              .formatted(row.id(), row.settings().status()));
    }
    ends.quotas().oneMoreSnapshot(store);
    checks.keyMustBeUsable(row.settings().kmsKeyId());
    return Optional.of(available);
  }

  private void finish(ClusterRow row, Farewell farewell) {
    if (!store.members(row.id()).isEmpty()) {
      store.later(row, MEMBERS_LEFT, now -> finish(now, farewell));
      return;
    }
    if (farewell.last().isPresent() && !snapshots.end(farewell.last().get())) {
      store.put(row.becoming(Status.AVAILABLE));
      return;
    }
    remove(row, farewell.keepsBackups());
  }

  /** It is gone, and its secret with it; manual snapshots stay. */
  void remove(ClusterRow row, boolean keepsBackups) {
    ends.passwords().detach(row);
    ends.capacity().end(row);
    if (!keepsBackups) {
      snapshots.deleteAutomated(row);
    }
    store.clusters().remove(row.id());
  }

  /** As if somebody had deleted it, with its members, a while ago. */
  DBCluster lose(ClusterRow row) {
    store.members(row.id()).forEach(each -> store.instances().remove(each.dbInstanceIdentifier()));
    remove(row, false);
    return row.settings();
  }
}
