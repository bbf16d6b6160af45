package dev.hastack.sandbox.aws.rds;

import dev.hastack.sandbox.aws.world.ApiError;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.rds.model.ActivityStreamStatus;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.Tag;

/** What every new cluster has, made or restored, and how it comes up. */
final class NewClusters {
  private static final int MOST_ZONES = 3;
  private static final String IO_OPTIMISED = "aurora-iopt1";

  private final Store store;
  private final Names names;
  private final ClusterChecks checks;
  private final Quotas quotas;
  private final Works works;

  /** How a cluster comes up, and what begins then. */
  record Works(RdsOptions options, Backups backups) {}

  NewClusters(Store store, Names names, ClusterChecks checks, Quotas quotas, Works works) {
    this.store = store;
    this.names = names;
    this.checks = checks;
    this.quotas = quotas;
    this.works = works;
  }

  /**
   * The beginnings of a cluster of a name that none has. A name can be used again after a deletion;
   * the cluster then has another resource id.
   */
  DBCluster.Builder begun(@Nullable String asked, String operation, List<Tag> tags) {
    String id = Names.identifier("DBClusterIdentifier", asked);
    checks.call().concerns(id);
    String arn = names.arn("cluster", id);
    store.require(operation, arn);
    if (!tags.isEmpty()) {
      store.require("AddTagsToResource", arn);
    }
    if (store.clusters().get(id).isPresent()) {
      throw new ApiError("DBClusterAlreadyExistsFault", "DB Cluster already exists");
    }
    quotas.oneMoreCluster(store);
    return DBCluster.builder()
        .dbClusterIdentifier(id)
        .dbClusterArn(arn)
        .dbClusterResourceId(names.nextResourceId("cluster"))
        .status(Status.CREATING)
        .clusterCreateTime(store.now())
        .endpoint(names.writerEndpoint(id))
        .readerEndpoint(names.readerEndpoint(id))
        .hostedZoneId("Z2R2ITUGPM61AM")
        .allocatedStorage(1)
        .engineMode("provisioned")
        .engineLifecycleSupport("open-source-rds-extended-support")
        .httpEndpointEnabled(false)
        .crossAccountClone(false)
        .activityStreamStatus(ActivityStreamStatus.STOPPED)
        .networkType("IPV4");
  }

  /** Puts it into a VPC; its storage is in up to three of the zones of its subnets. */
  void place(
      DBCluster.Builder settings, @Nullable String subnetGroup, List<String> securityGroupIds) {
    if (subnetGroup == null) {
      throw Errors.notModelled("A cluster in the default DB subnet group");
    }
    SubnetGroupRow group = store.subnetGroup(subnetGroup);
    settings
        .dbSubnetGroup(group.name())
        .availabilityZones(group.zones().stream().limit(MOST_ZONES).toList())
        .vpcSecurityGroups(checks.securityGroups(securityGroupIds, group.settings().vpcId()));
  }

  /** "The storage type isn't returned when you set it to aurora" (CreateDBCluster). */
  static @Nullable String storageType(@Nullable String asked) {
    if (asked == null || asked.equals("aurora")) {
      return null;
    }
    if (!asked.equals(IO_OPTIMISED)) {
      throw Errors.wrongValue("Invalid storage type: " + asked);
    }
    return asked;
  }

  /** It is being made, and is available after a while. */
  void begin(ClusterRow row) {
    store.put(row);
    store.later(
        row,
        works.options().clusterCreation(),
        now -> works.backups().begin(store.put(now.becoming(Status.AVAILABLE))));
  }
}
