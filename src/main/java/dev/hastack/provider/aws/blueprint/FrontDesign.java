package dev.hastack.provider.aws.blueprint;

import dev.hastack.api.v1alpha1.AwsSpec;
import dev.hastack.api.v1alpha1.ListenerRuleSpec;
import dev.hastack.api.v1alpha1.ListenerSpec;
import dev.hastack.api.v1alpha1.LoadBalancerSpec;
import dev.hastack.core.stack.DesiredResource;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.AwsNames;
import dev.hastack.provider.aws.resource.Actions;
import dev.hastack.provider.aws.resource.AttributeValues;
import dev.hastack.provider.aws.resource.Listener;
import dev.hastack.provider.aws.resource.ListenerRule;
import dev.hastack.provider.aws.resource.LoadBalancer;
import dev.hastack.provider.aws.resource.TargetGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Designs what stands before the target group: a load balancer with its listeners and their rules,
 * or one rule on a listener that is not ours.
 */
final class FrontDesign {
  private static final String DEFAULT_CONTENT_TYPE = "text/plain";

  private final StackId stack;
  private final AwsSpec aws;
  private final Map<String, String> tags;

  FrontDesign(StackId stack, AwsSpec aws, Map<String, String> tags) {
    this.stack = stack;
    this.aws = aws;
    this.tags = tags;
  }

  List<DesiredResource> resources() {
    LoadBalancerSpec spec = aws.loadBalancer();
    if (spec == null) {
      return List.of();
    }
    return spec.existing() == null ? own(spec) : List.of(behind(spec.existing()));
  }

  private List<DesiredResource> own(LoadBalancerSpec spec) {
    LoadBalancer loadBalancer = loadBalancer(spec);
    String name =
        AwsNames.loadBalancer(stack, AwsBlueprint.LOAD_BALANCER, loadBalancer.immutables());
    var resources = new ArrayList<DesiredResource>();
    resources.add(new DesiredResource(AwsBlueprint.LOAD_BALANCER, name, loadBalancer));
    for (ListenerSpec listener : orNone(spec.listeners())) {
      ResourceId id = AwsBlueprint.listener(listener.port());
      String listenerName = AwsNames.listener(name, id);
      resources.add(new DesiredResource(id, listenerName, listener(listener)));
      for (ListenerRuleSpec rule : orNone(listener.rules())) {
        var ruleId = new ResourceId(ListenerRule.KIND, id.name() + "-" + rule.priority());
        resources.add(
            new DesiredResource(
                ruleId,
                AwsNames.listenerRule(listenerName, ruleId),
                rule(rule, new Value.Pending(id, Listener.OUTPUT_ARN))));
      }
    }
    return resources;
  }

  private LoadBalancer loadBalancer(LoadBalancerSpec spec) {
    List<String> subnets = spec.subnetIds();
    return new LoadBalancer(
        AttributeValues.builder()
            .text(LoadBalancer.TYPE, spec.type().name())
            .text(LoadBalancer.SCHEME, spec.scheme() == null ? null : spec.scheme().awsValue())
            .text(
                LoadBalancer.IP_ADDRESS_TYPE,
                spec.ipAddressType() == null ? null : spec.ipAddressType().awsValue())
            .set(LoadBalancer.SUBNETS, subnets == null ? aws.network().subnetIds() : subnets)
            .set(LoadBalancer.SECURITY_GROUPS, spec.securityGroupIds())
            .keyed(LoadBalancer.ATTRIBUTES, attributes(spec))
            .keyed(LoadBalancer.TAGS, tags)
            .build());
  }

  /** What has a field of its own outweighs the same under AWS's key. */
  private static Map<String, String> attributes(LoadBalancerSpec spec) {
    var attributes = new TreeMap<String, String>();
    if (spec.attributes() != null) {
      attributes.putAll(spec.attributes());
    }
    if (spec.idleTimeoutSeconds() != null) {
      attributes.put(LoadBalancer.IDLE_TIMEOUT, spec.idleTimeoutSeconds().toString());
    }
    if (spec.deletionProtection() != null) {
      attributes.put(LoadBalancer.DELETION_PROTECTION, spec.deletionProtection().toString());
    }
    LoadBalancerSpec.AccessLogs logs = spec.accessLogs();
    if (logs != null) {
      attributes.put(LoadBalancer.ACCESS_LOGS_ENABLED, "true");
      attributes.put(LoadBalancer.ACCESS_LOGS_BUCKET, logs.bucket());
      if (logs.prefix() != null) {
        attributes.put(LoadBalancer.ACCESS_LOGS_PREFIX, logs.prefix());
      }
    }
    return attributes;
  }

  private Listener listener(ListenerSpec spec) {
    List<String> certificates = spec.certificateArns();
    String policy = spec.sslPolicy() == null ? Listener.RECOMMENDED_SSL_POLICY : spec.sslPolicy();
    return new Listener(
        AttributeValues.builder()
            .put(
                Listener.LOAD_BALANCER_ARN,
                new Value.Pending(AwsBlueprint.LOAD_BALANCER, LoadBalancer.OUTPUT_ARN))
            .whole(Listener.PORT, spec.port())
            .text(Listener.PROTOCOL, spec.protocol().name())
            .text(Listener.SSL_POLICY, certificates == null ? null : policy)
            .list(
                Listener.CERTIFICATES, certificates == null ? null : defaultAndOthers(certificates))
            .put(
                Listener.DEFAULT_ACTIONS,
                actions(spec.redirectTo(), spec.fixedResponse(), List.of()))
            .keyed(Listener.TAGS, tags)
            .build());
  }

