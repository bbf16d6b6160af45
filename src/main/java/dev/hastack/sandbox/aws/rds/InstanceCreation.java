package dev.hastack.sandbox.aws.rds;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Chance;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceResponse;
import software.amazon.awssdk.services.rds.model.DBInstance;

/**
 * New members of clusters: RDS API reference, CreateDBInstance, and "Adding Aurora Replicas to a DB
 * cluster", Aurora user guide. The first member is the writer. Instances outside of a cluster are
 * not modelled.
 */
final class InstanceCreation {
  private static final int MOST_MEMBERS = 16;
  private static final int LAST_TIER = 15;
  private static final Set<String> MODELLED =
      Set.of(
          "DBInstanceIdentifier",
          "DBClusterIdentifier",
          "DBInstanceClass",
          "Engine",
          "EngineVersion",
          "AvailabilityZone",
          "DBSubnetGroupName",
          "PromotionTier",
          "PreferredMaintenanceWindow",
          "AutoMinorVersionUpgrade",
          "EnablePerformanceInsights",
          "PerformanceInsightsRetentionPeriod",
          "DatabaseInsightsMode",
          "Tags");

  /** "This setting doesn't apply to Amazon Aurora DB instances … managed by the DB cluster". */
  private static final Set<String> OF_THE_CLUSTER =
      Set.of(
          "MasterUsername",
          "MasterUserPassword",
          "ManageMasterUserPassword",
          "DBName",
          "BackupRetentionPeriod",
          "PreferredBackupWindow",
          "VpcSecurityGroupIds",
          "StorageEncrypted",
          "KmsKeyId",
          "Port",
          "DeletionProtection");

  private final Store store;
  private final Names names;
  private final RdsOptions options;
  private final Quotas quotas;
  private final Beginnings beginnings;

  /** How a member comes up. */
  record Beginnings(Capacity capacity, Chance chance) {}

  InstanceCreation(
      Store store, Names names, RdsOptions options, Quotas quotas, Beginnings beginnings) {
    this.store = store;
    this.names = names;
    this.options = options;
    this.quotas = quotas;
    this.beginnings = beginnings;
  }

  CreateDbInstanceResponse create(CreateDbInstanceRequest request) {
    mustBeModelled(request);
    String id = Names.identifier("DBInstanceIdentifier", request.dbInstanceIdentifier());
    String arn = names.arn("db", id);
    store.require("CreateDBInstance", arn);
    if (!request.tags().isEmpty()) {
      store.require("AddTagsToResource", arn);
    }
    if (store.instances().get(id).isPresent()) {
      throw new ApiError("DBInstanceAlreadyExists", "DB instance already exists");
    }
    ClusterRow cluster = cluster(request);
    quotas.oneMoreInstance(store);
    DBInstance instance = store.put(begun(request, id, cluster));
    if (cluster.writerId() == null) {
      store.put(cluster.writtenBy(id));
    }
    store.later(instance, options.instanceCreation(), this::comeUp);
    return CreateDbInstanceResponse.builder()
        .dbInstance(MemberSettings.of(instance, cluster.settings(), store))
        .build();
  }

  private static void mustBeModelled(CreateDbInstanceRequest request) {
    if (request.dbClusterIdentifier() == null) {
      throw Errors.notModelled("A DB instance outside of a DB cluster");
    }
    for (var field : request.sdkFields()) {
      if (OF_THE_CLUSTER.contains(field.memberName())
          && Modelled.isSaid(field.getValueOrDefault(request))) {
        throw Errors.wrongCombination(
            "The requested DB Instance will be a member of a DB Cluster. Set %s for the DB Cluster."
                .formatted(field.memberName()));
      }
    }
    Modelled.only(request, MODELLED);
  }

  private ClusterRow cluster(CreateDbInstanceRequest request) {
    ClusterRow cluster = store.cluster(request.dbClusterIdentifier());
    store.require("CreateDBInstance", cluster.settings().dbClusterArn());
    if (!cluster.settings().engine().equals(request.engine())) {
      throw Errors.wrongCombination(
          "The engine name requested for your DB Instance (%s) doesn't match the engine name of your DB Cluster (%s)."
              .formatted(request.engine(), cluster.settings().engine()));
    }
    if (!Status.TAKES_MEMBERS.contains(cluster.settings().status())) {
      throw Errors.clusterState(
          "DbCluster %s is in %s state.".formatted(cluster.id(), cluster.settings().status()));
    }
    if (store.members(cluster.id()).size() >= MOST_MEMBERS) {
      throw Errors.wrongCombination("A DB cluster can have at most 15 Aurora Replicas.");
    }
    return cluster;
  }

