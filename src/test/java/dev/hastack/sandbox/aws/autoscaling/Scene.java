package dev.hastack.sandbox.aws.autoscaling;

import dev.hastack.sandbox.aws.world.Chance;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.Activity;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.CreateAutoScalingGroupRequest;
import software.amazon.awssdk.services.autoscaling.model.Instance;
import software.amazon.awssdk.services.autoscaling.model.InstancesDistribution;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateOverrides;
import software.amazon.awssdk.services.autoscaling.model.LifecycleState;
import software.amazon.awssdk.services.autoscaling.model.MixedInstancesPolicy;

/** A region with scripted instances and targets, and one group called {@value #GROUP}. */
final class Scene {
  static final String GROUP = "web";
  static final List<String> ZONES = List.of("us-east-1a", "us-east-1b", "us-east-1c");
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  final SimulatedTime time = new SimulatedTime(START);
  final Caller caller = new Caller(time);
  final ScriptedInstances instances = new ScriptedInstances(time);
  final ScriptedTargets targets = new ScriptedTargets(time);
  final AutoScalingRegion region;

  Scene() {
    this(AutoScalingOptions.drawn(new Chance(1)));
  }

  Scene(AutoScalingOptions options) {
    var foundation = new Foundation(time, new Chance(1), caller, caller.accountId(), "us-east-1");
    this.region = new AutoScalingRegion(foundation, instances, targets, options);
  }

  AutoScalingClient service() {
    return region.service();
  }

  /** Calls as the front does: while nothing else happens. */
  <T> T call(Supplier<T> call) {
    return time.exclusively(call);
  }

  void pass(Duration duration) {
    time.advance(duration);
  }

  void passMinutes(int minutes) {
    pass(Duration.ofMinutes(minutes));
  }

  static String subnets(List<String> zones) {
    return zones.stream().map(zone -> "subnet-" + zone).collect(Collectors.joining(","));
  }

  /** A group of that many On-Demand instances. */
  void create(int desired, Consumer<CreateAutoScalingGroupRequest.Builder> change) {
    var request =
        CreateAutoScalingGroupRequest.builder()
            .autoScalingGroupName(GROUP)
            .minSize(0)
            .maxSize(20)
            .desiredCapacity(desired)
            .vpcZoneIdentifier(subnets(ZONES));
    change.accept(request);
    CreateAutoScalingGroupRequest built = request.build();
    if (built.mixedInstancesPolicy() == null) {
      built =
          built.toBuilder()
              .launchTemplate(template -> template.launchTemplateId(ScriptedInstances.TEMPLATE))
              .build();
    }
    CreateAutoScalingGroupRequest whole = built;
    call(() -> service().createAutoScalingGroup(whole));
  }

  void create(int desired) {
    create(desired, request -> {});
  }

  static MixedInstancesPolicy mixed(
      Consumer<InstancesDistribution.Builder> distribution, String... types) {
    var its = InstancesDistribution.builder();
    distribution.accept(its);
    return MixedInstancesPolicy.builder()
        .instancesDistribution(its.build())
        .launchTemplate(
            template ->
                template
                    .launchTemplateSpecification(
                        each -> each.launchTemplateId(ScriptedInstances.TEMPLATE).version("1"))
                    .overrides(
                        List.of(types).stream()
                            .map(
                                type ->
                                    LaunchTemplateOverrides.builder().instanceType(type).build())
                            .toList()))
        .build();
  }

  AutoScalingGroup group() {
    return call(() ->
            service().describeAutoScalingGroups(request -> request.autoScalingGroupNames(GROUP)))
        .autoScalingGroups()
        .getFirst();
  }

  List<Instance> inService() {
    return group().instances().stream()
        .filter(instance -> instance.lifecycleState() == LifecycleState.IN_SERVICE)
        .toList();
  }

  List<String> idsInService() {
    return inService().stream().map(Instance::instanceId).toList();
  }

  LifecycleState stateOf(String id) {
    return group().instances().stream()
        .filter(instance -> instance.instanceId().equals(id))
        .findFirst()
        .map(Instance::lifecycleState)
        .orElse(LifecycleState.TERMINATED);
  }

  Map<String, Long> byZone() {
    return inService().stream()
        .collect(
            Collectors.groupingBy(Instance::availabilityZone, TreeMap::new, Collectors.counting()));
  }

  long spotInService() {
    return idsInService().stream()
        .filter(id -> instances.find(id).orElseThrow().order().spot())
        .count();
  }

  List<Activity> activities() {
    return call(() ->
            service().describeScalingActivities(request -> request.autoScalingGroupName(GROUP)))
        .activities();
  }
}
