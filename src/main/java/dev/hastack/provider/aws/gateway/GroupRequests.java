package dev.hastack.provider.aws.gateway;

import static dev.hastack.provider.aws.rights.Grant.FLEET_INSTANCE_ROLES;
import static dev.hastack.provider.aws.rights.Grant.FLEET_LAUNCHES;
import static dev.hastack.provider.aws.rights.Grant.FLEET_LAUNCH_TAGS;
import static dev.hastack.provider.aws.rights.Grant.FLEET_OWN_TEMPLATES;

import dev.hastack.provider.aws.AwsTags;
import dev.hastack.provider.aws.resource.AttributeValues;
import dev.hastack.provider.aws.resource.AutoScalingGroup;
import dev.hastack.provider.aws.rights.AwsRight;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.autoscaling.model.CreateAutoScalingGroupRequest;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateOverrides;
import software.amazon.awssdk.services.autoscaling.model.Tag;
import software.amazon.awssdk.services.autoscaling.model.UpdateAutoScalingGroupRequest;

/** From attributes to the requests that create and update a group. */
final class GroupRequests {
  static final List<AwsRight> RIGHTS =
      List.of(
          FLEET_OWN_TEMPLATES.dependent(
              "ec2:RunInstances",
              "Whoever gives a group a template must be allowed to launch from it.",
              "Control Amazon EC2 launch template usage in Auto Scaling groups, Auto Scaling user"
                  + " guide"),
          FLEET_LAUNCHES.dependent(
              "ec2:RunInstances",
              "Whoever gives a group a template must be allowed to launch with what it names.",
              "Control Amazon EC2 launch template usage in Auto Scaling groups, Auto Scaling user"
                  + " guide"),
          FLEET_LAUNCH_TAGS.dependent(
              "ec2:CreateTags",
              "Templates have the volumes of servers tagged.",
              "Service Authorization Reference: Amazon EC2, RunInstances"),
          FLEET_INSTANCE_ROLES.dependent(
              "iam:PassRole",
              "Servers get the role of the instance profile that the spec names.",
              "Service Authorization Reference: Amazon EC2 Auto Scaling, CreateAutoScalingGroup and"
                  + " UpdateAutoScalingGroup"));

  private static final String TAGGED_TYPE = "auto-scaling-group";

  /** What UpdateAutoScalingGroup changes, besides the members of the policy. */
  private static final Set<String> UPDATED =
      Set.of(
          AutoScalingGroup.MIN_SIZE,
          AutoScalingGroup.MAX_SIZE,
          AutoScalingGroup.DESIRED_CAPACITY,
          AutoScalingGroup.VPC_ZONE_IDENTIFIER,
          AutoScalingGroup.HEALTH_CHECK_TYPE,
          AutoScalingGroup.HEALTH_CHECK_GRACE_PERIOD,
          AutoScalingGroup.DEFAULT_INSTANCE_WARMUP,
          AutoScalingGroup.MAX_INSTANCE_LIFETIME,
          AutoScalingGroup.TERMINATION_POLICIES,
          AutoScalingGroup.PROTECTED_FROM_SCALE_IN,
          AutoScalingGroup.CAPACITY_REBALANCE);

  private GroupRequests() {}

  /** Whether anything changes that UpdateAutoScalingGroup writes. */
  static boolean isNeeded(Target target) {
    return target.changesAny(UPDATED) || target.changesAny(GroupPolicy.MEMBERS);
  }

