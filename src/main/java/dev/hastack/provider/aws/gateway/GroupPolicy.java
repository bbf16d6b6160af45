package dev.hastack.provider.aws.gateway;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.AwsCallException;
import dev.hastack.provider.aws.resource.AttributeValues;
import dev.hastack.provider.aws.resource.AutoScalingGroup;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.services.autoscaling.model.InstancesDistribution;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateOverrides;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateSpecification;
import software.amazon.awssdk.services.autoscaling.model.MixedInstancesPolicy;

/** A group's mixed instances policy on the wire and as attributes. It is always written whole. */
final class GroupPolicy {
  private static final String POOLS_STRATEGY = "lowest-price";

  /** What a group follows that names no version (API reference, LaunchTemplateSpecification). */
  static final String DEFAULT_VERSION = "$Default";

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

  /**
   * The whole policy.
   *
   * @param standing the overrides that the group has, of which those that we cannot make, and that
   *     must not be corrected now, are sent back as they are
   */
  static MixedInstancesPolicy write(AttributeValues after, List<LaunchTemplateOverrides> standing) {
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
        after.items(AutoScalingGroup.OVERRIDES).stream()
            .map(value -> override(value, standing))
            .toList();
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
              template.version() == null ? DEFAULT_VERSION : template.version());
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
          AutoScalingGroup.OVERRIDES,
          Value.list(
              policy.launchTemplate().overrides().stream().map(GroupPolicy::value).toList()));
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

  /** Whether some of the overrides are more than an instance type, and so not ours to make. */
  static boolean hasForeignOverrides(AttributeValues attributes) {
    return attributes.items(AutoScalingGroup.OVERRIDES).stream()
        .anyMatch(value -> !(value instanceof Value.Text));
  }

  /**
   * The type, where there is nothing else; weights, requirements and the like are shown with it.
   */
  private static Value value(LaunchTemplateOverrides override) {
    String type = override.instanceType();
    if (type != null && override.equals(ofType(type))) {
      return Value.text(type);
    }
    var members = new TreeMap<String, Value>();
    for (SdkField<?> field : override.sdkFields()) {
      Object member = field.getValueOrDefault(override);
      if (member != null) {
        members.put(field.memberName(), Value.text(member.toString()));
      }
    }
    return Value.struct(members);
  }

  private static LaunchTemplateOverrides override(
      Value value, List<LaunchTemplateOverrides> standing) {
    return value instanceof Value.Text type
        ? ofType(type.text())
        : standing.stream()
            .filter(override -> value(override).equals(value))
            .findFirst()
            .orElseThrow(
                () ->
                    new AwsCallException(
                        new Failure(
                            FailureKind.CONFLICT,
                            "autoscaling:UpdateAutoScalingGroup",
                            "OverridesChanged",
                            "somebody changed the group's overrides while this was planned")));
  }

  private static LaunchTemplateOverrides ofType(String type) {
    return LaunchTemplateOverrides.builder().instanceType(type).build();
  }
}
