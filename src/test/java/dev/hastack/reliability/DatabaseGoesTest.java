package dev.hastack.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

  private List<String> automated() {
    return cluster.outsider().rds().describeDBClusterSnapshots().dbClusterSnapshots().stream()
        .filter(each -> "automated".equals(each.snapshotType()))
        .map(DBClusterSnapshot::dbClusterSnapshotIdentifier)
        .toList();
  }
}
