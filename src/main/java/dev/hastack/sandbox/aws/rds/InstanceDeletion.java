package dev.hastack.sandbox.aws.rds;

import java.util.Set;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DeleteDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.DeleteDbInstanceResponse;

/**
 * Deletes members: RDS API reference, DeleteDBInstance, and "Deleting Aurora DB clusters and DB
 * instances", Aurora user guide. The protection of the cluster does not keep its members, not even
 * the last. The reader that is best placed follows a writer.
 */
record InstanceDeletion(Store store, RdsOptions options, Failovers failovers, Capacity capacity) {
  private static final Set<String> MODELLED =
      Set.of("DBInstanceIdentifier", "SkipFinalSnapshot", "DeleteAutomatedBackups");
  private static final Set<String> STOPPED = Set.of(Status.STOPPING, Status.STOPPED);

  DeleteDbInstanceResponse delete(DeleteDbInstanceRequest request) {
    if (request.finalDBSnapshotIdentifier() != null) {
      throw Errors.wrongCombination(
          "FinalDBSnapshotIdentifier can not be specified when deleting a cluster instance");
    }
    Modelled.only(request, MODELLED);
    DBInstance instance = store.instance(request.dbInstanceIdentifier());
    store.require("DeleteDBInstance", instance.dbInstanceArn());
    if (instance.dbInstanceStatus().equals(Status.DELETING)) {
      throw Errors.instanceState(
          "Instance %s is already being deleted.".formatted(instance.dbInstanceIdentifier()));
    }
    ClusterRow cluster = store.cluster(instance.dbClusterIdentifier());
    if (STOPPED.contains(cluster.settings().status())) {
      throw Errors.clusterState(
          "DbCluster %s is in %s state.".formatted(cluster.id(), cluster.settings().status()));
    }
    DBInstance going = store.put(instance.toBuilder().dbInstanceStatus(Status.DELETING).build());
    replace(cluster, going);
    store.later(going, options.deletion(), this::remove);
    return DeleteDbInstanceResponse.builder()
        .dbInstance(MemberSettings.of(going, cluster.settings(), store))
        .build();
  }

  /** As if somebody had deleted it. */
  void lose(DBInstance instance) {
    ClusterRow cluster = store.cluster(instance.dbClusterIdentifier());
    remove(instance);
    replace(cluster, instance);
  }

  private void replace(ClusterRow cluster, DBInstance gone) {
    if (gone.dbInstanceIdentifier().equals(cluster.writerId())) {
      failovers.succeed(cluster);
    }
  }

  private void remove(DBInstance instance) {
    store.instances().remove(instance.dbInstanceIdentifier());
    store
        .clusters()
        .get(instance.dbClusterIdentifier())
        .filter(cluster -> store.members(cluster.id()).isEmpty())
        .ifPresent(
            cluster -> {
              store.put(cluster.writtenBy(null));
              capacity.end(cluster);
            });
  }
}
