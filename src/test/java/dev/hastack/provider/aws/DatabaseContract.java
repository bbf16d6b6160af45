package dev.hastack.provider.aws;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.HoldReason;
import dev.hastack.core.plan.Obstacle;
import dev.hastack.core.plan.Plan;
import dev.hastack.provider.aws.FleetUnderTest.Pass;
import dev.hastack.provider.aws.resource.DbCluster;
import dev.hastack.provider.aws.resource.DbInstance;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterMember;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.Tag;

/** A database, from nothing to changed and back. */
abstract class DatabaseContract extends DatabaseProviderContract {
  @Test
  void shouldMakeClusterWithMembersInTwoZonesWhenNothingIsThere() {
    // When
    settle();

    // Then
    DBCluster cluster = cluster();
    assertThat(cluster.engine()).isEqualTo("aurora-postgresql");
    assertThat(cluster.engineVersion()).isEqualTo("16.6");
    assertThat(cluster.databaseName()).isEqualTo("shop");
    assertThat(cluster.masterUsername()).isEqualTo("shopkeeper");
    assertThat(cluster.masterUserSecret().secretArn()).startsWith("arn:aws:secretsmanager:");
    assertThat(cluster.serverlessV2ScalingConfiguration().minCapacity()).isEqualTo(0.5);
    assertThat(cluster.serverlessV2ScalingConfiguration().maxCapacity()).isEqualTo(16.0);
    assertThat(cluster.storageEncrypted()).isTrue();
    assertThat(cluster.deletionProtection()).isTrue();
    assertThat(cluster.copyTagsToSnapshot()).isFalse();
    assertThat(cluster.backupRetentionPeriod()).isEqualTo(7);
    assertThat(tags(cluster.tagList()))
        .containsEntry("hastack.dev/resource", "DbCluster/db")
        .containsEntry("hastack.dev/stack", "shop/storefront")
        .containsEntry("team", "web");
    assertThat(members()).hasSize(2);
    assertThat(members().stream().map(DBInstance::availabilityZone).collect(toSet())).hasSize(2);
    assertThat(members())
        .allSatisfy(
            member -> {
              assertThat(member.dbInstanceClass()).isEqualTo("db.serverless");
              assertThat(member.publiclyAccessible()).isFalse();
              assertThat(member.autoMinorVersionUpgrade()).isTrue();
            });
    assertThat(cluster.dbClusterMembers())
        .extracting(DBClusterMember::promotionTier)
        .containsExactlyInAnyOrder(0, 1);
  }

  @Test
  void shouldWriteNothingWhenNothingChanged() {
    // Given
    settle();
    calls.forget();

    // When
    Pass pass = fleet.stagedPass();

    // Then
    assertThat(pass.plan().effective()).isEmpty();
    assertThat(pass.plan().held()).isEmpty();
    assertThat(calls.writes()).isEmpty();
  }

  @Test
  void shouldChangeNothingWhenRestartedOperatorReadsItAgain() {
    // Given
    settle();
    fleet.forgetLastApplied();

    // When
    Plan plan = fleet.plan();

    // Then
    assertThat(plan.effective()).isEmpty();
  }

  @Test
  void shouldOnlySendCapacityWhenCapacityChanges() {
    // Given
    settle();
    calls.forget();

    // When
    becomes("minACU: \"0.5\", maxACU: \"16\"", "minACU: \"2\", maxACU: \"32\"");
    settle();

    // Then
    assertThat(calls.writes()).containsExactly("ModifyDBCluster");
    assertThat(cluster().serverlessV2ScalingConfiguration().minCapacity()).isEqualTo(2.0);
    assertThat(cluster().serverlessV2ScalingConfiguration().maxCapacity()).isEqualTo(32.0);
  }

  @Test
  void shouldMakeSeveralChangesInTurnWhenSpecChangesThemTogether() {
    // Given
    settle();

    // When
    becomes(
        "maxACU: \"16\"",
        "maxACU: \"8\"",
        "retentionDays: 7",
        "retentionDays: 9",
        "maintenanceWindow: sun:04:30-sun:05:30",
        "maintenanceWindow: mon:04:30-mon:05:30\n      applyChanges: Immediately");
    settle();

    // Then
    assertThat(cluster().serverlessV2ScalingConfiguration().maxCapacity()).isEqualTo(8.0);
    assertThat(cluster().backupRetentionPeriod()).isEqualTo(9);
    assertThat(cluster().preferredMaintenanceWindow()).isEqualTo("mon:04:30-mon:05:30");
  }

  @Test
  void shouldMakeMemberAgainWhenSomebodyDeletedIt() {
    // Given
    settle();
    String reader = reader();
    account.rds().deleteDBInstance(request -> request.dbInstanceIdentifier(reader));
    account.letTimePass();

    // When
    settle();

    // Then
    assertThat(members()).extracting(DBInstance::dbInstanceIdentifier).hasSize(2).contains(reader);
  }

