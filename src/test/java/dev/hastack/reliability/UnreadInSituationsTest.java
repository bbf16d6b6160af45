package dev.hastack.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.provider.aws.AwsCallListener;
import dev.hastack.sandbox.aws.front.Fault;
import dev.hastack.sandbox.aws.front.Faults;
import dev.hastack.sandbox.aws.front.RecordedCall;
import dev.hastack.sandbox.aws.front.SimulationOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * As {@link UnreadIsNotAbsentTest}, for what is read only in some situations: however a read goes
 * wrong, what is created and deleted is what would have been, and it ends the same.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnreadInSituationsTest {
  private static final long SEED = 40;
  private static final Duration BOUND = Duration.ofMinutes(45);
  private static final Duration A_WHILE = Duration.ofMinutes(5);
  private static final Duration LOOK = Duration.ofSeconds(15);
  private static final String STACK = "storefront";
  private static final List<String> ZONES = List.of("us-east-1a", "us-east-1b", "us-east-1c");

  private static final List<Fault> TROUBLES =
      List.of(
          new Fault.Denied(),
          new Fault.Throttled(),
          new Fault.Broken(),
          new Fault.LostRequest(Duration.ofSeconds(10)),
          new Fault.CutPage(),
          new Fault.OtherAccount(VirtualCluster.STRANGERS_ACCOUNT));

  /** Only the desk of interruptions reads these, to which they are hints. */
  private static final Set<String> OF_THE_DESK =
      Set.of("autoscaling:DescribeAutoScalingInstances", "ec2:DescribeSpotInstanceRequests");

  private final Figures figures = new Figures("Unread in situations", SEED);

  /**
   * What calls for some reads.
   *
   * @param given what has settled before
   * @param when what is asked for, or happens, while a read goes wrong
   * @param end what is over when the read goes well again
   */
  private record Situation(
      String name,
      List<String> reads,
      Consumer<VirtualCluster> given,
      Consumer<VirtualCluster> when,
      Consumer<VirtualCluster> end) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** How a situation ended, and what was made and taken away on the way. */
  private record Ending(List<String> shapes, List<String> made) {}

  private static Stream<Situation> situations() {
    return Stream.of(
        new Situation(
            "a stack with all that is looked up",
            List.of("ec2:DescribeKeyPairs", "s3:GetBucketPolicy", "ssm:GetParameter"),
            UnreadInSituationsTest::provide,
            cluster -> cluster.stack(STACK).apply(rich(cluster).text()),
            cluster -> {}),
        new Situation(
            "a root volume that may be too small",
            List.of("ec2:DescribeSnapshots"),
            cluster -> {},
            cluster -> cluster.stack(STACK).apply(withRoot(cluster, 1).text()),
            cluster -> cluster.stack(STACK).apply(withRoot(cluster, 30).text())),
        new Situation(
            "a fleet that finds no Spot capacity",
            List.of("autoscaling:DescribeScalingActivities"),
            cluster -> settled(cluster, FleetManifest.web(STACK, cluster.outsider())),
            cluster -> {
              ZONES.forEach(cluster.incidents()::dry);
              FleetManifest manifest = cluster.stack(STACK).manifest();
              cluster.stack(STACK).apply(manifest.with("desired: 2", "desired: 5").text());
            },
            cluster -> ZONES.forEach(cluster.incidents()::endDrought)),
        new Situation(
            "a group for each zone",
            List.of("ec2:DescribeAvailabilityZones"),
            cluster -> settled(cluster, zonal(cluster)),
            cluster -> cluster.restart(Fate.none()),
            cluster -> {}),
        new Situation(
            "a stack that goes away",
            List.of(
                "autoscaling:DescribePolicies",
                "autoscaling:DescribeScalingActivities",
                "autoscaling:DescribeScheduledActions",
                "ec2:DescribeNetworkInterfaces"),
            cluster -> settled(cluster, Story.behindBalancer(cluster)),
            cluster -> cluster.stack(STACK).delete(cluster.now()),
            cluster -> {}));
  }

  private static void settled(VirtualCluster cluster, FleetManifest manifest) {
    cluster.stack(STACK).apply(manifest.text());
    cluster.settle(BOUND);
  }

  private static FleetManifest zonal(VirtualCluster cluster) {
    return ZoneLayout.perZone(FleetManifest.web(STACK, cluster.outsider()))
        .with("{min: 1, max: 5, desired: 2}", "{min: 3, max: 9, desired: 3}");
  }

  private static void provide(VirtualCluster cluster) {
    var region = cluster.aws().region(VirtualCluster.ACCOUNT, Outsider.REGION);
    region.ec2().provideKeyPair("shop");
    region.s3().provideLogBucket("shop-logs");
  }

  private static FleetManifest rich(VirtualCluster cluster) {
    FleetManifest front = Story.behindBalancer(cluster);
    return front
        .with(
            "image: {id: " + cluster.outsider().imageId() + "}",
            "image: {ssmParameter: " + Outsider.IMAGE_PARAMETER + "}\n      keyName: shop")
        .with(
            "scheme: internet-facing",
            "scheme: internet-facing\n      accessLogs: {bucket: shop-logs, prefix: shop}");
  }

  private static FleetManifest withRoot(VirtualCluster cluster, int sizeGiB) {
    return FleetManifest.web(STACK, cluster.outsider())
        .with("userData: |", "rootVolume: {sizeGiB: %d}\n      userData: |".formatted(sizeGiB));
  }

  @AfterAll
  void tell() {
    figures.tell();
  }

  @ParameterizedTest
  @MethodSource("situations")
  void shouldMakeAndTakeAwayTheSameWhenAReadFails(Situation situation) {
    Ending smooth = smooth(situation);
    situation.reads().stream()
        .flatMap(read -> TROUBLES.stream().map(trouble -> new UnreadCase(read, trouble, SEED)))
        .parallel()
        .forEach(unread -> endTheSame(situation, unread, smooth));
  }

  private static Ending smooth(Situation situation) {
    try (var cluster = new VirtualCluster(SimulationOptions.calm(SEED))) {
      situation.given().accept(cluster);
      Instant then = cluster.now();
      situation.when().accept(cluster);
      cluster.runFor(A_WHILE);
      situation.end().accept(cluster);
      cluster.settle(BOUND);
      assertThat(reads(cluster, then)).as(situation.name()).containsAll(situation.reads());
      return ending(cluster, then);
    }
  }

  private void endTheSame(Situation situation, UnreadCase unread, Ending smooth) {
    try (var cluster = new VirtualCluster(SimulationOptions.calm(SEED))) {
      // Given
      situation.given().accept(cluster);
      Instant then = cluster.now();

      // When
      Faults.Ordered order = cluster.aws().faults().order(unread.rule());
      situation.when().accept(cluster);
      String told = told(cluster);
      boolean harmed = isHarmed(cluster, unread, then);
      List<String> meanwhile = ending(cluster, then).made();
      order.lift();
      situation.end().accept(cluster);
      Duration took = OneOfMany.played(unread.toString(), () -> cluster.settle(BOUND));

      // Then
      String what = situation + ", " + unread;
      assertThat(order.fired()).as(what).isPositive();
      assertThat(smooth.made())
          .as("%s: made and taken away meanwhile", what)
          .containsAll(meanwhile);
      assertThat(ending(cluster, then)).as(what).isEqualTo(smooth);
      if (harmed) {
        assertThat(told).as(what).contains(unread.operation());
      }
      figures.count("failed reads", order.fired());
      figures.survived(took);
    }
  }

  /** What conditions and Events say while time passes. */
  private static String told(VirtualCluster cluster) {
    var told = new HashSet<String>();
    Instant end = cluster.now().plus(A_WHILE);
    while (cluster.now().isBefore(end)) {
      cluster.runFor(LOOK);
      cluster
          .stack(STACK)
          .latest()
          .flatMap(result -> Optional.ofNullable(result.status().conditions()))
          .ifPresent(all -> all.forEach(condition -> told.add(condition.message())));
    }
    told.addAll(cluster.stack(STACK).told());
    return String.join("\n", told);
  }

  private static Ending ending(VirtualCluster cluster, Instant then) {
    List<String> made =
        cluster.writesSince(then).stream()
            .map(each -> each.call().operation())
            .filter(each -> each.startsWith("Create") || each.startsWith("Delete"))
            .sorted()
            .toList();
    return new Ending(cluster.outsider().view().shapes(), made);
  }

  private static List<String> reads(VirtualCluster cluster, Instant then) {
    return calls(cluster, then)
        .map(each -> each.call().action())
        .distinct()
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static boolean isHarmed(VirtualCluster cluster, UnreadCase unread, Instant then) {
    return calls(cluster, then)
        .filter(each -> each.call().action().equals(unread.action()))
        .anyMatch(each -> !each.outcome().equals(RecordedCall.OK));
  }

  private static Stream<RecordedCall> calls(VirtualCluster cluster, Instant then) {
    return cluster.aws().record().calls(each -> !each.call().time().isBefore(then)).stream()
        .filter(each -> each.call().principalArn().endsWith("user/operator"))
        .filter(each -> AwsCallListener.isRead(each.call().operation()));
  }

  /** Losing one, or reading something new without trying what happens without it, fails here. */
  @Test
  void shouldKnowEveryReadThatTheOperatorHasACallFor() {
    Set<String> known = new HashSet<>(UnreadIsNotAbsentTest.AT_REST);
    situations().map(Situation::reads).forEach(known::addAll);
    known.addAll(OF_THE_DESK);
    assertThat(
            OperatorReads.of(
                "acm", "autoscaling", "ec2", "elasticloadbalancing", "s3", "ssm", "sts"))
        .containsExactlyInAnyOrderElementsOf(known);
  }
}