  static CreateAutoScalingGroupRequest creation(Target target) {
    AttributeValues after = target.after();
    String name = target.physicalName();
    var tags = new TreeMap<>(after.keyedTexts(AutoScalingGroup.TAGS));
    tags.putAll(AwsTags.ownership(target.stack(), target.id()));
    var request =
        CreateAutoScalingGroupRequest.builder()
            .autoScalingGroupName(name)
            .mixedInstancesPolicy(GroupPolicy.write(after, List.of()))
            .tags(tags(name, tags));
    after.whole(AutoScalingGroup.MIN_SIZE).ifPresent(request::minSize);
    after.whole(AutoScalingGroup.MAX_SIZE).ifPresent(request::maxSize);
    after.whole(AutoScalingGroup.DESIRED_CAPACITY).ifPresent(request::desiredCapacity);
    subnets(after).ifPresent(request::vpcZoneIdentifier);
    healthCheckType(after).ifPresent(request::healthCheckType);
    after
        .whole(AutoScalingGroup.HEALTH_CHECK_GRACE_PERIOD)
        .ifPresent(request::healthCheckGracePeriod);
    after.whole(AutoScalingGroup.DEFAULT_INSTANCE_WARMUP).ifPresent(request::defaultInstanceWarmup);
    after.whole(AutoScalingGroup.MAX_INSTANCE_LIFETIME).ifPresent(request::maxInstanceLifetime);
    terminationPolicies(after).ifPresent(request::terminationPolicies);
    after
        .flag(AutoScalingGroup.PROTECTED_FROM_SCALE_IN)
        .ifPresent(request::newInstancesProtectedFromScaleIn);
    after.flag(AutoScalingGroup.CAPACITY_REBALANCE).ifPresent(request::capacityRebalance);
    List<String> targetGroups = after.texts(AutoScalingGroup.TARGET_GROUP_ARNS);
    if (!targetGroups.isEmpty()) {
      request.targetGroupARNs(targetGroups);
    }
    return request.build();
  }

  /**
   * The update of a group.
   *
   * @param standing the overrides that it has; see {@link GroupPolicy#write}
   */
  static UpdateAutoScalingGroupRequest update(
      String name, Target target, List<LaunchTemplateOverrides> standing) {
    AttributeValues after = target.changed();
    // The policy goes along whole each time: what is left out of it would be up to AWS.
    var request =
        UpdateAutoScalingGroupRequest.builder()
            .autoScalingGroupName(name)
            .mixedInstancesPolicy(GroupPolicy.write(target.after(), standing));
    after.whole(AutoScalingGroup.MIN_SIZE).ifPresent(request::minSize);
    after.whole(AutoScalingGroup.MAX_SIZE).ifPresent(request::maxSize);
    after.whole(AutoScalingGroup.DESIRED_CAPACITY).ifPresent(request::desiredCapacity);
    subnets(after).ifPresent(request::vpcZoneIdentifier);
    healthCheckType(after).ifPresent(request::healthCheckType);
    after
        .whole(AutoScalingGroup.HEALTH_CHECK_GRACE_PERIOD)
        .ifPresent(request::healthCheckGracePeriod);
    after.whole(AutoScalingGroup.DEFAULT_INSTANCE_WARMUP).ifPresent(request::defaultInstanceWarmup);
    after.whole(AutoScalingGroup.MAX_INSTANCE_LIFETIME).ifPresent(request::maxInstanceLifetime);
    terminationPolicies(after).ifPresent(request::terminationPolicies);
    after
        .flag(AutoScalingGroup.PROTECTED_FROM_SCALE_IN)
        .ifPresent(request::newInstancesProtectedFromScaleIn);
    after.flag(AutoScalingGroup.CAPACITY_REBALANCE).ifPresent(request::capacityRebalance);
    return request.build();
  }

  static Collection<Tag> tags(String name, Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(
            tag ->
                tag(name, tag.getKey()).toBuilder()
                    .value(tag.getValue())
                    .propagateAtLaunch(AwsTags.isForInstances(tag.getKey()))
                    .build())
        .toList();
  }

  static Collection<Tag> keys(String name, Set<String> keys) {
    return keys.stream().map(key -> tag(name, key)).toList();
  }

  private static Tag tag(String name, String key) {
    return Tag.builder().resourceId(name).resourceType(TAGGED_TYPE).key(key).build();
  }

  private static Optional<String> subnets(AttributeValues after) {
    return after
        .value(AutoScalingGroup.VPC_ZONE_IDENTIFIER)
        .map(value -> String.join(",", after.texts(AutoScalingGroup.VPC_ZONE_IDENTIFIER)));
  }

  private static Optional<String> healthCheckType(AttributeValues after) {
    return after
        .value(AutoScalingGroup.HEALTH_CHECK_TYPE)
        .map(
            value ->
                AutoScalingGroup.healthCheckType(after.texts(AutoScalingGroup.HEALTH_CHECK_TYPE)));
  }

  private static Optional<List<String>> terminationPolicies(AttributeValues after) {
    return after
        .value(AutoScalingGroup.TERMINATION_POLICIES)
        .map(value -> after.texts(AutoScalingGroup.TERMINATION_POLICIES));
  }
}