  private static List<String> defaultAndOthers(List<String> certificates) {
    var all = new ArrayList<String>();
    all.add(certificates.getFirst());
    var others = new TreeSet<>(certificates);
    others.remove(certificates.getFirst());
    all.addAll(others);
    return all;
  }

  private ListenerRule rule(ListenerRuleSpec spec, Value listenerArn) {
    var conditions = conditions(spec.hosts(), spec.paths());
    ListenerRuleSpec.Header header = spec.header();
    if (header != null) {
      conditions.add(ListenerRule.headerCondition(header.name(), header.values()));
    }
    return rule(
        listenerArn,
        spec.priority(),
        conditions,
        actions(spec.redirectTo(), spec.fixedResponse(), orNone(spec.forwardTo())));
  }

  private DesiredResource behind(LoadBalancerSpec.ExistingListener existing) {
    ResourceId id = AwsBlueprint.existingRule(existing.listenerArn());
    return new DesiredResource(
        id,
        AwsNames.listenerRule(existing.listenerArn(), id),
        rule(
            Value.text(existing.listenerArn()),
            existing.priority(),
            conditions(existing.hosts(), existing.paths()),
            Actions.forwardTo(targetGroup())));
  }

  private ListenerRule rule(
      Value listenerArn, int priority, List<Value> conditions, Value actions) {
    return new ListenerRule(
        AttributeValues.builder()
            .put(ListenerRule.LISTENER_ARN, listenerArn)
            .whole(ListenerRule.PRIORITY, priority)
            .put(ListenerRule.CONDITIONS, Value.list(conditions))
            .put(ListenerRule.ACTIONS, actions)
            .keyed(ListenerRule.TAGS, tags)
            .build());
  }

  private static List<Value> conditions(
      @Nullable List<String> hosts, @Nullable List<String> paths) {
    var conditions = new ArrayList<Value>();
    if (hosts != null && !hosts.isEmpty()) {
      conditions.add(ListenerRule.condition(ListenerRule.HOST_HEADER, hosts));
    }
    if (paths != null && !paths.isEmpty()) {
      conditions.add(ListenerRule.condition(ListenerRule.PATH_PATTERN, paths));
    }
    return conditions;
  }

  private Value actions(
      ListenerSpec.@Nullable Redirect redirect,
      ListenerSpec.@Nullable FixedResponse fixed,
      List<ListenerRuleSpec.WeightedTargetGroup> weighted) {
    if (redirect != null) {
      return redirect(redirect);
    }
    if (fixed != null) {
      return fixedResponse(fixed);
    }
    if (weighted.isEmpty()) {
      return Actions.forwardTo(targetGroup());
    }
    // AWS keeps no weight of a target group that stands alone.
    boolean alone = weighted.size() == 1;
    return Actions.forward(
        weighted.stream()
            .map(each -> Actions.target(arn(each.targetGroupArn()), alone ? 1 : each.weight()))
            .toList());
  }

  private static Value arn(@Nullable String targetGroupArn) {
    return targetGroupArn == null ? targetGroup() : Value.text(targetGroupArn);
  }

  private static Value targetGroup() {
    return new Value.Pending(AwsBlueprint.TARGET_GROUP, TargetGroup.OUTPUT_ARN);
  }

  private static Value redirect(ListenerSpec.Redirect redirect) {
    return action(
        AttributeValues.builder()
            .text(Actions.TYPE, Actions.REDIRECT)
            .text(
                Actions.PROTOCOL,
                redirect.protocol() == null ? "#{protocol}" : redirect.protocol().name())
            .text(Actions.PORT, redirect.port() == null ? "#{port}" : redirect.port().toString())
            .text(Actions.HOST, redirect.host() == null ? "#{host}" : redirect.host())
            .text(Actions.PATH, redirect.path() == null ? "/#{path}" : redirect.path())
            .text(Actions.QUERY, "#{query}")
            .text(
                Actions.STATUS_CODE,
                redirect.statusCode() == null ? "HTTP_301" : redirect.statusCode().name()));
  }

  private static Value fixedResponse(ListenerSpec.FixedResponse fixed) {
    String body = fixed.messageBody();
    return action(
        AttributeValues.builder()
            .text(Actions.TYPE, Actions.FIXED_RESPONSE)
            .text(Actions.STATUS_CODE, fixed.statusCode())
            .text(
                Actions.CONTENT_TYPE,
                fixed.contentType() == null ? DEFAULT_CONTENT_TYPE : fixed.contentType().awsValue())
            .text(Actions.MESSAGE_BODY, body == null || body.isEmpty() ? null : body));
  }

  private static Value action(AttributeValues.Builder members) {
    return Value.list(List.of(Value.struct(members.build().values())));
  }

  private static <T> List<T> orNone(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }
}
