package dev.hastack.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.ChangeReason;
import dev.hastack.core.plan.HoldReason;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.stack.DesiredStack;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.provider.aws.FleetUnderTest.Pass;
import dev.hastack.provider.aws.resource.DbCluster;
import dev.hastack.provider.aws.resource.DbInstance;
import dev.hastack.provider.aws.resource.DbSubnetGroup;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.rds.model.DBClusterSnapshot;

/** A database that goes, and what it leaves. */
abstract class DatabaseDeletionContract extends DatabaseProviderContract {
  private static final int MOST_PASSES = 20;
  private static final List<ResourceId> DATABASE =
      List.of(DbSubnetGroup.DB, DbCluster.DB, DbInstance.id(0), DbInstance.id(1));

  /** The snapshots of a cluster that goes. */
  private enum Taken {
    BEFORE_THE_DELETION,
    BY_THE_DELETION;

    String name(String cluster, String life) {
      return switch (this) {
        case BEFORE_THE_DELETION -> AwsNames.finalSnapshot(cluster, life);
        case BY_THE_DELETION -> AwsNames.lastSnapshot(cluster, life);
      };
    }
  }

  @Test
  void shouldLeaveBothSnapshotsAndNothingElseWhenTheDatabaseIsNoLongerWanted() {
    // Given
    becomes(UNPROTECTED);
    settle();
    String name = cluster().dbClusterIdentifier();
    String life = cluster().dbClusterResourceId();
    calls.forget();

    // When
    fleet.becomes(Manifests.read(withoutDatabase()));
    settle();

    // Then
    assertThat(calls.writes())
        .containsExactly(
            "CreateDBClusterSnapshot",
            "DeleteDBInstance",
            "DeleteDBInstance",
            "DeleteDBCluster",
            "AddTagsToResource",
            "DeleteDBSubnetGroup");
    assertNothingIsThere();
    assertThat(manualSnapshots(name))
        .extracting(DBClusterSnapshot::dbClusterSnapshotIdentifier)
        .containsExactlyInAnyOrder(
            name + "-final-" + life.toLowerCase(Locale.ROOT), AwsNames.lastSnapshot(name, life));
    assertThat(manualSnapshots(name)).allMatch(each -> life.equals(each.dbClusterResourceId()));
    assertMarked(name);
  }

  @Test
  void shouldLeaveSnapshotsOfEachLifeWhenTheDatabaseGoesTwice() {
    // Given
    becomes(UNPROTECTED);
    settle();
    String name = cluster().dbClusterIdentifier();
    String first = cluster().dbClusterResourceId();
    fleet.becomes(Manifests.read(withoutDatabase()));
    settle();
    becomes(UNPROTECTED);
    settle();
    String second = cluster().dbClusterResourceId();

    // When
    fleet.becomes(Manifests.read(withoutDatabase()));
    settle();

    // Then
    assertNothingIsThere();
    assertThat(second).isNotEqualTo(first);
    assertThat(manualSnapshots(name))
        .extracting(DBClusterSnapshot::dbClusterSnapshotIdentifier)
        .containsExactlyInAnyOrder(
            AwsNames.finalSnapshot(name, first),
            AwsNames.lastSnapshot(name, first),
            AwsNames.finalSnapshot(name, second),
            AwsNames.lastSnapshot(name, second));
  }

  @Test
  void shouldLeaveNoSnapshotWhenTheSpecSaysSkip() {
    // Given
    becomes(
        "engine: aurora-postgresql",
        "deletionProtection: false\n      finalSnapshot: Skip\n      engine: aurora-postgresql");
    settle();
    String name = cluster().dbClusterIdentifier();

    // When
    for (int pass = 0; pass < MOST_PASSES && !isGone(); pass++) {
      fleet.guardedDeletionPass();
      account.letTimePass();
    }

    // Then
    assertThat(isGone()).isTrue();
    assertThat(manualSnapshots(name)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Taken.class)
  void shouldDeleteNothingWhileTheNameOfASnapshotIsTaken(Taken taken) {
    // Given
    becomes(UNPROTECTED);
    settle();
    String name = cluster().dbClusterIdentifier();
    String snapshot = taken.name(name, cluster().dbClusterResourceId());
    createForeignCluster("theirs", List.of());
    account
        .rds()
        .createDBClusterSnapshot(
            request -> request.dbClusterIdentifier("theirs").dbClusterSnapshotIdentifier(snapshot));
    account.letTimePass();
    calls.forget();

    // When
    fleet.becomes(Manifests.read(withoutDatabase()));
    Pass pass = fleet.stagedPass();
    account.letTimePass();

    // Then
    assertThat(pass.outcomes().get(DbInstance.id(1)))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.failure().code()).isEqualTo("SnapshotNameTaken"));
    assertThat(calls.writes()).isEmpty();
    assertThat(members()).hasSize(2);

    // When
    account.rds().deleteDBClusterSnapshot(request -> request.dbClusterSnapshotIdentifier(snapshot));
    settle();

    // Then
    assertNothingIsThere();
    assertThat(manualSnapshots(name)).hasSize(2);
  }

  @Test
  void shouldDeleteNothingWhileTheDatabaseIsProtected() {
    // Given
    settle();
    calls.forget();

    // When
    Pass pass = fleet.guardedDeletionPass();

    // Then
    assertThat(pass.plan().effective()).isEmpty();
    assertThat(pass.plan().held())
        .isNotEmpty()
        .extracting(Plan.Held::reason)
        .containsOnly(HoldReason.DeletionProtected);
    assertThat(calls.writes()).isEmpty();
    assertThat(members()).hasSize(2);
  }

  @Test
  void shouldDeleteNoMemberWhenSomebodyProtectedTheClusterAfterItWasRead() {
    // Given
    becomes(UNPROTECTED);
    settle();
    var deletions =
        List.of(DbInstance.id(1), DbInstance.id(0), DbCluster.DB).stream()
            .map(id -> new Change.Delete(id, fleet.present(id), ChangeReason.NoLongerDesired))
            .toList();
    account
        .rds()
        .modifyDBCluster(
            request ->
                request
                    .dbClusterIdentifier(cluster().dbClusterIdentifier())
                    .deletionProtection(true));
    account.letTimePass();
    fleet.becomes(Manifests.read(withoutDatabase()));
    calls.forget();

    // When
    List<Outcome> outcomes = deletions.stream().map(fleet::apply).toList();

    // Then
    assertThat(outcomes)
        .allSatisfy(
            outcome ->
                assertThat(outcome)
                    .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed ->
                            assertThat(failed.failure().code()).isEqualTo("DeletionProtected")));
    assertThat(calls.writes()).isEmpty();
    assertThat(members()).hasSize(2);
  }

  private void assertNothingIsThere() {
    var observed = fleet.observe(DesiredStack.empty(fleet.id()));
    assertThat(DATABASE).allSatisfy(id -> assertThat(observed.present(id)).isEmpty());
  }

  /** For restores to be admitted, and with nothing that a restore would inherit. */
  private void assertMarked(String cluster) {
    assertThat(manualSnapshots(cluster))
        .allSatisfy(
            each ->
                assertThat(tags(each.tagList()))
                    .containsOnly(Map.entry(AwsTags.SNAPSHOT_OF, AwsTags.snapshotOf(fleet.id()))));
  }

  private List<DBClusterSnapshot> manualSnapshots(String cluster) {
    return account.rds().describeDBClusterSnapshots().dbClusterSnapshots().stream()
        .filter(each -> cluster.equals(each.dbClusterIdentifier()))
        .filter(each -> !"automated".equals(each.snapshotType()))
        .toList();
  }
}
