package dev.hastack.sandbox.aws.rds;

import static dev.hastack.sandbox.aws.rds.Databases.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.RestoreDbClusterFromSnapshotRequest;
import software.amazon.awssdk.services.rds.model.Tag;

/** Snapshots, restores, and the tags that go along. */
class SnapshotsTest {
  private static final Tag OWNER = Tag.builder().key("owner").value("shop").build();
  private static final Tag NOTE = Tag.builder().key("note").value("before the sale").build();

  private final Databases databases = new Databases();

  @Test
  void shouldKeepTheClusterBusyWhileItIsMade() {
    // Given
    DBCluster cluster = databases.cluster("app", 1);

    // When
    snapshot("app", "one");

    // Then
    assertThat(databases.snapshot("one").status()).isEqualTo("creating");
    assertThat(databases.described("app").status()).isEqualTo("backing-up");
    assertRefused("InvalidDBClusterStateFault", () -> snapshot("app", "two"));
    assertRefused("InvalidDBClusterSnapshotStateFault", () -> delete("one"));

    // When
    databases.settle();

    // Then
    assertThat(databases.snapshot("one").status()).isEqualTo("available");
    assertThat(databases.snapshot("one").dbClusterResourceId())
        .isEqualTo(cluster.dbClusterResourceId());
    assertThat(databases.described("app").status()).isEqualTo("available");

    // When
    delete("one");

    // Then
    assertRefused("DBClusterSnapshotNotFoundFault", () -> databases.snapshot("one"));
  }

  @Test
  void shouldSayHowManyThereMayBe() {
    // Given
    databases.cluster("app", 1);
    databases.region.quotas().manualSnapshots(3);

    // When
    snapshot("app", "one");

    // Then
    assertThat(databases.rds.describeAccountAttributes().accountQuotas())
        .filteredOn(quota -> quota.accountQuotaName().equals("ManualClusterSnapshots"))
        .singleElement()
        .satisfies(
            quota -> {
              assertThat(quota.used()).isEqualTo(1);
              assertThat(quota.max()).isEqualTo(3);
            });
  }

  @Test
  void shouldFailWhenSnapshotsDo() {
    // Given
    databases.cluster("app", 1);
    databases.region.incidents().snapshotsFail(true);

    // When
    snapshot("app", "one");
    databases.settle();

    // Then
    assertThat(databases.snapshot("one").status()).isEqualTo("failed");
    assertRefused("InvalidDBClusterSnapshotStateFault", () -> restore("copy", any -> {}));
  }

  @Test
  void shouldHaveTheClustersTagsOnlyWhenTheyAreCopied() {
    // Given
    databases.cluster("app", 0, request -> request.tags(OWNER));
    snapshot("app", "bare");
    databases.settle();

    // Then
    assertThat(databases.snapshot("bare").tagList()).containsExactly(NOTE);

    // When
    databases.modify("app", request -> request.copyTagsToSnapshot(true));
    databases.settle();
    snapshot("app", "one");
    databases.settle();

    // Then
    assertThat(databases.snapshot("one").tagList()).containsExactlyInAnyOrder(NOTE, OWNER);
  }

  @Test
  void shouldInheritTheSnapshotsTagsWhenARestoreSaysNone() {
    // Given
    databases.cluster("app", 1, request -> request.tags(OWNER).copyTagsToSnapshot(true));
    snapshot("app", "one");
    databases.settle();

    // When
    restore("copy", any -> {});
    restore("own", request -> request.tags(NOTE));
    databases.settle();

    // Then
    assertThat(databases.described("copy").tagList()).containsExactlyInAnyOrder(NOTE, OWNER);
    assertThat(databases.described("own").tagList()).containsExactly(NOTE);
  }

  @Test
  void shouldRestoreADatabaseWithoutMembersAndManagedPassword() {
    // Given
    DBCluster before = databases.cluster("app", 1);
    snapshot("app", "one");
    databases.settle();

    // When
    restore("copy", any -> {});
    databases.settle();

    // Then
    DBCluster copy = databases.described("copy");
    assertThat(copy.status()).isEqualTo("available");
    assertThat(copy.dbClusterMembers()).isEmpty();
    assertThat(copy.masterUserSecret()).isNull();
    assertThat(copy.databaseName()).isEqualTo("app");
    assertThat(copy.masterUsername()).isEqualTo("app");
    assertThat(copy.engineVersion()).isEqualTo(before.engineVersion());
    assertThat(copy.kmsKeyId()).isEqualTo(before.kmsKeyId());
    assertThat(copy.dbClusterResourceId()).isNotEqualTo(before.dbClusterResourceId());

    // When
    databases.member("copy", "copy-0", 0);
    databases.modify("copy", request -> request.manageMasterUserPassword(true));
    databases.settle();

    // Then
    assertThat(databases.described("copy").masterUserSecret().secretStatus()).isEqualTo("active");
  }

