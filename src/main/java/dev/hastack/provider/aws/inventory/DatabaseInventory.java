package dev.hastack.provider.aws.inventory;

import static dev.hastack.provider.aws.rights.Grant.DATABASE_READS;

import dev.hastack.core.outcome.FailureKind;
import dev.hastack.provider.aws.AwsCallException;
import dev.hastack.provider.aws.rights.AwsRight;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.AccountQuota;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterSnapshot;
import software.amazon.awssdk.services.rds.model.DBEngineVersion;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBSubnetGroup;
import software.amazon.awssdk.services.rds.model.Filter;
import software.amazon.awssdk.services.rds.model.OrderableDBInstanceOption;

/**
 * The databases of one account in one region. Whole answers only, as in {@link Inventory}. No call
 * here resumes a paused cluster: log files are not asked for (Aurora user guide, Scaling to zero
 * ACUs with automatic pause and resume).
 */
public final class DatabaseInventory {
  static final List<AwsRight> RIGHTS =
      List.of(
          DATABASE_READS.toCall(
              "rds:DescribeAccountAttributes",
              "A quota of snapshots that is used up is said before a database goes."),
          DATABASE_READS.toCall("rds:DescribeDBClusters", "Clusters are compared with the spec."),
          DATABASE_READS.toCall("rds:DescribeDBInstances", "Members are compared with the spec."),
          DATABASE_READS.toCall(
              "rds:DescribeDBSubnetGroups", "Subnet groups are compared with the spec."),
          DATABASE_READS.toCall(
              "rds:DescribeDBClusterSnapshots",
              "The snapshot to begin with is checked, and the last one of a database is waited"
                  + " for."),
          DATABASE_READS.toCall(
              "rds:DescribeDBEngineVersions",
              "Versions tell what can be upgraded to and which capacity they allow."),
          DATABASE_READS.toCall(
              "rds:DescribeOrderableDBInstanceOptions",
              "Zones without the class are said before anything is made."),
          DATABASE_READS.toCall(
              "rds:ListTagsForResource", "Tags say whether a subnet group of our name is ours."));

  /** Amazon RDS API reference: the most that a page has. */
  private static final int RECORDS_A_PAGE = 100;

  private final RdsClient rds;

  public DatabaseInventory(RdsClient rds) {
    this.rds = rds;
  }

  /** Every cluster of the region, whoever's. */
  public List<DBCluster> clusters() {
    return rds
        .describeDBClustersPaginator(request -> request.maxRecords(RECORDS_A_PAGE))
        .dbClusters()
        .stream()
        .toList();
  }

  /** One cluster, or none. */
  public Optional<DBCluster> cluster(String name) {
    return orNone(
        () -> rds.describeDBClusters(request -> request.dbClusterIdentifier(name)).dbClusters());
  }

  /** The members of a cluster, those on their way in or out included. */
  public List<DBInstance> members(String cluster) {
    return instances(Filter.builder().name("db-cluster-id").values(cluster).build());
  }

  /** One instance, or none. */
  public Optional<DBInstance> instance(String name) {
    return orNone(
        () -> rds.describeDBInstances(request -> request.dbInstanceIdentifier(name)).dbInstances());
  }

  private List<DBInstance> instances(Filter filter) {
    return rds
        .describeDBInstancesPaginator(request -> request.filters(filter).maxRecords(RECORDS_A_PAGE))
        .dbInstances()
        .stream()
        .toList();
  }

  /** One subnet group, or none. */
  public Optional<DBSubnetGroup> subnetGroup(String name) {
    return orNone(
        () ->
            rds.describeDBSubnetGroups(request -> request.dbSubnetGroupName(name))
                .dbSubnetGroups());
  }

  /** The snapshots of clusters of that name, of whichever life, automatic ones included. */
  public List<DBClusterSnapshot> snapshots(String cluster) {
    return rds
        .describeDBClusterSnapshotsPaginator(
            request -> request.dbClusterIdentifier(cluster).maxRecords(RECORDS_A_PAGE))
        .dbClusterSnapshots()
        .stream()
        .toList();
  }

  /** One snapshot, or none. */
  public Optional<DBClusterSnapshot> snapshot(String nameOrArn) {
    return orNone(
        () ->
            rds.describeDBClusterSnapshots(
                    request -> request.dbClusterSnapshotIdentifier(nameOrArn))
                .dbClusterSnapshots());
  }

  /** How much of something the account has and may have in the region; none if AWS has no limit. */
  public Optional<AccountQuota> quota(String name) {
    return rds.describeAccountAttributes().accountQuotas().stream()
        .filter(quota -> name.equals(quota.accountQuotaName()))
        .findFirst();
  }

  /** The tags of whatever RDS knows by this ARN. */
  public SortedMap<String, String> tags(String arn) {
    var tags = new TreeMap<String, String>();
    rds.listTagsForResource(request -> request.resourceName(arn))
        .tagList()
        .forEach(tag -> tags.put(tag.key(), tag.value()));
    return tags;
  }

  /** Every version of an engine that AWS offers. */
  public List<DBEngineVersion> engineVersions(String engine) {
    return rds
        .describeDBEngineVersionsPaginator(
            request -> request.engine(engine).maxRecords(RECORDS_A_PAGE))
        .dbEngineVersions()
        .stream()
        .toList();
  }

  /**
   * The version that AWS makes where none is named, or only a major one (RDS API reference,
   * DescribeDBEngineVersions, DefaultOnly).
   *
   * @param major null for that of the engine
   */
  public Optional<DBEngineVersion> defaultVersion(String engine, @Nullable String major) {
    return rds
        .describeDBEngineVersions(
            request -> request.engine(engine).engineVersion(major).defaultOnly(true))
        .dbEngineVersions()
        .stream()
        .findFirst();
  }

  /** Where members of a class can be had with a version. */
  public List<OrderableDBInstanceOption> orderableOptions(
      String engine, String version, String instanceClass) {
    return rds
        .describeOrderableDBInstanceOptionsPaginator(
            request ->
                request
                    .engine(engine)
                    .engineVersion(version)
                    .dbInstanceClass(instanceClass)
                    .maxRecords(RECORDS_A_PAGE))
        .orderableDBInstanceOptions()
        .stream()
        .filter(option -> instanceClass.equals(option.dbInstanceClass()))
        .toList();
  }

  private static <T> Optional<T> orNone(Supplier<List<T>> call) {
    try {
      return call.get().stream().findFirst();
    } catch (AwsCallException refused) {
      if (refused.failure().kind() == FailureKind.NOT_FOUND) {
        return Optional.empty();
      }
      throw refused;
    }
  }
}
