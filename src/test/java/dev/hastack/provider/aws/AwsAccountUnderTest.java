package dev.hastack.provider.aws;

import dev.hastack.sandbox.aws.AwsEndpoint;
import dev.hastack.sandbox.aws.SandboxAccount;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.CertificateStatus;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplate;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateSpecification;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateBlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateBlockDeviceMappingRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateTagSpecificationRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.ResponseLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerState;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/** Whatever plays AWS in a test, and somebody else's hand in it. */
record AwsAccountUnderTest(
    StandIn standIn,
    SandboxAccount.Ground ground,
    Ec2Client ec2,
    AutoScalingClient autoScaling,
    ElasticLoadBalancingV2Client loadBalancing,
    SsmClient ssm,
    AcmClient acm,
    RdsClient rds)
    implements AutoCloseable {
  /** One with nothing in it but its default VPC. */
  static AwsAccountUnderTest of(StandIn standIn) {
    AwsEndpoint endpoint = standIn.endpoint();
    try (var account = new SandboxAccount(endpoint)) {
      return new AwsAccountUnderTest(
          standIn,
          account.ground(),
          endpoint.client(Ec2Client.builder()),
          endpoint.client(AutoScalingClient.builder()),
          endpoint.client(ElasticLoadBalancingV2Client.builder()),
          endpoint.client(SsmClient.builder()),
          endpoint.client(AcmClient.builder()),
          endpoint.client(RdsClient.builder()));
    }
  }

  URI endpoint() {
    return standIn.endpoint().uri();
  }

  /** Of somebody who may do everything. */
  AwsCredentialsProvider credentials() {
    return standIn.endpoint().credentials();
  }

  /** {@link StandIn#operatorsCredentials}. */
  AwsCredentialsProvider operatorsCredentials() {
    return standIn.operatorsCredentials();
  }

  /** The account's number. */
  String id() {
    return standIn.accountId();
  }

  List<String> subnetIds() {
    return ground.subnetIds();
  }

  String securityGroupId() {
    return ground.securityGroupId();
  }

  String imageId() {
    return ground.imageId();
  }

  /** {@link StandIn#letTimePass}. */
  void letTimePass() {
    standIn.letTimePass();
  }

  /** {@link StandIn#follows}. */
  boolean follows(AwsRule rule) {
    return standIn.follows(rule);
  }

  /** Somebody raises the maximum and rewrites a tag. */
  void drift(String groupName) {
    autoScaling.updateAutoScalingGroup(
        request -> request.autoScalingGroupName(groupName).maxSize(9));
    autoScaling.createOrUpdateTags(
        request ->
            request.tags(
                software.amazon.awssdk.services.autoscaling.model.Tag.builder()
                    .resourceId(groupName)
                    .resourceType("auto-scaling-group")
                    .key("team")
                    .value("intruders")
                    .propagateAtLaunch(true)
                    .build()));
  }

  void letGroupFollowLatest(String groupName) {
    LaunchTemplate standing =
        autoScaling
            .describeAutoScalingGroups(request -> request.autoScalingGroupNames(groupName))
            .autoScalingGroups()
            .getFirst()
            .mixedInstancesPolicy()
            .launchTemplate();
    var latest =
        LaunchTemplateSpecification.builder()
            .launchTemplateId(standing.launchTemplateSpecification().launchTemplateId())
            .version("$Latest")
            .build();
    autoScaling.updateAutoScalingGroup(
        request ->
            request
                .autoScalingGroupName(groupName)
                .mixedInstancesPolicy(
                    policy ->
                        policy.launchTemplate(
                            standing.copy(it -> it.launchTemplateSpecification(latest)))));
  }

  void createForeignTemplate(String name, Map<String, String> tags) {
    ec2.createLaunchTemplate(
        request -> {
          request.launchTemplateName(name).launchTemplateData(data -> data.imageId(imageId()));
          if (!tags.isEmpty()) {
            request.tagSpecifications(
                TagSpecification.builder()
                    .resourceType(ResourceType.LAUNCH_TEMPLATE)
                    .tags(
                        tags.entrySet().stream()
                            .map(
                                tag ->
                                    Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                            .toList())
                    .build());
          }
        });
  }

  /** Somebody makes a copy of the first version that also says a type, and makes it the default. */
  void copyVersionWithType(String templateId) {
    LaunchTemplateVersion ours =
        ec2.describeLaunchTemplateVersions(
                request -> request.launchTemplateId(templateId).versions("1"))
            .launchTemplateVersions()
            .getFirst();
    ResponseLaunchTemplateData data = ours.launchTemplateData();
    LaunchTemplateBlockDeviceMapping root = data.blockDeviceMappings().getFirst();
    ec2.createLaunchTemplateVersion(
        request ->
            request
                .launchTemplateId(templateId)
                .versionDescription(ours.versionDescription())
                .launchTemplateData(
                    copy ->
                        copy.instanceType("t2.medium")
                            .imageId(data.imageId())
                            .securityGroupIds(data.securityGroupIds())
                            .userData(data.userData())
                            .monitoring(monitoring -> monitoring.enabled(true))
                            .metadataOptions(
                                options ->
                                    options.httpTokens("required").httpPutResponseHopLimit(1))
                            .blockDeviceMappings(
                                LaunchTemplateBlockDeviceMappingRequest.builder()
                                    .deviceName(root.deviceName())
                                    .ebs(
                                        ebs -> ebs.volumeSize(30).volumeType("gp3").encrypted(true))
                                    .build())
                            .tagSpecifications(
                                LaunchTemplateTagSpecificationRequest.builder()
                                    .resourceType(ResourceType.VOLUME)
                                    .tags(data.tagSpecifications().getFirst().tags())
                                    .build())));
    ec2.modifyLaunchTemplate(request -> request.launchTemplateId(templateId).defaultVersion("2"));
  }

  /** Somebody makes sure that the group does not become empty by itself. */
  void standInTheWay(String groupName) {
    autoScaling.putScheduledUpdateGroupAction(
        request ->
            request
                .autoScalingGroupName(groupName)
                .scheduledActionName("refill")
                .recurrence("0 * * * *")
                .desiredCapacity(2));
    autoScaling.putScalingPolicy(
        request ->
            request
                .autoScalingGroupName(groupName)
                .policyName("grow")
                .policyType("SimpleScaling")
                .adjustmentType("ChangeInCapacity")
                .scalingAdjustment(1));
    String instance =
        autoScaling
            .describeAutoScalingGroups(request -> request.autoScalingGroupNames(groupName))
            .autoScalingGroups()
            .getFirst()
            .instances()
            .getFirst()
            .instanceId();
    autoScaling.enterStandby(
        request ->
            request
                .autoScalingGroupName(groupName)
                .instanceIds(instance)
                .shouldDecrementDesiredCapacity(true));
    autoScaling.suspendProcesses(
        request -> request.autoScalingGroupName(groupName).scalingProcesses("Launch", "Terminate"));
  }

  void removeTag(String groupName, String key) {
    autoScaling.deleteTags(
        request ->
            request.tags(
                software.amazon.awssdk.services.autoscaling.model.Tag.builder()
                    .resourceId(groupName)
                    .resourceType("auto-scaling-group")
                    .key(key)
                    .build()));
  }

  /** Empty groups under names of no meaning, all with these tags. */
  void createGroups(int count, Map<String, String> tags) {
    createForeignTemplate("shared", Map.of());
    for (int number = 0; number < count; number++) {
      String name = "group-" + number;
      autoScaling.createAutoScalingGroup(
          request ->
              request
                  .autoScalingGroupName(name)
                  .minSize(0)
                  .maxSize(0)
                  .vpcZoneIdentifier(subnetIds().getFirst())
                  .launchTemplate(template -> template.launchTemplateName("shared").version("1"))
                  .tags(
                      tags.entrySet().stream()
                          .map(
                              tag ->
                                  software.amazon.awssdk.services.autoscaling.model.Tag.builder()
                                      .resourceId(name)
                                      .resourceType("auto-scaling-group")
                                      .key(tag.getKey())
                                      .value(tag.getValue())
                                      .build())
                          .toList()));
    }
  }

  /** A load balancer whose listener forwards to the target group; answers its ARN. */
  String createLoadBalancerFor(String targetGroupArn) {
    String arn =
        loadBalancing
            .createLoadBalancer(
                request -> request.name("front").subnets(subnetIds()).scheme("internal"))
            .loadBalancers()
            .getFirst()
            .loadBalancerArn();
    loadBalancing.createListener(
        request ->
            request
                .loadBalancerArn(arn)
                .port(80)
                .protocol(ProtocolEnum.HTTP)
                .defaultActions(
                    Action.builder()
                        .type(ActionTypeEnum.FORWARD)
                        .targetGroupArn(targetGroupArn)
                        .build()));
    return arn;
  }

  /** A target group of somebody else's; answers its ARN. */
  String createTargetGroup(String name) {
    return loadBalancing
        .createTargetGroup(
            request ->
                request
                    .name(name)
                    .protocol(ProtocolEnum.HTTP)
                    .port(8000)
                    .vpcId(ec2.describeVpcs().vpcs().getFirst().vpcId()))
        .targetGroups()
        .getFirst()
        .targetGroupArn();
  }

  /** A listener on port 80 of somebody else's load balancer, with nothing behind it. */
  String createForeignListener() {
    String arn =
        loadBalancing
            .createLoadBalancer(
                request -> request.name("shared").subnets(subnetIds()).scheme("internal"))
            .loadBalancers()
            .getFirst()
            .loadBalancerArn();
    return loadBalancing
        .createListener(
            request ->
                request
                    .loadBalancerArn(arn)
                    .port(80)
                    .protocol(ProtocolEnum.HTTP)
                    .defaultActions(answering("404")))
        .listeners()
        .getFirst()
        .listenerArn();
  }

  /** Another listener of the same load balancer; answers its ARN. */
  String createForeignListenerBeside(String listenerArn, int port) {
    String arn =
        loadBalancing
            .describeListeners(request -> request.listenerArns(listenerArn))
            .listeners()
            .getFirst()
            .loadBalancerArn();
    return loadBalancing
        .createListener(
            request ->
                request
                    .loadBalancerArn(arn)
                    .port(port)
                    .protocol(ProtocolEnum.HTTP)
                    .defaultActions(answering("404")))
        .listeners()
        .getFirst()
        .listenerArn();
  }

  /** Somebody's rule for a path of theirs; answers its ARN. */
  String createRule(String listenerArn, int priority) {
    return loadBalancing
        .createRule(
            request ->
                request
                    .listenerArn(listenerArn)
                    .priority(priority)
                    .conditions(
                        RuleCondition.builder()
                            .field("path-pattern")
                            .pathPatternConfig(path -> path.values("/theirs/*"))
                            .build())
                    .actions(answering("200")))
        .rules()
        .getFirst()
        .ruleArn();
  }

  /** An action that answers by itself. */
  static Action answering(String statusCode) {
    return Action.builder()
        .type(ActionTypeEnum.FIXED_RESPONSE)
        .fixedResponseConfig(response -> response.statusCode(statusCode).contentType("text/plain"))
        .build();
  }

  /** All that AWS tells of a listener's load balancer, one line a thing. */
  List<String> describeFront(String listenerArn) {
    var listener =
        loadBalancing
            .describeListeners(request -> request.listenerArns(listenerArn))
            .listeners()
            .getFirst();
    String balancerArn = listener.loadBalancerArn();
    var lines = new ArrayList<String>();
    loadBalancing
        .describeLoadBalancers(request -> request.loadBalancerArns(balancerArn))
        .loadBalancers()
        .forEach(
            each -> lines.add(each.toBuilder().state((LoadBalancerState) null).build().toString()));
    loadBalancing
        .describeLoadBalancerAttributes(request -> request.loadBalancerArn(balancerArn))
        .attributes()
        .forEach(each -> lines.add(each.toString()));
    loadBalancing
        .describeListeners(request -> request.loadBalancerArn(balancerArn))
        .listeners()
        .forEach(each -> lines.add(each.toString()));
    loadBalancing
        .describeRules(request -> request.listenerArn(listenerArn))
        .rules()
        .forEach(each -> lines.add(each.toString()));
    loadBalancing
        .describeTags(request -> request.resourceArns(balancerArn, listenerArn))
        .tagDescriptions()
        .forEach(each -> lines.add(each.toString()));
    return List.copyOf(lines);
  }

  void deleteLoadBalancer(String arn) {
    loadBalancing
        .describeListeners(request -> request.loadBalancerArn(arn))
        .listeners()
        .forEach(
            listener ->
                loadBalancing.deleteListener(
                    request -> request.listenerArn(listener.listenerArn())));
    loadBalancing.deleteLoadBalancer(request -> request.loadBalancerArn(arn));
  }

  /**
   * A certificate; answers its ARN. AWS takes it once it is issued, which is within the hour; moto
   * takes it at once.
   */
  String createCertificate(String domain) {
    String arn =
        acm.requestCertificate(request -> request.domainName(domain).validationMethod("DNS"))
            .certificateArn();
    for (int wait = 0; wait < 12 && !isIssued(arn); wait++) {
      letTimePass();
    }
    return arn;
  }

  private boolean isIssued(String certificateArn) {
    return acm.describeCertificate(request -> request.certificateArn(certificateArn))
            .certificate()
            .status()
        == CertificateStatus.ISSUED;
  }

  /** Another security group of the default VPC; answers its id. */
  String createSecurityGroup(String name) {
    String vpcId =
        ec2.describeSubnets(request -> request.subnetIds(subnetIds().getFirst()))
            .subnets()
            .getFirst()
            .vpcId();
    return ec2.createSecurityGroup(
            request -> request.groupName(name).description(name).vpcId(vpcId))
        .groupId();
  }

  /** An image of the same architecture as {@link #imageId}. */
  String otherImageId() {
    var images = ec2.describeImages(request -> request.owners("amazon")).images();
    var architecture =
        images.stream()
            .filter(image -> image.imageId().equals(imageId()))
            .findFirst()
            .orElseThrow()
            .architecture();
    return images.stream()
        .filter(image -> image.architecture() == architecture)
        .map(Image::imageId)
        .filter(id -> !id.equals(imageId()))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    ec2.close();
    autoScaling.close();
    loadBalancing.close();
    ssm.close();
    acm.close();
    rds.close();
    standIn.close();
  }
}