  @Test
  void shouldPlanClusterAsOnceCreatedWhenSomebodyDeletedIt() {
    // Given
    settle();
    String name = cluster().dbClusterIdentifier();
    account
        .rds()
        .modifyDBCluster(request -> request.dbClusterIdentifier(name).deletionProtection(false));
    account.letTimePass();
    for (DBInstance member : members()) {
      account
          .rds()
          .deleteDBInstance(request -> request.dbInstanceIdentifier(member.dbInstanceIdentifier()));
      account.letTimePass();
      account.letTimePass();
    }
    account
        .rds()
        .deleteDBCluster(request -> request.dbClusterIdentifier(name).skipFinalSnapshot(true));
    account.letTimePass();
    account.letTimePass();

    // When
    Plan plan = fleet.plan();

    // Then
    assertThat(plan.effective())
        .filteredOn(change -> change.id().equals(DbCluster.DB))
        .singleElement()
        .satisfies(
            change ->
                assertThat(change)
                    .isInstanceOfSatisfying(
                        Change.Create.class, create -> assertThat(create.onceCreated()).isTrue()));
  }

  @Test
  void shouldKeepTheWriterWhenReadersAreFewerAfterFailover() {
    // Given
    becomes("capacity: {minACU", "readers: 2\n      capacity: {minACU");
    settle();
    assertThat(members()).hasSize(3);
    String last = AwsNames.dbInstance(fleet.id(), DbInstance.id(2));
    account
        .rds()
        .failoverDBCluster(
            request ->
                request
                    .dbClusterIdentifier(cluster().dbClusterIdentifier())
                    .targetDBInstanceIdentifier(last));
    account.letTimePass();
    assertThat(writer()).isEqualTo(last);

    // When
    becomes();
    settle();

    // Then
    assertThat(members()).hasSize(2);
    assertThat(writer()).isEqualTo(last);
    calls.forget();
    assertThat(fleet.stagedPass().plan().effective()).isEmpty();
  }

  @Test
  void shouldTouchNothingWhenClusterOfItsNameIsNotOurs() {
    // Given
    createForeignCluster(AwsNames.dbCluster(fleet.id(), DbCluster.DB), List.of());

    // When
    fleet.stagedPass();
    Pass pass = fleet.stagedPass();

    // Then
    assertThat(pass.plan().obstacles()).containsKey(DbCluster.DB);
    assertThat(pass.plan().obstacles().get(DbCluster.DB)).isInstanceOf(Obstacle.NotOwned.class);
    assertThat(pass.plan().held()).extracting(Plan.Held::reason).contains(HoldReason.NotOwned);
    assertThat(calls.writes())
        .doesNotContain("ModifyDBCluster", "CreateDBInstance", "AddTagsToResource");
  }

  @Test
  void shouldShowForeignCopyWhenRestoreCarriesItsTags() {
    // Given
    settle();
    createForeignCluster("copy-of-ours", cluster().tagList());

    // When
    Plan plan = fleet.plan();

    // Then
    assertThat(plan.effective()).isEmpty();
    assertThat(fleet.observe().foreignCopies())
        .singleElement()
        .satisfies(copy -> assertThat(copy.physicalName()).isEqualTo("copy-of-ours"));
  }

  @Test
  void shouldRestoreThenManagePasswordWhenSpecNamesItsOwnSnapshot() {
    assumeThat(account.follows(AwsRule.MANAGED_PASSWORDS_DO_NOT_HINDER_RESTORES)).isTrue();

    // Given
    settle();
    String name = cluster().dbClusterIdentifier();
    account
        .rds()
        .createDBClusterSnapshot(
            request ->
                request
                    .dbClusterIdentifier(name)
                    .dbClusterSnapshotIdentifier("before-the-flood")
                    .tags(
                        Tag.builder()
                            .key(AwsTags.SNAPSHOT_OF)
                            .value(AwsTags.snapshotOf(fleet.id()))
                            .build()));
    account.letTimePass();
    account.letTimePass();
    becomes(UNPROTECTED);
    settle();
    fleet.becomes(Manifests.read(withoutDatabase()));
    settle();
    assertThat(members()).isEmpty();
    becomes(
        "capacity: {minACU", "restoreFrom: {snapshot: before-the-flood}\n      capacity: {minACU");

    // When
    settle();

    // Then
    assertThat(cluster().masterUsername()).isEqualTo("shopkeeper");
    assertThat(cluster().masterUserSecret()).isNotNull();
    assertThat(cluster().backupRetentionPeriod()).isEqualTo(7);
    assertThat(tags(cluster().tagList())).containsEntry("hastack.dev/resource", "DbCluster/db");
    assertThat(members()).hasSize(2);
    assertThat(fleet.stagedPass().plan().effective()).isEmpty();
  }
}
