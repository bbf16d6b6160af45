package dev.hastack.provider.aws.gateway;

import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.stack.Health;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.AwsCallException;
import dev.hastack.provider.aws.inventory.DatabaseInventory;
import dev.hastack.provider.aws.resource.AttributeValues;
import dev.hastack.provider.aws.resource.DbCluster;
import dev.hastack.provider.aws.resource.EngineVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.CreateDbClusterRequest;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterSnapshot;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.ModifyDbClusterRequest;
import software.amazon.awssdk.services.rds.model.RestoreDbClusterFromSnapshotRequest;
import software.amazon.awssdk.services.rds.model.ServerlessV2ScalingConfiguration;

/** Database clusters. */
public final class DbClusterGateway implements ResourceGateway {
  private static final String DEFAULT_MASTER_USERNAME = "dbadmin";

  /** Amazon RDS API reference, CreateDBCluster: what advanced Database Insights asks for. */
  private static final int ADVANCED_INSIGHTS_RETENTION_DAYS = 465;

  private static final String ADVANCED = "advanced";

  /** What AWS does at once whatever is asked, or never beside anything else. */
  private static final Set<String> ALONE =
      Set.of(DbCluster.DELETION_PROTECTION, DbCluster.MANAGE_MASTER_USER_PASSWORD);

  /** What AWS puts off (Amazon RDS API reference, ClusterPendingModifiedValues). */
  private static final Set<String> PUT_OFF =
      Set.of(DbCluster.ENGINE_VERSION, DbCluster.BACKUP_RETENTION_PERIOD);

  private final RdsClient rds;
  private final DatabaseInventory databases;
  private final DbClusterReader reader;
  private final DatabaseTeardown teardown;
  private final RdsTags tags;

  public DbClusterGateway(RdsClient rds, KmsClient kms, DatabaseInventory databases) {
    this.rds = rds;
    this.databases = databases;
    this.reader = new DbClusterReader(databases);
    this.teardown = new DatabaseTeardown(rds, kms, databases);
    this.tags = new RdsTags(rds);
  }

  @Override
  public String kind() {
    return DbCluster.KIND;
  }

  @Override
  public Reading read(StackId stack, Set<ResourceId> ids, Map<String, ResourceId> expected) {
    return reader.read(stack, ids, expected);
  }

  @Override
  public Outcome create(Target target) {
    AttributeValues after = target.after();
    if (after.text(DbCluster.SNAPSHOT_IDENTIFIER).isPresent()) {
      rds.restoreDBClusterFromSnapshot(
          restore(target, after).engineVersion(restoredVersion(after)).build());
      return new Outcome.Waiting(
          "cluster %s to be restored from %s"
              .formatted(
                  target.physicalName(), after.text(DbCluster.SNAPSHOT_IDENTIFIER).orElseThrow()));
    }
    return new Outcome.Done(
        DbClusterReader.outputs(rds.createDBCluster(creation(target, after)).dbCluster()));
  }

  private static CreateDbClusterRequest creation(Target target, AttributeValues after) {
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
    after
        .text(DbCluster.DATABASE_INSIGHTS_MODE)
        .ifPresent(
            mode -> {
              request.databaseInsightsMode(mode);
              if (mode.equals(ADVANCED)) {
                request
                    .enablePerformanceInsights(true)
                    .performanceInsightsRetentionPeriod(ADVANCED_INSIGHTS_RETENTION_DAYS);
              }
            });
    return request.build();
  }

