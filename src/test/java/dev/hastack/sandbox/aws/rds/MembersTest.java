package dev.hastack.sandbox.aws.rds;

import static dev.hastack.sandbox.aws.rds.Databases.assertRefused;
import static dev.hastack.sandbox.aws.rds.Databases.writer;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterMember;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.ServerlessV2ScalingConfiguration;

/** The members of clusters, their zones and roles, and how roles change. */
class MembersTest {
  private final Databases databases = new Databases();

  @Test
  void shouldHaveOneWriterAndStandInSeveralZonesWhenThereAreSeveralMembers() {
    // When
    DBCluster cluster = databases.cluster("app", 3);

    // Then
    assertThat(writer(cluster)).isEqualTo("app-0");
    assertThat(cluster.multiAZ()).isTrue();
    assertThat(cluster.dbClusterMembers())
        .extracting(DBClusterMember::promotionTier)
        .containsExactly(0, 1, 2);
    assertThat(databases.instance("app-0").availabilityZone())
        .isNotEqualTo(databases.instance("app-1").availabilityZone());
    DBInstance instance = databases.instance("app-1");
    assertThat(instance.dbInstanceStatus()).isEqualTo("available");
    assertThat(instance.storageType()).isEqualTo("aurora");
    assertThat(instance.endpoint().address()).startsWith("app-1.");
    assertThat(instance.dbSubnetGroup().dbSubnetGroupName()).isEqualTo(Databases.GROUP);
  }

  @Test
  void shouldTakeMinutesWhenAMemberIsMade() {
    // Given
    databases.cluster("app", 0);

    // When
    databases.member("app", "app-0", 0);
    databases.pass(Duration.ofMinutes(4));

    // Then
    assertThat(databases.instance("app-0").dbInstanceStatus()).isEqualTo("creating");
    assertThat(databases.instance("app-0").endpoint()).isNull();
    assertThat(writer(databases.described("app"))).isEqualTo("app-0");

    // When
    databases.pass(Duration.ofMinutes(5));

    // Then
    assertThat(databases.instance("app-0").dbInstanceStatus()).isEqualTo("available");
  }

  @Test
  void shouldRefuseAMemberWhenItDoesNotFit() {
    databases.cluster("app", 1);
    databases.cluster(
        "provisioned",
        0,
        request ->
            request.serverlessV2ScalingConfiguration((ServerlessV2ScalingConfiguration) null));

    assertRefused("DBInstanceAlreadyExists", () -> databases.member("app", "app-0", 0));
    assertRefused("DBClusterNotFoundFault", () -> databases.member("none", "none-0", 0));
    assertRefused("InvalidParameterValue", () -> databases.member("provisioned", "p-0", 0));
    assertRefused("InvalidParameterValue", () -> databases.member("app", "app-1", 16));
    assertRefused(
        "InvalidParameterCombination",
        () ->
            databases.rds.createDBInstance(
                request ->
                    request
                        .dbClusterIdentifier("app")
                        .dbInstanceIdentifier("app-1")
                        .dbInstanceClass("db.serverless")
                        .engine("aurora-mysql")));
    assertRefused(
        "InvalidParameterCombination",
        () ->
            databases.rds.createDBInstance(
                request ->
                    request
                        .dbClusterIdentifier("app")
                        .dbInstanceIdentifier("app-1")
                        .dbInstanceClass("db.serverless")
                        .masterUsername("app")
                        .engine("aurora-postgresql")));
    assertRefused(
        "InvalidVPCNetworkStateFault",
        () ->
            databases.rds.createDBInstance(
                request ->
                    request
                        .dbClusterIdentifier("app")
                        .dbInstanceIdentifier("app-1")
                        .dbInstanceClass("db.serverless")
                        .availabilityZone("us-east-1c")
                        .engine("aurora-postgresql")));
  }

  @Test
  void shouldRefuseAMemberWhenTheQuotaIsReached() {
    databases.cluster("app", 1);
    databases.region.quotas().instances(1);

    assertRefused("InstanceQuotaExceeded", () -> databases.member("app", "app-1", 1));
  }

