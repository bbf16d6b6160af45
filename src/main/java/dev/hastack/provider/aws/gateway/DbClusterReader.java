package dev.hastack.provider.aws.gateway;

import static java.util.stream.Collectors.joining;

import dev.hastack.core.stack.Health;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.AwsNames;
import dev.hastack.provider.aws.AwsTags;
import dev.hastack.provider.aws.inventory.DatabaseInventory;
import dev.hastack.provider.aws.resource.AttributeValues;
import dev.hastack.provider.aws.resource.DbCluster;
import dev.hastack.provider.aws.resource.DbInstance;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.rds.model.ClusterPendingModifiedValues;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterMember;
import software.amazon.awssdk.services.rds.model.DBClusterSnapshot;
import software.amazon.awssdk.services.rds.model.ServerlessV2ScalingConfigurationInfo;
import software.amazon.awssdk.services.rds.model.VpcSecurityGroupMembership;

/**
 * Reads clusters. All of the region are listed: a restore inherits tags, so that something of ours
 * may stand under any name. What AWS has put off is read as if it were done.
 */
final class DbClusterReader {
  private final DatabaseInventory databases;

  DbClusterReader(DatabaseInventory databases) {
    this.databases = databases;
  }

  Reading read(StackId stack, Set<ResourceId> ids, Map<String, ResourceId> expected) {
    var names = new TreeMap<>(expected);
    ids.forEach(id -> names.putIfAbsent(AwsNames.dbCluster(stack, id), id));
    if (names.isEmpty()) {
      return new Reading(List.of(), List.of());
    }
    var claims = new Claims<DBCluster>(DbCluster.KIND, stack, names);
    for (DBCluster cluster : databases.clusters()) {
      Map<String, String> own = RdsTags.read(cluster.tagList());
      claims.judge(
          cluster,
          cluster.dbClusterIdentifier(),
          own,
          claims.claimed(own).map(id -> AwsNames.dbCluster(stack, id)));
    }
    return new Reading(
        claims.claims().stream()
            .map(claim -> new Reading.Found(claim.id(), present(claim)))
            .toList(),
        claims.foreignCopies());
  }

  private Present present(Claims.Claim<DBCluster> claim) {
    DBCluster cluster = claim.thing();
    String status = String.valueOf(cluster.status());
    Health health = DatabaseHealth.of(status);
    return new Present(
        cluster.dbClusterIdentifier(),
        cluster.dbClusterArn(),
        new DbCluster(attributes(cluster)),
        outputs(cluster),
        claim.ownership(),
        health,
        Boolean.TRUE.equals(cluster.deletionProtection())
            ? Optional.of("its deletion protection on AWS is on")
            : Optional.empty(),
        live(cluster));
  }

  static Map<String, Value> outputs(DBCluster cluster) {
    return Map.of(
        DbCluster.OUTPUT_ID, Value.text(cluster.dbClusterIdentifier()),
        DbCluster.OUTPUT_ENGINE, Value.text(cluster.engine()));
  }

  private static AttributeValues attributes(DBCluster cluster) {
    ClusterPendingModifiedValues pending = pending(cluster);
    var attributes =
        AttributeValues.builder()
            .text(DbCluster.ENGINE, cluster.engine())
            .text(
                DbCluster.ENGINE_VERSION,
                pending.engineVersion() == null ? cluster.engineVersion() : pending.engineVersion())
            .text(DbCluster.DATABASE_NAME, cluster.databaseName())
            .text(DbCluster.MASTER_USERNAME, cluster.masterUsername())
            .flag(DbCluster.MANAGE_MASTER_USER_PASSWORD, cluster.masterUserSecret() != null)
            .text(DbCluster.DB_SUBNET_GROUP_NAME, cluster.dbSubnetGroup())
            .set(
                DbCluster.VPC_SECURITY_GROUP_IDS,
                cluster.vpcSecurityGroups().stream()
                    .filter(group -> !"removing".equals(group.status()))
                    .map(VpcSecurityGroupMembership::vpcSecurityGroupId)
                    .toList())
            .flag(DbCluster.STORAGE_ENCRYPTED, Boolean.TRUE.equals(cluster.storageEncrypted()))
            .text(DbCluster.KMS_KEY_ID, cluster.kmsKeyId())
            .whole(
                DbCluster.BACKUP_RETENTION_PERIOD,
                pending.backupRetentionPeriod() == null
                    ? cluster.backupRetentionPeriod()
                    : pending.backupRetentionPeriod())
            .text(DbCluster.PREFERRED_BACKUP_WINDOW, cluster.preferredBackupWindow())
            .text(DbCluster.PREFERRED_MAINTENANCE_WINDOW, cluster.preferredMaintenanceWindow())
            .flag(DbCluster.DELETION_PROTECTION, Boolean.TRUE.equals(cluster.deletionProtection()))
            .flag(
                DbCluster.COPY_TAGS_TO_SNAPSHOT, Boolean.TRUE.equals(cluster.copyTagsToSnapshot()))
            .text(DbCluster.DATABASE_INSIGHTS_MODE, cluster.databaseInsightsModeAsString())
            .set(DbCluster.PENDING_MODIFIED_VALUES, pendingChanges(cluster))
            .keyed(DbCluster.TAGS, AwsTags.attributes(RdsTags.read(cluster.tagList())));
    ServerlessV2ScalingConfigurationInfo scaling = cluster.serverlessV2ScalingConfiguration();
    if (scaling != null) {
      attributes
          .text(DbCluster.MIN_CAPACITY, acu(scaling.minCapacity()))
          .text(DbCluster.MAX_CAPACITY, acu(scaling.maxCapacity()))
          .whole(DbCluster.SECONDS_UNTIL_AUTO_PAUSE, scaling.secondsUntilAutoPause());
    }
    return attributes.build();
  }

