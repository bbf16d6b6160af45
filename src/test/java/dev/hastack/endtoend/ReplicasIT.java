package dev.hastack.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.sandbox.operator.OperatorProcess;
import dev.hastack.testing.World;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Two replicas of the operator, each with credentials of its own so that AWS can tell them apart,
 * through the failures of each other and of the cluster. {@code -Dhastack.outages=full} has the
 * outages of the cluster last as long as the requirement says; otherwise they are shorter.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReplicasIT {
  private static final String NAMESPACE = "replicas";
  private static final String LEASE = "replicas";
  private static final Duration LEASE_DURATION = Duration.ofSeconds(6);
  private static final boolean FULL = "full".equals(System.getProperty("hastack.outages"));
  private static final Duration API_SERVER_AWAY = Duration.ofSeconds(FULL ? 300 : 15);
  private static final Duration ETCD_AWAY = Duration.ofSeconds(FULL ? 30 : 10);

  private final Scene scene = new Scene();
  private final AwsProxy proxy = scene.proxy();
  private final StackObject stack = scene.stack(NAMESPACE, "shared");

  @SuppressWarnings("NullAway.Init") // started before the first test
  private OperatorProcess first;

  @SuppressWarnings("NullAway.Init")
  private OperatorProcess second;

  @BeforeAll
  void start() {
    scene.createNamespace(NAMESPACE);
    stack.apply(scene.web("shared"));
    first = replica("FIRST");
    stack.awaitSettled();
    second = replica("SECOND");
  }

  @AfterAll
  void end() {
    stack.deleteWithoutWaiting();
    stack.awaitGone();
    first.close();
    second.close();
    scene.close();
  }

  private OperatorProcess replica(String accessKeyId) {
    return scene.startOperator(
        Map.of(
            "AWS_ACCESS_KEY_ID",
            accessKeyId,
            "HASTACK_RESYNC",
            "1s",
            "HASTACK_WATCH_NAMESPACES",
            NAMESPACE,
            "HASTACK_LEADER_ELECTION_LEASE_NAME",
            LEASE,
            "HASTACK_LEADER_ELECTION_LEASE_NAMESPACE",
            NAMESPACE,
            "HASTACK_LEADER_ELECTION_LEASE_DURATION",
            LEASE_DURATION.toSeconds() + "s",
            "HASTACK_LEADER_ELECTION_RENEW_DEADLINE",
            "4s",
            "HASTACK_LEADER_ELECTION_RETRY_PERIOD",
            "1s"));
  }

  private void setMaximum(int maximum) {
    stack.patch("{\"spec\":{\"capacity\":{\"max\":%d}}}".formatted(maximum));
  }

  private void awaitMaximum(int maximum) {
    StackObject.await()
        .untilAsserted(
            () ->
                assertThat(scene.account().groups(stack.qualifiedName()))
                    .singleElement()
                    .satisfies(group -> assertThat(group.maxSize()).isEqualTo(maximum)));
    stack.awaitSettled();
  }

  private List<String> writersOf(int maximum) {
    return proxy.writes("MaxSize=" + maximum).stream()
        .map(AwsProxy.Call::accessKeyId)
        .distinct()
        .toList();
  }

  /** Somebody else takes the lease, or keeps it. */
  private void holdLease() {
    ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC);
    stack
        .client()
        .leases()
        .inNamespace(NAMESPACE)
        .withName(LEASE)
        .edit(
            lease -> {
              lease.getSpec().setHolderIdentity("somebody else");
              lease.getSpec().setRenewTime(now);
              return lease;
            });
  }

  private Lease lease() {
    return stack.client().leases().inNamespace(NAMESPACE).withName(LEASE).get();
  }

  @Test
  @Order(1)
  void shouldHaveTheLeaderAloneCallAwsWhenAnotherStandsBy() {
    // When
    setMaximum(5);

    // Then
    awaitMaximum(5);
    assertThat(writersOf(5)).containsExactly("FIRST");
    assertThat(proxy.calls()).noneMatch(call -> call.accessKeyId().equals("SECOND"));
  }

  @Test
  @Order(2)
  void shouldTakeOverOnceTheLeaseHasRunOutWhenTheLeaderIsKilled() {
    // Given
    first.kill();
    setMaximum(6);

    // When: a lease, a retry, and the first pass of a process that has called nobody yet
    Awaitility.await()
        .atMost(LEASE_DURATION.plusSeconds(1).plusSeconds(20))
        .until(() -> !proxy.writes("MaxSize=6").isEmpty());

    // Then
    awaitMaximum(6);
    assertThat(writersOf(6)).containsExactly("SECOND");
  }

  @Test
  @Order(3)
  void shouldWriteNothingUntilTheLeaseIsTheirsAgainWhenSomebodyElseHoldsIt() {
    // Given
    first = replica("FIRST");
    holdLease();
    StackObject.await().until(() -> second.log().contains("Stopped leading"));

    // When
    setMaximum(7);

    // Then: for longer than a lease, since it is renewed all the while
    Awaitility.await()
        .pollInterval(Duration.ofSeconds(1))
        .during(LEASE_DURATION.plusSeconds(2))
        .atMost(LEASE_DURATION.plusSeconds(10))
        .until(
            () -> {
              holdLease();
              return proxy.writes("MaxSize=7").isEmpty();
            });
    assertThat(lease().getSpec().getHolderIdentity()).isEqualTo("somebody else");

    // Then: nobody renews it any more
    awaitMaximum(7);
    assertThat(writersOf(7)).hasSize(1);
  }

  @Test
  @Order(4)
  void shouldConvergeAndLoseNothingWhenTheApiServerWasAway() {
    // Given
    World.cluster().stopApiServer();
    try {
      stayAwayFor(API_SERVER_AWAY);
    } finally {
      World.cluster().startApiServer();
    }

    // When
    setMaximum(8);

    // Then
    awaitMaximum(8);
    assertNothingLost();
  }

  @Test
  @Order(5)
  void shouldConvergeAndLoseNothingWhenEtcdWasKilled() {
    // Given
    World.cluster().killEtcd();
    try {
      stayAwayFor(ETCD_AWAY);
    } finally {
      World.cluster().startEtcd();
    }

    // When
    StackObject.await()
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              setMaximum(9);
              assertThat(stack.read().getSpec().capacity().max()).isEqualTo(9);
            });

    // Then
    awaitMaximum(9);
    assertNothingLost();
  }

  /** Lets an outage last, in which both replicas go on living. */
  private void stayAwayFor(Duration outage) {
    Awaitility.await()
        .pollInterval(Duration.ofSeconds(1))
        .during(outage)
        .atMost(outage.plusSeconds(10))
        .until(() -> first.process().isAlive() && second.process().isAlive());
  }

  private void assertNothingLost() {
    assertThat(scene.account().kinds(stack.qualifiedName()))
        .filteredOn(kind -> !kind.equals("Instance"))
        .containsExactlyInAnyOrder("AutoScalingGroup", "LaunchTemplate", "TargetGroup");
    assertThat(stack.revisions()).isNotEmpty();
  }
}
