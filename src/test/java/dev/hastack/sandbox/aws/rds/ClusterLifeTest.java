package dev.hastack.sandbox.aws.rds;

import static dev.hastack.sandbox.aws.rds.Databases.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.rds.model.DBCluster;

/** Clusters as they are made, shown and refused. */
class ClusterLifeTest {
  private final Databases databases = new Databases();

  @Test
  void shouldBecomeAvailableWithItsDefaultsWhenCreated() {
    // Given
    databases.subnetGroup();

    // When
    databases.rds.createDBCluster(Databases.wanted("app").build());

    // Then
    DBCluster creating = databases.described("app");
    assertThat(creating.status()).isEqualTo("creating");
    assertThat(creating.dbClusterResourceId()).matches("cluster-[A-Z2-7]{26}");
    assertThat(creating.endpoint())
        .matches("app\\.cluster-[a-z0-9]{12}\\.us-east-1\\.rds\\.amazonaws\\.com");
    assertThat(creating.readerEndpoint()).contains("app.cluster-ro-");
    assertThat(creating.latestRestorableTime()).isNull();

    // When
    databases.settle();

    // Then
    DBCluster cluster = databases.described("app");
    assertThat(cluster.status()).isEqualTo("available");
    assertThat(cluster.allocatedStorage()).isEqualTo(1);
    assertThat(cluster.storageType()).isNull();
    assertThat(cluster.port()).isEqualTo(5432);
    assertThat(cluster.autoMinorVersionUpgrade()).isTrue();
    assertThat(cluster.deletionProtection()).isFalse();
    assertThat(cluster.backupRetentionPeriod()).isEqualTo(1);
    assertThat(cluster.kmsKeyId()).startsWith("arn:aws:kms:us-east-1:123456789012:key/");
    assertThat(cluster.vpcSecurityGroups()).hasSize(1);
    assertThat(cluster.pendingModifiedValues()).isNull();
    assertThat(cluster.latestRestorableTime()).isBefore(databases.now());
  }

