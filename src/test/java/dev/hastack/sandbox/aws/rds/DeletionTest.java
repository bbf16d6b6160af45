package dev.hastack.sandbox.aws.rds;

import static dev.hastack.sandbox.aws.rds.Databases.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterSnapshot;

/** What a deletion needs, and what stays after it. */
class DeletionTest {
  private final Databases databases = new Databases();

  @Test
  void shouldRefuseWhenTheClusterIsProtected() {
    // Given
    databases.cluster("app", 0, request -> request.deletionProtection(true));

    // Then
    assertRefused("InvalidParameterCombination", this::deleteWithoutSnapshot);

    // When
    databases.modify("app", request -> request.deletionProtection(false));
    databases.settle();
    deleteWithoutSnapshot();
    databases.settle();

    // Then
    assertThat(databases.clusters()).isEmpty();
  }

  @Test
  void shouldRefuseUntilItsMembersAreBeingDeleted() {
    // Given
    databases.cluster("app", 1);

    // Then
    assertRefused("InvalidDBClusterStateFault", this::deleteWithoutSnapshot);

    // When
    databases.rds.deleteDBInstance(request -> request.dbInstanceIdentifier("app-0"));
    deleteWithoutSnapshot();

    // Then
    assertThat(databases.described("app").status()).isEqualTo("deleting");
    assertRefused(
        "InvalidDBClusterStateFault",
        () -> databases.modify("app", request -> request.deletionProtection(true)));

    // When
    databases.settle();

    // Then
    assertThat(databases.clusters()).isEmpty();
    assertThat(databases.rds.describeDBInstances().dbInstances()).isEmpty();
  }

  @Test
  void shouldGoOnWhenItIsToFailWhileItIsDeleted() {
    // Given
    databases.cluster("app", 0);
    deleteWithoutSnapshot();

    // Then
    assertRefused(
        "InvalidDBClusterStateFault",
        () -> databases.region.incidents().failUsing("app", RdsIncidents.Unusable.FAILED));
    assertThat(databases.described("app").status()).isEqualTo("deleting");

    // When
    databases.settle();

    // Then
    assertThat(databases.clusters()).isEmpty();
  }

  @Test
  void shouldSayOneOfSkipOrName() {
    databases.cluster("app", 0);

    assertRefused(
        "InvalidParameterCombination",
        () -> databases.rds.deleteDBCluster(request -> request.dbClusterIdentifier("app")));
    assertRefused(
        "InvalidParameterCombination",
        () ->
            databases.rds.deleteDBCluster(
                request ->
                    request
                        .dbClusterIdentifier("app")
                        .skipFinalSnapshot(true)
                        .finalDBSnapshotIdentifier("last")));
  }

  @Test
  void shouldLeaveASnapshotOfThisLifeWhenItIsDeleted() {
    // Given
    DBCluster first = databases.cluster("app", 0);

    // When
    deleteWithSnapshot("last-1");
    assertThat(databases.snapshot("last-1").status()).isEqualTo("creating");
    databases.settle();
    DBCluster second = databases.cluster("app", 0);
    deleteWithSnapshot("last-2");
    databases.settle();

    // Then
    assertThat(databases.snapshot("last-1").status()).isEqualTo("available");
    assertThat(databases.rds.describeDBClusterSnapshots().dbClusterSnapshots())
        .extracting(DBClusterSnapshot::dbClusterResourceId)
        .containsExactly(first.dbClusterResourceId(), second.dbClusterResourceId());
  }

  @Test
  void shouldRefuseWhenTheSnapshotCannotBe() {
    // Given
    String key = databases.kms.provideKey("alias/app");
    databases.cluster("app", 0, request -> request.kmsKeyId("alias/app"));
    assertThat(databases.described("app").kmsKeyId()).isEqualTo(key);
    databases.rds.createDBClusterSnapshot(
        request -> request.dbClusterIdentifier("app").dbClusterSnapshotIdentifier("taken"));
    databases.settle();

    // Then
    assertRefused("DBClusterSnapshotAlreadyExistsFault", () -> deleteWithSnapshot("taken"));

    // When
    databases.region.quotas().manualSnapshots(1);

    // Then
    assertRefused("SnapshotQuotaExceeded", () -> deleteWithSnapshot("last"));

    // When
    databases.region.quotas().manualSnapshots(100);
    databases.kms.become(key, KeyState.DISABLED);

    // Then
    assertRefused("KMSKeyNotAccessibleFault", () -> deleteWithSnapshot("last"));
    assertThat(databases.described("app").status()).isEqualTo("available");
  }

  @Test
  void shouldBeThereStillWhenItsLastSnapshotFails() {
    // Given
    databases.cluster("app", 0);
    databases.region.incidents().snapshotsFail(true);

    // When
    deleteWithSnapshot("last");
    databases.settle();

    // Then
    assertThat(databases.snapshot("last").status()).isEqualTo("failed");
    assertThat(databases.described("app").status()).isEqualTo("available");
  }

  @Test
  void shouldTakeItsSecretAndAutomatedSnapshotsWithItUnlessToldToKeepThem() {
    // Given
    databases.cluster("app", 0);
    databases.cluster("other", 0);
    databases.pass(Duration.ofDays(1));
    assertThat(databases.rds.describeDBClusterSnapshots().dbClusterSnapshots())
        .hasSize(2)
        .allMatch(snapshot -> snapshot.snapshotType().equals("automated"));

    // When
    deleteWithoutSnapshot();
    databases.rds.deleteDBCluster(
        request ->
            request
                .dbClusterIdentifier("other")
                .skipFinalSnapshot(true)
                .deleteAutomatedBackups(false));
    databases.settle();

    // Then
    assertThat(databases.clusters()).isEmpty();
    assertThat(databases.secrets.service().listSecrets().secretList()).isEmpty();
    assertThat(databases.rds.describeDBClusterSnapshots().dbClusterSnapshots())
        .extracting(DBClusterSnapshot::dbClusterIdentifier)
        .containsExactly("other");
  }

  @Test
  void shouldBeGoneWithoutATraceWhenLost() {
    // Given
    databases.cluster("app", 2, request -> request.deletionProtection(true));

    // When
    databases.region.incidents().loseCluster("app");

    // Then
    assertThat(databases.clusters()).isEmpty();
    assertThat(databases.rds.describeDBInstances().dbInstances()).isEmpty();
    assertThat(databases.rds.describeDBClusterSnapshots().dbClusterSnapshots()).isEmpty();
  }

  private void deleteWithoutSnapshot() {
    databases.rds.deleteDBCluster(
        request -> request.dbClusterIdentifier("app").skipFinalSnapshot(true));
  }

  private void deleteWithSnapshot(String id) {
    databases.rds.deleteDBCluster(
        request -> request.dbClusterIdentifier("app").finalDBSnapshotIdentifier(id));
  }
}
