package dev.hastack.provider.aws.gateway;

import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.resource.AttributeValues;
import dev.hastack.provider.aws.resource.AutoScalingGroup;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.autoscaling.model.InstancesDistribution;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateOverrides;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateSpecification;
import software.amazon.awssdk.services.autoscaling.model.MixedInstancesPolicy;

/** A group's mixed instances policy on the wire and as attributes. It is always written whole. */
final class GroupPolicy {
  private static final String INSTANCE_TYPE = "InstanceType";
  private static final String WEIGHTED_CAPACITY = "WeightedCapacity";
  private static final String POOLS_STRATEGY = "lowest-price";

  /** The attributes that are members of the policy. */
  static final Set<String> MEMBERS =
      Set.of(
          AutoScalingGroup.LAUNCH_TEMPLATE_ID,
          AutoScalingGroup.VERSION,
          AutoScalingGroup.OVERRIDES,
          AutoScalingGroup.ON_DEMAND_BASE_CAPACITY,
          AutoScalingGroup.ON_DEMAND_PERCENTAGE,
          AutoScalingGroup.ON_DEMAND_STRATEGY,
          AutoScalingGroup.SPOT_STRATEGY,
          AutoScalingGroup.SPOT_INSTANCE_POOLS,
          AutoScalingGroup.SPOT_MAX_PRICE);

  private GroupPolicy() {}

  static MixedInstancesPolicy write(AttributeValues after) {
    var distribution = InstancesDistribution.builder();
    after
        .whole(AutoScalingGroup.ON_DEMAND_BASE_CAPACITY)
        .ifPresent(distribution::onDemandBaseCapacity);
    after
        .whole(AutoScalingGroup.ON_DEMAND_PERCENTAGE)
        .ifPresent(distribution::onDemandPercentageAboveBaseCapacity);
    after
        .text(AutoScalingGroup.ON_DEMAND_STRATEGY)
        .ifPresent(distribution::onDemandAllocationStrategy);
    after.text(AutoScalingGroup.SPOT_STRATEGY).ifPresent(distribution::spotAllocationStrategy);
    // AWS refuses a number of pools beside any other strategy.
    if (after.text(AutoScalingGroup.SPOT_STRATEGY).filter(POOLS_STRATEGY::equals).isPresent()) {
      after.whole(AutoScalingGroup.SPOT_INSTANCE_POOLS).ifPresent(distribution::spotInstancePools);
    }
    after.text(AutoScalingGroup.SPOT_MAX_PRICE).ifPresent(distribution::spotMaxPrice);
    List<LaunchTemplateOverrides> overrides =
        after.items(AutoScalingGroup.OVERRIDES).stream().map(GroupPolicy::override).toList();
    var specification = LaunchTemplateSpecification.builder();
    after.text(AutoScalingGroup.LAUNCH_TEMPLATE_ID).ifPresent(specification::launchTemplateId);
    after.text(AutoScalingGroup.VERSION).ifPresent(specification::version);
    return MixedInstancesPolicy.builder()
        .instancesDistribution(distribution.build())
        .launchTemplate(
            template ->
                template.launchTemplateSpecification(specification.build()).overrides(overrides))
        .build();
  }

  static void read(
      software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup group,
      AttributeValues.Builder into) {
    LaunchTemplateSpecification template = template(group);
    if (template != null) {
      into.text(AutoScalingGroup.LAUNCH_TEMPLATE_ID, template.launchTemplateId())
          .text(
              AutoScalingGroup.VERSION,
              template.version() == null ? "$Default" : template.version());
    }
    MixedInstancesPolicy policy = group.mixedInstancesPolicy();
    if (policy == null) {
      return;
    }
    InstancesDistribution distribution = policy.instancesDistribution();
    if (distribution != null) {
      into.whole(AutoScalingGroup.ON_DEMAND_BASE_CAPACITY, distribution.onDemandBaseCapacity())
          .whole(
              AutoScalingGroup.ON_DEMAND_PERCENTAGE,
              distribution.onDemandPercentageAboveBaseCapacity())
          .text(AutoScalingGroup.ON_DEMAND_STRATEGY, distribution.onDemandAllocationStrategy())
          .text(AutoScalingGroup.SPOT_STRATEGY, distribution.spotAllocationStrategy())
          .whole(AutoScalingGroup.SPOT_INSTANCE_POOLS, distribution.spotInstancePools())
          .text(AutoScalingGroup.SPOT_MAX_PRICE, distribution.spotMaxPrice());
    }
    if (policy.launchTemplate() != null) {
      into.put(
          AutoScalingGroup.OVERRIDES, overrides(policy.launchTemplate().overrides(), distribution));
    }
  }

  /** The template that a group starts its servers from, whichever way it names it. */
  static @Nullable LaunchTemplateSpecification template(
      software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup group) {
    MixedInstancesPolicy policy = group.mixedInstancesPolicy();
    return policy == null || policy.launchTemplate() == null
        ? group.launchTemplate()
        : policy.launchTemplate().launchTemplateSpecification();
  }

  private static Value overrides(
      List<LaunchTemplateOverrides> overrides, @Nullable InstancesDistribution distribution) {
    if (overrides.stream().anyMatch(override -> override.weightedCapacity() != null)) {
      return Value.list(overrides.stream().map(GroupPolicy::value).toList());
    }
    return AutoScalingGroup.overrides(
        overrides.stream().map(override -> String.valueOf(override.instanceType())).toList(),
        distribution == null ? null : distribution.onDemandAllocationStrategy(),
        distribution == null ? null : distribution.spotAllocationStrategy());
  }

  private static Value value(LaunchTemplateOverrides override) {
    return Value.struct(
        AttributeValues.builder()
            .text(INSTANCE_TYPE, override.instanceType())
            .text(WEIGHTED_CAPACITY, override.weightedCapacity())
            .build()
            .values());
  }

  private static LaunchTemplateOverrides override(Value value) {
    var override = LaunchTemplateOverrides.builder();
    if (value instanceof Value.Struct struct) {
      var members = new AttributeValues(struct.members());
      members.text(INSTANCE_TYPE).ifPresent(override::instanceType);
      members.text(WEIGHTED_CAPACITY).ifPresent(override::weightedCapacity);
      return override.build();
    }
    return override.instanceType(value.toString()).build();
  }
}
