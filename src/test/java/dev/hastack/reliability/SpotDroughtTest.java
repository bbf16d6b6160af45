package dev.hastack.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.api.v1alpha1.HAStackStatus;
import dev.hastack.api.v1alpha1.Markers;
import dev.hastack.core.plan.Change;
import dev.hastack.engine.StackEngine;
import dev.hastack.provider.aws.Interruptions;
import dev.hastack.sandbox.aws.ec2.SpotMarket;
import dev.hastack.sandbox.aws.front.CallFilter;
import dev.hastack.sandbox.aws.front.Fault;
import dev.hastack.sandbox.aws.front.FaultRule;
import dev.hastack.sandbox.aws.front.RecordedCall;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.Instance;
import software.amazon.awssdk.services.autoscaling.model.LifecycleState;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;
import software.amazon.awssdk.services.ec2.model.InstanceLifecycleType;

/** Spot takes servers back and has no others for a while. */
class SpotDroughtTest {
  private static final List<String> ZONES = List.of("us-east-1a", "us-east-1b", "us-east-1c");
  private static final String TAG = "hastack.dev/on-demand-fallback";
  private static final int SERVERS = 10;
  private static final int TAKEN = 3;
  private static final Duration HOLD = Duration.ofMinutes(30);

  @ParameterizedTest
  @ValueSource(strings = {"Correct", "Report"})
  void shouldStandInAndGoBackWhenSpotRunsDryAndRecovers(String policy) {
    try (VirtualCluster cluster = settled(policy)) {
      // When
      Set<String> left = runDry(cluster, ZONES);
      cluster.runFor(Duration.ofMinutes(15));

      // Then three of the eight above the base, and no server that ran was replaced
      AutoScalingGroup group = group(cluster);
      assertThat(share(group)).as(cluster::state).isEqualTo(37);
      assertThat(inService(group)).as(cluster::state).hasSize(SERVERS);
      assertThat(spot(cluster)).containsExactlyInAnyOrderElementsOf(left);
      assertThat(group.tags())
          .filteredOn(tag -> tag.key().equals(TAG))
          .singleElement()
          .extracting(TagDescription::propagateAtLaunch)
          .isEqualTo(false);
      assertThat(condition(cluster, "CapacityAtRisk"))
          .satisfies(each -> assertThat(each.status()).isEqualTo(Condition.Status.True))
          .satisfies(each -> assertThat(each.reason()).isEqualTo("OnDemandFallback"));
      assertThat(condition(cluster, "Ready").status()).isEqualTo(Condition.Status.True);
      assertThat(condition(cluster, "Drifted").status()).isEqualTo(Condition.Status.False);

      // When nothing happens for a while
      Instant rested = cluster.now();
      cluster.runFor(Duration.ofMinutes(5));

      // Then
      assertThat(cluster.writesSince(rested)).isEmpty();

      // When
      ZONES.forEach(zone -> market(cluster).endDrought(zone));
      cluster.runFor(HOLD.multipliedBy(4));

      // Then
      assertThat(share(group(cluster))).as(cluster::state).isZero();
      assertThat(spot(cluster)).hasSize(8).containsAll(left);
      assertThat(group(cluster).tags()).extracting(TagDescription::key).doesNotContain(TAG);
      assertThat(condition(cluster, "CapacityAtRisk").status()).isEqualTo(Condition.Status.False);
      Instant over = cluster.now();
      cluster.runFor(Duration.ofMinutes(30));
      assertThat(cluster.writesSince(over)).isEmpty();
    }
  }

  @Test
  void shouldNotFlapWhenSpotStaysDry() {
    try (VirtualCluster cluster = settled("Correct")) {
      // Given
      Set<String> left = runDry(cluster, ZONES);
      cluster.runFor(Duration.ofMinutes(15));

      // When
      Instant start = cluster.now();
      Duration watched = Duration.ofMinutes(100);
      while (cluster.now().isBefore(start.plus(watched))) {
        cluster.runFor(Duration.ofMinutes(2));
        assertThat(inService(group(cluster))).as(cluster::state).hasSizeGreaterThanOrEqualTo(10);
        assertThat(spot(cluster)).containsAll(left);
      }

      // Then one try to go back, and the way up again, in each time that it holds
      long tries = 2 * watched.dividedBy(HOLD);
      assertThat(updates(cluster, start)).isBetween(2L, tries);
    }
  }

