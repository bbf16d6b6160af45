package dev.hastack.provider.aws.gateway;

import dev.hastack.provider.aws.resource.AttributeValues;
import dev.hastack.provider.aws.resource.DbCluster;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import software.amazon.awssdk.services.rds.model.CreateDbClusterRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbClusterRequest;
import software.amazon.awssdk.services.rds.model.RestoreDbClusterFromSnapshotRequest;
import software.amazon.awssdk.services.rds.model.ServerlessV2ScalingConfiguration;

/** From attributes to the requests that create, restore and change a cluster. */
final class DbClusterRequests {
  private static final String DEFAULT_MASTER_USERNAME = "dbadmin";

  /** Amazon RDS API reference, CreateDBCluster: what advanced Database Insights asks for. */
  private static final int ADVANCED_INSIGHTS_RETENTION_DAYS = 465;

  private static final String ADVANCED = "advanced";

  /** What AWS puts off (Amazon RDS API reference, ClusterPendingModifiedValues). */
  private static final Set<String> PUT_OFF =
      Set.of(
          DbCluster.ENGINE_VERSION,
          DbCluster.BACKUP_RETENTION_PERIOD,
          DbCluster.PENDING_MODIFIED_VALUES);

  private DbClusterRequests() {}

  static CreateDbClusterRequest creation(Target target, AttributeValues after) {
    var request =
        CreateDbClusterRequest.builder()
            .dbClusterIdentifier(target.physicalName())
            .serverlessV2ScalingConfiguration(capacity(after))
            .masterUsername(after.text(DbCluster.MASTER_USERNAME).orElse(DEFAULT_MASTER_USERNAME))
            .tags(RdsTags.ofNew(target, DbCluster.TAGS));
    after.text(DbCluster.ENGINE).ifPresent(request::engine);
    after.text(DbCluster.ENGINE_VERSION).ifPresent(request::engineVersion);
    after.text(DbCluster.DATABASE_NAME).ifPresent(request::databaseName);
    after.flag(DbCluster.MANAGE_MASTER_USER_PASSWORD).ifPresent(request::manageMasterUserPassword);
    after.text(DbCluster.DB_SUBNET_GROUP_NAME).ifPresent(request::dbSubnetGroupName);
    groups(after).ifPresent(request::vpcSecurityGroupIds);
    after.flag(DbCluster.STORAGE_ENCRYPTED).ifPresent(request::storageEncrypted);
    after.text(DbCluster.KMS_KEY_ID).ifPresent(request::kmsKeyId);
    after.whole(DbCluster.BACKUP_RETENTION_PERIOD).ifPresent(request::backupRetentionPeriod);
    after.text(DbCluster.PREFERRED_BACKUP_WINDOW).ifPresent(request::preferredBackupWindow);
    after
        .text(DbCluster.PREFERRED_MAINTENANCE_WINDOW)
        .ifPresent(request::preferredMaintenanceWindow);
    after.flag(DbCluster.DELETION_PROTECTION).ifPresent(request::deletionProtection);
    after.flag(DbCluster.COPY_TAGS_TO_SNAPSHOT).ifPresent(request::copyTagsToSnapshot);
    insights(
        after,
        request::databaseInsightsMode,
        request::enablePerformanceInsights,
        request::performanceInsightsRetentionPeriod);
    return request.build();
  }

  private static void insights(
      AttributeValues values,
      Consumer<String> mode,
      Consumer<Boolean> performance,
      Consumer<Integer> retentionDays) {
    values.text(DbCluster.DATABASE_INSIGHTS_MODE).ifPresent(mode);
    if (values.text(DbCluster.DATABASE_INSIGHTS_MODE).filter(ADVANCED::equals).isPresent()) {
      performance.accept(true);
      retentionDays.accept(ADVANCED_INSIGHTS_RETENTION_DAYS);
    }
  }

  /** Tags are always given: a restore without any inherits those of the snapshot. */
  static RestoreDbClusterFromSnapshotRequest.Builder restore(Target target, AttributeValues after) {
    var request =
        RestoreDbClusterFromSnapshotRequest.builder()
            .dbClusterIdentifier(target.physicalName())
            .serverlessV2ScalingConfiguration(capacity(after))
            .tags(RdsTags.ofNew(target, DbCluster.TAGS));
    after.text(DbCluster.SNAPSHOT_IDENTIFIER).ifPresent(request::snapshotIdentifier);
    after.text(DbCluster.ENGINE).ifPresent(request::engine);
    after.text(DbCluster.DB_SUBNET_GROUP_NAME).ifPresent(request::dbSubnetGroupName);
    groups(after).ifPresent(request::vpcSecurityGroupIds);
    after.text(DbCluster.KMS_KEY_ID).ifPresent(request::kmsKeyId);
    after.flag(DbCluster.DELETION_PROTECTION).ifPresent(request::deletionProtection);
    after.flag(DbCluster.COPY_TAGS_TO_SNAPSHOT).ifPresent(request::copyTagsToSnapshot);
    return request;
  }

