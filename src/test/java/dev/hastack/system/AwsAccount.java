package dev.hastack.system;

import static java.util.stream.Collectors.toMap;

import dev.hastack.sandbox.aws.AwsEndpoint;
import dev.hastack.sandbox.aws.SandboxAccount;
import dev.hastack.sandbox.aws.SandboxAccount.Ground;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.LaunchTemplate;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TagDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;

/**
 * The account as its owner has it: what is there, by the SDK alone.
 *
 * @param ground what servers stand on, as the stacks have it
 * @param otherImageId another image for the same architecture
 * @param otherSecurityGroupId another security group of the same VPC
 */
record AwsAccount(
    AwsEndpoint endpoint,
    AutoScalingClient autoScaling,
    Ec2Client ec2,
    ElasticLoadBalancingV2Client loadBalancing,
    Ground ground,
    String otherImageId,
    String otherSecurityGroupId)
    implements AutoCloseable {
  private static final String STACK_TAG = "hastack.dev/stack";

  /**
   * Looks around.
   *
   * @param purpose names the security group that is made
   */
  static AwsAccount at(AwsEndpoint endpoint, String purpose) {
    Ec2Client ec2 = endpoint.client(Ec2Client.builder());
    try (var sandbox = new SandboxAccount(endpoint)) {
      Ground ground = sandbox.ground();
      return new AwsAccount(
          endpoint,
          endpoint.client(AutoScalingClient.builder()),
          ec2,
          endpoint.client(ElasticLoadBalancingV2Client.builder()),
          ground,
          otherImage(ec2, ground.imageId()),
          ec2.createSecurityGroup(request -> request.groupName(purpose).description(purpose))
              .groupId());
    }
  }

  private static String otherImage(Ec2Client ec2, String imageId) {
    return ec2
        .describeImages(
            request ->
                request.filters(
                    Filter.builder().name("architecture").values("x86_64").build(),
                    Filter.builder().name("root-device-type").values("ebs").build()))
        .images()
        .stream()
        .filter(image -> !"windows".equals(image.platformAsString()))
        .map(Image::imageId)
        .filter(id -> !id.equals(imageId))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Everything of a stack.
   *
   * @param stack namespace and name, as {@code drift/full}
   */
  LiveStack look(String stack) {
    LaunchTemplate template = template(stack);
    LaunchTemplateVersion version =
        ec2.describeLaunchTemplateVersions(
                request ->
                    request.launchTemplateId(template.launchTemplateId()).versions("$Default"))
            .launchTemplateVersions()
            .getFirst();
    TargetGroup targetGroup = targetGroups(stack).getFirst();
    return new LiveStack(
        group(stack),
        template,
        version.launchTemplateData(),
        targetGroup,
        loadBalancing
            .describeTargetGroupAttributes(
                request -> request.targetGroupArn(targetGroup.targetGroupArn()))
            .attributes()
            .stream()
            .collect(toMap(TargetGroupAttribute::key, TargetGroupAttribute::value)),
        tags(List.of(targetGroup)).getOrDefault(targetGroup.targetGroupArn(), Map.of()));
  }

  AutoScalingGroup group(String stack) {
    return autoScaling
        .describeAutoScalingGroups(
            request ->
                request.filters(
                    software.amazon.awssdk.services.autoscaling.model.Filter.builder()
                        .name("tag:" + STACK_TAG)
                        .values(stack)
                        .build()))
        .autoScalingGroups()
        .getFirst();
  }

  private LaunchTemplate template(String stack) {
    return ec2.describeLaunchTemplates(
            request ->
                request.filters(Filter.builder().name("tag:" + STACK_TAG).values(stack).build()))
        .launchTemplates()
        .getFirst();
  }

  List<TargetGroup> targetGroups(String stack) {
    List<TargetGroup> all =
        loadBalancing.describeTargetGroupsPaginator().targetGroups().stream().toList();
    Map<String, Map<String, String>> tags = tags(all);
    return all.stream()
        .filter(
            group ->
                stack.equals(tags.getOrDefault(group.targetGroupArn(), Map.of()).get(STACK_TAG)))
        .toList();
  }

  private Map<String, Map<String, String>> tags(List<TargetGroup> groups) {
    if (groups.isEmpty()) {
      return Map.of();
    }
    return loadBalancing
        .describeTags(
            request ->
                request.resourceArns(groups.stream().map(TargetGroup::targetGroupArn).toList()))
        .tagDescriptions()
        .stream()
        .collect(
            toMap(
                TagDescription::resourceArn,
                described -> described.tags().stream().collect(toMap(Tag::key, Tag::value))));
  }

  @Override
  public void close() {
    autoScaling.close();
    ec2.close();
    loadBalancing.close();
  }
}
