package dev.hastack.provider.aws.inventory;

import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.stack.StackId;
import dev.hastack.provider.aws.AwsCallException;
import dev.hastack.provider.aws.AwsTags;
import dev.hastack.provider.aws.RegionClients;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import software.amazon.awssdk.services.autoscaling.model.Activity;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsRequest;
import software.amazon.awssdk.services.autoscaling.model.LifecycleHook;
import software.amazon.awssdk.services.ec2.model.Filter;
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

/** Asks AWS each time, in the largest pages each service allows. */
public final class PagedInventory implements Inventory {
  private static final int LAUNCH_TEMPLATES_A_PAGE = 200;
  private static final int GROUPS_A_PAGE = 100;
  private static final int ACTIVITIES_A_PAGE = 20;
  private static final int INSTANCES_A_PAGE = 1000;
  private static final int TARGET_GROUPS_A_PAGE = 400;
  private static final int LOAD_BALANCERS_A_PAGE = 400;
  private static final int LISTENERS_A_PAGE = 100;
  private static final int INTERFACES_A_PAGE = 1000;
  private static final int TAGGED_ARNS_A_CALL = 20;

  /** EC2 API reference, DescribeInstances: values of one filter. */
  private static final int FILTER_VALUES = 200;

  private final RegionClients clients;

  public PagedInventory(RegionClients clients) {
    this.clients = clients;
  }

  @Override
  public List<LaunchTemplate> launchTemplates(StackId stack, Collection<String> names) {
    List<LaunchTemplate> tagged =
        launchTemplates(
            List.of(
                filter("tag:" + AwsTags.CLUSTER, List.of(stack.cluster())),
                filter("tag:" + AwsTags.STACK, List.of(stack.qualifiedName()))));
    Set<String> others = new TreeSet<>(names);
    tagged.forEach(template -> others.remove(template.launchTemplateName()));
    return joined(tagged, others.isEmpty() ? List.of() : launchTemplates(ofNames(others)));
  }

  @Override
  public Optional<LaunchTemplate> launchTemplate(String name) {
    return launchTemplates(ofNames(Set.of(name))).stream().findFirst();
  }

  private static List<Filter> ofNames(Collection<String> names) {
    return List.of(filter("launch-template-name", names));
  }

  private static <T> List<T> joined(List<T> some, List<T> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }

  private List<LaunchTemplate> launchTemplates(List<Filter> filters) {
    return clients
        .ec2()
        .describeLaunchTemplatesPaginator(
            request -> request.filters(filters).maxResults(LAUNCH_TEMPLATES_A_PAGE))
        .launchTemplates()
        .stream()
        .toList();
  }

  @Override
  public List<LaunchTemplateVersion> launchTemplateVersion(String templateId, String version) {
    return clients
        .ec2()
        .describeLaunchTemplateVersions(
            request -> request.launchTemplateId(templateId).versions(version))
        .launchTemplateVersions();
  }

  @Override
  public List<LaunchTemplateVersion> launchTemplateVersions(String templateId) {
    return clients
        .ec2()
        .describeLaunchTemplateVersionsPaginator(
            request -> request.launchTemplateId(templateId).maxResults(LAUNCH_TEMPLATES_A_PAGE))
        .launchTemplateVersions()
        .stream()
        .toList();
  }

  @Override
  public List<AutoScalingGroup> autoScalingGroups(StackId stack, Collection<String> names) {
    List<AutoScalingGroup> tagged =
        groups(
            request ->
                request.filters(
                    groupFilter(AwsTags.CLUSTER, stack.cluster()),
                    groupFilter(AwsTags.STACK, stack.qualifiedName())));
    Set<String> others = new TreeSet<>(names);
    tagged.forEach(group -> others.remove(group.autoScalingGroupName()));
    return joined(
        tagged,
        others.isEmpty() ? List.of() : groups(request -> request.autoScalingGroupNames(others)));
  }

  @Override
  public Optional<AutoScalingGroup> autoScalingGroup(String name) {
    return groups(request -> request.autoScalingGroupNames(name)).stream().findFirst();
  }

