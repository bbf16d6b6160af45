package dev.hastack.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.engine.interruption.InterruptionListener.Dropped;
import dev.hastack.engine.interruption.StackWord;
import dev.hastack.sandbox.aws.ec2.SpotMarket;
import dev.hastack.sandbox.aws.front.CallFilter;
import dev.hastack.sandbox.aws.front.Fault;
import dev.hastack.sandbox.aws.front.FaultRule;
import dev.hastack.sandbox.aws.front.Faults;
import dev.hastack.sandbox.aws.front.RecordedCall;
import dev.hastack.sandbox.aws.sqs.SqsOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes wrong on the way of a signal, each on the simulated account in virtual time. */
class SpotBadDaysTest {
  private static final long SEED = 20_260_302;
  private static final int SERVERS = 6;
  private static final StackWord HALF = new StackWord.Drains(50);

  private static final String MARKED = "ec2:DescribeSpotInstanceRequests";

  private static VirtualCluster serving() {
    return serving(SEED);
  }

  private static VirtualCluster serving(long seed) {
    return SpotFleet.serving(seed, SERVERS, "Ignore");
  }

  /** Under each behaviour that AWS does not document. */
  static LongStream behaviours() {
    return Behaviours.each(SEED);
  }

  private static List<RecordedCall> deregistrations(VirtualCluster cluster, Instant since) {
    return cluster.writesSince(since).stream()
        .filter(call -> call.call().operation().equals("DeregisterTargets"))
        .toList();
  }

  private static long left(Drains drains, String server) {
    return drains.told().stream()
        .filter(line -> line.startsWith(server) && line.contains("left"))
        .count();
  }

  @ParameterizedTest
  @MethodSource("behaviours")
  void shouldLetEachServerGoOnceWhenMessagesDoubleOvertakeAndMakeNoSense(long seed) {
    try (VirtualCluster cluster = serving(seed)) {
      // Given
      Drains drains = cluster.drains(HALF);
      drains.runFor(Duration.ofSeconds(2));
      cluster.signalIncidents().unreliableQueues(new SqsOptions(0.5, 0.5, Duration.ofSeconds(5)));
      cluster.signalIncidents().garbage(drains.queue(), 20);
      List<String> servers = SpotFleet.servers(cluster);
      Instant start = cluster.now();
      // When
      cluster.signalIncidents().spotStorm(Optional.empty(), new SpotMarket.Warnings(0, 0));
      drains.runFor(Duration.ofSeconds(40));
      cluster.signalIncidents().repeatMessages(drains.queue());
      drains.runFor(Duration.ofMinutes(4));
      // Then
      assertThat(servers)
          .as("seed %d", seed)
          .allSatisfy(server -> assertThat(left(drains, server)).isOne());
      assertThat(deregistrations(cluster, start))
          .as("seed %d", seed)
          .hasSizeLessThanOrEqualTo(SERVERS);
      assertThat(drains.without(Dropped.GARBAGE)).isGreaterThanOrEqualTo(20);
      assertThat(drains.desk().inHand()).isEmpty();
      assertThat(drains.failures()).isEmpty();
    }
  }

  @Test
  void shouldGiveUpNoMessageBeforeItsEffectWhenTheLoadBalancerRefuses() {
    try (VirtualCluster cluster = serving()) {
      // Given
      Drains drains = cluster.drains(HALF);
      drains.runFor(Duration.ofSeconds(2));
      deny(cluster, "elasticloadbalancing", "DeregisterTargets");
      // Which would have the group take it from its target group.
      deny(cluster, "autoscaling", "TerminateInstanceInAutoScalingGroup");
      String server = SpotFleet.servers(cluster).getFirst();
      // When
      cluster.incidents().reclaim(server);
      drains.runFor(Duration.ofSeconds(45));
      // Then
      assertThat(left(drains, server)).isZero();
      assertThat(drains.desk().inHand()).hasSize(1);
      assertThat(drains.failures()).extracting(Failure::kind).contains(FailureKind.UNAUTHORIZED);
      // When
      cluster.aws().faults().liftAll();
      drains.runFor(Duration.ofSeconds(10));
      // Then
      assertThat(left(drains, server)).isOne();
      assertThat(drains.desk().inHand()).isEmpty();
    }
  }

  @Test
  void shouldGoOnWhereItsPredecessorDiedWithAMessageInHand() {
    try (VirtualCluster cluster = serving()) {
      // Given
      Drains first = cluster.drains(HALF);
      first.runFor(Duration.ofSeconds(2));
      String server = SpotFleet.servers(cluster).getFirst();
      cluster.incidents().reclaim(server);
      cluster.runFor(Duration.ofSeconds(2));
      first.receiveAndDie();
      // When
      Drains second = cluster.drains(HALF);
      second.runFor(Duration.ofSeconds(35));
      // Then
      assertThat(left(first, server)).isZero();
      assertThat(left(second, server)).isOne();
      assertThat(second.desk().inHand()).isEmpty();
    }
  }

  @Test
  void shouldFindAServerThatNoMessageToldOf() {
    try (VirtualCluster cluster = serving()) {
      // Given
      Drains drains = cluster.drains(HALF);
      drains.runFor(Duration.ofSeconds(2));
      Faults.Ordered deaf = deny(cluster, "sqs", "ReceiveMessage");
      String server = SpotFleet.servers(cluster).getFirst();
      // When
      cluster.incidents().reclaim(server);
      drains.resync();
      drains.runFor(Duration.ofSeconds(2));
      // Then
      assertThat(left(drains, server)).isOne();
      assertThat(deaf.fired()).isPositive();
    }
  }

