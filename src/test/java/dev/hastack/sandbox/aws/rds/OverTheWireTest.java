package dev.hastack.sandbox.aws.rds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hastack.sandbox.aws.front.CallFilter;
import dev.hastack.sandbox.aws.front.Fault;
import dev.hastack.sandbox.aws.front.FaultRule;
import dev.hastack.sandbox.aws.front.Principal;
import dev.hastack.sandbox.aws.front.Rights;
import dev.hastack.sandbox.aws.front.SimulatedAws;
import dev.hastack.sandbox.aws.front.SimulatedRegion;
import dev.hastack.sandbox.aws.front.SimulationOptions;
import dev.hastack.sandbox.aws.wire.AwsWire;
import dev.hastack.sandbox.aws.wire.InProcessHttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DbClusterNotFoundException;
import software.amazon.awssdk.services.rds.model.InvalidDbClusterStateException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** Real SDK clients, the wire, the front, and a database behind them. */
class OverTheWireTest {
  private static final String ACCOUNT = "111122223333";
  private static final String REGION = "us-east-1";
  private static final String KEY = "AKIAALICE";

  private final SimulatedAws<SimulatedRegion> aws =
      SimulatedAws.inVirtualTime(SimulationOptions.calm(3), SimulatedRegion::new);
  private final AwsWire wire = new AwsWire(SimulatedRegion.clients(), aws.backend());
  private final RdsClient rds = client(RdsClient.builder());

  private <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C client(B builder) {
    return builder
        .region(Region.of(REGION))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, "secret")))
        .httpClient(new InProcessHttpClient(wire))
        .overrideConfiguration(each -> each.retryStrategy(AwsRetryStrategy.doNotRetry()))
        .build();
  }

  private void make() {
    List<String> subnets =
        client(Ec2Client.builder()).describeSubnets().subnets().stream()
            .map(Subnet::subnetId)
            .toList();
    rds.createDBSubnetGroup(
        request ->
            request
                .dbSubnetGroupName(Databases.GROUP)
                .dbSubnetGroupDescription("of the shop")
                .subnetIds(subnets));
    rds.createDBCluster(Databases.wanted("app").build());
    rds.createDBInstance(
        request ->
            request
                .dbClusterIdentifier("app")
                .dbInstanceIdentifier("app-0")
                .dbInstanceClass("db.serverless")
                .engine("aurora-postgresql"));
    aws.time().advance(Databases.SETTLED);
  }

  private DBCluster described() {
    return rds.describeDBClusters(request -> request.dbClusterIdentifier("app"))
        .dbClusters()
        .getFirst();
  }

  @Test
  void shouldShowADatabaseItsSecretKeyAndCapacityToRealClients() {
    // Given
    aws.keys().issue(KEY, Principal.user(ACCOUNT, "alice"));

    // When
    make();

    // Then
    DBCluster cluster = described();
    assertThat(cluster.status()).isEqualTo("available");
    assertThat(cluster.serverlessV2ScalingConfiguration().minCapacity()).isEqualTo(0.5);
    assertThat(cluster.dbClusterMembers()).hasSize(1);
    assertThat(
            client(SecretsManagerClient.builder())
                .describeSecret(request -> request.secretId(cluster.masterUserSecret().secretArn()))
                .owningService())
        .isEqualTo("rds");
    assertThat(
            client(KmsClient.builder())
                .describeKey(request -> request.keyId("alias/aws/rds"))
                .keyMetadata()
                .arn())
        .isEqualTo(cluster.kmsKeyId());
    assertThat(capacity()).isNotEmpty().containsOnly(0.5);
  }

  private List<Double> capacity() {
    Instant now = aws.time().now();
    return client(CloudWatchClient.builder())
        .getMetricData(
            request ->
                request
                    .startTime(now.minus(Duration.ofMinutes(5)))
                    .endTime(now)
                    .metricDataQueries(
                        Databases.query(
                            "acu", "ServerlessDatabaseCapacity", "DBClusterIdentifier", "app")))
        .metricDataResults()
        .getFirst()
        .values();
  }

  @Test
  void shouldThrowTheSdksOwnExceptionsWhenRefused() {
    // Given
    aws.keys().issue(KEY, Principal.user(ACCOUNT, "alice"));
    assertThatThrownBy(this::described).isInstanceOf(DbClusterNotFoundException.class);
    make();

    // Then
    assertThatThrownBy(
            () ->
                rds.deleteDBCluster(
                    request -> request.dbClusterIdentifier("app").skipFinalSnapshot(true)))
        .isInstanceOf(InvalidDbClusterStateException.class);
  }

  @Test
  void shouldAskForRightsOnTheClusterItself() {
    // Given
    aws.keys()
        .issue(
            KEY,
            Principal.user(ACCOUNT, "bob")
                .with(
                    Rights.none()
                        .and("ec2:*", "rds:Describe*", "kms:*", "secretsmanager:*", "iam:*")
                        .and(
                            List.of("rds:*"),
                            List.of(
                                "arn:aws:rds:us-east-1:111122223333:*:app",
                                "arn:aws:rds:us-east-1:111122223333:*:app-*"))));

    // When
    make();

    // Then
    assertThat(described().status()).isEqualTo("available");
    assertThatThrownBy(() -> rds.createDBCluster(Databases.wanted("other").build()))
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            denied -> assertThat(denied.awsErrorDetails().errorCode()).isEqualTo("AccessDenied"));
  }

  @Test
  void shouldBeThrottledWhenSomebodyOrdersIt() {
    // Given
    aws.keys().issue(KEY, Principal.user(ACCOUNT, "alice"));
    make();

    // When
    aws.faults()
        .order(FaultRule.of(new Fault.Throttled(), CallFilter.of("rds", "DescribeDBClusters")));

    // Then
    assertThatThrownBy(this::described)
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            refused -> assertThat(refused.isThrottlingException()).isTrue());
  }
}
