package dev.hastack.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.sandbox.aws.rds.RdsIncidents;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.rds.model.DBClusterSnapshot;

/** What a database that goes leaves behind: what its owner wrote, and what AWS keeps by itself. */
class DatabaseGoesTest extends DatabaseScene {

  DatabaseGoesTest() {
    super(66);
  }

  private FleetManifest leaving(String snapshot) {
    return manifest.with("readers: 1", "readers: 1\n      finalSnapshot: " + snapshot);
  }

  private void deleted() {
    stack.delete(cluster.now());
    deletedNow();
  }

  private void deletedNow() {
    cluster.settle(BOUND);
    assertThat(stack.exists()).isFalse();
    assertThat(databases().clusters()).isEmpty();
    assertThat(databases().instances()).isEmpty();
  }

  @Test
  void shouldLeaveNoSnapshotWhenItsOwnerWroteSkip() {
    // Given
    settled(leaving("Skip"));
    Instant then = cluster.now();

    // When
    deleted();

    // Then
    assertThat(databases().snapshots()).isEmpty();
    assertThat(writes(then))
        .containsExactly(
            "DeleteDBInstance", "DeleteDBInstance", "DeleteDBCluster", "DeleteDBSubnetGroup");
  }

  @Test
  void shouldTakeItsSnapshotsWhenSkipWasTakenBackBeforeItGoes() {
    // Given
    settled(leaving("Skip"));
    settled(manifest);

    // When
    deleted();

    // Then
    assertThat(databases().snapshots()).hasSize(2);
  }

  /** They go with the cluster unless AWS is told otherwise (RDS API reference, DeleteDBCluster). */
  @ParameterizedTest
  @ValueSource(strings = {"Take", "Skip"})
  void shouldLeaveTheAutomatedBackupsToTheirRetentionWhenItGoes(String snapshot) {
    // Given
    settled(leaving(snapshot));
    cluster.aws().time().advance(Duration.ofDays(2));
    cluster.settle(BOUND);
    List<String> backups = automated();
    assertThat(backups).isNotEmpty();

    // When
    deleted();

    // Then
    assertThat(automated()).isEqualTo(backups);
  }

  /** Otherwise its members would be gone, and AWS refuse to delete the cluster for ever. */
  @ParameterizedTest
  @EnumSource
  void shouldLiftProtectionBeforeAMemberGoesWhenTheClusterIsUnusable(RdsIncidents.Unusable why) {
    // Given
    settled(leaving("Skip").with("Protection: false", "Protection: true"));
    stack.delete(cluster.now());
    cluster.runFor(Duration.ofMinutes(2));
    incidents().failUsing(name(), why);
    Instant then = cluster.now();

    // When
    stack.apply(leaving("Skip").text());
    cluster.settle(BOUND);

    // Then
    assertThat(stack.exists()).isFalse();
    assertThat(databases().clusters()).isEmpty();
    assertThat(writes(then))
        .containsExactly(
            "ModifyDBCluster",
            "AddTagsToResource",
            "DeleteDBInstance",
            "DeleteDBInstance",
            "DeleteDBCluster",
            "DeleteDBSubnetGroup");
  }

  @Test
  void shouldKeepItsMembersWhenAwsDoesNotLiftProtectionOfAnUnusableCluster() {
    // Given
    settled(leaving("Skip").with("Protection: false", "Protection: true"));
    stack.delete(cluster.now());
    cluster.runFor(Duration.ofMinutes(2));
    incidents().failUsing(name(), RdsIncidents.Unusable.FAILED);
    refuse("ModifyDBCluster");

    // When
    stack.apply(leaving("Skip").text());
    cluster.runFor(Duration.ofMinutes(10));

    // Then
    assertThat(databases().clusters()).hasSize(1);
    assertThat(databases().instances()).hasSize(2);
    assertThat(condition("Reconciling").message()).contains("DB cluster is failed.");
  }

  /** It refuses them by the state of a cluster (RDS API reference, AddTagsToResource). */
  @ParameterizedTest
  @EnumSource
  void shouldGoWhenAwsTakesNoTagsOfAnUnusableCluster(RdsIncidents.Unusable why) {
    // Given
    settled(leaving("Skip").with("Protection: false", "Protection: true"));
    stack.delete(cluster.now());
    cluster.runFor(Duration.ofMinutes(2));
    incidents().failUsing(name(), why);
    refuse("AddTagsToResource");

    // When
    stack.apply(leaving("Skip").text());

    // Then
    deletedNow();
  }

  @Test
  void shouldStayWhenItsSnapshotIsWantedAndTheClusterIsUnusable() {
    // Given
    settled(manifest);
    incidents().failUsing(name(), RdsIncidents.Unusable.INACCESSIBLE_ENCRYPTION_CREDENTIALS);

    // When
    stack.delete(cluster.now());
    cluster.runFor(Duration.ofMinutes(10));

    // Then
    assertThat(databases().instances()).hasSize(2);
    assertThat(condition("Stalled").message())
        .contains("ClusterUnusable", "inaccessible-encryption-credentials", "finalSnapshot: Skip");

    // When
    incidents().mend(name());
    deletedNow();

    // Then
    assertThat(databases().snapshots()).hasSize(2);
  }

  private List<String> automated() {
    return cluster.outsider().rds().describeDBClusterSnapshots().dbClusterSnapshots().stream()
        .filter(each -> "automated".equals(each.snapshotType()))
        .map(DBClusterSnapshot::dbClusterSnapshotIdentifier)
        .toList();
  }
}