  private DBInstance begun(CreateDbInstanceRequest request, String id, ClusterRow cluster) {
    Engine.Version version =
        Engine.named(cluster.settings().engine()).version(cluster.settings().engineVersion());
    boolean insights = Boolean.TRUE.equals(request.enablePerformanceInsights());
    return DBInstance.builder()
        .dbInstanceIdentifier(id)
        .dbInstanceArn(names.arn("db", id))
        .dbiResourceId(names.nextResourceId("db"))
        .dbClusterIdentifier(cluster.id())
        .dbInstanceClass(instanceClass(request.dbInstanceClass(), cluster))
        .dbInstanceStatus(Status.CREATING)
        .engine(version.engine().wireName())
        .engineVersion(version.name())
        .availabilityZone(zone(request.availabilityZone(), cluster))
        .multiAZ(false)
        .promotionTier(tier(request.promotionTier()))
        .preferredMaintenanceWindow(window(request.preferredMaintenanceWindow(), id, cluster))
        .autoMinorVersionUpgrade(!Boolean.FALSE.equals(request.autoMinorVersionUpgrade()))
        .dbParameterGroups(Members.parameters(version, ClusterView.IN_SYNC))
        .performanceInsightsEnabled(insights)
        .publiclyAccessible(Boolean.TRUE.equals(request.publiclyAccessible()))
        .monitoringInterval(0)
        .copyTagsToSnapshot(false)
        .deletionProtection(false)
        .caCertificateIdentifier("rds-ca-rsa2048-g1")
        .networkType("IPV4")
        .backupTarget("region")
        .tagList(Tags.checked(request.tags()))
        .build();
  }

  static String instanceClass(@Nullable String asked, ClusterRow cluster) {
    if (asked == null || !VersionReads.CLASSES.contains(asked)) {
      throw Errors.wrongValue("Invalid DB Instance class: " + asked);
    }
    if (asked.equals(VersionReads.SERVERLESS) && !Capacity.isServerless(cluster)) {
      throw Errors.wrongValue(
          "Set the Serverless v2 scaling configuration on the parent DB cluster before creating a"
              + " Serverless v2 DB instance.");
    }
    return asked;
  }

  /** Of the zones of the subnet group the one with the fewest members, unless one is named. */
  private String zone(@Nullable String asked, ClusterRow cluster) {
    SortedSet<String> zones = store.subnetGroup(cluster.settings().dbSubnetGroup()).zones();
    if (asked != null && !zones.contains(asked)) {
      throw new ApiError(
          "InvalidVPCNetworkStateFault",
          "The Availability Zone %s is not covered by the DB subnet group.".formatted(asked));
    }
    List<DBInstance> members = store.members(cluster.id());
    return asked != null
        ? asked
        : zones.stream()
            .min(
                Comparator.comparingLong(
                    zone ->
                        members.stream()
                            .filter(each -> zone.equals(each.availabilityZone()))
                            .count()))
            .orElseThrow();
  }

  static int tier(@Nullable Integer asked) {
    int tier = asked == null ? 1 : asked;
    if (tier < 0 || tier > LAST_TIER) {
      throw Errors.wrongValue("PromotionTier must be from 0 to 15, not " + tier);
    }
    return tier;
  }

  private String window(@Nullable String asked, String id, ClusterRow cluster) {
    Window backups = Window.backup(cluster.settings().preferredBackupWindow());
    return asked == null
        ? Window.anyMaintenance(beginnings.chance().of("window " + id), backups).text()
        : Window.maintenance(asked).text();
  }

  private void comeUp(DBInstance instance) {
    ClusterRow cluster = store.clusters().get(instance.dbClusterIdentifier()).orElseThrow();
    store.put(
        Members.withParameters(instance, ClusterView.IN_SYNC).toBuilder()
            .dbInstanceStatus(Status.AVAILABLE)
            .instanceCreateTime(store.now())
            .engineVersion(cluster.settings().engineVersion())
            .endpoint(
                endpoint ->
                    endpoint
                        .address(names.instanceEndpoint(instance.dbInstanceIdentifier()))
                        .port(cluster.settings().port())
                        .hostedZoneId(cluster.settings().hostedZoneId()))
            .build());
    beginnings.capacity().begin(cluster);
  }
}
