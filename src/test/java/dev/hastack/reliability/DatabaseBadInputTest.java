package dev.hastack.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.provider.aws.AwsTags;
import dev.hastack.sandbox.aws.wire.Backend;
import dev.hastack.sandbox.aws.wire.WireCall;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.rds.model.DescribeDbEngineVersionsRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbEngineVersionsResponse;

/** A database that AWS would not make: said before anything of its stack is there. */
class DatabaseBadInputTest extends DatabaseScene {
  private static final Duration A_WHILE = Duration.ofMinutes(3);

  /** What AWS makes where no version is named, or only a major one; null for what it usually is. */
  private @Nullable String defaultVersion;

  /** What AWS offers no more; null for nothing. */
  private @Nullable String withdrawn;

  DatabaseBadInputTest() {
    super(61);
  }

  @Override
  SdkPojo answer(WireCall call, Backend aws) {
    SdkPojo answer = answerOfDefault(call, aws);
    return answer instanceof DescribeDbEngineVersionsResponse offered
        ? offered.toBuilder()
            .dbEngineVersions(
                offered.dbEngineVersions().stream()
                    .filter(each -> !each.engineVersion().equals(withdrawn))
                    .toList())
            .build()
        : answer;
  }

  private SdkPojo answerOfDefault(WireCall call, Backend aws) {
    return super.answer(
        call.request() instanceof DescribeDbEngineVersionsRequest request
                && Boolean.TRUE.equals(request.defaultOnly())
                && defaultVersion != null
            ? new WireCall(
                call.accessKeyId(),
                call.region(),
                call.signingName(),
                call.operation(),
                call.method(),
                request.toBuilder().engineVersion(defaultVersion).defaultOnly(false).build())
            : call,
        aws);
  }

  /** Nothing is made, and a person is told why. */
  private void assertRefused(FleetManifest wanted, String... why) {
    var before = cluster.outsider().view().shapes();
    stack.apply(wanted.text());
    cluster.runFor(A_WHILE);
    assertThat(cluster.outsider().view().shapes()).isEqualTo(before);
    assertThat(stalled()).contains(why);
  }

