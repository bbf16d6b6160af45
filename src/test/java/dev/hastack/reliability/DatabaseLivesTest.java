package dev.hastack.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rds.model.DBClusterSnapshot;

/** What becomes of the data of a database, whatever happens to its stack. */
class DatabaseLivesTest extends DatabaseScene {

  DatabaseLivesTest() {
    super(6);
  }

  private void deleted() {
    stack.delete(cluster.now());
    cluster.settle(BOUND);
    assertThat(stack.exists()).isFalse();
  }

  @Test
  void shouldLeaveTwoFinalSnapshotsWhenANameIsUsedTwice() {
    // When
    settled(manifest);
    String first = databases().clusters().getFirst().dbClusterResourceId();
    deleted();
    settled(manifest);
    String second = databases().clusters().getFirst().dbClusterResourceId();
    deleted();

    // Then
    assertThat(databases().clusters()).isEmpty();
    assertThat(databases().snapshots())
        .filteredOn(snapshot -> snapshot.dbClusterSnapshotIdentifier().contains("-final-"))
        .extracting(DBClusterSnapshot::dbClusterResourceId)
        .containsExactly(first, second);
    assertThat(databases().snapshots())
        .allSatisfy(
            snapshot -> {
              assertThat(snapshot.status()).isEqualTo("available");
              assertThat(snapshot.tagList())
                  .extracting(tag -> tag.key())
                  .containsExactly("hastack.dev/snapshot-of");
            });
  }

  /** Neither one of an earlier life of the name, nor one that failed. */
  @Test
  void shouldShowTheLastSnapshotThatHasThisData() {
    // Given
    settled(manifest);
    deleted();
    List<String> ofTheFirst =
        databases().snapshots().stream()
            .map(DBClusterSnapshot::dbClusterSnapshotIdentifier)
            .toList();

    // When
    settled(manifest);
    String automatic = shown().lastSnapshot();

    // Then
    assertThat(ofTheFirst).hasSize(2).doesNotContain(String.valueOf(automatic));

    // When
    incidents().snapshotsFail(true);
    snapshot("in-vain");

    // Then
    assertThat(shown().lastSnapshot()).isEqualTo(automatic);

    // When
    incidents().snapshotsFail(false);
    snapshot("before-the-flood");

    // Then
    assertThat(shown().lastSnapshot()).isEqualTo("before-the-flood");
  }

  private void snapshot(String id) {
    String name = name();
    cluster
        .outsider()
        .rds()
        .createDBClusterSnapshot(
            request -> request.dbClusterIdentifier(name).dbClusterSnapshotIdentifier(id));
    cluster.runFor(Duration.ofMinutes(3));
    assertThat(databases().snapshots().getLast().dbClusterSnapshotIdentifier()).isEqualTo(id);
  }

  @Test
  void shouldLoseNothingWhenAProtectedStackIsDeleted() {
    // Given
    settled(manifest.with("deletionProtection: false", "deletionProtection: true"));
    List<String> before = cluster.outsider().view().shapes();

    // When
    stack.delete(cluster.now());
    cluster.runFor(Duration.ofMinutes(10));

    // Then
    assertThat(cluster.outsider().view().shapes()).isEqualTo(before);
    assertThat(stack.object().getStatus().conditions())
        .filteredOn(condition -> condition.type().equals("Stalled"))
        .singleElement()
        .satisfies(
            condition -> {
              assertThat(condition.reason()).isEqualTo("DeletionProtected");
              assertThat(condition.message()).contains("spec.aws.database.deletionProtection");
            });
  }

  @Test
  void shouldGoWithItsSnapshotWhenProtectionIsTakenOffWhileItIsBeingDeleted() {
    // Given
    settled(manifest.with("deletionProtection: false", "deletionProtection: true"));
    stack.delete(cluster.now());
    cluster.runFor(Duration.ofMinutes(5));

    // When
    stack.apply(manifest.text());
    cluster.settle(BOUND);

    // Then
    assertThat(stack.exists()).isFalse();
    assertThat(databases().clusters()).isEmpty();
    assertThat(databases().snapshots()).hasSize(2);
  }

  @Test
  void shouldStayWhenSomebodySwitchesProtectionOnAndTheStackIsDeleted() {
    // Given
    settled(manifest);
    String name = databases().clusters().getFirst().dbClusterIdentifier();
    cluster
        .outsider()
        .rds()
        .modifyDBCluster(request -> request.dbClusterIdentifier(name).deletionProtection(true));
    cluster.settle(BOUND);
    assertThat(databases().clusters().getFirst().deletionProtection()).isTrue();

    // When
    stack.delete(cluster.now());
    cluster.runFor(Duration.ofMinutes(10));

    // Then
    assertThat(databases().clusters()).hasSize(1);
    assertThat(databases().instances()).hasSize(2);
    assertThat(cluster.outsider().view().groups()).hasSize(1);
  }

