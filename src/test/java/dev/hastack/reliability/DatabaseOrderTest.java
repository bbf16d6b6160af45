package dev.hastack.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.sandbox.aws.wire.Backend;
import dev.hastack.sandbox.aws.wire.WireCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.autoscaling.model.CreateAutoScalingGroupRequest;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.DBClusterMember;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DeleteDbClusterRequest;
import software.amazon.awssdk.services.rds.model.DeleteDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.DeleteDbSubnetGroupRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbClustersRequest;
import software.amazon.awssdk.services.rds.model.RebootDbInstanceRequest;

/**
 * What comes before what, by what AWS has at the moment of each call. The writer is never the
 * member with the lowest number here: an order by number would not pass for one by role.
 */
class DatabaseOrderTest extends DatabaseScene {
  private static final String AVAILABLE = "available";

  /** What the operator asked for, each with what it was asked for, as long as it is watched. */
  private final List<String> steps = new ArrayList<>();

  /** Members that were not at rest when another was to change. */
  private final List<String> besides = new ArrayList<>();

  private boolean watching;

  /** How often the cluster was read by its name before a member went, since it was reset. */
  private int reads;

  private int readsBeforeDelete;

  /** Before which of these reads a member takes over, and which. */
  private int takesOverAt = Integer.MAX_VALUE;

  private String heir = "";

  DatabaseOrderTest() {
    super(67);
  }

  @Override
  SdkPojo answer(WireCall call, Backend aws) {
    if (call.request() instanceof DescribeDbClustersRequest request
        && request.dbClusterIdentifier() != null) {
      reads++;
      if (reads == takesOverAt) {
        takeOver();
      }
    }
    if (call.request() instanceof DeleteDbInstanceRequest) {
      readsBeforeDelete = reads;
    }
    if (watching) {
      step(call).ifPresent(steps::add);
    }
    return super.answer(call, aws);
  }

  private void takeOver() {
    cluster
        .outsider()
        .rds()
        .failoverDBCluster(
            request -> request.dbClusterIdentifier(name()).targetDBInstanceIdentifier(heir));
    while (!databases().writer().equals(heir)) {
      cluster.aws().time().advance(Duration.ofSeconds(1));
    }
  }

  private Optional<String> step(WireCall call) {
    return switch (call.request()) {
      case RebootDbInstanceRequest request -> changes("reboot", request.dbInstanceIdentifier());
      case CreateDbInstanceRequest request -> changes("create", request.dbInstanceIdentifier());
      case DeleteDbInstanceRequest request -> changes("delete", request.dbInstanceIdentifier());
      case DeleteDbClusterRequest request -> Optional.of("delete cluster");
      case DeleteDbSubnetGroupRequest request -> Optional.of("delete subnet group");
      case CreateAutoScalingGroupRequest request ->
          Optional.of(isReady() ? "create servers" : "create servers too early");
      default -> Optional.empty();
    };
  }

  private Optional<String> changes(String what, String member) {
    databases().instances().stream()
        .filter(each -> !each.dbInstanceIdentifier().equals(member))
        .filter(each -> !AVAILABLE.equals(each.dbInstanceStatus()))
        .map(each -> what + " beside one that is " + each.dbInstanceStatus())
        .forEach(besides::add);
    String role =
        database().dbClusterMembers().stream()
            .filter(each -> each.dbInstanceIdentifier().equals(member))
            .map(each -> each.isClusterWriter() ? " writer" : " reader")
            .findFirst()
            .orElse(" member");
    return Optional.of(what + role);
  }

  private boolean isReady() {
    List<String> writers =
        databases().clusters().stream()
            .filter(each -> AVAILABLE.equals(each.status()))
            .flatMap(each -> each.dbClusterMembers().stream())
            .filter(DBClusterMember::isClusterWriter)
            .map(DBClusterMember::dbInstanceIdentifier)
            .toList();
    return databases().instances().stream()
        .filter(each -> writers.contains(each.dbInstanceIdentifier()))
        .map(DBInstance::dbInstanceStatus)
        .anyMatch(AVAILABLE::equals);
  }