  @Test
  void shouldRefuseToRestoreWhenEngineOrVersionDoNotFit() {
    databases.cluster("app", 0);
    snapshot("app", "one");
    databases.settle();

    assertRefused(
        "InvalidParameterCombination",
        () -> restore("copy", request -> request.engine("aurora-mysql")));
    assertRefused(
        "InvalidParameterCombination",
        () -> restore("copy", request -> request.engineVersion("16.4")));
    assertRefused("DBClusterAlreadyExistsFault", () -> restore("app", any -> {}));
    assertRefused(
        "DBClusterSnapshotNotFoundFault",
        () -> restore("copy", request -> request.snapshotIdentifier("none")));
  }

  @Test
  void shouldBeMadeEachDayAndGoAfterTheRetentionPeriod() {
    // Given
    databases.cluster("app", 1, request -> request.backupRetentionPeriod(3));

    // When
    databases.pass(Duration.ofDays(2));

    // Then
    assertThat(databases.rds.describeDBClusterSnapshots().dbClusterSnapshots())
        .hasSize(2)
        .allMatch(each -> each.dbClusterSnapshotIdentifier().startsWith("rds:app-2026-03-"));

    // When
    databases.pass(Duration.ofDays(9));

    // Then
    assertThat(databases.rds.describeDBClusterSnapshots().dbClusterSnapshots()).hasSize(3);
    String automated =
        databases
            .rds
            .describeDBClusterSnapshots()
            .dbClusterSnapshots()
            .getFirst()
            .dbClusterSnapshotIdentifier();
    assertRefused("InvalidDBClusterSnapshotStateFault", () -> delete(automated));
  }

  @Test
  void shouldHaveAllTagsWhenSomebodyMadeACopy() {
    // Given
    DBCluster original = databases.cluster("app", 1, request -> request.tags(OWNER));

    // When
    databases.region.incidents().restoreCopyWithTags("app", "copy");

    // Then
    DBCluster copy = databases.described("copy");
    assertThat(copy.tagList()).containsExactly(OWNER);
    assertThat(copy.dbClusterResourceId()).isNotEqualTo(original.dbClusterResourceId());
    assertThat(copy.dbClusterMembers()).isEmpty();
  }

  @Test
  void shouldChangeTagsOfEveryKind() {
    // Given
    String cluster = databases.cluster("app", 1).dbClusterArn();
    String instance = databases.instance("app-0").dbInstanceArn();
    String group =
        databases.rds.describeDBSubnetGroups().dbSubnetGroups().getFirst().dbSubnetGroupArn();
    snapshot("app", "one");
    String snapshot = databases.snapshot("one").dbClusterSnapshotArn();

    for (String arn : new String[] {cluster, instance, group, snapshot}) {
      // When
      databases.rds.addTagsToResource(request -> request.resourceName(arn).tags(OWNER));

      // Then
      assertThat(tags(arn)).contains(OWNER);

      // When
      databases.rds.removeTagsFromResource(
          request -> request.resourceName(arn).tagKeys("owner", "absent"));

      // Then
      assertThat(tags(arn)).doesNotContain(OWNER);
    }
    assertRefused("DBClusterNotFoundFault", () -> tags(cluster + "2"));
  }

  private List<Tag> tags(String arn) {
    return databases.rds.listTagsForResource(request -> request.resourceName(arn)).tagList();
  }

  private void snapshot(String clusterId, String id) {
    databases.rds.createDBClusterSnapshot(
        request ->
            request.dbClusterIdentifier(clusterId).dbClusterSnapshotIdentifier(id).tags(NOTE));
  }

  private void delete(String id) {
    databases.rds.deleteDBClusterSnapshot(request -> request.dbClusterSnapshotIdentifier(id));
  }

  private void restore(String id, Consumer<RestoreDbClusterFromSnapshotRequest.Builder> more) {
    databases.rds.restoreDBClusterFromSnapshot(
        request -> {
          request
              .dbClusterIdentifier(id)
              .snapshotIdentifier("one")
              .engine("aurora-postgresql")
              .dbSubnetGroupName(Databases.GROUP)
              .serverlessV2ScalingConfiguration(range -> range.minCapacity(0.5).maxCapacity(4.0));
          more.accept(request);
        });
  }
}