  private String stalled() {
    return Objects.requireNonNull(stack.object().getStatus().conditions()).stream()
        .filter(condition -> condition.type().equals("Stalled"))
        .map(Condition::message)
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({"16.7, 16.8", "16.99, 16.10"})
  void shouldNameTheVersionsThatAreOfferedWhenItIsNone(String version, String nearest) {
    assertRefused(
        manifest.with("\"16.6\"", "\"" + version + '"'),
        "spec.aws.database.engineVersion is " + version,
        "choose " + nearest,
        "16.6");
  }

  @ParameterizedTest
  @ValueSource(strings = {"8.0.mysql_aurora.3.08", "8.0.mysql_aurora.3.8.0"})
  void shouldNameTheVersionWhenItIsNotSpeltAsAwsSpellsIt(String version) {
    assertRefused(
        manifest
            .with("engine: aurora-postgresql", "engine: aurora-mysql")
            .with("\"16.6\"", "\"" + version + '"'),
        "spec.aws.database.engineVersion is " + version,
        "choose 8.0.mysql_aurora.3.08.0");
  }

  /** AWS restores in the snapshot's version unless it is told another. */
  @ParameterizedTest
  @ValueSource(strings = {"", "engineVersion: \"16\""})
  void shouldNameTheNearestVersionWhenThatOfTheSnapshotIsOfferedNoMore(String version) {
    // Given
    settled(manifest);
    stack.delete(cluster.now());
    cluster.settle(BOUND);
    String snapshot = databases().snapshots().getLast().dbClusterSnapshotIdentifier();
    FleetManifest restored =
        manifest.with("readers: 1", "readers: 1\n      restoreFrom: {snapshot: " + snapshot + "}");
    withdrawn = "16.6";

    // Then
    assertRefused(
        restored.with("engineVersion: \"16.6\"", version),
        snapshot + " is of version 16.6",
        "choose 16.8");

    // When
    settled(restored.with("\"16.6\"", "\"16.8\""));

    // Then
    assertThat(database().engineVersion()).isEqualTo("16.8");
  }

  @Test
  void shouldRefuseASnapshotOfAnotherAccount() {
    String theirs = "arn:aws:rds:us-east-1:999988887777:cluster-snapshot:orders";
    assertRefused(
        manifest.with(
            "readers: 1", "readers: 1\n      restoreFrom: {snapshot: \"" + theirs + "\"}"),
        theirs,
        "another account than " + VirtualCluster.ACCOUNT);
  }

  @Test
  void shouldSayThatThereIsNoSuchMajorVersion() {
    assertRefused(manifest.with("\"16.6\"", "\"9.6\""), "9.6", "no version of that major version");
  }

  @ParameterizedTest
  @CsvSource({"15.4, 0.5, 256, 0.5 to 128", "16.2, 0, 16, 0.5 to 256"})
  void shouldRefuseARangeThatTheVersionCannotDo(
      String version, String min, String max, String possible) {
    assertRefused(
        manifest
            .with("\"16.6\"", "\"" + version + "\"")
            .with(
                "minACU: \"0.5\", maxACU: \"16\"",
                "minACU: \"" + min + "\", maxACU: \"" + max + '"'),
        "spec.aws.database.capacity is " + min + " to " + max,
        possible);
  }

  /** What other versions do does not help: AWS makes its default one. */
  @ParameterizedTest
  @CsvSource({"'', 0.5", "'engineVersion: \"16\"', 0"})
  void shouldRefuseARangeThatOnlyOtherVersionsDoThanTheOneAwsWouldMake(String version, String min) {
    defaultVersion = min.equals("0") ? "16.1" : "15.4";
    assertRefused(
        manifest
            .with("engineVersion: \"16.6\"", version)
            .with("minACU: \"0.5\", maxACU: \"16\"", "minACU: \"" + min + "\", maxACU: \"256\""),
        "spec.aws.database.capacity is " + min + " to 256",
        "engine version " + defaultVersion);

    // When
    defaultVersion = null;
    cluster.settle(BOUND);

    // Then
    assertThat(database().engineVersion()).isEqualTo(version.isEmpty() ? "17.4" : "16.8");
  }

  @Test
  void shouldRefuseWindowsThatOverlap() {
    assertRefused(
        manifest.with("window: \"03:00-04:00\"", "window: \"05:00-06:00\""),
        "05:00-06:00",
        "sun:04:30-sun:05:30",
        "overlap");
  }

  @ParameterizedTest
  @CsvSource({
    "sun:04:30-sun:05:30, sun:04:30-sun:04:50, 20 minutes",
    "03:00-04:00, 23:50-00:15, 25 minutes"
  })
  void shouldRefuseWindowsThatAreTooShort(String before, String after, String length) {
    assertRefused(manifest.with(before, after), after, length, "at least 30");
  }

  @Test
  void shouldRefuseSubnetsOfOneZone() {
    // Given
    String vpcId = cluster.outsider().ec2().describeSubnets().subnets().getFirst().vpcId();
    List<String> subnets =
        List.of("172.31.128.0/20", "172.31.144.0/20").stream()
            .map(
                block ->
                    cluster
                        .outsider()
                        .ec2()
                        .createSubnet(
                            subnet ->
                                subnet.vpcId(vpcId).cidrBlock(block).availabilityZone("us-east-1b"))
                        .subnet()
                        .subnetId())
            .toList();

    // Then
    assertRefused(
        manifest.with("readers: 1", "readers: 1\n      subnetIds: " + subnets),
        "spec.aws.database.subnetIds",
        "us-east-1b",
        "two zones");
  }

  @Test
  void shouldRefuseSecurityGroupOfAnotherVpc() {
    // Given
    var ec2 = cluster.outsider().ec2();
    String other = ec2.createVpc(vpc -> vpc.cidrBlock("10.9.0.0/16")).vpc().vpcId();
    String stranger =
        ec2.createSecurityGroup(
                group -> group.groupName("stranger").description("another's").vpcId(other))
            .groupId();

    // Then
    assertRefused(
        manifest.with("readers: 1", "readers: 1\n      securityGroupIds: [" + stranger + "]"),
        "spec.aws.database.securityGroupIds",
        stranger,
        other);
  }

  @Test
  void shouldNameTheKeyWhenThereIsNone() {
    assertRefused(
        manifest.with("readers: 1", "readers: 1\n      encryption: {kmsKeyId: alias/nowhere}"),
        "spec.aws.database.encryption.kmsKeyId is alias/nowhere");
  }

  @Test
  void shouldWaitForTheKeyWhenItIsDisabledAndUseItWhenItIsEnabled() {
    // Given
    String key = region().kms().provideKey("alias/shop");
    region().kms().become(key, KeyState.DISABLED);
    FleetManifest encrypted =
        manifest.with("readers: 1", "readers: 1\n      encryption: {kmsKeyId: alias/shop}");

    // Then
    assertRefused(encrypted, "alias/shop", "Disabled");

    // When
    region().kms().become(key, KeyState.ENABLED);
    settled(encrypted);

    // Then
    assertThat(databases().clusters().getFirst().kmsKeyId()).isEqualTo(key);
  }

  /** What AWS tells nobody before it is asked for. */
  @Test
  void shouldServeWithoutDatabaseWhileTheQuotaIsReached() {
    // Given
    region().rds().quotas().clusters(0);

    // When
    stack.apply(manifest.text());
    cluster.runFor(A_WHILE);

    // Then
    assertThat(databases().clusters()).isEmpty();
    assertThat(cluster.outsider().view().groups()).hasSize(1);
    assertThat(stalled()).contains("DBClusterQuotaExceededFault");

    // When
    region().rds().quotas().clusters(1);
    settled(manifest);
    assertThat(databases().clusters()).hasSize(1);
  }

  @Test
  void shouldNotRestoreAnotherStacksData() {
    // Given
    cluster
        .stack("storefront-2")
        .apply(FleetManifest.web("storefront-2", cluster.outsider()).withDatabase().text());
    cluster.settle(Duration.ofHours(1));
    String theirs = databases().clusters().getFirst().dbClusterIdentifier();
    cluster
        .outsider()
        .rds()
        .createDBClusterSnapshot(
            request ->
                request.dbClusterIdentifier(theirs).dbClusterSnapshotIdentifier("their-orders"));
    cluster.runFor(A_WHILE);

    // When
    stack.apply(
        manifest
            .with("readers: 1", "readers: 1\n      restoreFrom: {snapshot: their-orders}")
            .text());
    cluster.runFor(A_WHILE);

    // Then
    assertThat(databases().clusters()).hasSize(1);
    assertThat(stalled())
        .contains(
            "spec.aws.database.restoreFrom.snapshot is their-orders",
            "not marked as this stack's",
            "hastack.dev/snapshot-of=");

    // When: whoever owns the snapshot admits it
    tag(
        databases().snapshots().getFirst().dbClusterSnapshotArn(),
        AwsTags.SNAPSHOT_OF,
        AwsTags.snapshotOf(stack.id()));
    cluster.settle(BOUND);

    // Then
    assertThat(databases().clusters()).hasSize(2);
    assertThat(condition("Ready").status()).isEqualTo(Condition.Status.True);
  }
}
