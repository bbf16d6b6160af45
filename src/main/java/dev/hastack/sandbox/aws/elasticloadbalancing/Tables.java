package dev.hastack.sandbox.aws.elasticloadbalancing;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.SimulatedTime;
import dev.hastack.sandbox.aws.world.Table;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;

/**
 * All there is of load balancing in one region, each by its ARN but for targets, which stand under
 * {@link TargetKey#text}.
 */
record Tables(
    Table<TargetGroupRow> targetGroups,
    Table<TargetRow> targets,
    Table<LoadBalancerRow> loadBalancers,
    Table<ListenerRow> listeners,
    Table<RuleRow> rules,
    Table<SortedMap<String, String>> tags) {

  Tables(SimulatedTime time) {
    this(
        new Table<>(time),
        new Table<>(time),
        new Table<>(time),
        new Table<>(time),
        new Table<>(time),
        new Table<>(time));
  }

  /**
   * @throws ApiError if there is no such group
   */
  TargetGroupRow targetGroup(String arn) {
    return targetGroups.get(arn).orElseThrow(Tables::noTargetGroup);
  }

  static ApiError noTargetGroup() {
    return new ApiError("TargetGroupNotFound", "One or more target groups not found");
  }

  /**
   * @throws ApiError if there is no such load balancer
   */
  LoadBalancerRow loadBalancer(String arn) {
    return loadBalancers.get(arn).orElseThrow(Tables::noLoadBalancer);
  }

  static ApiError noLoadBalancer() {
    return new ApiError("LoadBalancerNotFound", "One or more load balancers not found");
  }

  /**
   * @throws ApiError if there is no such listener
   */
  ListenerRow listener(String arn) {
    return listeners.get(arn).orElseThrow(Tables::noListener);
  }

  static ApiError noListener() {
    return new ApiError("ListenerNotFound", "One or more listeners not found");
  }

  /**
   * @throws ApiError if there is no such rule
   */
  RuleRow rule(String arn) {
    return rules.get(arn).orElseThrow(Tables::noRule);
  }

  static ApiError noRule() {
    return new ApiError("RuleNotFound", "One or more rules not found");
  }

  /** The targets of a group, draining ones too. */
  List<TargetRow> targetsOf(String groupArn) {
    return targets.all(TargetKey.prefix(groupArn));
  }

  /** The listeners of a load balancer. */
  List<ListenerRow> listenersOf(String loadBalancerArn) {
    return listeners.all().stream()
        .filter(row -> row.loadBalancerArn().equals(loadBalancerArn))
        .toList();
  }

  /** The rules of a listener, but for its default one, in the order of their priority. */
  List<RuleRow> rulesOf(String listenerArn) {
    return rulesOf(listenerArn, rules.all());
  }

  static List<RuleRow> rulesOf(String listenerArn, List<RuleRow> all) {
    return all.stream()
        .filter(row -> row.listenerArn().equals(listenerArn))
        .sorted(Comparator.comparing(RuleRow::priority))
        .toList();
  }

  /** With its rules and their tags. */
  void removeListener(String arn) {
    for (RuleRow rule : rulesOf(arn)) {
      removeRule(rule.arn());
    }
    listeners.remove(arn);
    tags.remove(arn);
  }

  void removeRule(String arn) {
    rules.remove(arn);
    tags.remove(arn);
  }
}
