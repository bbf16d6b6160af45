package dev.hastack.sandbox.aws.front;

import static java.util.stream.Collectors.toMap;

import dev.hastack.sandbox.aws.rds.RdsRegion;
import dev.hastack.sandbox.aws.world.ApiError;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingInstanceDetails;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;

/**
 * The tags of what policies can ask to be tagged: groups, templates, databases and what takes
 * traffic.
 */
record TaggedResources(
    AutoScalingClient autoScaling,
    Ec2Client ec2,
    ElasticLoadBalancingV2Client loadBalancing,
    RdsRegion rds) {

  /** Empty where it is not there. */
  Optional<Map<String, String>> tagsOf(String arn) {
    String last = arn.substring(arn.lastIndexOf('/') + 1);
    try {
      return switch (arn.split(":", -1)[2]) {
        case "autoscaling" -> ofGroup(last);
        case "ec2" -> Optional.of(arn.contains(":launch-template/") ? ofTemplate(last) : Map.of());
        case "elasticloadbalancing" -> Optional.of(ofTraffic(arn));
        case "rds" -> Optional.of(rds.countingTags(arn));
        default -> Optional.of(Map.of());
      };
    } catch (ApiError notThere) {
      return Optional.empty();
    }
  }

  Optional<String> groupOf(String instanceId) {
    return autoScaling
        .describeAutoScalingInstances(request -> request.instanceIds(instanceId))
        .autoScalingInstances()
        .stream()
        .map(AutoScalingInstanceDetails::autoScalingGroupName)
        .findFirst();
  }

  private Optional<Map<String, String>> ofGroup(String name) {
    return autoScaling
        .describeAutoScalingGroups(request -> request.autoScalingGroupNames(name))
        .autoScalingGroups()
        .stream()
        .findFirst()
        .map(
            group ->
                group.tags().stream().collect(toMap(TagDescription::key, TagDescription::value)));
  }

  private Map<String, String> ofTemplate(String id) {
    return ec2
        .describeLaunchTemplates(request -> request.launchTemplateIds(id))
        .launchTemplates()
        .stream()
        .flatMap(template -> template.tags().stream())
        .collect(
            toMap(
                software.amazon.awssdk.services.ec2.model.Tag::key,
                software.amazon.awssdk.services.ec2.model.Tag::value));
  }

  private Map<String, String> ofTraffic(String arn) {
    return loadBalancing
        .describeTags(request -> request.resourceArns(arn))
        .tagDescriptions()
        .stream()
        .flatMap(description -> description.tags().stream())
        .collect(toMap(Tag::key, Tag::value));
  }
}
