package dev.hastack.provider.aws.gateway;

import dev.hastack.core.stack.StackId;
import dev.hastack.provider.aws.inventory.ElbTags;
import dev.hastack.provider.aws.inventory.Inventory;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
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

/** An account as a value. */
record FixedInventory(
    List<AutoScalingGroup> groups,
    List<Activity> activities,
    List<Instance> instances,
    List<LaunchTemplateVersion> versions,
    Map<String, Map<String, String>> tagsByTargetGroup)
    implements Inventory {

  FixedInventory(
      List<AutoScalingGroup> groups,
      List<Activity> activities,
      List<Instance> instances,
      List<LaunchTemplateVersion> versions) {
    this(groups, activities, instances, versions, Map.of());
  }

  static FixedInventory ofTargetGroups(Map<String, Map<String, String>> tagsByArn) {
    return new FixedInventory(List.of(), List.of(), List.of(), List.of(), tagsByArn);
  }

  @Override
  public List<LaunchTemplate> launchTemplates(StackId stack, Collection<String> names) {
    return List.of();
  }

  @Override
  public Optional<LaunchTemplate> launchTemplate(String name) {
    return Optional.empty();
  }

  @Override
  public List<LaunchTemplateVersion> launchTemplateVersion(String templateId, String version) {
    return versions;
  }

  @Override
  public List<LaunchTemplateVersion> launchTemplateVersions(String templateId) {
    return versions;
  }

  @Override
  public List<AutoScalingGroup> autoScalingGroups(StackId stack, Collection<String> names) {
    return groups;
  }

  @Override
  public Optional<AutoScalingGroup> autoScalingGroup(String name) {
    return groups.stream().filter(each -> each.autoScalingGroupName().equals(name)).findFirst();
  }

  @Override
  public Optional<String> deletionProtection(String groupName) {
    return Optional.empty();
  }

  @Override
  public List<AutoScalingGroup> allAutoScalingGroups() {
    return groups;
  }

  @Override
  public Optional<LifecycleHook> lifecycleHook(String groupName, String name) {
    return Optional.empty();
  }

  @Override
  public List<Activity> recentActivities(String groupName) {
    return activities;
  }

  @Override
  public List<Instance> instancesOfGroup(String groupName) {
    return instances;
  }

  @Override
  public List<Instance> instancesOfTemplate(String templateId) {
    return instances;
  }

  @Override
  public List<TargetGroup> targetGroups(Collection<String> prefixes) {
    return tagsByTargetGroup.keySet().stream()
        .map(arn -> TargetGroup.builder().targetGroupArn(arn).build())
        .toList();
  }

  @Override
  public ElbTags elbTags(Collection<String> arns) {
    var tags = new TreeMap<String, SortedMap<String, String>>();
    arns.forEach(
        arn -> tags.put(arn, new TreeMap<>(tagsByTargetGroup.getOrDefault(arn, Map.of()))));
    return new ElbTags(tags);
  }

  @Override
  public SortedMap<String, String> targetGroupAttributes(String arn) {
    return new TreeMap<>();
  }

  @Override
  public List<LoadBalancer> loadBalancers(Collection<String> prefixes) {
    return List.of();
  }

  @Override
  public SortedMap<String, String> loadBalancerAttributes(String arn) {
    return new TreeMap<>();
  }

  @Override
  public List<NetworkInterface> networkInterfacesOf(String loadBalancerName) {
    return List.of();
  }

  @Override
  public List<Listener> listeners(String loadBalancerArn) {
    return List.of();
  }

  @Override
  public Optional<LoadBalancer> loadBalancer(String arn) {
    return Optional.empty();
  }

  @Override
  public Optional<Listener> listener(String arn) {
    return Optional.empty();
  }

  @Override
  public List<Certificate> certificates(String listenerArn) {
    return List.of();
  }

  @Override
  public List<Rule> rules(String listenerArn) {
    return List.of();
  }

  @Override
  public List<TargetHealthDescription> targetHealth(String targetGroupArn) {
    return List.of();
  }

  @Override
  public List<Instance> instances(Collection<String> ids) {
    return instances;
  }
}
