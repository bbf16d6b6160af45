package dev.hastack.endtoend;

import static dev.hastack.endtoend.FieldUpdate.plain;

import dev.hastack.endtoend.FieldUpdate.Effect;
import dev.hastack.endtoend.FieldUpdate.Shown;
import dev.hastack.provider.aws.resource.AutoScalingGroup;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.autoscaling.model.EnabledMetric;
import software.amazon.awssdk.services.autoscaling.model.SuspendedProcess;

/** A change of every field that AWS keeps in the Auto Scaling group. */
final class GroupUpdates {
  private static final String NOTHING = "null";

  private GroupUpdates() {}

  static List<FieldUpdate> all(Scene scene) {
    return Stream.of(capacity(scene), purchase(), lifecycle(), operation())
        .flatMap(List::stream)
        .toList();
  }

  private static List<FieldUpdate> capacity(Scene scene) {
    List<String> subnetIds = scene.ground().subnetIds().subList(3, 5);
    return List.of(
        plain(
            "capacity.min",
            "2",
            Effect.group(AutoScalingGroup.MIN_SIZE),
            live -> live.group().minSize(),
            "2"),
        plain(
            "capacity.max",
            "8",
            Effect.group(AutoScalingGroup.MAX_SIZE),
            live -> live.group().maxSize(),
            "8"),
        // Left out: AWS keeps the number.
        plain(
            "capacity.desired",
            "4",
            Effect.group(AutoScalingGroup.DESIRED_CAPACITY),
            live -> live.group().desiredCapacity(),
            "4"),
        new FieldUpdate(
            "aws.network.subnetIds",
            subnetIds.stream().map(id -> '"' + id + '"').toList().toString(),
            Effect.group(AutoScalingGroup.VPC_ZONE_IDENTIFIER),
            new Shown(
                live -> sorted(List.of(live.group().vpcZoneIdentifier().split(",", -1))),
                sorted(subnetIds).toString(),
                sorted(subnetIds).toString())));
  }

  private static List<FieldUpdate> purchase() {
    return List.of(
        purchase(
            "onDemandBaseCapacity",
            "2",
            AutoScalingGroup.ON_DEMAND_BASE_CAPACITY,
            live -> live.distribution().onDemandBaseCapacity(),
            "0"),
        purchase(
            "onDemandPercentageAboveBaseCapacity",
            "30",
            AutoScalingGroup.ON_DEMAND_PERCENTAGE,
            live -> live.distribution().onDemandPercentageAboveBaseCapacity(),
            "100"),
        purchase(
            "onDemandAllocationStrategy",
            "\"lowest-price\"",
            AutoScalingGroup.ON_DEMAND_STRATEGY,
            live -> live.distribution().onDemandAllocationStrategy(),
            "prioritized"),
        // Before the number of pools, which the API server refuses beside another strategy.
        purchase(
            "spotAllocationStrategy",
            "\"lowest-price\"",
            AutoScalingGroup.SPOT_STRATEGY,
            live -> live.distribution().spotAllocationStrategy(),
            "price-capacity-optimized"),
        purchase(
            "spotInstancePools",
            "4",
            AutoScalingGroup.SPOT_INSTANCE_POOLS,
            live -> live.distribution().spotInstancePools(),
            NOTHING),
        purchase(
            "spotMaxPrice",
            "\"0.20\"",
            AutoScalingGroup.SPOT_MAX_PRICE,
            live -> live.distribution().spotMaxPrice(),
            ""),
        // In the order of the spec, also while the lowest price decides and it says nothing.
        new FieldUpdate(
            "aws.fleet.instanceTypes",
            "[{\"type\": \"t3.small\"}, {\"type\": \"t2.small\"}]",
            Effect.policy(AutoScalingGroup.OVERRIDES),
            new Shown(LiveStack::instanceTypes, "[t3.small, t2.small]", "[t3.small, t2.small]")));
  }

  private static FieldUpdate purchase(
      String field,
      String value,
      String attribute,
      Function<LiveStack, @Nullable Object> reader,
      String unset) {
    return plain("aws.fleet.purchase." + field, value, Effect.policy(attribute), reader, unset);
  }

  private static List<FieldUpdate> lifecycle() {
    return List.of(
        new FieldUpdate(
            "aws.fleet.healthCheck.types",
            "[\"EBS\", \"ELB\"]",
            Effect.group(AutoScalingGroup.HEALTH_CHECK_TYPE),
            new Shown(live -> live.group().healthCheckType(), "EBS,ELB", "EC2")),
        plain(
            "aws.fleet.healthCheck.gracePeriodSeconds",
            "100",
            Effect.group(AutoScalingGroup.HEALTH_CHECK_GRACE_PERIOD),
            live -> live.group().healthCheckGracePeriod(),
            "0"),
        plain(
            "aws.fleet.defaultInstanceWarmupSeconds",
            "60",
            Effect.group(AutoScalingGroup.DEFAULT_INSTANCE_WARMUP),
            live -> live.group().defaultInstanceWarmup(),
            NOTHING),
        plain(
            "aws.fleet.maxInstanceLifetimeSeconds",
            "700000",
            Effect.group(AutoScalingGroup.MAX_INSTANCE_LIFETIME),
            live -> live.group().maxInstanceLifetime(),
            NOTHING),
        new FieldUpdate(
            "aws.fleet.terminationPolicies",
            "[\"NewestInstance\"]",
            Effect.group(AutoScalingGroup.TERMINATION_POLICIES),
            new Shown(live -> live.group().terminationPolicies(), "[NewestInstance]", "[Default]")),
        plain(
            "aws.fleet.scaleInProtection",
            "false",
            Effect.group(AutoScalingGroup.PROTECTED_FROM_SCALE_IN),
            live -> live.group().newInstancesProtectedFromScaleIn(),
            "false"),
        new FieldUpdate(
            "aws.spot.onRebalanceRecommendation",
            "\"LaunchFirst\"",
            Effect.group(AutoScalingGroup.CAPACITY_REBALANCE),
            new Shown(live -> live.group().capacityRebalance(), "true", "false")));
  }

  private static List<FieldUpdate> operation() {
    return List.of(
        new FieldUpdate(
            "aws.fleet.suspendedProcesses",
            "[\"AlarmNotification\"]",
            Effect.group(
                AutoScalingGroup.SUSPENDED_PROCESSES,
                SentWrite.of("autoscaling:SuspendProcesses", "ScalingProcesses"),
                SentWrite.of("autoscaling:ResumeProcesses", "ScalingProcesses")),
            new Shown(
                live ->
                    live.group().suspendedProcesses().stream()
                        .map(SuspendedProcess::processName)
                        .toList(),
                "[AlarmNotification]",
                "[]")),
        new FieldUpdate(
            "aws.fleet.groupMetrics",
            "false",
            Effect.group(
                AutoScalingGroup.ENABLED_METRICS,
                SentWrite.of("autoscaling:DisableMetricsCollection", "Metrics")),
            new Shown(
                live ->
                    sorted(
                        live.group().enabledMetrics().stream().map(EnabledMetric::metric).toList()),
                "[]",
                sorted(AutoScalingGroup.ALL_METRICS).toString())));
  }

  private static Set<String> sorted(Collection<String> items) {
    return new TreeSet<>(items);
  }
}