  private static String acu(Double number) {
    return number == null ? "" : DbCluster.acu(number);
  }

  private Map<String, Value> live(DBCluster cluster) {
    var live = new TreeMap<String, Value>();
    put(live, DbCluster.LIVE_STATUS, cluster.status());
    put(live, "EngineVersion", cluster.engine() + " " + cluster.engineVersion());
    put(live, "Endpoint", cluster.endpoint());
    put(live, "ReaderEndpoint", cluster.readerEndpoint());
    put(live, "DatabaseName", cluster.databaseName());
    put(live, "MasterUsername", cluster.masterUsername());
    if (cluster.port() != null) {
      live.put("Port", Value.whole(cluster.port()));
    }
    if (cluster.masterUserSecret() != null) {
      put(live, "MasterUserSecretArn", cluster.masterUserSecret().secretArn());
    }
    ServerlessV2ScalingConfigurationInfo scaling = cluster.serverlessV2ScalingConfiguration();
    if (scaling != null) {
      put(live, "Capacity", acu(scaling.minCapacity()) + "-" + acu(scaling.maxCapacity()));
    }
    live.put(DbCluster.LIVE_PENDING, Value.setOf(pendingChanges(cluster)));
    live.put(
        "PendingReboot",
        Value.setOf(
            cluster.dbClusterMembers().stream()
                .filter(
                    member ->
                        DbInstance.PENDING_REBOOT.equals(member.dbClusterParameterGroupStatus()))
                .map(DBClusterMember::dbInstanceIdentifier)
                .toList()));
    lastSnapshot(cluster)
        .ifPresent(snapshot -> put(live, "LastSnapshot", snapshot.dbClusterSnapshotIdentifier()));
    return live;
  }

  private Optional<DBClusterSnapshot> lastSnapshot(DBCluster cluster) {
    return databases.snapshots(cluster.dbClusterIdentifier()).stream()
        .filter(each -> DbCluster.AVAILABLE.equals(each.status()))
        .filter(
            each ->
                String.valueOf(cluster.dbClusterResourceId()).equals(each.dbClusterResourceId()))
        .filter(each -> each.snapshotCreateTime() != null)
        .max(Comparator.comparing(DBClusterSnapshot::snapshotCreateTime));
  }

  /** What AWS has put off, in words. */
  static List<String> pendingChanges(DBCluster cluster) {
    ClusterPendingModifiedValues pending = pending(cluster);
    var changes = new ArrayList<String>();
    if (pending.engineVersion() != null) {
      changes.add(DbCluster.pending(DbCluster.ENGINE_VERSION, pending.engineVersion()));
    }
    if (pending.backupRetentionPeriod() != null) {
      changes.add(
          DbCluster.pending(
              DbCluster.BACKUP_RETENTION_PERIOD, pending.backupRetentionPeriod().toString()));
    }
    String others =
        pending.sdkFields().stream()
            .map(field -> field.memberName())
            .filter(
                name ->
                    !Set.of(DbCluster.ENGINE_VERSION, DbCluster.BACKUP_RETENTION_PERIOD)
                        .contains(name))
            .filter(name -> hasValue(pending, name))
            .collect(joining(", "));
    if (!others.isEmpty()) {
      changes.add(others);
    }
    return changes;
  }

  /** An SDK list or structure may be there and say nothing. */
  static boolean hasValue(SdkPojo pending, String name) {
    return pending.sdkFields().stream()
        .filter(field -> field.memberName().equals(name))
        .map(field -> field.getValueOrDefault(pending))
        .anyMatch(value -> value != null && !(value instanceof List<?> list && list.isEmpty()));
  }

  private static ClusterPendingModifiedValues pending(DBCluster cluster) {
    return cluster.pendingModifiedValues() == null
        ? ClusterPendingModifiedValues.builder().build()
        : cluster.pendingModifiedValues();
  }

  private static void put(Map<String, Value> live, String name, @Nullable String text) {
    if (text != null) {
      live.put(name, Value.text(text));
    }
  }
}