  static List<Fault> troubles() {
    return List.of(
        new Fault.Denied(),
        new Fault.Throttled(),
        new Fault.Broken(),
        new Fault.LostRequest(Duration.ofSeconds(10)));
  }

  @ParameterizedTest
  @MethodSource("troubles")
  void shouldDrainWhatAMessageToldOfWhenMarkedRequestsCannotBeRead(Fault trouble) {
    try (VirtualCluster cluster = serving()) {
      // Given
      Drains drains = cluster.drains(HALF);
      drains.runFor(Duration.ofSeconds(2));
      Faults.Ordered unread = order(cluster, trouble, MARKED);
      String server = SpotFleet.servers(cluster).getFirst();
      Instant start = cluster.now();
      // When
      cluster.incidents().reclaim(server);
      drains.resync();
      drains.runFor(Duration.ofSeconds(30));
      // Then
      assertThat(unread.fired()).isPositive();
      assertThat(left(drains, server)).isOne();
      assertThat(deregistrations(cluster, start)).hasSize(1);
      assertThat(madeAndTakenAway(cluster, start)).isEmpty();
    }
  }

  @Test
  void shouldSpendNothingOnWhatIsTooOldOrSomebodyElses() {
    try (VirtualCluster cluster = serving()) {
      // Given
      Drains drains = cluster.drains(HALF);
      drains.runFor(Duration.ofSeconds(2));
      String ours = SpotFleet.servers(cluster).getFirst();
      for (int message = 0; message < 500; message++) {
        cluster
            .signalIncidents()
            .message(drains.queue(), warning(ours, cluster.now().minus(Duration.ofHours(1))));
        cluster
            .signalIncidents()
            .message(drains.queue(), warning("i-00000000000000001", cluster.now()));
      }
      Instant start = cluster.now();
      // When
      drains.runFor(Duration.ofSeconds(30));
      // Then
      assertThat(drains.without(Dropped.EXPIRED)).isGreaterThanOrEqualTo(500);
      assertThat(drains.without(Dropped.NOT_OURS)).isGreaterThanOrEqualTo(500);
      assertThat(drains.desk().inHand()).isEmpty();
      assertThat(deregistrations(cluster, start)).isEmpty();
      assertThat(
              cluster
                  .aws()
                  .record()
                  .calls(
                      call ->
                          call.call().operation().equals("DescribeAutoScalingInstances")
                              && !call.call().time().isBefore(start)))
          .hasSizeLessThanOrEqualTo(2);
    }
  }

  @Test
  void shouldLetGoOfMessagesWhenTheTargetGroupIsGone() {
    try (VirtualCluster cluster = serving()) {
      // Given somebody who removed the load balancer and the target group by hand
      Drains drains = cluster.drains(HALF);
      drains.runFor(Duration.ofSeconds(2));
      deny(cluster, "elasticloadbalancing", "CreateTargetGroup");
      deny(cluster, "elasticloadbalancing", "CreateLoadBalancer");
      String arn = cluster.outsider().view().targetGroups().getFirst().targetGroupArn();
      String balancer = cluster.loadBalancerArn();
      cluster
          .outsider()
          .loadBalancing()
          .deleteLoadBalancer(request -> request.loadBalancerArn(balancer));
      cluster.outsider().loadBalancing().deleteTargetGroup(request -> request.targetGroupArn(arn));
      String server = SpotFleet.servers(cluster).getFirst();
      Instant start = cluster.now();

      // When
      cluster.incidents().reclaim(server);
      drains.runFor(Duration.ofMinutes(3));

      // Then
      assertThat(drains.desk().inHand()).as(cluster.state()).isEmpty();
      assertThat(deregistrations(cluster, start)).isEmpty();
      assertThat(drains.desk().latest("shop/" + SpotFleet.STACK)).hasSize(1);
    }
  }

  /** What the operator did to anything but its queue. */
  private static List<String> writes(VirtualCluster cluster, Instant since) {
    return cluster.writesSince(since).stream()
        .filter(call -> !call.call().service().equals("sqs"))
        .map(call -> call.call().operation())
        .toList();
  }

  private static List<String> madeAndTakenAway(VirtualCluster cluster, Instant since) {
    return writes(cluster, since).stream()
        .filter(each -> each.startsWith("Create") || each.startsWith("Delete"))
        .toList();
  }

  private static Faults.Ordered order(VirtualCluster cluster, Fault trouble, String action) {
    return cluster.aws().faults().order(new UnreadCase(action, trouble, SEED).rule());
  }

  private static Faults.Ordered deny(VirtualCluster cluster, String service, String operation) {
    return cluster
        .aws()
        .faults()
        .order(FaultRule.of(new Fault.Denied(), CallFilter.of(service, operation)));
  }

  private static String warning(String server, Instant at) {
    return """
    {"version":"0","detail-type":"EC2 Spot Instance Interruption Warning","source":"aws.ec2",
     "time":"%s","region":"us-east-1","resources":[],
     "detail":{"instance-id":"%s","instance-action":"terminate"}}
    """
        .formatted(at, server);
  }
}
