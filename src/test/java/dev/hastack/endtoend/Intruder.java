package dev.hastack.endtoend;

import java.util.ArrayList;
import java.util.function.Consumer;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.InstancesDistribution;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateOverrides;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateSpecification;
import software.amazon.awssdk.services.autoscaling.model.MixedInstancesPolicy;
import software.amazon.awssdk.services.autoscaling.model.Tag;
import software.amazon.awssdk.services.autoscaling.model.UpdateAutoScalingGroupRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateBlockDeviceMappingRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateTagSpecificationRequest;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;

/**
 * Somebody else with access to the account, who changes one stack by the SDK and leaves alone what
 * a change is not about.
 *
 * @param stack namespace and name, as {@code drift/full}
 */
record Intruder(Scene scene, String stack) {
  /** The value of the tags that are changed, and the name of what is made. */
  static final String NAME = "intruder";

  static final String TAGGED_TYPE = "auto-scaling-group";

  LiveStack look() {
    return LiveStack.of(scene.account(), stack);
  }

  private AwsAccount account() {
    return scene.account();
  }

  private AutoScalingGroup group() {
    return account().groups(stack).getFirst();
  }

  private String groupName() {
    return group().autoScalingGroupName();
  }

  /** As it is, but for the template's name: AWS answers id and name, and takes only one of them. */
  private MixedInstancesPolicy policy() {
    MixedInstancesPolicy policy = group().mixedInstancesPolicy();
    var pin = policy.launchTemplate().launchTemplateSpecification();
    return policy.toBuilder()
        .launchTemplate(
            policy.launchTemplate().toBuilder()
                .launchTemplateSpecification(pin.toBuilder().launchTemplateName(null).build())
                .build())
        .build();
  }

  void updateGroup(Consumer<UpdateAutoScalingGroupRequest.Builder> change) {
    String name = groupName();
    account()
        .autoScaling()
        .updateAutoScalingGroup(
            request -> {
              request.autoScalingGroupName(name);
              change.accept(request);
            });
  }

  void changeDistribution(Consumer<InstancesDistribution.Builder> change) {
    MixedInstancesPolicy policy = policy();
    var distribution = policy.instancesDistribution().toBuilder();
    change.accept(distribution);
    updateGroup(
        request ->
            request.mixedInstancesPolicy(
                policy.toBuilder().instancesDistribution(distribution.build()).build()));
  }

  void changeInstanceTypes(String type) {
    MixedInstancesPolicy policy = policy();
    updateGroup(
        request ->
            request.mixedInstancesPolicy(
                policy.toBuilder()
                    .launchTemplate(
                        policy.launchTemplate().toBuilder()
                            .overrides(LaunchTemplateOverrides.builder().instanceType(type).build())
                            .build())
                    .build()));
  }

  void changePin(Consumer<LaunchTemplateSpecification.Builder> change) {
    MixedInstancesPolicy policy = policy();
    var pin = policy.launchTemplate().launchTemplateSpecification().toBuilder();
    change.accept(pin);
    updateGroup(
        request ->
            request.mixedInstancesPolicy(
                policy.toBuilder()
                    .launchTemplate(
                        policy.launchTemplate().toBuilder()
                            .launchTemplateSpecification(pin.build())
                            .build())
                    .build()));
  }

  void setDesiredCapacity(int instances) {
    account()
        .autoScaling()
        .setDesiredCapacity(
            request -> request.autoScalingGroupName(groupName()).desiredCapacity(instances));
  }

  void suspend(String process) {
    account()
        .autoScaling()
        .suspendProcesses(
            request -> request.autoScalingGroupName(groupName()).scalingProcesses(process));
  }

  void disableMetric(String metric) {
    account()
        .autoScaling()
        .disableMetricsCollection(
            request -> request.autoScalingGroupName(groupName()).metrics(metric));
  }

  void detachTargetGroup() {
    LiveStack live = look();
    account()
        .autoScaling()
        .detachLoadBalancerTargetGroups(
            request ->
                request
                    .autoScalingGroupName(live.group().autoScalingGroupName())
                    .targetGroupARNs(live.targetGroup().targetGroupArn()));
  }

