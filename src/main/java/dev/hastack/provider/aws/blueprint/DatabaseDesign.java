package dev.hastack.provider.aws.blueprint;

import static java.util.stream.Collectors.toCollection;

import dev.hastack.api.v1alpha1.AwsSpec;
import dev.hastack.api.v1alpha1.DatabaseSpec;
import dev.hastack.core.stack.DesiredResource;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.AwsFacts;
import dev.hastack.provider.aws.AwsNames;
import dev.hastack.provider.aws.AwsTags;
import dev.hastack.provider.aws.resource.AttributeValues;
import dev.hastack.provider.aws.resource.DbCluster;
import dev.hastack.provider.aws.resource.DbInstance;
import dev.hastack.provider.aws.resource.DbSubnetGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Designs the database: its subnets, the cluster, and its members. */
final class DatabaseDesign {
  /** Aurora user guide, Fault tolerance for a DB cluster: the last of the promotion tiers. */
  private static final int LAST_PROMOTION_TIER = 15;

  private final StackId stack;
  private final AwsSpec aws;
  private final DatabaseSpec spec;
  private final AwsFacts.Database facts;
  private final Map<String, String> tags;

  private DatabaseDesign(
      StackId stack,
      AwsSpec aws,
      DatabaseSpec spec,
      AwsFacts.Database facts,
      Map<String, String> tags) {
    this.stack = stack;
    this.aws = aws;
    this.spec = spec;
    this.facts = facts;
    this.tags = tags;
  }

  /** The resources of the database; none where the spec has none. */
  static List<DesiredResource> of(
      StackId stack, AwsSpec aws, AwsFacts facts, Map<String, String> tags) {
    DatabaseSpec spec = aws.database();
    if (spec == null) {
      return List.of();
    }
    AwsFacts.Database database = facts.database().orElseThrow();
    return new DatabaseDesign(stack, aws, spec, database, tags).resources();
  }

  /** What servers that wait for the database wait for. */
  static SortedSet<ResourceId> awaited(AwsSpec aws, List<DesiredResource> database) {
    return Boolean.TRUE.equals(aws.fleet().waitForDatabase())
        ? database.stream().map(DesiredResource::id).collect(toCollection(TreeSet::new))
        : new TreeSet<>();
  }

  private List<DesiredResource> resources() {
    var resources = new ArrayList<DesiredResource>();
    resources.add(
        new DesiredResource(
            DbSubnetGroup.DB, AwsNames.dbSubnetGroup(stack, DbSubnetGroup.DB), subnetGroup()));
    resources.add(
        new DesiredResource(DbCluster.DB, AwsNames.dbCluster(stack, DbCluster.DB), cluster()));
    int tier = 0;
    for (int slot : facts.slots()) {
      ResourceId id = DbInstance.id(slot);
      resources.add(new DesiredResource(id, AwsNames.dbInstance(stack, id), member(slot, tier)));
      tier++;
    }
    return resources;
  }

  private DbSubnetGroup subnetGroup() {
    List<String> subnets = spec.subnetIds();
    return new DbSubnetGroup(
        AttributeValues.builder()
            .text(DbSubnetGroup.DESCRIPTION, "Database of " + stack.qualifiedName())
            .set(DbSubnetGroup.SUBNET_IDS, subnets == null ? aws.network().subnetIds() : subnets)
            .keyed(DbSubnetGroup.TAGS, tags)
            .build());
  }

