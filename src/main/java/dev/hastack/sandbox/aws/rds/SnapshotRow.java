package dev.hastack.sandbox.aws.rds;

import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterSnapshot;

/**
 * A snapshot.
 *
 * @param of the cluster as it was: what a restore does not say, it takes from there
 */
record SnapshotRow(DBClusterSnapshot settings, DBCluster of) {

  String id() {
    return settings.dbClusterSnapshotIdentifier();
  }

  boolean isManual() {
    return settings.snapshotType().equals(Snapshots.MANUAL);
  }

  SnapshotRow with(UnaryOperator<DBClusterSnapshot.Builder> change) {
    return new SnapshotRow(change.apply(settings.toBuilder()).build(), of);
  }
}