  @Test
  void shouldHaveRandomWindowsThatDoNotOverlapWhenNoneAreSent() {
    // When
    for (int index = 0; index < 40; index++) {
      String id = "app" + index;
      databases.cluster(
          id, 0, request -> request.preferredBackupWindow(null).preferredMaintenanceWindow(null));
    }

    // Then
    assertThat(databases.rds.describeDBClusters().dbClusters())
        .hasSize(40)
        .noneMatch(
            cluster ->
                Window.maintenance(cluster.preferredMaintenanceWindow())
                    .overlaps(Window.backup(cluster.preferredBackupWindow())))
        .extracting(DBCluster::preferredMaintenanceWindow)
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({"16, 16.8", "16.6, 16.6", "17, 17.4"})
  void shouldShowTheWholeVersionWhenItWasSentInPart(String sent, String shown) {
    assertThat(databases.cluster("app", 0, request -> request.engineVersion(sent)).engineVersion())
        .isEqualTo(shown);
  }

  @Test
  void shouldHaveAnotherResourceIdWhenItsNameIsUsedAgain() {
    // Given
    String first = databases.cluster("app", 0).dbClusterResourceId();
    databases.rds.deleteDBCluster(
        request -> request.dbClusterIdentifier("app").skipFinalSnapshot(true));
    databases.settle();
    assertThat(databases.clusters()).isEmpty();

    // When
    String second = databases.cluster("app", 0).dbClusterResourceId();

    // Then
    assertThat(second).isNotEqualTo(first);
  }

  @Test
  void shouldRefuseWhenItsNameIsTaken() {
    databases.cluster("app", 0);

    assertRefused("DBClusterAlreadyExistsFault", () -> create("APP", 1, 4));
  }

  @Test
  void shouldRefuseWhenTheQuotaIsReached() {
    databases.cluster("app", 0);
    databases.region.quotas().clusters(1);

    assertRefused("DBClusterQuotaExceededFault", () -> create("other", 1, 4));
  }

  @ParameterizedTest
  @CsvSource({"2, 1", "0.75, 4", "0.5, 0.5", "0.5, 256.5", "0.25, 2"})
  void shouldRefuseACapacityRangeWhenItIsNone(double least, double most) {
    databases.subnetGroup();

    assertRefused("InvalidParameterValue", () -> create("app", least, most));
  }

  @ParameterizedTest
  @CsvSource({"15.5, 0, 4", "15.4, 0.5, 256"})
  void shouldRefuseACapacityRangeWhenTheVersionCannot(String version, double least, double most) {
    databases.subnetGroup();

    assertRefused(
        "InvalidParameterValue",
        () ->
            databases.rds.createDBCluster(
                Databases.wanted("app")
                    .engineVersion(version)
                    .serverlessV2ScalingConfiguration(
                        range -> range.minCapacity(least).maxCapacity(most))
                    .build()));
  }

  @Test
  void shouldShowThePauseOnlyWhenTheMinimumIsZero() {
    // When
    DBCluster pausing =
        databases.cluster(
            "pausing",
            0,
            request ->
                request.serverlessV2ScalingConfiguration(
                    range -> range.minCapacity(0.0).maxCapacity(4.0)));
    DBCluster other =
        databases.cluster(
            "other",
            0,
            request ->
                request.serverlessV2ScalingConfiguration(
                    range -> range.minCapacity(0.5).maxCapacity(4.0).secondsUntilAutoPause(600)));

    // Then
    assertThat(pausing.serverlessV2ScalingConfiguration().secondsUntilAutoPause()).isEqualTo(300);
    assertThat(other.serverlessV2ScalingConfiguration().secondsUntilAutoPause()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sun:04:30", "sun:04:30-sun:04:45", "son:04:30-son:05:30"})
  void shouldRefuseAWindowWhenItIsNone(String window) {
    databases.subnetGroup();

    assertRefused(
        "InvalidParameterValue",
        () ->
            databases.rds.createDBCluster(
                Databases.wanted("app").preferredMaintenanceWindow(window).build()));
  }

  @Test
  void shouldRefuseWindowsWhenTheyOverlap() {
    databases.subnetGroup();

    assertRefused(
        "InvalidParameterCombination",
        () ->
            databases.rds.createDBCluster(
                Databases.wanted("app").preferredBackupWindow("05:00-05:30").build()));
  }

  @Test
  void shouldRefuseWhenNamesUsersOrDatabasesAreNot() {
    databases.subnetGroup();

    assertRefused("InvalidParameterValue", () -> create("1app", 1, 4));
    assertRefused("InvalidParameterValue", () -> create("app--1", 1, 4));
    assertRefused(
        "InvalidParameterValue",
        () ->
            databases.rds.createDBCluster(
                Databases.wanted("app").masterUsername("rdsadmin").build()));
    assertRefused(
        "InvalidParameterValue",
        () ->
            databases.rds.createDBCluster(Databases.wanted("app").databaseName("my-app").build()));
    assertRefused(
        "InvalidParameterCombination",
        () ->
            databases.rds.createDBCluster(Databases.wanted("app").engineVersion("16.99").build()));
  }

  @Test
  void shouldRefuseWhenASecurityGroupIsOfAnotherVpc() {
    databases.subnetGroup();
    String foreign = databases.groupOfAnotherVpc();

    assertRefused(
        "InvalidVPCNetworkStateFault",
        () ->
            databases.rds.createDBCluster(
                Databases.wanted("app").vpcSecurityGroupIds(foreign).build()));
  }

  @Test
  void shouldSayWhatIsNotModelledWhenItIsAskedFor() {
    databases.subnetGroup();

    assertRefused(
        "NotImplemented",
        () ->
            databases.rds.createDBCluster(
                Databases.wanted("app").globalClusterIdentifier("world").build()));
  }

  @Test
  void shouldStopAndStartWhenToldTo() {
    // Given
    databases.cluster("app", 2);

    // When
    databases.rds.stopDBCluster(request -> request.dbClusterIdentifier("app"));
    databases.settle();

    // Then
    assertThat(databases.described("app").status()).isEqualTo("stopped");
    assertThat(databases.instance("app-1").dbInstanceStatus()).isEqualTo("stopped");
    assertThat(databases.region.incidents().capacity("app")).isEmpty();
    assertRefused(
        "InvalidDBClusterStateFault",
        () -> databases.modify("app", request -> request.deletionProtection(true)));
    assertRefused(
        "InvalidDBClusterStateFault",
        () ->
            databases.rds.deleteDBCluster(
                request -> request.dbClusterIdentifier("app").skipFinalSnapshot(true)));

    // When
    databases.rds.startDBCluster(request -> request.dbClusterIdentifier("app"));
    databases.settle();

    // Then
    assertThat(databases.described("app").status()).isEqualTo("available");
    assertThat(databases.instance("app-1").dbInstanceStatus()).isEqualTo("available");
    assertThat(databases.region.incidents().capacity("app")).hasValue(0.5);
  }

  @Test
  void shouldStartByItselfWhenStoppedForSevenDays() {
    // Given
    databases.cluster("app", 1);
    databases.rds.stopDBCluster(request -> request.dbClusterIdentifier("app"));

    // When
    databases.pass(Duration.ofDays(7).plusHours(1));

    // Then
    assertThat(databases.described("app").status()).isEqualTo("available");
  }

  @Test
  void shouldShowThePastWhenReadsLag() {
    // Given
    var late = new Databases(Duration.ofSeconds(5));
    late.pass(Duration.ofSeconds(5));
    late.subnetGroup();

    // When
    late.rds.createDBCluster(Databases.wanted("app").build());

    // Then
    assertThat(late.clusters()).isEmpty();
    assertRefused("DBClusterNotFoundFault", () -> late.described("app"));

    // When
    late.pass(Duration.ofSeconds(5));

    // Then
    assertThat(late.clusters()).containsExactly("app");
  }

  private void create(String id, double least, double most) {
    databases.rds.createDBCluster(
        Databases.wanted(id)
            .serverlessV2ScalingConfiguration(range -> range.minCapacity(least).maxCapacity(most))
            .build());
  }
}
