package dev.hastack.endtoend;

import static java.util.stream.Collectors.toMap;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.InstancesDistribution;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateOverrides;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateSpecification;
import software.amazon.awssdk.services.ec2.model.LaunchTemplate;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateEbsBlockDevice;
import software.amazon.awssdk.services.ec2.model.ResponseLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;

/**
 * A stack as AWS shows it, in the SDK's own types: read without any code of the operator's.
 *
 * @param data of the template's default version
 * @param targetGroupAttributes as DescribeTargetGroupAttributes has them
 */
record LiveStack(
    AutoScalingGroup group,
    LaunchTemplate template,
    ResponseLaunchTemplateData data,
    TargetGroup targetGroup,
    Map<String, String> targetGroupAttributes,
    Map<String, String> elbTags) {

  /**
   * Looks at a stack that has all of it, once each.
   *
   * @param stack namespace and name, as {@code default/web}
   */
  static LiveStack of(AwsAccount account, String stack) {
    LaunchTemplate template = account.templates(stack).getFirst();
    TargetGroup targetGroup = account.targetGroups(stack).getFirst();
    return new LiveStack(
        account.groups(stack).getFirst(),
        template,
        account
            .ec2()
            .describeLaunchTemplateVersions(
                request ->
                    request.launchTemplateId(template.launchTemplateId()).versions("$Default"))
            .launchTemplateVersions()
            .getFirst()
            .launchTemplateData(),
        targetGroup,
        account
            .loadBalancing()
            .describeTargetGroupAttributes(
                request -> request.targetGroupArn(targetGroup.targetGroupArn()))
            .attributes()
            .stream()
            .collect(toMap(TargetGroupAttribute::key, TargetGroupAttribute::value)),
        account.tags(targetGroup));
  }

  InstancesDistribution distribution() {
    return group.mixedInstancesPolicy().instancesDistribution();
  }

  LaunchTemplateSpecification pin() {
    return group.mixedInstancesPolicy().launchTemplate().launchTemplateSpecification();
  }

  List<String> instanceTypes() {
    return group.mixedInstancesPolicy().launchTemplate().overrides().stream()
        .map(LaunchTemplateOverrides::instanceType)
        .toList();
  }

  @Nullable String groupTag(String key) {
    return AwsAccount.tags(group).get(key);
  }

  @Nullable String templateTag(String key) {
    return AwsAccount.tags(template).get(key);
  }

  @Nullable String volumeTag(String key) {
    return data.tagSpecifications().stream()
        .flatMap(specification -> specification.tags().stream())
        .filter(tag -> tag.key().equals(key))
        .map(Tag::value)
        .findFirst()
        .orElse(null);
  }

  /** The root volume; empty where the template says nothing of it. */
  LaunchTemplateEbsBlockDevice rootVolume() {
    return data.blockDeviceMappings().stream()
        .map(mapping -> mapping.ebs())
        .findFirst()
        .orElse(LaunchTemplateEbsBlockDevice.builder().build());
  }
}
