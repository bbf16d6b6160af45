package dev.hastack.endtoend;

import dev.hastack.sandbox.aws.AwsEndpoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.LaunchTemplate;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/** The account as somebody sees and changes it who is not the operator. */
final class AwsAccount implements AutoCloseable {
  private static final String STACK_TAG = "hastack.dev/stack";

  private final Ec2Client ec2;
  private final AutoScalingClient autoScaling;
  private final ElasticLoadBalancingV2Client loadBalancing;
  private final CloudWatchClient cloudWatch;

  AwsAccount(AwsEndpoint endpoint) {
    this.ec2 = endpoint.client(Ec2Client.builder());
    this.autoScaling = endpoint.client(AutoScalingClient.builder());
    this.loadBalancing = endpoint.client(ElasticLoadBalancingV2Client.builder());
    this.cloudWatch = endpoint.client(CloudWatchClient.builder());
  }

  Ec2Client ec2() {
    return ec2;
  }

  AutoScalingClient autoScaling() {
    return autoScaling;
  }

  ElasticLoadBalancingV2Client loadBalancing() {
    return loadBalancing;
  }

  /**
   * Launch templates by the tags of a stack.
   *
   * @param stack namespace and name, as {@code default/web}
   */
  List<LaunchTemplate> templates(String stack) {
    return ec2
        .describeLaunchTemplatesPaginator(request -> request.filters(stackFilter(stack)))
        .launchTemplates()
        .stream()
        .toList();
  }

  /** Auto Scaling groups by the tags of a stack. */
  List<AutoScalingGroup> groups(String stack) {
    return autoScaling.describeAutoScalingGroupsPaginator().autoScalingGroups().stream()
        .filter(group -> stack.equals(tags(group).get(STACK_TAG)))
        .toList();
  }

  /** Target groups by the tags of a stack. */
  List<TargetGroup> targetGroups(String stack) {
    return loadBalancing.describeTargetGroupsPaginator().targetGroups().stream()
        .filter(group -> stack.equals(tags(group).get(STACK_TAG)))
        .toList();
  }

  /** Instances by the tags that a stack's group gives them, but for those that have ended. */
  List<Instance> instances(String stack) {
    return ec2
        .describeInstancesPaginator(
            request ->
                request.filters(
                    stackFilter(stack),
                    Filter.builder()
                        .name("instance-state-name")
                        .values("pending", "running", "stopping", "stopped")
                        .build()))
        .reservations()
        .stream()
        .flatMap(reservation -> reservation.instances().stream())
        .toList();
  }

  /** The kind of everything that carries the tags of a stack, once for each. */
  List<String> kinds(String stack) {
    var kinds = new ArrayList<String>();
    templates(stack).forEach(template -> kinds.add("LaunchTemplate"));
    targetGroups(stack).forEach(group -> kinds.add("TargetGroup"));
    groups(stack).forEach(group -> kinds.add("AutoScalingGroup"));
    instances(stack).forEach(instance -> kinds.add("Instance"));
    return kinds;
  }

  static Map<String, String> tags(LaunchTemplate template) {
    return template.tags().stream().collect(Collectors.toMap(tag -> tag.key(), tag -> tag.value()));
  }

  static Map<String, String> tags(AutoScalingGroup group) {
    return group.tags().stream()
        .collect(Collectors.toMap(TagDescription::key, TagDescription::value));
  }

  static Map<String, String> tags(Instance instance) {
    return instance.tags().stream().collect(Collectors.toMap(tag -> tag.key(), tag -> tag.value()));
  }

  Map<String, String> tags(TargetGroup group) {
    var tags = new TreeMap<String, String>();
    loadBalancing
        .describeTags(request -> request.resourceArns(group.targetGroupArn()))
        .tagDescriptions()
        .forEach(
            description ->
                description.tags().forEach((Tag tag) -> tags.put(tag.key(), tag.value())));
    return tags;
  }

  void tag(TargetGroup group, Map<String, String> tags) {
    loadBalancing.addTags(
        request ->
            request
                .resourceArns(group.targetGroupArn())
                .tags(
                    tags.entrySet().stream()
                        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                        .toList()));
  }

  /** A VPC with one subnet in a zone. */
  String subnetOfAnotherVpc(String cidr, String zone) {
    String vpcId = ec2.createVpc(request -> request.cidrBlock(cidr)).vpc().vpcId();
    return subnet(vpcId, cidr, zone);
  }

  String subnet(String vpcId, String cidr, String zone) {
    return ec2.createSubnet(request -> request.vpcId(vpcId).cidrBlock(cidr).availabilityZone(zone))
        .subnet()
        .subnetId();
  }

  @Override
  public void close() {
    ec2.close();
    autoScaling.close();
    loadBalancing.close();
    cloudWatch.close();
  }

  /** A database uses so many ACU, as Aurora itself would tell CloudWatch. */
  void measureCapacity(String cluster, double acu) {
    Dimension dimension = Dimension.builder().name("DBClusterIdentifier").value(cluster).build();
    MetricDatum datum =
        MetricDatum.builder()
            .metricName("ServerlessDatabaseCapacity")
            .dimensions(dimension)
            .timestamp(Instant.now())
            .value(acu)
            .build();
    cloudWatch.putMetricData(request -> request.namespace("AWS/RDS").metricData(datum));
  }

  private static Filter stackFilter(String stack) {
    return Filter.builder().name("tag:" + STACK_TAG).values(stack).build();
  }
}