  private static FleetManifest withReaders(FleetManifest manifest, int readers) {
    return manifest.with("readers: 1", "readers: " + readers);
  }

  /** As it stands when a reader has taken over. */
  private void failedOver(FleetManifest wanted) {
    settled(wanted);
    String first = databases().instances().getFirst().dbInstanceIdentifier();
    for (int tries = 0; databases().writer().equals(first) && tries < 3; tries++) {
      incidents().failover(name());
      cluster.runFor(Duration.ofMinutes(5));
    }
    assertThat(databases().writer()).isNotEqualTo(first);
    watching = true;
  }

  @Test
  void shouldRestartTheReadersThenTheWriterOneAtATime() {
    // Given
    FleetManifest restarting = withReaders(immediately(manifest), 2);
    failedOver(restarting);

    // When
    settled(restarting.with("maxACU: \"16\"", "maxACU: \"32\""));

    // Then
    assertThat(steps).containsExactly("reboot reader", "reboot reader", "reboot writer");
    assertThat(besides).isEmpty();
  }

  @Test
  void shouldDeleteReadersThenWriterThenClusterThenSubnetGroup() {
    // Given
    failedOver(withReaders(manifest, 2));

    // When
    stack.delete(cluster.now());
    cluster.settle(BOUND);

    // Then
    assertThat(stack.exists()).isFalse();
    assertThat(steps)
        .containsExactly(
            "delete reader",
            "delete reader",
            "delete writer",
            "delete cluster",
            "delete subnet group");
  }

  @Test
  void shouldAddReadersOneAtATime() {
    // Given
    failedOver(manifest);

    // When
    settled(withReaders(manifest, 4));

    // Then
    assertThat(databases().instances()).hasSize(5);
    assertThat(steps).isEqualTo(Stream.generate(() -> "create member").limit(3).toList());
    assertThat(besides).isEmpty();
  }

  @Test
  void shouldRemoveReadersOneAtATimeAndKeepTheWriter() {
    // Given
    FleetManifest many = withReaders(manifest, 3);
    failedOver(many);
    String writer = databases().writer();

    // When
    settled(withReaders(manifest, 0));

    // Then
    assertThat(databases().instances())
        .extracting(DBInstance::dbInstanceIdentifier)
        .containsExactly(writer);
    assertThat(steps).isEqualTo(Stream.generate(() -> "delete reader").limit(3).toList());
    assertThat(besides).isEmpty();
  }

  /** The role that was read with everything else is not the one that counts. */
  @Test
  void shouldKeepTheMemberThatTakesOverJustBeforeItWouldGo() {
    // Given
    failedOver(withReaders(manifest, 3));
    reads = 0;
    settled(withReaders(manifest, 2));
    String writer = databases().writer();
    heir =
        databases().instances().stream()
            .map(DBInstance::dbInstanceIdentifier)
            .filter(each -> !each.equals(writer))
            .max(Comparator.naturalOrder())
            .orElseThrow();
    steps.clear();
    takesOverAt = readsBeforeDelete;
    reads = 0;

    // When
    settled(withReaders(manifest, 1));

    // Then
    assertThat(steps).containsExactly("delete reader");
    assertThat(databases().writer()).isEqualTo(heir);
    assertThat(databases().instances()).hasSize(2);
  }

  @Test
  void shouldMakeTheServersWhenTheDatabaseIsReadyWhereTheyAreToWaitForIt() {
    // Given
    FleetManifest waiting =
        manifest.with("    fleet:\n", "    fleet:\n      waitForDatabase: true\n");
    watching = true;

    // When
    settled(waiting);

    // Then
    assertThat(steps).contains("create servers").doesNotContain("create servers too early");
    assertThat(cluster.outsider().view().groups()).hasSize(1);
    assertThat(condition("Ready").status()).isEqualTo(Condition.Status.True);
  }

  @Test
  void shouldMakeTheServersBesideTheDatabaseWhereTheyAreNotToWaitForIt() {
    // Given
    watching = true;

    // When
    settled(manifest);

    // Then
    assertThat(steps).contains("create servers too early").doesNotContain("create servers");
  }
}