  @Test
  void shouldWaitForAPersonWhenTheClusterIsLost() {
    // Given
    settled(manifest);
    incidents().loseCluster(name());

    // When
    cluster.runFor(Duration.ofMinutes(10));

    // Then
    assertThat(databases().clusters()).isEmpty();
    assertThat(stack.object().getStatus().conditions())
        .filteredOn(condition -> condition.type().equals("Stalled"))
        .singleElement()
        .satisfies(condition -> assertThat(condition.reason()).isEqualTo("DatabaseLost"));

    // When
    settled(manifest.with("readers: 1", "readers: 1\n      whenLost: CreateNew"));

    // Then
    assertThat(databases().clusters()).hasSize(1);
    assertThat(databases().instances()).hasSize(2);
  }

  @Test
  void shouldGoLikeTheStackWhenOnlyItsSectionIsTakenOut() {
    // Given
    settled(manifest);

    // When
    settled(FleetManifest.web("storefront", cluster.outsider()));

    // Then
    assertThat(databases().clusters()).isEmpty();
    assertThat(databases().snapshots()).hasSize(2);
    assertThat(cluster.outsider().view().groups()).hasSize(1);
    assertThat(stack.object().getStatus().database()).isNull();
  }

  @Test
  void shouldStayWhenTheSectionOfAProtectedOneIsTakenOut() {
    // Given
    settled(manifest.with("deletionProtection: false", "deletionProtection: true"));

    // When
    stack.apply(FleetManifest.web("storefront", cluster.outsider()).text());
    cluster.runFor(Duration.ofMinutes(10));

    // Then
    assertThat(databases().clusters()).hasSize(1);
    assertThat(databases().instances()).hasSize(2);
  }

  @Test
  void shouldKeepTheClusterAndItsMembersWhenTheSnapshotFails() {
    // Given
    settled(manifest);
    incidents().snapshotsFail(true);

    // When
    stack.delete(cluster.now());
    cluster.runFor(Duration.ofMinutes(15));

    // Then
    assertThat(databases().clusters()).hasSize(1);
    assertThat(databases().instances()).hasSize(2);
    assertThat(stack.object().getStatus().conditions())
        .filteredOn(condition -> condition.type().equals("Stalled"))
        .singleElement()
        .satisfies(condition -> assertThat(condition.message()).contains("SnapshotFailed"));
  }

  @Test
  void shouldStartAStoppedClusterToDeleteIt() {
    // Given
    settled(manifest);
    cluster.outsider().rds().stopDBCluster(request -> request.dbClusterIdentifier(name()));
    cluster.runFor(Duration.ofMinutes(5));

    // When
    deleted();

    // Then
    assertThat(databases().clusters()).isEmpty();
    assertThat(databases().snapshots()).hasSize(2);
  }

  @Test
  void shouldGoWholeWhenARetainedStackIsTakenUpWithFewerReaders() {
    // Given
    settled(manifest.with("readers: 1", "readers: 2").retaining());
    stack.delete(cluster.now());
    cluster.settle(BOUND);
    assertThat(databases().instances()).hasSize(3);

    // When
    settled(manifest);

    // Then
    assertThat(databases().instances()).hasSize(2);

    // When
    deleted();

    // Then
    assertThat(databases().clusters()).isEmpty();
    assertThat(databases().instances()).isEmpty();
  }

  @Test
  void shouldRestoreInTheVersionOfTheSnapshotWhenAwsHasUpgradedSince() {
    // Given
    settled(manifest);
    cluster
        .aws()
        .region(VirtualCluster.ACCOUNT, "us-east-1")
        .rds()
        .incidents()
        .requiredMinorUpgrade(name());
    cluster.aws().time().advance(Duration.ofDays(8));
    cluster.settle(BOUND);
    String upgraded = databases().clusters().getFirst().engineVersion();
    assertThat(upgraded).isNotEqualTo("16.6");
    deleted();
    String snapshot = databases().snapshots().getLast().dbClusterSnapshotIdentifier();

    // When
    settled(
        manifest.with("readers: 1", "readers: 1\n      restoreFrom: {snapshot: " + snapshot + "}"));

    // Then
    assertThat(databases().clusters())
        .singleElement()
        .satisfies(restored -> assertThat(restored.engineVersion()).isEqualTo(upgraded));
    assertThat(databases().clusters().getFirst().masterUserSecret()).isNotNull();
  }
}