  @Test
  void shouldPromoteTheReaderOfTheBestTierWhenItFailsOver() {
    // Given
    databases.cluster("app", 1);
    databases.member("app", "app-1", 5);
    databases.member("app", "app-2", 1);
    databases.settle();

    // When
    databases.rds.failoverDBCluster(request -> request.dbClusterIdentifier("app"));

    // Then
    assertThat(databases.described("app").status()).isEqualTo("failing-over");
    assertThat(writer(databases.described("app"))).isEqualTo("app-0");

    // When
    databases.pass(Duration.ofMinutes(1));

    // Then
    assertThat(databases.described("app").status()).isEqualTo("available");
    assertThat(writer(databases.described("app"))).isEqualTo("app-2");
    assertThat(databases.described("app").dbClusterMembers())
        .filteredOn(DBClusterMember::isClusterWriter)
        .hasSize(1);
  }

  @Test
  void shouldPromoteWhomIsAskedForWhenItFailsOver() {
    // Given
    databases.cluster("app", 3);

    // Then
    assertRefused("InvalidDBInstanceState", () -> failover("app-0"));

    // When
    failover("app-2");
    databases.settle();

    // Then
    assertThat(writer(databases.described("app"))).isEqualTo("app-2");
  }

  private void failover(String target) {
    databases.rds.failoverDBCluster(
        request -> request.dbClusterIdentifier("app").targetDBInstanceIdentifier(target));
  }

  @Test
  void shouldRefuseToFailOverWhenThereIsNoReader() {
    databases.cluster("app", 1);

    assertRefused(
        "InvalidDBClusterStateFault",
        () -> databases.rds.failoverDBCluster(request -> request.dbClusterIdentifier("app")));
  }

  @Test
  void shouldHaveAReaderWriteWhenTheWriterIsDeleted() {
    // Given
    databases.cluster("app", 2);

    // When
    databases.rds.deleteDBInstance(request -> request.dbInstanceIdentifier("app-0"));

    // Then
    assertThat(databases.instance("app-0").dbInstanceStatus()).isEqualTo("deleting");
    assertThat(databases.described("app").status()).isEqualTo("failing-over");

    // When
    databases.settle();

    // Then
    DBCluster cluster = databases.described("app");
    assertThat(writer(cluster)).isEqualTo("app-1");
    assertThat(cluster.dbClusterMembers()).hasSize(1);
    assertRefused("DBInstanceNotFound", () -> databases.instance("app-0"));
  }

  @Test
  void shouldLoseItsLastMemberWhenThatIsDeletedThoughTheClusterIsProtected() {
    // Given
    databases.cluster("app", 1, request -> request.deletionProtection(true));

    // When
    databases.rds.deleteDBInstance(request -> request.dbInstanceIdentifier("app-0"));
    databases.settle();

    // Then
    assertThat(databases.described("app").dbClusterMembers()).isEmpty();
    assertThat(databases.described("app").status()).isEqualTo("available");

    // When
    databases.member("app", "app-9", 0);
    databases.settle();

    // Then
    assertThat(writer(databases.described("app"))).isEqualTo("app-9");
  }

  @Test
  void shouldHaveAReaderWriteWhenTheWriterIsLost() {
    // Given
    databases.cluster("app", 2);

    // When
    databases.region.incidents().loseMember("app-0");
    databases.settle();

    // Then
    assertThat(writer(databases.described("app"))).isEqualTo("app-1");
  }

  @Test
  void shouldWaitForTheMembersWindowWhenItsClassChanges() {
    // Given
    databases.cluster("app", 1);
    databases.rds.modifyDBInstance(
        request ->
            request.dbInstanceIdentifier("app-0").promotionTier(3).dbInstanceClass("db.r6g.large"));

    // Then
    databases.settle();
    assertThat(databases.instance("app-0").promotionTier()).isEqualTo(3);
    assertThat(databases.instance("app-0").dbInstanceClass()).isEqualTo("db.serverless");
    assertThat(databases.instance("app-0").pendingModifiedValues().dbInstanceClass())
        .isEqualTo("db.r6g.large");

    // When
    databases.pass(Duration.ofDays(8));

    // Then
    assertThat(databases.instance("app-0").dbInstanceClass()).isEqualTo("db.r6g.large");
    assertThat(databases.instance("app-0").pendingModifiedValues()).isNull();
  }

  @Test
  void shouldRefuseAChangeWhenTheMemberIsBusy() {
    databases.cluster("app", 0);
    databases.member("app", "app-0", 0);

    assertRefused(
        "InvalidDBInstanceState",
        () ->
            databases.rds.modifyDBInstance(
                request -> request.dbInstanceIdentifier("app-0").promotionTier(1)));
    assertRefused(
        "InvalidDBInstanceState",
        () -> databases.rds.rebootDBInstance(request -> request.dbInstanceIdentifier("app-0")));
  }
}
