package dev.hastack.sandbox.aws.rds;

import static dev.hastack.sandbox.aws.rds.Databases.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterMember;
import software.amazon.awssdk.services.rds.model.ModifyDbClusterRequest;

/** What of a change is done at once, what waits, and the upgrades. */
class ClusterChangesTest {
  private static final Duration UNTIL_AFTER_THE_WINDOW = Duration.ofDays(7).plusHours(1);
  private static final Instant WINDOW = Instant.parse("2026-03-08T04:30:00Z");

  private final Databases databases = new Databases();

  @Test
  void shouldChangeTheCapacityAtOnceAndAloneWhenSomethingElseWaits() {
    // Given
    databases.cluster("app", 2);
    databases.modify("app", request -> request.backupRetentionPeriod(9));

    // When
    databases.modify("app", request -> range(request, 1, 8));

    // Then
    DBCluster modifying = databases.described("app");
    assertThat(modifying.status()).isEqualTo("modifying");
    assertThat(modifying.serverlessV2ScalingConfiguration().maxCapacity()).isEqualTo(8);
    assertThat(modifying.backupRetentionPeriod()).isEqualTo(1);
    assertThat(modifying.pendingModifiedValues().backupRetentionPeriod()).isEqualTo(9);
    assertRefused(
        "InvalidDBClusterStateFault",
        () -> databases.modify("app", request -> range(request, 1, 9)));

    // When
    databases.settle();

    // Then
    assertThat(databases.described("app").status()).isEqualTo("available");
  }

  @Test
  void shouldWaitForTheWindowWhenAChangeIsDeferred() {
    // Given
    databases.cluster("app", 1);

    // When
    databases.modify("app", request -> request.backupRetentionPeriod(9).engineVersion("16.9"));

    // Then
    DBCluster waiting = databases.described("app");
    assertThat(waiting.status()).isEqualTo("available");
    assertThat(waiting.pendingModifiedValues().engineVersion()).isEqualTo("16.9");
    assertThat(waiting.engineVersion()).isEqualTo("16.6");

    // When
    databases.pass(Duration.between(databases.now(), WINDOW.plusSeconds(1)));

    // Then
    assertThat(databases.described("app").status()).isEqualTo("upgrading");
    assertThat(databases.instance("app-0").dbInstanceStatus()).isEqualTo("upgrading");

    // When
    databases.settle();

    // Then
    DBCluster done = databases.described("app");
    assertThat(done.status()).isEqualTo("available");
    assertThat(done.engineVersion()).isEqualTo("16.9");
    assertThat(done.backupRetentionPeriod()).isEqualTo(9);
    assertThat(done.pendingModifiedValues()).isNull();
    assertThat(databases.instance("app-0").engineVersion()).isEqualTo("16.9");
  }

  @Test
  void shouldWaitForTheOtherWindowWhenThatIsMoved() {
    // Given
    databases.cluster("app", 1);
    databases.modify("app", request -> request.backupRetentionPeriod(9));

    // When
    databases.modify("app", request -> request.preferredMaintenanceWindow("wed:04:30-wed:05:30"));
    databases.pass(Duration.between(databases.now(), WINDOW.minus(Duration.ofDays(4))));

    // Then
    assertThat(databases.described("app").status()).isEqualTo("modifying");
    assertThat(databases.described("app").backupRetentionPeriod()).isEqualTo(9);
  }

  @Test
  void shouldNotTouchTheClusterInAWindowThatIsItsNoMore() {
    // Given
    databases.cluster("app", 1);
    databases.modify("app", request -> request.backupRetentionPeriod(9));
    databases.modify("app", request -> request.preferredMaintenanceWindow("mon:04:30-mon:05:30"));
    databases.settle();
    databases.modify("app", request -> request.preferredMaintenanceWindow("tue:04:30-tue:05:30"));

    // When
    databases.pass(
        Duration.between(databases.now(), WINDOW.minus(Duration.ofDays(5)).minusSeconds(1)));

    // Then
    assertThat(databases.described("app").pendingModifiedValues()).isNotNull();

    // When
    databases.pass(Duration.ofSeconds(1));

    // Then
    assertThat(databases.described("app").pendingModifiedValues()).isNull();
  }

  @Test
  void shouldDoAllThatWaitsWhenAnythingIsAppliedImmediately() {
    // Given
    databases.cluster("app", 1);
    databases.modify("app", request -> request.engineVersion("16.9"));

    // When
    databases.modify("app", request -> request.backupRetentionPeriod(9).applyImmediately(true));

    // Then
    assertThat(databases.described("app").status()).isEqualTo("upgrading");

    // When
    databases.settle();

    // Then
    assertThat(databases.described("app").engineVersion()).isEqualTo("16.9");
    assertThat(databases.described("app").backupRetentionPeriod()).isEqualTo(9);
  }

  @Test
  void shouldTakeBackWhatWaitsWhenAskedForWhatIs() {
    // Given
    databases.cluster("app", 1);
    databases.modify("app", request -> request.backupRetentionPeriod(9));

    // When
    databases.modify("app", request -> request.backupRetentionPeriod(1));

    // Then
    assertThat(databases.described("app").pendingModifiedValues()).isNull();

    // When
    databases.pass(UNTIL_AFTER_THE_WINDOW);

    // Then
    assertThat(databases.described("app").backupRetentionPeriod()).isEqualTo(1);
  }