  private static Optional<List<String>> groups(AttributeValues after) {
    return after
        .value(DbCluster.VPC_SECURITY_GROUP_IDS)
        .map(any -> after.texts(DbCluster.VPC_SECURITY_GROUP_IDS));
  }

  private static ServerlessV2ScalingConfiguration capacity(AttributeValues after) {
    var capacity = ServerlessV2ScalingConfiguration.builder();
    after.text(DbCluster.MIN_CAPACITY).map(Double::valueOf).ifPresent(capacity::minCapacity);
    after.text(DbCluster.MAX_CAPACITY).map(Double::valueOf).ifPresent(capacity::maxCapacity);
    if (after.text(DbCluster.MIN_CAPACITY).filter("0"::equals).isPresent()) {
      after.whole(DbCluster.SECONDS_UNTIL_AUTO_PAUSE).ifPresent(capacity::secondsUntilAutoPause);
    }
    return capacity.build();
  }

  /** Of what is never sent beside anything else. */
  static ModifyDbClusterRequest alone(String name, Target target, Set<String> step) {
    AttributeValues changed = target.changed();
    var request = ModifyDbClusterRequest.builder().dbClusterIdentifier(name);
    if (step.equals(DbCluster.CAPACITY)) {
      return request.serverlessV2ScalingConfiguration(capacity(target.after())).build();
    }
    changed.flag(DbCluster.DELETION_PROTECTION).ifPresent(request::deletionProtection);
    changed
        .flag(DbCluster.MANAGE_MASTER_USER_PASSWORD)
        .ifPresent(request::manageMasterUserPassword);
    return request.build();
  }

  /** All that is neither of those. What was put off and is not to wait any more is said again. */
  static ModifyDbClusterRequest rest(String name, Target target) {
    AttributeValues changed = changedOrHastened(target);
    var request = ModifyDbClusterRequest.builder().dbClusterIdentifier(name);
    if (isImmediate(target)) {
      request.applyImmediately(true);
    }
    changed
        .text(DbCluster.ENGINE_VERSION)
        .ifPresent(
            version -> {
              request.engineVersion(version);
              target
                  .after()
                  .flag(DbCluster.ALLOW_MAJOR_VERSION_UPGRADE)
                  .ifPresent(request::allowMajorVersionUpgrade);
            });
    groups(changed).ifPresent(request::vpcSecurityGroupIds);
    changed.whole(DbCluster.BACKUP_RETENTION_PERIOD).ifPresent(request::backupRetentionPeriod);
    changed.text(DbCluster.PREFERRED_BACKUP_WINDOW).ifPresent(request::preferredBackupWindow);
    changed
        .text(DbCluster.PREFERRED_MAINTENANCE_WINDOW)
        .ifPresent(request::preferredMaintenanceWindow);
    changed.flag(DbCluster.COPY_TAGS_TO_SNAPSHOT).ifPresent(request::copyTagsToSnapshot);
    insights(
        changed,
        request::databaseInsightsMode,
        request::enablePerformanceInsights,
        request::performanceInsightsRetentionPeriod);
    return request.build();
  }

  private static AttributeValues changedOrHastened(Target target) {
    var values = new TreeMap<>(target.changed().values());
    if (target.changes(DbCluster.PENDING_MODIFIED_VALUES)) {
      Stream.of(DbCluster.ENGINE_VERSION, DbCluster.BACKUP_RETENTION_PERIOD)
          .forEach(
              name ->
                  target.after().value(name).ifPresent(value -> values.putIfAbsent(name, value)));
    }
    return new AttributeValues(values);
  }

  /** Only what AWS would put off is asked for at once: all else it does anyway. */
  static boolean isImmediate(Target target) {
    return target.changesAny(PUT_OFF)
        && target
            .after()
            .flag(DbCluster.APPLY_IMMEDIATELY)
            .filter(Boolean::booleanValue)
            .isPresent();
  }
}
