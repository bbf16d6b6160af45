package dev.hastack.reliability;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.LaunchTemplate;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.rds.RdsClient;

/**
 * An account as an outsider reads it, without any code of the operator's: what there is, each thing
 * a line, without the ids and times that AWS gives out.
 */
record AccountView(
    Ec2Client ec2,
    AutoScalingClient autoScaling,
    ElasticLoadBalancingV2Client loadBalancing,
    RdsClient rds) {

  /** Everything the operator makes; equal lists mean equal accounts. */
  List<String> shapes() {
    var shapes = new ArrayList<String>();
    templates().forEach(template -> shapes.add(shape(template)));
    targetGroups().forEach(group -> shapes.add(shape(group)));
    groups().forEach(group -> shapes.add(shape(group)));
    loadBalancers().forEach(balancer -> shapes.add(shape(balancer)));
    shapes.addAll(new DatabasesView(rds).shapes());
    orphans().forEach(orphan -> shapes.add("Orphan " + orphan.instanceType()));
    return shapes.stream().sorted().toList();
  }

  List<AutoScalingGroup> groups() {
    return autoScaling.describeAutoScalingGroupsPaginator().autoScalingGroups().stream().toList();
  }

  List<LaunchTemplate> templates() {
    return ec2.describeLaunchTemplatesPaginator().launchTemplates().stream().toList();
  }

  List<TargetGroup> targetGroups() {
    return loadBalancing.describeTargetGroupsPaginator().targetGroups().stream().toList();
  }

  List<LoadBalancer> loadBalancers() {
    return loadBalancing.describeLoadBalancersPaginator().loadBalancers().stream().toList();
  }

  List<Listener> listeners() {
    return loadBalancers().stream()
        .flatMap(
            balancer ->
                loadBalancing
                    .describeListenersPaginator(
                        request -> request.loadBalancerArn(balancer.loadBalancerArn()))
                    .listeners()
                    .stream())
        .toList();
  }

  /** Instances that run and whose group is gone. */
  List<Instance> orphans() {
    List<String> names = groups().stream().map(AutoScalingGroup::autoScalingGroupName).toList();
    return ec2.describeInstancesPaginator().reservations().stream()
        .flatMap(reservation -> reservation.instances().stream())
        .filter(instance -> instance.state().name() != InstanceStateName.TERMINATED)
        .filter(
            instance ->
                instance.tags().stream()
                    .noneMatch(
                        tag ->
                            tag.key().equals("aws:autoscaling:groupName")
                                && names.contains(tag.value())))
        .toList();
  }

  /** What the servers of each template run at their start. */
  List<String> userData() {
    return templates().stream()
        .flatMap(
            template ->
                ec2
                    .describeLaunchTemplateVersions(
                        request ->
                            request
                                .launchTemplateId(template.launchTemplateId())
                                .versions("$Default"))
                    .launchTemplateVersions()
                    .stream())
        .map(version -> Base64.getDecoder().decode(version.launchTemplateData().userData()))
        .map(text -> new String(text, StandardCharsets.UTF_8))
        .toList();
  }

  private String shape(LaunchTemplate template) {
    var versions =
        ec2
            .describeLaunchTemplateVersionsPaginator(
                request -> request.launchTemplateId(template.launchTemplateId()))
            .launchTemplateVersions()
            .stream()
            .toList();
    return "LaunchTemplate %s, version %d of %d %s, tags %s"
        .formatted(
            template.launchTemplateName(),
            template.defaultVersionNumber(),
            versions.size(),
            versions.stream()
                .filter(version -> Boolean.TRUE.equals(version.defaultVersion()))
                .map(version -> version.launchTemplateData().toString())
                .toList(),
            withoutTimes(
                template.tags().stream()
                    .collect(Collectors.toMap(tag -> tag.key(), tag -> tag.value()))));
  }

  private String shape(TargetGroup group) {
    String arn = group.targetGroupArn();
    var attributes =
        new TreeMap<>(
            loadBalancing
                .describeTargetGroupAttributes(request -> request.targetGroupArn(arn))
                .attributes()
                .stream()
                .collect(Collectors.toMap(each -> each.key(), each -> each.value())));
    var tags =
        loadBalancing.describeTags(request -> request.resourceArns(arn)).tagDescriptions().stream()
            .flatMap(description -> description.tags().stream())
            .collect(Collectors.toMap(tag -> tag.key(), tag -> tag.value()));
    return "TargetGroup %s, attributes %s, tags %s"
        .formatted(
            group.toBuilder().targetGroupArn(null).loadBalancerArns(List.of()).build(),
            attributes,
            withoutTimes(tags));
  }

  /** With its listeners, their rules and what those send to, by name. */
  private String shape(LoadBalancer balancer) {
    var text = new StringBuilder("LoadBalancer " + balancer.loadBalancerName());
    listeners().stream()
        .filter(listener -> listener.loadBalancerArn().equals(balancer.loadBalancerArn()))
        .sorted(Comparator.comparing(Listener::port))
        .forEach(
            listener -> {
              text.append("; ")
                  .append(listener.port())
                  .append(listener.protocolAsString())
                  .append(' ')
                  .append(listener.sslPolicy())
                  .append(certificates(listener))
                  .append(withNames(listener.defaultActions().toString()));
              loadBalancing
                  .describeRulesPaginator(request -> request.listenerArn(listener.listenerArn()))
                  .rules()
                  .forEach(
                      rule ->
                          text.append(", ")
                              .append(rule.priority())
                              .append(rule.conditions())
                              .append(withNames(rule.actions().toString())));
            });
    return text.toString();
  }

  /** The default one and those of other names. */
  private List<String> certificates(Listener listener) {
    return loadBalancing
        .describeListenerCertificatesPaginator(
            request -> request.listenerArn(listener.listenerArn()))
        .certificates()
        .stream()
        .map(each -> each.certificateArn() + (each.isDefault() ? " by default" : ""))
        .sorted()
        .toList();
  }

  /** ARNs of target groups end in a part that AWS gives out. */
  private static String withNames(String text) {
    return text.replaceAll("arn:[^,)\\]]*targetgroup/([^/]+)/[0-9a-f]+", "$1");
  }

  private String shape(AutoScalingGroup group) {
    var policy = group.mixedInstancesPolicy();
    return "AutoScalingGroup %s"
            .formatted(
                group.toBuilder()
                    .autoScalingGroupARN(null)
                    .createdTime(null)
                    .instances(List.of())
                    .suspendedProcesses(
                        group.suspendedProcesses().stream()
                            .map(each -> each.toBuilder().suspensionReason(null).build())
                            .toList())
                    .tags(List.of())
                    .enabledMetrics(
                        group.enabledMetrics().stream()
                            .sorted((one, other) -> one.metric().compareTo(other.metric()))
                            .toList())
                    .targetGroupARNs(
                        group.targetGroupARNs().stream()
                            .map(AccountView::nameOfTargetGroup)
                            .toList())
                    .trafficSources(List.of())
                    .mixedInstancesPolicy(
                        policy.toBuilder()
                            .launchTemplate(
                                policy.launchTemplate().toBuilder()
                                    .launchTemplateSpecification(
                                        policy
                                            .launchTemplate()
                                            .launchTemplateSpecification()
                                            .toBuilder()
                                            .launchTemplateId(null)
                                            .build())
                                    .build())
                            .build())
                    .build())
        + ", hooks "
        + autoScaling
            .describeLifecycleHooks(
                request -> request.autoScalingGroupName(group.autoScalingGroupName()))
            .lifecycleHooks()
        + ", tags "
        + withoutTimes(
            group.tags().stream()
                .collect(Collectors.toMap(TagDescription::key, TagDescription::value)));
  }

  private static String nameOfTargetGroup(String arn) {
    return arn.split("/", -1)[1];
  }

  /** Of the tag that tells when something was retained only that it is there. */
  private static Map<String, String> withoutTimes(Map<String, String> tags) {
    var shown = new TreeMap<>(tags);
    shown.computeIfPresent("hastack.dev/retained", (key, time) -> "at some time");
    return shown;
  }
}