  private List<AutoScalingGroup> groups(Consumer<DescribeAutoScalingGroupsRequest.Builder> chosen) {
    return clients
        .autoScaling()
        .describeAutoScalingGroupsPaginator(
            request -> request.maxRecords(GROUPS_A_PAGE).applyMutation(chosen))
        .autoScalingGroups()
        .stream()
        .toList();
  }

  @Override
  public Optional<String> deletionProtection(String groupName) {
    return clients.deletionProtections().of(groupName);
  }

  @Override
  public List<AutoScalingGroup> allAutoScalingGroups() {
    return groups(request -> {});
  }

  @Override
  public Optional<LifecycleHook> lifecycleHook(String groupName, String name) {
    return clients
        .autoScaling()
        .describeLifecycleHooks(
            request -> request.autoScalingGroupName(groupName).lifecycleHookNames(name))
        .lifecycleHooks()
        .stream()
        .findFirst();
  }

  @Override
  public List<Activity> recentActivities(String groupName) {
    return clients
        .autoScaling()
        .describeScalingActivities(
            request -> request.autoScalingGroupName(groupName).maxRecords(ACTIVITIES_A_PAGE))
        .activities();
  }

  @Override
  public List<Instance> instancesOfGroup(String groupName) {
    return instances(filter("tag:aws:autoscaling:groupName", List.of(groupName)));
  }

  @Override
  public List<Instance> instancesOfTemplate(String templateId) {
    return instances(filter("tag:aws:ec2launchtemplate:id", List.of(templateId)));
  }

  private List<Instance> instances(Filter filter) {
    return clients
        .ec2()
        .describeInstancesPaginator(request -> request.filters(filter).maxResults(INSTANCES_A_PAGE))
        .reservations()
        .stream()
        .flatMap(reservation -> reservation.instances().stream())
        .toList();
  }

  @Override
  public List<TargetGroup> targetGroups(Collection<String> prefixes) {
    return clients
        .loadBalancing()
        .describeTargetGroupsPaginator(request -> request.pageSize(TARGET_GROUPS_A_PAGE))
        .targetGroups()
        .stream()
        .filter(group -> prefixes.stream().anyMatch(group.targetGroupName()::startsWith))
        .toList();
  }

  @Override
  public List<LoadBalancer> loadBalancers(Collection<String> prefixes) {
    return clients
        .loadBalancing()
        .describeLoadBalancersPaginator(request -> request.pageSize(LOAD_BALANCERS_A_PAGE))
        .loadBalancers()
        .stream()
        .filter(each -> prefixes.stream().anyMatch(each.loadBalancerName()::startsWith))
        .toList();
  }

  @Override
  public Optional<LoadBalancer> loadBalancer(String arn) {
    try {
      return clients
          .loadBalancing()
          .describeLoadBalancers(request -> request.loadBalancerArns(arn))
          .loadBalancers()
          .stream()
          .findFirst();
    } catch (AwsCallException refused) {
      return noneIfNotFound(refused, Optional.empty());
    }
  }

  @Override
  public SortedMap<String, String> loadBalancerAttributes(String arn) {
    var attributes = new TreeMap<String, String>();
    clients
        .loadBalancing()
        .describeLoadBalancerAttributes(request -> request.loadBalancerArn(arn))
        .attributes()
        .forEach(attribute -> attributes.put(attribute.key(), attribute.value()));
    return attributes;
  }

  /**
   * They carry the last part of the ARN in their description, {@code ELB app/NAME/ID} (Application
   * Load Balancer user guide, Load balancer security groups).
   */
  @Override
  public List<NetworkInterface> networkInterfacesOf(String loadBalancerName) {
    return clients
        .ec2()
        .describeNetworkInterfacesPaginator(
            request ->
                request
                    .filters(
                        filter(
                            "description",
                            List.of(
                                "ELB app/" + loadBalancerName + "/*",
                                "ELB net/" + loadBalancerName + "/*")))
                    .maxResults(INTERFACES_A_PAGE))
        .networkInterfaces()
        .stream()
        .toList();
  }