  /** Tags are always given: a restore without any inherits those of the snapshot. */
  private static RestoreDbClusterFromSnapshotRequest.Builder restore(
      Target target, AttributeValues after) {
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

  /** AWS goes back to no version older than the snapshot's, and takes its own default for none. */
  private @Nullable String restoredVersion(AttributeValues after) {
    Optional<String> floor = after.text(DbCluster.ENGINE_VERSION);
    return databases
        .snapshot(after.text(DbCluster.SNAPSHOT_IDENTIFIER).orElseThrow())
        .map(DBClusterSnapshot::engineVersion)
        .filter(
            version ->
                floor.isEmpty()
                    || EngineVersion.parse(version).isAtLeast(EngineVersion.parse(floor.get())))
        .or(() -> floor)
        .orElse(null);
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

  /**
   * One call a pass, so that none is refused for the state the one before it brought about, and so
   * that what costs nothing never waits for what restarts.
   */
  @Override
  public Outcome update(Target target, Present observed) {
    try {
      return changed(target, observed);
    } catch (AwsCallException refused) {
      return new Outcome.Failed(refused.failure(), observed.outputs());
    }
  }

  private Outcome changed(Target target, Present observed) {
    String name = observed.physicalName();
    Value status = observed.live().getOrDefault(DbCluster.LIVE_STATUS, Value.text("unknown"));
    boolean others = target.changesAny(changeable());
    if (others && !status.equals(Value.text(DbCluster.AVAILABLE))) {
      return waiting("cluster " + name + " to be available; it is " + status, observed);
    }
    // The tag that remembers protection goes off after it, and on before it.
    boolean unprotects =
        target.changed().flag(DbCluster.DELETION_PROTECTION).filter(on -> !on).isPresent();
    if (!unprotects) {
      retag(target, observed);
    }
    for (Set<String> step : List.of(ALONE, DbCluster.CAPACITY)) {
      if (target.changesAny(step)) {
        rds.modifyDBCluster(alone(name, target, step));
        if (unprotects) {
          retag(target, observed);
        }
        var rest = new TreeSet<>(changeable());
        rest.removeAll(step);
        return target.changesAny(rest)
            ? waiting("the rest of its changes, which follow one another", observed)
            : new Outcome.Done(observed.outputs());
      }
    }
    if (others) {
      Optional<Outcome> obstacle = bringsForward(target, observed);
      if (obstacle.isPresent()) {
        return obstacle.get();
      }
      rds.modifyDBCluster(rest(name, target));
    }
    return new Outcome.Done(observed.outputs());
  }

  private static Outcome waiting(String what, Present observed) {
    return new Outcome.Waiting(what, observed.outputs());
  }

  private void retag(Target target, Present observed) {
    retag(observed, target.keysToSet(DbCluster.TAGS), target.keysToRemove(DbCluster.TAGS));
  }

  private static Set<String> changeable() {
    return Set.of(
        DbCluster.DELETION_PROTECTION,
        DbCluster.MANAGE_MASTER_USER_PASSWORD,
        DbCluster.MIN_CAPACITY,
        DbCluster.MAX_CAPACITY,
        DbCluster.SECONDS_UNTIL_AUTO_PAUSE,
        DbCluster.ENGINE_VERSION,
        DbCluster.VPC_SECURITY_GROUP_IDS,
        DbCluster.BACKUP_RETENTION_PERIOD,
        DbCluster.PREFERRED_BACKUP_WINDOW,
        DbCluster.PREFERRED_MAINTENANCE_WINDOW,
        DbCluster.COPY_TAGS_TO_SNAPSHOT,
        DbCluster.DATABASE_INSIGHTS_MODE);
  }

  private static ModifyDbClusterRequest alone(String name, Target target, Set<String> step) {
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

  private static ModifyDbClusterRequest rest(String name, Target target) {
    AttributeValues changed = target.changed();
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
    changed
        .text(DbCluster.DATABASE_INSIGHTS_MODE)
        .ifPresent(
            mode -> {
              request.databaseInsightsMode(mode);
              if (mode.equals(ADVANCED)) {
                request
                    .enablePerformanceInsights(true)
                    .performanceInsightsRetentionPeriod(ADVANCED_INSIGHTS_RETENTION_DAYS);
              }
            });
    return request.build();
  }

  /** An immediate change also makes what was put off, by whomever (Modifying a DB cluster). */
  private static Optional<Outcome> bringsForward(Target target, Present observed) {
    List<String> pending =
        Stream.ofNullable(observed.live().get(DbCluster.LIVE_PENDING))
            .flatMap(Value::texts)
            .toList();
    return isImmediate(target) && !pending.isEmpty()
        ? Optional.of(
            waiting(
                "what AWS has put off for the maintenance window ("
                    + String.join("; ", pending)
                    + "), which an immediate change would bring forward; apply or take it back on"
                    + " AWS, or set spec.aws.database.applyChanges: InMaintenanceWindow",
                observed))
        : Optional.empty();
  }

  /** Only what AWS would put off is asked for at once: all else it does anyway. */
  private static boolean isImmediate(Target target) {
    return target.changesAny(PUT_OFF)
        && target
            .after()
            .flag(DbCluster.APPLY_IMMEDIATELY)
            .filter(Boolean::booleanValue)
            .isPresent();
  }

  @Override
  public Outcome delete(Removal removal) {
    String name = removal.observed().physicalName();
    Optional<DBCluster> now = databases.cluster(name);
    if (now.isEmpty()) {
      return Outcome.done();
    }
    DBCluster cluster = now.get();
    if (DatabaseHealth.of(String.valueOf(cluster.status())) == Health.DELETING) {
      teardown.tagLastSnapshot(removal.stack(), name, cluster.dbClusterResourceId());
      return new Outcome.Waiting("AWS to delete cluster " + name);
    }
    Optional<Outcome> first = teardown.before(removal.stack(), cluster, removal.database());
    if (first.isPresent()) {
      return first.get();
    }
    List<String> members =
        databases.members(name).stream().map(DBInstance::dbInstanceIdentifier).toList();
    return members.isEmpty()
        ? teardown.delete(cluster, removal.database())
        : new Outcome.Waiting("its members to go: " + String.join(", ", members));
  }

  @Override
  public void retag(Present observed, Map<String, String> set, Set<String> removed) {
    tags.change(observed.physicalId(), set, removed);
  }
}
