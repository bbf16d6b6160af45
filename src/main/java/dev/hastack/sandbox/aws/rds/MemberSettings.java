package dev.hastack.sandbox.aws.rds;

import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBInstance;

/** What a member of a cluster has of its cluster: RDS API reference, DBInstance. */
final class MemberSettings {
  private MemberSettings() {}

  static DBInstance of(DBInstance instance, DBCluster cluster, Store store) {
    String storage = cluster.storageType();
    DBInstance.Builder shown =
        instance.toBuilder()
            .masterUsername(cluster.masterUsername())
            .dbName(cluster.databaseName())
            .allocatedStorage(1)
            .backupRetentionPeriod(cluster.backupRetentionPeriod())
            .preferredBackupWindow(cluster.preferredBackupWindow())
            .vpcSecurityGroups(cluster.vpcSecurityGroups())
            .storageEncrypted(cluster.storageEncrypted())
            .kmsKeyId(cluster.kmsKeyId())
            .storageType(storage == null ? "aurora" : storage)
            .iamDatabaseAuthenticationEnabled(cluster.iamDatabaseAuthenticationEnabled())
            .databaseInsightsMode(cluster.databaseInsightsModeAsString());
    store
        .subnetGroups()
        .get(cluster.dbSubnetGroup())
        .ifPresent(group -> shown.dbSubnetGroup(group.settings()));
    return shown.build();
  }
}
