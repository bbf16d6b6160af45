package dev.hastack.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.core.plan.HoldReason;
import dev.hastack.core.plan.Plan;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What becomes of a version, a key or a name that its owner changes in the spec. */
class DatabaseVersionsTest extends DatabaseScene {
  private static final Duration A_WHILE = Duration.ofMinutes(5);

  DatabaseVersionsTest() {
    super(68);
  }

  private static FleetManifest raised(FleetManifest manifest, String version) {
    return manifest.with("\"16.6\"", '"' + version + '"');
  }

  private static FleetManifest allowingMajor(FleetManifest manifest) {
    return manifest.with("readers: 1", "readers: 1\n      allowMajorVersionUpgrade: true");
  }

  private Plan.Held held() {
    assertThat(stack.latest().orElseThrow().plan().held()).hasSize(1);
    return stack.latest().orElseThrow().plan().held().getFirst();
  }

  private void assertRuns(String version) {
    assertThat(database().engineVersion()).isEqualTo(version);
    assertThat(shown().engineVersion()).isEqualTo("aurora-postgresql " + version);
    assertThat(databases().instances())
        .allSatisfy(member -> assertThat(member.engineVersion()).isEqualTo(version));
    assertThat(shown().pendingChanges()).isNull();
    assertThat(condition("Ready").status()).isEqualTo(Condition.Status.True);
  }

  @Test
  void shouldUpgradeInTheWindowWhenTheFloorIsRaised() {
    // Given
    FleetManifest soon = withWindow(manifest, cluster.now().plus(Duration.ofMinutes(20)));
    settled(soon);
    Instant then = cluster.now();

    // When
    stack.apply(raised(soon, "16.8").text());
    cluster.runFor(A_WHILE);

    // Then
    assertThat(database().engineVersion()).isEqualTo("16.6");
    assertThat(shown().pendingChanges()).containsExactly("EngineVersion to 16.8");
    assertThat(condition("Synced").status()).isEqualTo(Condition.Status.True);

    // When
    cluster.runFor(Duration.ofMinutes(35));

    // Then
    assertRuns("16.8");
    assertThat(writes(then)).containsExactly("ModifyDBCluster");
  }

  @Test
  void shouldUpgradeAtOnceWhenChangesAreNotToWait() {
    // Given
    settled(immediately(manifest));
    Instant then = cluster.now();

    // When
    settled(raised(immediately(manifest), "16.8"));

    // Then
    assertRuns("16.8");
    assertThat(writes(then)).containsExactly("ModifyDBCluster");
  }

  @Test
  void shouldHoldAnotherMajorVersionUntilItIsAllowedAndThenUpgradeAtOnce() {
    // Given
    settled(immediately(manifest));
    Instant then = cluster.now();

    // When
    stack.apply(raised(immediately(manifest), "17.4").text());
    cluster.runFor(A_WHILE);

    // Then
    assertThat(writes(then)).isEmpty();
    assertThat(held().reason()).isEqualTo(HoldReason.MajorVersionUpgrade);
    assertThat(held().why()).contains("spec.aws.database.allowMajorVersionUpgrade");

    // When
    settled(allowingMajor(raised(immediately(manifest), "17.4")));

    // Then
    assertRuns("17.4");
    assertThat(writes(then)).containsExactly("ModifyDBCluster");
  }

  @Test
  void shouldPutOffAnotherMajorVersionThatIsAllowed() {
    // Given
    FleetManifest soon = withWindow(manifest, cluster.now().plus(Duration.ofMinutes(20)));
    settled(soon);
    Instant then = cluster.now();

    // When
    stack.apply(allowingMajor(raised(soon, "17.4")).text());
    cluster.runFor(A_WHILE);

    // Then
    assertThat(database().engineVersion()).isEqualTo("16.6");
    assertThat(shown().pendingChanges()).containsExactly("EngineVersion to 17.4");

    // When
    cluster.runFor(Duration.ofMinutes(35));

    // Then
    assertRuns("17.4");
    assertThat(writes(then)).containsExactly("ModifyDBCluster");
  }

  @Test
  void shouldHoldAnotherKeyAndSayWhatAPersonCanDo() {
    // Given
    region().kms().provideKey("alias/shop");
    region().kms().provideKey("alias/other");
    FleetManifest encrypted =
        manifest.with("readers: 1", "readers: 1\n      encryption: {kmsKeyId: alias/shop}");
    settled(encrypted);
    String key = database().kmsKeyId();

    // Then
    assertHeld(encrypted.with("alias/shop", "alias/other"), "KmsKeyId");
    assertThat(database().kmsKeyId()).isEqualTo(key);
  }

  @Test
  void shouldHoldAnotherMasterUserAndSayWhatAPersonCanDo() {
    // Given
    settled(manifest);

    // Then
    assertHeld(manifest.with("Username: shopkeeper", "Username: keeper"), "MasterUsername");
    assertThat(database().masterUsername()).isEqualTo("shopkeeper");
  }

  /** Nothing is written, the database goes on, and the reason is in the status. */
  private void assertHeld(FleetManifest wanted, String attribute) {
    Instant then = cluster.now();
    String resourceId = database().dbClusterResourceId();
    stack.apply(wanted.text());
    cluster.runFor(A_WHILE);
    assertThat(writes(then)).isEmpty();
    assertThat(database().dbClusterResourceId()).isEqualTo(resourceId);
    assertThat(held().reason()).isEqualTo(HoldReason.StatefulReplacement);
    assertThat(held().why()).startsWith(attribute).contains("take the change back");
    assertThat(condition("Synced"))
        .satisfies(
            synced -> {
              assertThat(synced.status()).isEqualTo(Condition.Status.False);
              assertThat(synced.message()).contains(attribute, "would be lost");
            });
    assertThat(condition("Ready").status()).isEqualTo(Condition.Status.True);
  }
}