  private DbCluster cluster() {
    DatabaseSpec.Capacity capacity = spec.capacity();
    DatabaseSpec.Backup backup = spec.backup();
    DatabaseSpec.DatabaseInsights insights = spec.databaseInsights();
    DatabaseSpec.RestoreFrom restoreFrom = spec.restoreFrom();
    var clusterTags = new TreeMap<>(tags);
    clusterTags.put(AwsTags.WANTED_PROTECTION, spec.deletionProtection().toString());
    return new DbCluster(
        AttributeValues.builder()
            .text(DbCluster.ENGINE, spec.engine().awsValue())
            .text(DbCluster.ENGINE_VERSION, spec.engineVersion())
            .text(DbCluster.DATABASE_NAME, restoreFrom == null ? spec.databaseName() : null)
            .text(DbCluster.MASTER_USERNAME, restoreFrom == null ? spec.masterUsername() : null)
            .flag(DbCluster.MANAGE_MASTER_USER_PASSWORD, true)
            .text(DbCluster.MIN_CAPACITY, DbCluster.acu(capacity.min()))
            .text(DbCluster.MAX_CAPACITY, DbCluster.acu(capacity.max()))
            .whole(DbCluster.SECONDS_UNTIL_AUTO_PAUSE, capacity.autoPauseSeconds())
            .put(
                DbCluster.DB_SUBNET_GROUP_NAME,
                new Value.Pending(DbSubnetGroup.DB, DbSubnetGroup.OUTPUT_NAME))
            .set(DbCluster.VPC_SECURITY_GROUP_IDS, spec.securityGroupIds())
            .flag(DbCluster.STORAGE_ENCRYPTED, true)
            .text(DbCluster.KMS_KEY_ID, facts.kmsKeyArn().orElse(null))
            .whole(
                DbCluster.BACKUP_RETENTION_PERIOD, backup == null ? null : backup.retentionDays())
            .text(DbCluster.PREFERRED_BACKUP_WINDOW, backup == null ? null : backup.window())
            .text(DbCluster.PREFERRED_MAINTENANCE_WINDOW, spec.maintenanceWindow())
            .flag(DbCluster.DELETION_PROTECTION, spec.deletionProtection())
            .flag(DbCluster.COPY_TAGS_TO_SNAPSHOT, false)
            .text(
                DbCluster.DATABASE_INSIGHTS_MODE, insights == null ? null : insights.mode().name())
            .set(DbCluster.PENDING_MODIFIED_VALUES, isImmediate() ? List.of() : null)
            .keyed(DbCluster.TAGS, clusterTags)
            .text(
                DbCluster.SNAPSHOT_IDENTIFIER, restoreFrom == null ? null : restoreFrom.snapshot())
            .flag(DbCluster.APPLY_IMMEDIATELY, onlyIf(isImmediate()))
            .flag(
                DbCluster.ALLOW_MAJOR_VERSION_UPGRADE,
                onlyIf(Boolean.TRUE.equals(spec.allowMajorVersionUpgrade())))
            .build());
  }

  /** The two first tiers scale with the writer, and so does one reader at least, whoever writes. */
  private DbInstance member(int slot, int tier) {
    return new DbInstance(
        AttributeValues.builder()
            .put(
                DbInstance.DB_CLUSTER_IDENTIFIER,
                new Value.Pending(DbCluster.DB, DbCluster.OUTPUT_ID))
            .put(DbInstance.ENGINE, new Value.Pending(DbCluster.DB, DbCluster.OUTPUT_ENGINE))
            .text(DbInstance.DB_INSTANCE_CLASS, DbInstance.SERVERLESS)
            .text(DbInstance.AVAILABILITY_ZONE, facts.zones().get(slot % facts.zones().size()))
            .whole(DbInstance.PROMOTION_TIER, Math.min(tier, LAST_PROMOTION_TIER))
            .flag(DbInstance.AUTO_MINOR_VERSION_UPGRADE, spec.autoMinorVersionUpgrade())
            .flag(DbInstance.PUBLICLY_ACCESSIBLE, false)
            .text(DbInstance.PARAMETER_GROUP_STATUS, DbInstance.IN_SYNC)
            .keyed(DbInstance.TAGS, tags)
            .flag(DbInstance.APPLY_IMMEDIATELY, onlyIf(isImmediate()))
            .build());
  }

  private boolean isImmediate() {
    return spec.applyChanges() == DatabaseSpec.ApplyChanges.Immediately;
  }

  private static @Nullable Boolean onlyIf(boolean flag) {
    return flag ? Boolean.TRUE : null;
  }
}
