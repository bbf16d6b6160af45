package dev.hastack.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.api.v1alpha1.HAStackStatus;
import dev.hastack.sandbox.aws.front.CallFilter;
import dev.hastack.sandbox.aws.front.Fault;
import dev.hastack.sandbox.aws.front.FaultRule;
import dev.hastack.sandbox.aws.front.Faults;
import dev.hastack.sandbox.aws.rds.RdsIncidents;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBInstance;

/** What AWS and other hands do to a database that runs. */
class DatabaseBadDaysTest extends DatabaseScene {
  private static final Duration A_WHILE = Duration.ofMinutes(10);

  DatabaseBadDaysTest() {
    super(62);
  }

  @Test
  void shouldCorrectCapacityWithinOneResyncWhenSomebodyChangedIt() {
    // Given
    settled(manifest);
    Instant then = cluster.now();

    // When
    meddle(
        request ->
            request.serverlessV2ScalingConfiguration(it -> it.minCapacity(0.5).maxCapacity(64.0)));
    cluster.runFor(Life.RESYNC);

    // Then
    assertThat(database().serverlessV2ScalingConfiguration().maxCapacity()).isEqualTo(16.0);
    assertThat(writes(then)).containsExactly("ModifyDBCluster");
  }

  @Test
  void shouldGoOnWhenSomebodyElseMakesTheClusterBusyInTheMiddleOfAChange() {
    // Given
    settled(manifest);
    FaultRule busy =
        FaultRule.of(
            new Fault.Refused(
                400, "InvalidDBClusterStateFault", "DB cluster isn't in the available state."),
            CallFilter.of("rds", "ModifyDBCluster").by("arn:aws:iam::*:user/operator"));

    // When
    Faults.Ordered order = cluster.aws().faults().order(busy);
    stack.apply(manifest.with("maxACU: \"16\"", "maxACU: \"8\"").with("Days: 7", "Days: 9").text());
    cluster.runFor(Duration.ofMinutes(2));
    assertThat(order.fired()).isPositive();
    order.lift();
    meddle(request -> request.copyTagsToSnapshot(true));
    cluster.settle(BOUND);

    // Then
    assertThat(database().serverlessV2ScalingConfiguration().maxCapacity()).isEqualTo(8.0);
    assertThat(database().pendingModifiedValues().backupRetentionPeriod()).isEqualTo(9);
    assertThat(database().copyTagsToSnapshot()).isFalse();
    assertThat(condition("Stalled").status()).isEqualTo(Condition.Status.False);
  }

  @Test
  void shouldWaitForAnUnusableClusterWhenAwsTakesNoTagsOfItEither() {
    // Given
    settled(manifest);
    incidents().failUsing(name(), RdsIncidents.Unusable.FAILED);
    refuse("AddTagsToResource");

    // When
    stack.apply(manifest.with("Protection: false", "Protection: true").text());
    cluster.runFor(Duration.ofMinutes(3));

    // Then
    assertThat(condition("Reconciling").message())
        .contains("to be available; it is failed")
        .doesNotContain("InvalidDBClusterStateFault");
  }

  @Test
  void shouldLeaveANewerMinorVersionAloneWhenAwsUpgraded() {
    // Given
    settled(withWindow(manifest, cluster.now().plus(Duration.ofMinutes(20))));
    Instant then = cluster.now();

    // When
    incidents().requiredMinorUpgrade(name());
    cluster.runFor(Duration.ofMinutes(45));

    // Then
    assertThat(database().engineVersion()).isNotEqualTo("16.6").startsWith("16.");
    assertThat(writes(then)).isEmpty();
    assertThat(condition("Drifted").status()).isEqualTo(Condition.Status.False);
    assertThat(condition("Ready").status()).isEqualTo(Condition.Status.True);
  }

  @Test
  void shouldPutProtectionBackWhenSomebodySwitchedItOff() {
    // Given
    settled(manifest.with("deletionProtection: false", "deletionProtection: true"));

    // When
    meddle(request -> request.deletionProtection(false));
    cluster.runFor(Life.RESYNC.multipliedBy(2));

    // Then
    assertThat(database().deletionProtection()).isTrue();
  }

  @Test
  void shouldLeaveProtectionOnAndSayWhyWhenSomebodySwitchedItOn() {
    // Given
    settled(manifest);
    Instant then = cluster.now();

    // When
    meddle(request -> request.deletionProtection(true));
    cluster.runFor(A_WHILE);

    // Then
    assertThat(database().deletionProtection()).isTrue();
    assertThat(writes(then)).isEmpty();
    assertThat(stack.latest().orElseThrow().plan().held())
        .singleElement()
        .satisfies(held -> assertThat(held.why()).contains("deletionProtection"));
  }

  @Test
  void shouldMakeAMemberAgainWhenSomebodyDeletedIt() {
    // Given
    settled(manifest);
    List<String> before =
        databases().instances().stream().map(DBInstance::dbInstanceIdentifier).toList();
    String writer = databases().writer();
    String reader = before.stream().filter(each -> !each.equals(writer)).findFirst().orElseThrow();

    // When
    incidents().loseMember(reader);
    cluster.runFor(A_WHILE);

    // Then
    assertThat(databases().instances())
        .extracting(DBInstance::dbInstanceIdentifier)
        .containsExactlyInAnyOrderElementsOf(before);
    assertThat(databases().writer()).isEqualTo(writer);
  }

  @Test
  void shouldFollowTheRolesAndCorrectNothingAfterAFailover() {
    // Given
    settled(manifest);
    String before = databases().writer();
    Instant then = cluster.now();

    // When
    incidents().failover(name());
    cluster.runFor(A_WHILE);

    // Then
    String after = databases().writer();
    assertThat(after).isNotEqualTo(before);
    assertThat(writes(then)).isEmpty();
    assertThat(shown().members())
        .filteredOn(member -> member.role().equals("Writer"))
        .extracting(HAStackStatus.Member::resource)
        .containsExactly("DbInstance/1");
    assertThat(condition("Drifted").status()).isEqualTo(Condition.Status.False);
  }

  @Test
  void shouldNeverWakeAPausedDatabase() {
    // Given
    settled(
        manifest.with(
            "minACU: \"0.5\", maxACU: \"16\"",
            "minACU: \"0\", maxACU: \"16\", autoPauseSeconds: 300"));
    cluster.runFor(A_WHILE);
    assertThat(incidents().isPaused(name())).isTrue();
    Instant then = cluster.now();

    // When
    cluster.runFor(Duration.ofMinutes(45));
    cluster.restart(Fate.none());
    cluster.runFor(Duration.ofMinutes(15));

    // Then
    assertThat(incidents().isPaused(name())).isTrue();
    assertThat(incidents().wakes(name())).isEmpty();
    assertThat(writes(then)).isEmpty();
  }

  @Test
  void shouldLeaveACopyWithItsTagsAloneAlsoWhenTheStackGoes() {
    // Given
    settled(manifest);
    Instant then = cluster.now();

    // When
    incidents().restoreCopyWithTags(name(), "copy-of-it");
    cluster.runFor(A_WHILE);

    // Then
    assertThat(writes(then)).isEmpty();

    // When
    stack.delete(cluster.now());
    cluster.runFor(A_WHILE);

    // Then
    assertThat(databases().clusters())
        .extracting(DBCluster::dbClusterIdentifier)
        .containsExactly("copy-of-it");
    assertThat(condition("Reconciling").message()).contains("a database still uses subnet group");
  }
}