  @Test
  void shouldNotFlapWhenSpotComesAndGoes() {
    try (VirtualCluster cluster = settled("Correct")) {
      // Given
      runDry(cluster, ZONES);
      cluster.runFor(Duration.ofMinutes(15));

      // When there is Spot for five minutes of each ten
      Instant start = cluster.now();
      for (int round = 0; round < 9; round++) {
        ZONES.forEach(zone -> market(cluster).endDrought(zone));
        cluster.runFor(Duration.ofMinutes(5));
        ZONES.forEach(zone -> market(cluster).dry(zone));
        cluster.runFor(Duration.ofMinutes(5));
        assertThat(inService(group(cluster))).as(cluster::state).hasSizeGreaterThanOrEqualTo(10);
      }

      // Then
      assertThat(updates(cluster, start)).isLessThanOrEqualTo(8);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void shouldLoseNothingWhenTheOperatorDiesAtAnyWrite(int write) {
    for (Fate.Kind kind : List.of(Fate.Kind.DIES_BEFORE, Fate.Kind.DIES_AFTER)) {
      try (VirtualCluster cluster = settled("Correct")) {
        // Given
        cluster.restart(Fate.of(kind, write));
        Set<String> left = runDry(cluster, ZONES);

        // When
        cluster.runFor(Duration.ofMinutes(20));

        // Then
        assertThat(share(group(cluster))).as("%s%n%s", kind, cluster.state()).isEqualTo(37);
        assertThat(spot(cluster)).containsExactlyInAnyOrderElementsOf(left);

        // When it goes back over another life of the operator
        cluster.restart(Fate.of(kind, write));
        ZONES.forEach(zone -> market(cluster).endDrought(zone));
        cluster.runFor(HOLD.multipliedBy(4));

        // Then
        assertThat(share(group(cluster))).as("%s%n%s", kind, cluster.state()).isZero();
        assertThat(spot(cluster)).hasSize(8);
      }
    }
  }

  @Test
  void shouldNotStandInWhenTheFleetOnlyGrows() {
    try (VirtualCluster cluster = settled("Correct")) {
      // When
      cluster
          .stack(ZoneLayout.STACK)
          .apply(
              cluster.stack(ZoneLayout.STACK).manifest().with("desired: 10", "desired: 14").text());
      Instant start = cluster.now();
      while (inService(group(cluster)).size() < 14) {
        cluster.runFor(Duration.ofSeconds(20));
        assertThat(cluster.now()).isBefore(start.plus(ZoneLayout.BOUND));

        // Then
        assertThat(share(group(cluster))).isZero();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldGoBackInStepsWhenNobodyAsksForItAnyMore(boolean deleted) {
    try (VirtualCluster cluster = settled("Correct")) {
      // Given all of Spot taken back, and only On-Demand to be had
      ZONES.forEach(zone -> market(cluster).dry(zone));
      spot(cluster).forEach(market(cluster)::warn);
      cluster.runFor(Duration.ofMinutes(15));
      assertThat(share(group(cluster))).as(cluster::state).isEqualTo(100);
      ZONES.forEach(zone -> market(cluster).endDrought(zone));

      // When
      if (deleted) {
        retain(cluster);
      } else {
        withoutSpot(cluster);
      }

      // Then a quarter of the fleet at most, none while servers come or go
      Instant start = cluster.now();
      int before = 100;
      while (before > 0) {
        cluster.runFor(Duration.ofSeconds(5));
        assertThat(cluster.now()).as(cluster::state).isBefore(start.plus(Duration.ofMinutes(40)));
        int after = share(group(cluster));
        assertThat(Math.ceilDiv(8 * before, 100) - Math.ceilDiv(8 * after, 100))
            .as(cluster::state)
            .isBetween(0, SERVERS / 4);
        assertThat(inService(group(cluster))).as(cluster::state).hasSizeGreaterThanOrEqualTo(10);
        before = after;
      }
      assertThat(Duration.between(start, cluster.now())).isGreaterThan(Duration.ofMinutes(14));
      cluster.runFor(Duration.ofMinutes(20));
      assertThat(group(cluster).tags()).extracting(TagDescription::key).doesNotContain(TAG);
      assertThat(spot(cluster)).as(cluster::state).hasSize(8);
      assertThat(cluster.stack(ZoneLayout.STACK).exists()).isEqualTo(!deleted);
    }
  }

  @Test
  void shouldPlanTheSameAsLongAsTheFirstStepCannotBeWritten() {
    try (VirtualCluster cluster = settled("Correct")) {
      // Given
      KeptStack stack = cluster.stack(ZoneLayout.STACK);
      stack.object().getMetadata().setAnnotations(Map.of(Markers.PAUSED, "true"));
      runDry(cluster, ZONES);
      cluster.runFor(Duration.ofMinutes(6));
      HAStackStatus.PlanStatus before =
          Optional.ofNullable(stack.object().getStatus().plan()).orElseThrow();
      assertThat(before.summary()).contains("OnDemandPercentageAboveBaseCapacity 0 -> 37");

      // When
      cluster.runFor(Duration.ofMinutes(3));

      // Then
      assertThat(stack.object().getStatus().plan()).isEqualTo(before);
      assertThat(group(cluster).tags()).extracting(TagDescription::key).doesNotContain(TAG);
    }
  }

  @Test
  void shouldSayThatCapacityIsAtRiskOrUnknownWhenNothingCanBePlanned() {
    try (VirtualCluster cluster = settled("Correct")) {
      // Given
      blind(cluster);
      cluster.runFor(Duration.ofMinutes(2));
      assertThat(condition(cluster, "CapacityAtRisk").status())
          .as(cluster::state)
          .isEqualTo(Condition.Status.Unknown);
      cluster.aws().faults().liftAll();
      runDry(cluster, ZONES);
      cluster.runFor(Duration.ofMinutes(15));
      assertThat(share(group(cluster))).isEqualTo(37);

      // When
      blind(cluster);
      cluster.runFor(Duration.ofMinutes(2));

      // Then
      assertThat(condition(cluster, "CapacityAtRisk"))
          .satisfies(each -> assertThat(each.status()).isEqualTo(Condition.Status.True))
          .satisfies(each -> assertThat(each.reason()).isEqualTo("OnDemandFallback"))
          .satisfies(each -> assertThat(each.message()).contains("37 since="));
    }
  }

  /** Keeps the operator from designing anything. */
  private static void blind(VirtualCluster cluster) {
    cluster
        .aws()
        .faults()
        .order(FaultRule.of(new Fault.Denied(), CallFilter.of("ec2", "DescribeSubnets")));
    cluster.restart(Fate.none());
  }

  @Test
  void shouldLetGoAtLastWhenServersNeverComeToRest() {
    try (VirtualCluster cluster = settled("Correct")) {
      // Given
      runDry(cluster, ZONES);
      cluster.runFor(Duration.ofMinutes(15));
      cluster
          .aws()
          .faults()
          .order(
              FaultRule.of(
                  new Fault.Denied(), CallFilter.of("autoscaling", "UpdateAutoScalingGroup")));

      // When
      retain(cluster);
      cluster.runFor(Duration.ofMinutes(59));

      // Then
      assertThat(cluster.stack(ZoneLayout.STACK).exists()).isTrue();
      assertThat(share(group(cluster))).isEqualTo(37);

      // When
      cluster.runFor(Duration.ofMinutes(7));

      // Then
      assertThat(cluster.stack(ZoneLayout.STACK).exists()).as(cluster::state).isFalse();
    }
  }

  private static void withoutSpot(VirtualCluster cluster) {
    KeptStack stack = cluster.stack(ZoneLayout.STACK);
    String text = stack.manifest().text();
    int from = text.indexOf("    spot:\n");
    stack.apply(text.substring(0, from) + text.substring(text.indexOf("    targetGroup:")));
  }

  private static void retain(VirtualCluster cluster) {
    KeptStack stack = cluster.stack(ZoneLayout.STACK);
    stack.apply(stack.manifest().retaining().text());
    stack.delete(cluster.now());
  }

  @ParameterizedTest
  @ValueSource(longs = {-6, 6})
  void shouldCountByTheCloudsClockWhenItsOwnIsHoursOff(long hours) {
    try (VirtualCluster cluster = settled("Correct")) {
      // Given servers that were taken a moment ago, and nothing done about it yet
      Instant taken = cluster.now();
      runDry(cluster, ZONES);
      cluster.runFor(Duration.ofSeconds(150));
      assertThat(share(group(cluster))).as(cluster::state).isZero();
      Instant heard = cluster.now();

      // When
      StackEngine.Preview next =
          cluster
              .life()
              .preview(
                  cluster.stack(ZoneLayout.STACK),
                  interruptions(List.of(taken, taken, taken), heard),
                  heard.plus(Duration.ofHours(hours)));

      // Then
      assertThat(next.plan().effective())
          .flatExtracting(Change::attributeChanges)
          .filteredOn(each -> each.name().endsWith(TAG))
          .singleElement()
          .extracting(each -> each.to().orElseThrow().toString())
          .asString()
          .endsWith("stepped=" + heard.truncatedTo(ChronoUnit.SECONDS));
    }
  }

  private static Interruptions interruptions(List<Instant> recent, Instant now) {
    return new Interruptions() {
      @Override
      public List<Instant> recent(String groupName) {
        return recent;
      }

      @Override
      public Optional<Instant> now(String region) {
        return region.equals(Outsider.REGION) ? Optional.of(now) : Optional.empty();
      }
    };
  }

  private static VirtualCluster settled(String policy) {
    var cluster = ZoneLayout.settled(each -> manifest(each, policy));
    assertThat(spot(cluster)).hasSize(8);
    return cluster;
  }

  private static FleetManifest manifest(VirtualCluster cluster, String policy) {
    return FleetManifest.web(ZoneLayout.STACK, cluster.outsider())
        .with("{min: 1, max: 5, desired: 2}", "{min: 2, max: 14, desired: 10}")
        .with("onDemandBaseCapacity: 1", "onDemandBaseCapacity: 2")
        .with("AboveBaseCapacity: 20", "AboveBaseCapacity: 0")
        .with("policy: Correct", "policy: " + policy)
        .with(
            "    targetGroup:",
            """
                spot:
                  onInterruption: Ignore
                  onRebalanceRecommendation: Ignore
                  onDemandFallback: {afterSeconds: 60, holdForSeconds: %d}
                targetGroup:\
            """
                .formatted(HOLD.toSeconds()));
  }

  /** Takes three servers back; those that are left. */
  private static Set<String> runDry(VirtualCluster cluster, List<String> zones) {
    zones.forEach(zone -> market(cluster).dry(zone));
    List<String> servers = spot(cluster).stream().sorted().toList();
    servers.stream().limit(TAKEN).forEach(market(cluster)::warn);
    return servers.stream().skip(TAKEN).collect(Collectors.toSet());
  }

  private static SpotMarket market(VirtualCluster cluster) {
    return cluster.aws().region(VirtualCluster.ACCOUNT, Outsider.REGION).ec2().spotMarket();
  }

  private static AutoScalingGroup group(VirtualCluster cluster) {
    return cluster.outsider().view().groups().getFirst();
  }

  private static int share(AutoScalingGroup group) {
    return group
        .mixedInstancesPolicy()
        .instancesDistribution()
        .onDemandPercentageAboveBaseCapacity();
  }

  private static List<String> inService(AutoScalingGroup group) {
    return group.instances().stream()
        .filter(instance -> instance.lifecycleState() == LifecycleState.IN_SERVICE)
        .map(Instance::instanceId)
        .toList();
  }

  /** The Spot servers in service. */
  private static Set<String> spot(VirtualCluster cluster) {
    List<String> ids = inService(group(cluster));
    return cluster
        .outsider()
        .ec2()
        .describeInstances(request -> request.instanceIds(ids))
        .reservations()
        .stream()
        .flatMap(reservation -> reservation.instances().stream())
        .filter(instance -> instance.instanceLifecycle() == InstanceLifecycleType.SPOT)
        .map(software.amazon.awssdk.services.ec2.model.Instance::instanceId)
        .collect(Collectors.toSet());
  }

  private static long updates(VirtualCluster cluster, Instant since) {
    return cluster.writesSince(since).stream()
        .map(RecordedCall::call)
        .filter(call -> call.operation().equals("UpdateAutoScalingGroup"))
        .count();
  }

  private static Condition condition(VirtualCluster cluster, String type) {
    return Stream.ofNullable(cluster.stack(ZoneLayout.STACK).object().getStatus().conditions())
        .flatMap(List::stream)
        .filter(each -> each.type().equals(type))
        .findFirst()
        .orElseThrow();
  }
}