  @Override
  public List<Listener> listeners(String loadBalancerArn) {
    return clients
        .loadBalancing()
        .describeListenersPaginator(
            request -> request.loadBalancerArn(loadBalancerArn).pageSize(LISTENERS_A_PAGE))
        .listeners()
        .stream()
        .toList();
  }

  @Override
  public Optional<Listener> listener(String arn) {
    try {
      return clients
          .loadBalancing()
          .describeListeners(request -> request.listenerArns(arn))
          .listeners()
          .stream()
          .findFirst();
    } catch (AwsCallException refused) {
      return noneIfNotFound(refused, Optional.empty());
    }
  }

  @Override
  public List<Certificate> certificates(String listenerArn) {
    return clients
        .loadBalancing()
        .describeListenerCertificatesPaginator(
            request -> request.listenerArn(listenerArn).pageSize(LISTENERS_A_PAGE))
        .certificates()
        .stream()
        .toList();
  }

  @Override
  public List<Rule> rules(String listenerArn) {
    try {
      return clients
          .loadBalancing()
          .describeRulesPaginator(
              request -> request.listenerArn(listenerArn).pageSize(LISTENERS_A_PAGE))
          .rules()
          .stream()
          .filter(rule -> !Boolean.TRUE.equals(rule.isDefault()))
          .toList();
    } catch (AwsCallException refused) {
      return noneIfNotFound(refused, List.of());
    }
  }

  private static <T> T noneIfNotFound(AwsCallException refused, T none) {
    if (refused.failure().kind() == FailureKind.NOT_FOUND) {
      return none;
    }
    throw refused;
  }

  @Override
  public List<TargetHealthDescription> targetHealth(String targetGroupArn) {
    return clients
        .loadBalancing()
        .describeTargetHealth(request -> request.targetGroupArn(targetGroupArn))
        .targetHealthDescriptions();
  }

  @Override
  public List<Instance> instances(Collection<String> ids) {
    var instances = new ArrayList<Instance>();
    List<String> all = List.copyOf(ids);
    for (int from = 0; from < all.size(); from += FILTER_VALUES) {
      instances.addAll(
          instances(
              filter(
                  "instance-id", all.subList(from, Math.min(from + FILTER_VALUES, all.size())))));
    }
    return instances;
  }

  @Override
  public ElbTags elbTags(Collection<String> arns) {
    var tags = new HashMap<String, SortedMap<String, String>>();
    List<String> all = new ArrayList<>(arns);
    for (int from = 0; from < all.size(); from += TAGGED_ARNS_A_CALL) {
      List<String> some = all.subList(from, Math.min(from + TAGGED_ARNS_A_CALL, all.size()));
      clients
          .loadBalancing()
          .describeTags(request -> request.resourceArns(some))
          .tagDescriptions()
          .forEach(
              description -> {
                SortedMap<String, String> byKey =
                    tags.computeIfAbsent(description.resourceArn(), arn -> new TreeMap<>());
                description.tags().forEach(tag -> byKey.put(tag.key(), tag.value()));
              });
    }
    return new ElbTags(tags);
  }

  @Override
  public SortedMap<String, String> targetGroupAttributes(String arn) {
    var attributes = new TreeMap<String, String>();
    clients
        .loadBalancing()
        .describeTargetGroupAttributes(request -> request.targetGroupArn(arn))
        .attributes()
        .forEach(attribute -> attributes.put(attribute.key(), attribute.value()));
    return attributes;
  }

  private static software.amazon.awssdk.services.autoscaling.model.Filter groupFilter(
      String tag, String value) {
    return software.amazon.awssdk.services.autoscaling.model.Filter.builder()
        .name("tag:" + tag)
        .values(value)
        .build();
  }

  private static Filter filter(String name, Collection<String> values) {
    return Filter.builder().name(name).values(values).build();
  }
}
