package dev.hastack.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.sandbox.operator.OperatorProcess;
import dev.hastack.testing.World;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
  private static final Duration RETRY_PERIOD = Duration.ofSeconds(1);

  /**
   * The elector waits up to 2.2 retry periods (fabric8 {@code LeaderElector}), and then asks. One
   * lease more is for a machine with much else to do.
   */
  private static final Duration TAKE_OVER =
      LEASE_DURATION.multipliedBy(2).plus(RETRY_PERIOD.multipliedBy(3));

  private static final DateTimeFormatter MICRO_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'");

  private static final String UPDATE = "autoscaling:UpdateAutoScalingGroup";
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
            RETRY_PERIOD.toSeconds() + "s"));
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
    stack
        .client()
        .leases()
        .inNamespace(NAMESPACE)
        .withName(LEASE)
        .patch(
            // Whatever they write at the same time: an edit would be refused then.
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"holderIdentity\":\"somebody else\",\"renewTime\":\"%s\"}}"
                .formatted(ZonedDateTime.now(ZoneOffset.UTC).format(MICRO_TIME)));
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
    var seen = new ArrayList<LeaseSpec>(List.of(lease().getSpec()));
    setMaximum(6);

    // When
    StackObject.await().until(() -> isTaken(seen));

    // Then
    LeaseSpec left = seen.get(seen.size() - 2);
    LeaseSpec taken = seen.getLast();
    assertThat(Duration.between(left.getRenewTime(), taken.getAcquireTime()))
        .isBetween(LEASE_DURATION, TAKE_OVER);
    awaitMaximum(6);
    assertThat(writersOf(6)).containsExactly("SECOND");
  }

  /** Looks again each time: a renewal may arrive after its sender was killed. */
  private boolean isTaken(List<LeaseSpec> seen) {
    seen.add(lease().getSpec());
    return !seen.getLast().getHolderIdentity().equals(seen.getFirst().getHolderIdentity());
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

  /** Whoever leads waits for AWS after the first of two writes while the lease is lost. */
  @Test
  @Order(4)
  void shouldSendNothingMoreWhenTheLeaseIsLostBetweenTwoWrites() throws InterruptedException {
    // Given
    var stuck = new CountDownLatch(1);
    var lost = new CountDownLatch(1);
    proxy.meet(
        call -> call.is("ec2:CreateLaunchTemplateVersion") && stuck.getCount() > 0,
        Trouble.stuck(true, stuck, lost));
    stack.patch(
        "{\"spec\":{\"aws\":{\"fleet\":{\"userData\":\"fenced\"}},\"capacity\":{\"max\":10}}}");
    assertThat(stuck.await(30, TimeUnit.SECONDS)).isTrue();
    int sent = proxy.writes("").size();

    // When
    long terms = termsEnded();
    holdLease();
    StackObject.await().until(() -> termsEnded() > terms);
    lost.countDown();

    // Then: for as long as passes may go on when their term has ended
    Awaitility.await()
        .pollInterval(Duration.ofSeconds(1))
        .during(LEASE_DURATION)
        .atMost(LEASE_DURATION.plusSeconds(10))
        .untilAsserted(
            () -> {
              holdLease();
              assertThat(proxy.writes("")).hasSize(sent);
            });

    // Then: nobody holds the lease against them any more
    awaitMaximum(10);
    assertThat(scene.account().templates(stack.qualifiedName()))
        .singleElement()
        .satisfies(template -> assertThat(template.latestVersionNumber()).isEqualTo(2));
  }

  private long termsEnded() {
    return Stream.of(first, second)
        .flatMap(replica -> replica.log().lines())
        .filter(line -> line.contains("Stopped leading"))
        .count();
  }

  @Test
  @Order(5)
  void shouldConvergeAndLoseNothingWhenTheApiServerWasAway() {
    // Given: an edit that could not be carried out yet
    workOpen(() -> setMaximum(7));
    World.cluster().stopApiServer();
    proxy.heal();
    try {
      stayAwayFor(API_SERVER_AWAY);
    } finally {
      World.cluster().startApiServer();
    }

    // Then
    awaitMaximum(7);
    assertNothingLost();

    // When
    setMaximum(8);

    // Then
    awaitMaximum(8);
    assertNothingLost();
  }

  @Test
  @Order(6)
  void shouldConvergeAndLoseNothingWhenEtcdWasKilled() {
    // Given: a drift that could not be corrected yet
    workOpen(() -> driftTo(11));
    World.cluster().killEtcd();
    proxy.heal();
    try {
      stayAwayFor(ETCD_AWAY);
    } finally {
      World.cluster().startEtcd();
    }
    // The first answers of the API server may take longer than a client waits.
    StackObject.await().ignoreExceptions().until(() -> stack.read().getSpec() != null);

    // Then
    awaitMaximum(8);

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

  /** Makes work of which only the first try is over, which came to nothing. */
  private void workOpen(Runnable work) {
    proxy.meet(call -> call.is(UPDATE), Trouble.unavailable());
    long before = proxy.count(UPDATE);
    work.run();
    StackObject.await().until(() -> proxy.count(UPDATE) > before);
  }

  private void driftTo(int maximum) {
    scene
        .account()
        .autoScaling()
        .updateAutoScalingGroup(
            request ->
                request
                    .autoScalingGroupName(
                        scene
                            .account()
                            .groups(stack.qualifiedName())
                            .getFirst()
                            .autoScalingGroupName())
                    .maxSize(maximum));
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
