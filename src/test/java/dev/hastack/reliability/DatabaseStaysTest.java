package dev.hastack.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.provider.aws.AwsNames;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.rds.model.DBCluster;

/** A database whose last snapshot cannot be had does not go, and loses no member. */
class DatabaseStaysTest extends DatabaseScene {
  private static final Duration A_WHILE = Duration.ofMinutes(15);

  DatabaseStaysTest() {
    super(63);
  }

  private void assertStays(String... why) {
    stack.delete(cluster.now());
    cluster.runFor(A_WHILE);
    assertThat(databases().clusters()).hasSize(1);
    assertThat(databases().instances()).hasSize(2);
    assertThat(
            Objects.requireNonNull(stack.object().getStatus().conditions()).stream()
                .filter(condition -> condition.type().equals("Stalled"))
                .map(Condition::message))
        .singleElement()
        .satisfies(message -> assertThat(message).contains(why));
  }

  private void assertGoesNow() {
    cluster.settle(BOUND);
    assertThat(stack.exists()).isFalse();
    assertThat(databases().clusters()).isEmpty();
    assertThat(databases().snapshots())
        .allSatisfy(snapshot -> assertThat(snapshot.status()).isEqualTo("available"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void shouldStayWhileTheQuotaOfSnapshotsHasNoRoomForBoth(int most) {
    // Given
    settled(manifest);
    region().rds().quotas().manualSnapshots(most);

    // Then
    assertStays("SnapshotQuotaExceeded");
    assertThat(databases().snapshots()).isEmpty();

    // When
    region().rds().quotas().manualSnapshots(2);

    // Then
    assertGoesNow();
    assertThat(databases().snapshots()).hasSize(2);
  }

  @Test
  void shouldStayWhenSomebodyTakesTheLastRoomForASnapshot() {
    // Given
    settled(manifest);
    String name = name();
    region().rds().quotas().manualSnapshots(2);
    stack.delete(cluster.now());
    cluster.runFor(Duration.ofSeconds(10));
    assertThat(databases().snapshots()).hasSize(1);

    // When
    region().rds().quotas().manualSnapshots(1);

    // Then
    assertStays("SnapshotQuotaExceeded", name, "1 of 1");

    // When
    region().rds().quotas().manualSnapshots(2);

    // Then
    assertGoesNow();
  }

  @Test
  void shouldStayWhileTheKeyIsDisabled() {
    // Given
    String key = region().kms().provideKey("alias/shop");
    settled(manifest.with("readers: 1", "readers: 1\n      encryption: {kmsKeyId: alias/shop}"));
    region().kms().become(key, KeyState.DISABLED);

    // Then
    assertStays("KeyNotUsable", key, "Disabled");

    // When
    region().kms().become(key, KeyState.ENABLED);

    // Then
    assertGoesNow();
    assertThat(databases().snapshots()).hasSize(2);
  }

  @Test
  void shouldStayWhileASnapshotOfAnotherClusterHasTheName() {
    // Given
    settled(manifest);
    DBCluster ours = database();
    String taken = AwsNames.finalSnapshot(ours.dbClusterIdentifier(), ours.dbClusterResourceId());
    var rds = cluster.outsider().rds();
    rds.createDBCluster(
        request ->
            request
                .dbClusterIdentifier("theirs")
                .engine("aurora-postgresql")
                .dbSubnetGroupName(ours.dbSubnetGroup())
                .masterUsername("theirs")
                .manageMasterUserPassword(true));
    cluster.runFor(Duration.ofMinutes(2));
    rds.createDBClusterSnapshot(
        request -> request.dbClusterIdentifier("theirs").dbClusterSnapshotIdentifier(taken));
    cluster.runFor(Duration.ofMinutes(2));
    rds.deleteDBCluster(request -> request.dbClusterIdentifier("theirs").skipFinalSnapshot(true));
    cluster.runFor(Duration.ofMinutes(2));

    // Then
    assertStays("SnapshotNameTaken", taken);

    // When
    rds.deleteDBClusterSnapshot(request -> request.dbClusterSnapshotIdentifier(taken));

    // Then
    assertGoesNow();
    assertThat(databases().snapshots())
        .allSatisfy(
            snapshot ->
                assertThat(snapshot.dbClusterResourceId()).isEqualTo(ours.dbClusterResourceId()));
  }
}
