package dev.hastack.sandbox.aws.rds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hastack.sandbox.aws.cloudwatch.CloudWatchRegion;
import dev.hastack.sandbox.aws.ec2.Ec2Region;
import dev.hastack.sandbox.aws.kms.KmsRegion;
import dev.hastack.sandbox.aws.secretsmanager.SecretsRegion;
import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Chance;
import dev.hastack.sandbox.aws.world.CurrentCall;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.CreateDbClusterRequest;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterMember;
import software.amazon.awssdk.services.rds.model.DBClusterSnapshot;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.ModifyDbClusterRequest;

/** A region with RDS and what it stands on, and the shortest words for what tests do in it. */
final class Databases {
  static final String ZONE_A = "us-east-1a";
  static final String ZONE_B = "us-east-1b";
  static final String GROUP = "app";
  static final String VERSION = "16.6";

  /** A Sunday. Nobody's window is near. */
  static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  /** Whatever was begun is over by then. */
  static final Duration SETTLED = Duration.ofMinutes(20);

  private final SimulatedTime time = new SimulatedTime(START);
  private final Ec2Region ec2;
  final KmsRegion kms;
  final SecretsRegion secrets;
  final RdsRegion region;
  final CloudWatchRegion cloudWatch;
  final RdsClient rds;

  Databases() {
    this(Duration.ZERO);
  }

  /**
   * @param lag of reads
   */
  Databases(Duration lag) {
    var call = new AllowedCall(time, lag);
    var foundation = new Foundation(time, new Chance(5), call, "123456789012", "us-east-1");
    this.ec2 = new Ec2Region(foundation);
    this.kms = new KmsRegion(foundation);
    this.secrets = new SecretsRegion(foundation);
    this.region =
        new RdsRegion(
            foundation,
            new Surroundings(ec2.instances(), ec2.network(), kms.keys(), secrets.secrets()));
    this.cloudWatch = new CloudWatchRegion(foundation, region.metrics());
    this.rds = region.service();
  }

  /** A call that may do all. */
  private record AllowedCall(SimulatedTime time, Duration lag) implements CurrentCall {
    @Override
    public String accountId() {
      return "123456789012";
    }

    @Override
    public String principalArn() {
      return "arn:aws:iam::123456789012:root";
    }

    @Override
    public Instant readsAsOf() {
      return time.now().minus(lag);
    }

    @Override
    public int pageSize(@Nullable Integer asked, int byDefault, int most) {
      return asked == null ? byDefault : Math.min(asked, most);
    }

    @Override
    public void require(String action, String resource) {
      // Allowed.
    }

    @Override
    public void concerns(String resource) {
      // Nobody keeps a record.
    }
  }

  Instant now() {
    return time.now();
  }

  void pass(Duration duration) {
    time.advance(duration);
  }

  void settle() {
    pass(SETTLED);
  }

  String subnet(String zone) {
    return ec2.service().describeSubnets().subnets().stream()
        .filter(each -> each.availabilityZone().equals(zone))
        .map(Subnet::subnetId)
        .findFirst()
        .orElseThrow();
  }

  String vpcId() {
    return ec2.service().describeSubnets().subnets().getFirst().vpcId();
  }

  /** A VPC with a security group of its own; answers that group. */
  String groupOfAnotherVpc() {
    String vpc = ec2.service().createVpc(request -> request.cidrBlock("10.9.0.0/16")).vpc().vpcId();
    return ec2.service()
        .createSecurityGroup(request -> request.groupName("other").description("other").vpcId(vpc))
        .groupId();
  }

  void subnetGroup() {
    rds.createDBSubnetGroup(
        request ->
            request
                .dbSubnetGroupName(GROUP)
                .dbSubnetGroupDescription(GROUP)
                .subnetIds(subnet(ZONE_A), subnet(ZONE_B)));
  }

  /** The request for a cluster from 0.5 to 4 ACUs whose password RDS keeps. */
  static CreateDbClusterRequest.Builder wanted(String id) {
    return CreateDbClusterRequest.builder()
        .dbClusterIdentifier(id)
        .engine("aurora-postgresql")
        .engineVersion(VERSION)
        .dbSubnetGroupName(GROUP)
        .databaseName("app")
        .masterUsername("app")
        .manageMasterUserPassword(true)
        .storageEncrypted(true)
        .preferredBackupWindow("03:00-04:00")
        .preferredMaintenanceWindow("sun:04:30-sun:05:30")
        .serverlessV2ScalingConfiguration(range -> range.minCapacity(0.5).maxCapacity(4.0));
  }

  /** A cluster with so many members, all available: {@code ID-0}, the writer, and so on. */
  DBCluster cluster(String id, int members) {
    return cluster(id, members, any -> {});
  }

  DBCluster cluster(String id, int members, Consumer<CreateDbClusterRequest.Builder> more) {
    if (rds.describeDBSubnetGroups().dbSubnetGroups().isEmpty()) {
      subnetGroup();
    }
    CreateDbClusterRequest.Builder request = wanted(id);
    more.accept(request);
    rds.createDBCluster(request.build());
    for (int index = 0; index < members; index++) {
      member(id, id + "-" + index, index);
    }
    settle();
    return described(id);
  }

  void member(String clusterId, String instanceId, int tier) {
    rds.createDBInstance(
        request ->
            request
                .dbClusterIdentifier(clusterId)
                .dbInstanceIdentifier(instanceId)
                .dbInstanceClass("db.serverless")
                .engine("aurora-postgresql")
                .promotionTier(tier));
  }

  DBCluster described(String id) {
    return rds.describeDBClusters(request -> request.dbClusterIdentifier(id))
        .dbClusters()
        .getFirst();
  }

  DBInstance instance(String id) {
    return rds.describeDBInstances(request -> request.dbInstanceIdentifier(id))
        .dbInstances()
        .getFirst();
  }

  DBClusterSnapshot snapshot(String id) {
    return rds.describeDBClusterSnapshots(request -> request.dbClusterSnapshotIdentifier(id))
        .dbClusterSnapshots()
        .getFirst();
  }

  List<String> clusters() {
    return rds.describeDBClusters().dbClusters().stream()
        .map(DBCluster::dbClusterIdentifier)
        .toList();
  }

  void modify(String id, Consumer<ModifyDbClusterRequest.Builder> what) {
    rds.modifyDBCluster(
        request -> {
          request.dbClusterIdentifier(id);
          what.accept(request);
        });
  }

  static String writer(DBCluster cluster) {
    return cluster.dbClusterMembers().stream()
        .filter(DBClusterMember::isClusterWriter)
        .map(DBClusterMember::dbInstanceIdentifier)
        .findFirst()
        .orElse("none");
  }

  static void assertRefused(String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(ApiError.class, error -> assertThat(error.code()).isEqualTo(code));
  }

  /** For averages by the minute. */
  static MetricDataQuery query(String id, String name, String dimension, String value) {
    return MetricDataQuery.builder()
        .id(id)
        .metricStat(
            stat ->
                stat.period(60)
                    .stat("Average")
                    .metric(
                        metric ->
                            metric
                                .namespace("AWS/RDS")
                                .metricName(name)
                                .dimensions(
                                    Dimension.builder().name(dimension).value(value).build())))
        .build();
  }
}
