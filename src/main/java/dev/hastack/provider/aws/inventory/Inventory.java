package dev.hastack.provider.aws.inventory;

import dev.hastack.core.stack.StackId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import software.amazon.awssdk.services.autoscaling.model.Activity;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.LifecycleHook;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.LaunchTemplate;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;

/**
 * What one account has in one region. An answer is always whole: when one page fails, the read
 * fails with {@link dev.hastack.provider.aws.AwsCallException} and nothing of it is used.
 */
public interface Inventory {

  /** The launch templates that have one of these names, and those that carry the stack's tags. */
  List<LaunchTemplate> launchTemplates(StackId stack, Collection<String> names);

  /** The launch template of a name, whoever's, or none. */
  Optional<LaunchTemplate> launchTemplate(String name);

  /** One version, or none. {@code version} is a number or {@code $Default}. */
  List<LaunchTemplateVersion> launchTemplateVersion(String templateId, String version);

  List<LaunchTemplateVersion> launchTemplateVersions(String templateId);

  /** The groups that have one of these names, and those that carry the stack's tags. */
  List<AutoScalingGroup> autoScalingGroups(StackId stack, Collection<String> names);

  /** The group of a name, whoever's, or none. */
  Optional<AutoScalingGroup> autoScalingGroup(String name);

  /** The deletion protection that the latest description of a group told, unless it was none. */
  Optional<String> deletionProtection(String groupName);

  /** Every group of the region, whoever's. */
  List<AutoScalingGroup> allAutoScalingGroups();

  /** One lifecycle hook of a group, or none. */
  Optional<LifecycleHook> lifecycleHook(String groupName, String name);

  /** The newest activities of a group, newest first, one page. */
  List<Activity> recentActivities(String groupName);

  /** The instances of a group as EC2 knows them. */
  List<Instance> instancesOfGroup(String groupName);

  /** The instances that were started from a launch template. */
  List<Instance> instancesOfTemplate(String templateId);

  /** The target groups whose names begin with one of these. */
  List<TargetGroup> targetGroups(Collection<String> prefixes);

  /** The load balancers whose names begin with one of these. */
  List<LoadBalancer> loadBalancers(Collection<String> prefixes);

  /** A load balancer's attributes by AWS's key. */
  SortedMap<String, String> loadBalancerAttributes(String arn);

  /** The network interfaces that a load balancer of that name has, or left behind. */
  List<NetworkInterface> networkInterfacesOf(String loadBalancerName);

  /** The listeners of a load balancer. */
  List<Listener> listeners(String loadBalancerArn);

  /** The load balancer of that ARN, or none. */
  Optional<LoadBalancer> loadBalancer(String arn);

  /** One listener, or none. */
  Optional<Listener> listener(String arn);

  /** The certificates of a listener, its default one among them. */
  List<Certificate> certificates(String listenerArn);

  /** The rules of a listener but for its default action; none when there is no such listener. */
  List<Rule> rules(String listenerArn);

  /** Every target of a target group and how it does. */
  List<TargetHealthDescription> targetHealth(String targetGroupArn);

  /** Those of these instances that are there. */
  List<Instance> instances(Collection<String> ids);

  /** The tags of whatever Elastic Load Balancing knows by these ARNs. */
  ElbTags elbTags(Collection<String> arns);

  /** A target group's attributes by AWS's key. */
  SortedMap<String, String> targetGroupAttributes(String arn);
}
