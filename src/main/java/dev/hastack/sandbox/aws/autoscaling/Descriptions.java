package dev.hastack.sandbox.aws.autoscaling;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingInstanceDetails;
import software.amazon.awssdk.services.autoscaling.model.Instance;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateSpecification;
import software.amazon.awssdk.services.autoscaling.model.TrafficSourceIdentifier;

/** Rows as AWS describes them. */
final class Descriptions {
  private Descriptions() {}

  static AutoScalingGroup group(Group group, boolean withInstances) {
    List<String> targetGroups =
        group.attachments().entrySet().stream()
            .filter(each -> each.getValue() != Attachment.REMOVING)
            .map(Map.Entry::getKey)
            .toList();
    return group.settings().toBuilder()
        .targetGroupARNs(targetGroups)
        .trafficSources(
            targetGroups.stream()
                .map(arn -> TrafficSourceIdentifier.builder().identifier(arn).type("elbv2").build())
                .toList())
        .loadBalancerNames(List.of())
        .instances(
            withInstances ? group.all().stream().map(Descriptions::instance).toList() : List.of())
        .build();
  }

  private static Instance instance(Member member) {
    return Instance.builder()
        .instanceId(member.id())
        .instanceType(member.origin().order().instanceType())
        .availabilityZone(member.origin().order().zone())
        .lifecycleState(member.phase().state())
        .healthStatus(member.isHealthy() ? "Healthy" : "Unhealthy")
        .launchTemplate(template(member))
        .protectedFromScaleIn(member.marks().guarded())
        .weightedCapacity(member.origin().weight())
        .build();
  }

  private static LaunchTemplateSpecification template(Member member) {
    return LaunchTemplateSpecification.builder()
        .launchTemplateId(member.origin().order().templateId())
        .launchTemplateName(member.origin().templateName())
        .version(Long.toString(member.origin().order().templateVersion()))
        .build();
  }

  /** Here AWS writes the health in capitals. */
  static AutoScalingInstanceDetails details(Group group, Member member) {
    return AutoScalingInstanceDetails.builder()
        .instanceId(member.id())
        .instanceType(member.origin().order().instanceType())
        .autoScalingGroupName(group.name())
        .availabilityZone(member.origin().order().zone())
        .lifecycleState(member.phase().state().toString())
        .healthStatus(member.isHealthy() ? "HEALTHY" : "UNHEALTHY")
        .launchTemplate(template(member))
        .protectedFromScaleIn(member.marks().guarded())
        .weightedCapacity(member.origin().weight())
        .build();
  }
}