  @Test
  void shouldTakeOnlyProtectionWhenTheClusterIsUnusable() {
    // Given
    databases.cluster("app", 1, request -> request.deletionProtection(true));
    databases.region.incidents().failUsing("app", RdsIncidents.Unusable.FAILED);

    // Then
    assertRefused("InvalidDBClusterStateFault", () -> databases.modify("app", any -> {}));
    assertRefused(
        "InvalidDBClusterStateFault",
        () ->
            databases.modify(
                "app", request -> request.deletionProtection(false).backupRetentionPeriod(9)));
    assertThat(databases.described("app").deletionProtection()).isTrue();

    // When
    databases.modify("app", request -> request.deletionProtection(false));

    // Then
    assertThat(databases.described("app").deletionProtection()).isFalse();
    assertThat(databases.described("app").status()).isEqualTo("failed");
  }

  @Test
  void shouldStayAvailableWhenNothingChanges() {
    databases.cluster("app", 1);

    databases.modify("app", request -> range(request, 0.5, 4));

    assertThat(databases.described("app").status()).isEqualTo("available");
  }

  @Test
  void shouldNeedARebootOnlyWhenTheMaximumChanges() {
    // Given
    databases.cluster("app", 2);

    // When
    databases.modify("app", request -> range(request, 1, 4));
    databases.settle();

    // Then
    assertThat(databases.described("app").dbClusterMembers())
        .extracting(DBClusterMember::dbClusterParameterGroupStatus)
        .containsOnly("in-sync");

    // When
    databases.modify("app", request -> range(request, 1, 16));
    databases.settle();

    // Then
    assertThat(databases.described("app").dbClusterMembers())
        .extracting(DBClusterMember::dbClusterParameterGroupStatus)
        .containsOnly("pending-reboot");
    assertThat(databases.instance("app-1").dbParameterGroups().getFirst().parameterApplyStatus())
        .isEqualTo("pending-reboot");

    // When
    databases.rds.rebootDBInstance(request -> request.dbInstanceIdentifier("app-1"));
    assertThat(databases.instance("app-1").dbInstanceStatus()).isEqualTo("rebooting");
    databases.settle();

    // Then
    assertThat(databases.described("app").dbClusterMembers())
        .extracting(DBClusterMember::dbClusterParameterGroupStatus)
        .containsExactly("pending-reboot", "in-sync");
    assertThat(databases.instance("app-1").dbInstanceStatus()).isEqualTo("available");
  }

  @Test
  void shouldRefuseAVersionWhenItIsOlderOrMajorWithoutLeave() {
    // Given
    databases.cluster("app", 1);

    // Then
    assertRefused(
        "InvalidParameterCombination",
        () -> databases.modify("app", request -> request.engineVersion("16.4")));
    assertRefused(
        "InvalidParameterCombination",
        () -> databases.modify("app", request -> request.engineVersion("17.5")));

    // When
    databases.modify(
        "app",
        request ->
            request.engineVersion("17.5").allowMajorVersionUpgrade(true).applyImmediately(true));
    databases.settle();

    // Then
    DBCluster upgraded = databases.described("app");
    assertThat(upgraded.engineVersion()).isEqualTo("17.5");
    assertThat(upgraded.dbClusterParameterGroup()).isEqualTo("default.aurora-postgresql17");
  }

  @Test
  void shouldUpgradeByItselfInTheWindowUnlessSwitchedOffOrRequired() {
    // Given
    databases.cluster("app", 1);
    databases.cluster("still", 1, request -> request.autoMinorVersionUpgrade(false));

    // When
    databases.region.incidents().automaticMinorUpgrade("app");
    databases.region.incidents().automaticMinorUpgrade("still");

    // Then
    assertThat(
            databases
                .rds
                .describePendingMaintenanceActions()
                .pendingMaintenanceActions()
                .getFirst()
                .resourceIdentifier())
        .endsWith(":cluster:app");

    // When
    databases.pass(UNTIL_AFTER_THE_WINDOW);

    // Then
    assertThat(databases.described("app").engineVersion()).isEqualTo("16.9");
    assertThat(databases.described("still").engineVersion()).isEqualTo("16.6");

    // When
    databases.region.incidents().requiredMinorUpgrade("still");
    databases.pass(UNTIL_AFTER_THE_WINDOW);

    // Then
    assertThat(databases.described("still").engineVersion()).isEqualTo("16.9");
  }

  @Test
  void shouldKeepThePasswordInASecretOfItsOwnWhenRdsManagesIt() {
    // Given
    String arn = databases.cluster("app", 1).masterUserSecret().secretArn();
    var secrets = databases.secrets.service();
    String first = secrets.getSecretValue(request -> request.secretId(arn)).secretString();

    // Then
    assertThat(secrets.describeSecret(request -> request.secretId(arn)))
        .satisfies(secret -> assertThat(secret.name()).startsWith("rds!cluster-"))
        .satisfies(secret -> assertThat(secret.owningService()).isEqualTo("rds"));
    assertThat(databases.described("app").masterUserSecret().secretStatus()).isEqualTo("active");

    // When
    databases.modify(
        "app", request -> request.rotateMasterUserPassword(true).applyImmediately(true));

    // Then
    assertThat(secrets.getSecretValue(request -> request.secretId(arn)).secretString())
        .isNotEqualTo(first);

    // When
    databases.modify(
        "app",
        request -> request.manageMasterUserPassword(false).masterUserPassword("known-to-somebody"));

    // Then
    assertThat(databases.described("app").masterUserSecret()).isNull();
    assertThat(secrets.listSecrets().secretList()).isEmpty();
  }

  private static void range(ModifyDbClusterRequest.Builder request, double least, double most) {
    request.serverlessV2ScalingConfiguration(range -> range.minCapacity(least).maxCapacity(most));
  }
}
