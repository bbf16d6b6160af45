package dev.hastack.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;

/** What AWS puts off for a maintenance window, of this stack's and of other hands. */
class DatabasePutOffTest extends DatabaseScene {
  private static final Duration A_WHILE = Duration.ofMinutes(10);

  DatabasePutOffTest() {
    super(62);
  }

  @Test
  void shouldSendAChangeThatAwsPutsOffOnlyOnce() {
    // Given
    settled(manifest);
    Instant then = cluster.now();

    // When
    stack.apply(manifest.with("retentionDays: 7", "retentionDays: 9").text());
    cluster.settle(BOUND);
    cluster.restart(Fate.none());
    cluster.runFor(A_WHILE);

    // Then
    assertThat(writes(then)).containsExactly("ModifyDBCluster");
    assertThat(database().backupRetentionPeriod()).isEqualTo(7);
    assertThat(shown().pendingChanges()).containsExactly("BackupRetentionPeriod to 9");
  }

  @Test
  void shouldHastenItsOwnChangeWhenChangesAreNotToWaitAnyMore() {
    // Given
    FleetManifest longer = manifest.with("retentionDays: 7", "retentionDays: 9");
    settled(manifest);
    settled(longer);
    assertThat(database().backupRetentionPeriod()).isEqualTo(7);
    Instant then = cluster.now();

    // When
    settled(immediately(longer));

    // Then
    assertThat(database().backupRetentionPeriod()).isEqualTo(9);
    assertThat(shown().pendingChanges()).isNull();
    assertThat(writes(then)).containsExactly("ModifyDBCluster");
  }

  @Test
  void shouldHastenNothingWhileSomebodyElsesChangeIsPutOffToo() {
    // Given
    FleetManifest longer = manifest.with("retentionDays: 7", "retentionDays: 9");
    settled(manifest);
    settled(longer);
    meddle(request -> request.enableIAMDatabaseAuthentication(true));
    Instant then = cluster.now();

    // When
    settled(immediately(longer));

    // Then
    assertThat(writes(then)).isEmpty();
    assertThat(shown().pendingChanges()).hasSize(2);
    assertThat(condition("Synced").status()).isEqualTo(Condition.Status.True);
  }

  @Test
  void shouldChangeNothingImmediatelyWhileSomebodyElsesChangeIsPutOff() {
    // Given
    settled(manifest);
    meddle(request -> request.enableIAMDatabaseAuthentication(true));
    cluster.runFor(Duration.ofMinutes(2));
    Instant then = cluster.now();

    // When
    stack.apply(immediately(manifest.with("retentionDays: 7", "retentionDays: 9")).text());
    cluster.runFor(A_WHILE);

    // Then
    assertThat(writes(then)).isEmpty();
    assertThat(database().pendingModifiedValues().iamDatabaseAuthenticationEnabled()).isTrue();
    assertThat(condition("Reconciling").message()).contains("would bring forward");
  }

  @Test
  void shouldNotBringForwardWhatSomebodyOrderedForAMember() {
    // Given
    FleetManifest reporting = immediately(manifest.reporting());
    settled(reporting);
    String writer = databases().writer();
    cluster
        .outsider()
        .rds()
        .modifyDBInstance(
            request -> request.dbInstanceIdentifier(writer).dbInstanceClass("db.r6g.large"));
    cluster.runFor(Duration.ofMinutes(2));

    // When
    stack.apply(
        reporting.with("readers: 1", "readers: 1\n      autoMinorVersionUpgrade: false").text());
    cluster.runFor(A_WHILE);

    // Then
    assertThat(databases().instances())
        .allSatisfy(
            member -> {
              assertThat(member.autoMinorVersionUpgrade()).isFalse();
              assertThat(member.dbInstanceClass()).isEqualTo("db.serverless");
            });
  }

  @Test
  void shouldNotBringForwardWhatSomebodyOrderedForAMemberWhoseClassItPutsRight() {
    // Given
    settled(immediately(manifest));
    String writer = databases().writer();
    changeMember(writer, request -> request.dbInstanceClass("db.r6g.large").applyImmediately(true));
    changeMember(writer, request -> request.caCertificateIdentifier("rds-ca-rsa4096-g1"));
    changeMember(writer, request -> request.promotionTier(7));

    // When
    cluster.runFor(A_WHILE);

    // Then
    assertThat(member(writer).caCertificateIdentifier()).isNotEqualTo("rds-ca-rsa4096-g1");
    assertThat(member(writer).dbInstanceClass()).isEqualTo("db.r6g.large");
    assertThat(member(writer).promotionTier()).isLessThan(2);
    assertThat(condition("Reconciling").message())
        .contains(writer, "CACertificateIdentifier", "would bring forward");

    // When
    changeMember(
        writer,
        request -> request.caCertificateIdentifier("rds-ca-rsa4096-g1").applyImmediately(true));
    cluster.settle(BOUND);

    // Then
    assertThat(member(writer).dbInstanceClass()).isEqualTo("db.serverless");
  }

  @Test
  void shouldPutATagRightOnceWhileTheRestOfAMemberWaits() {
    // Given
    settled(immediately(manifest));
    String writer = databases().writer();
    changeMember(writer, request -> request.dbInstanceClass("db.r6g.large").applyImmediately(true));
    changeMember(writer, request -> request.caCertificateIdentifier("rds-ca-rsa4096-g1"));
    String arn = member(writer).dbInstanceArn();
    tag(arn, "team", "intruders");
    Instant then = cluster.now();

    // When
    cluster.runFor(A_WHILE);

    // Then
    assertThat(writes(then)).containsExactly("AddTagsToResource");
    assertThat(condition("Reconciling").message()).contains(writer, "would bring forward");
  }

  /** The writer's class goes after the readers', but what needs no restart does not. */
  @Test
  void shouldPutTheWriterRightAtOnceWhileAReaderWaitsForWhatSomebodyPutOff() {
    // Given
    settled(immediately(manifest));
    String writer = databases().writer();
    String reader =
        databases().instances().stream()
            .map(DBInstance::dbInstanceIdentifier)
            .filter(each -> !each.equals(writer))
            .findFirst()
            .orElseThrow();
    for (String each : List.of(writer, reader)) {
      changeMember(each, request -> request.dbInstanceClass("db.r6g.large").applyImmediately(true));
    }
    changeMember(reader, request -> request.caCertificateIdentifier("rds-ca-rsa4096-g1"));
    changeMember(writer, request -> request.publiclyAccessible(true));

    // When
    cluster.runFor(A_WHILE);

    // Then
    assertThat(member(writer).publiclyAccessible()).isFalse();
    assertThat(databases().instances())
        .allSatisfy(each -> assertThat(each.dbInstanceClass()).isEqualTo("db.r6g.large"));
    assertThat(condition("Reconciling").message())
        .contains("CACertificateIdentifier", "would bring forward");
  }

  private void changeMember(String name, Consumer<ModifyDbInstanceRequest.Builder> what) {
    cluster
        .outsider()
        .rds()
        .modifyDBInstance(
            request -> {
              request.dbInstanceIdentifier(name);
              what.accept(request);
            });
    while (!member(name).dbInstanceStatus().equals("available")) {
      cluster.aws().time().advance(Duration.ofSeconds(1));
    }
  }

  private DBInstance member(String name) {
    return databases().instances().stream()
        .filter(each -> each.dbInstanceIdentifier().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