  void tagGroup(String key, String value) {
    account()
        .autoScaling()
        .createOrUpdateTags(
            request ->
                request.tags(
                    Tag.builder()
                        .resourceId(groupName())
                        .resourceType(TAGGED_TYPE)
                        .key(key)
                        .value(value)
                        .propagateAtLaunch(true)
                        .build()));
  }

  void untagGroup(String key) {
    account()
        .autoScaling()
        .deleteTags(
            request ->
                request.tags(
                    Tag.builder()
                        .resourceId(groupName())
                        .resourceType(TAGGED_TYPE)
                        .key(key)
                        .build()));
  }

  void modifyTargetGroup(Consumer<ModifyTargetGroupRequest.Builder> change) {
    String arn = look().targetGroup().targetGroupArn();
    account()
        .loadBalancing()
        .modifyTargetGroup(
            request -> {
              request.targetGroupArn(arn);
              change.accept(request);
            });
  }

  /** Sets attributes of the target group, given as key, value, key, value. */
  void setTargetGroupAttributes(String... keysAndValues) {
    String arn = look().targetGroup().targetGroupArn();
    var attributes = new ArrayList<TargetGroupAttribute>();
    for (int each = 0; each < keysAndValues.length; each += 2) {
      attributes.add(
          TargetGroupAttribute.builder()
              .key(keysAndValues[each])
              .value(keysAndValues[each + 1])
              .build());
    }
    account()
        .loadBalancing()
        .modifyTargetGroupAttributes(request -> request.targetGroupArn(arn).attributes(attributes));
  }

  void untagTargetGroup(String key) {
    String arn = look().targetGroup().targetGroupArn();
    account().loadBalancing().removeTags(request -> request.resourceArns(arn).tagKeys(key));
  }

  void untagTemplate(String key) {
    account()
        .ec2()
        .deleteTags(
            request ->
                request
                    .resources(look().template().launchTemplateId())
                    .tags(
                        software.amazon.awssdk.services.ec2.model.Tag.builder().key(key).build()));
  }

  /** Makes a version of the stack's template in which nothing is as it was, and the default. */
  void makeOwnVersionDefault() {
    String templateId = look().template().launchTemplateId();
    long version =
        account()
            .ec2()
            .createLaunchTemplateVersion(
                request -> request.launchTemplateId(templateId).launchTemplateData(ownData()))
            .launchTemplateVersion()
            .versionNumber();
    account()
        .ec2()
        .modifyLaunchTemplate(
            request -> request.launchTemplateId(templateId).defaultVersion(Long.toString(version)));
  }

  /**
   * A template of the intruder's own.
   *
   * @param versions how many versions it has
   * @return its id
   */
  String createTemplate(int versions) {
    String templateId =
        account()
            .ec2()
            .createLaunchTemplate(
                request ->
                    request
                        .launchTemplateName(NAME + "-" + stack.replace('/', '-'))
                        .launchTemplateData(ownData()))
            .launchTemplate()
            .launchTemplateId();
    for (int made = 1; made < versions; made++) {
      account()
          .ec2()
          .createLaunchTemplateVersion(
              request -> request.launchTemplateId(templateId).launchTemplateData(ownData()));
    }
    return templateId;
  }

  private RequestLaunchTemplateData ownData() {
    return RequestLaunchTemplateData.builder()
        .imageId(scene.otherImageId())
        .instanceType("t2.medium")
        .iamInstanceProfile(profile -> profile.name(NAME))
        .keyName(NAME)
        .securityGroupIds(scene.otherSecurityGroupId())
        .userData("aW50cnVkZXI=")
        .blockDeviceMappings(
            LaunchTemplateBlockDeviceMappingRequest.builder()
                .deviceName("/dev/xvda")
                .ebs(ebs -> ebs.volumeSize(99).volumeType("gp2").encrypted(false))
                .build())
        .metadataOptions(options -> options.httpTokens("optional").httpPutResponseHopLimit(3))
        .monitoring(monitoring -> monitoring.enabled(false))
        .tagSpecifications(
            LaunchTemplateTagSpecificationRequest.builder()
                .resourceType(ResourceType.VOLUME)
                .tags(
                    software.amazon.awssdk.services.ec2.model.Tag.builder()
                        .key("team")
                        .value(NAME)
                        .build())
                .build())
        .build();
  }
}
