package dev.hastack.sandbox.aws.elasticloadbalancing;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/** Which load balancers refer to a target group, by a listener or a rule. */
record Usage(Tables tables) {

  /** A load balancer refers to a group. */
  private record Reference(String loadBalancerArn, TargetGroupTuple to) {}

  /** The groups that actions refer to, each with its weight. */
  static Stream<TargetGroupTuple> forwards(List<Action> actions) {
    return actions.stream()
        .filter(action -> action.forwardConfig() != null)
        .flatMap(action -> action.forwardConfig().targetGroups().stream());
  }

  /** The load balancers that referred to each group, whatever the weight. */
  Map<String, SortedSet<String>> loadBalancerArns(Instant asOf) {
    var arns = new TreeMap<String, SortedSet<String>>();
    references(tables.listeners().all(asOf), tables.rules().all(asOf))
        .forEach(
            each ->
                arns.computeIfAbsent(each.to().targetGroupArn(), any -> new TreeSet<>())
                    .add(each.loadBalancerArn()));
    return arns;
  }

  /** The load balancers that refer to a group now. */
  SortedSet<String> loadBalancerArns(String groupArn) {
    var arns = new TreeSet<String>();
    references(groupArn).forEach(each -> arns.add(each.loadBalancerArn()));
    return arns;
  }

  /**
   * The load balancers that use a group now: with a weight of 0 too, which only decides where
   * requests go.
   */
  List<LoadBalancerRow> users(String groupArn) {
    return references(groupArn)
        .map(Reference::loadBalancerArn)
        .distinct()
        .map(tables::loadBalancer)
        .toList();
  }

  private Stream<Reference> references(String groupArn) {
    return references(tables.listeners().all(), tables.rules().all())
        .filter(each -> each.to().targetGroupArn().equals(groupArn));
  }

  private static Stream<Reference> references(List<ListenerRow> listeners, List<RuleRow> rules) {
    return Stream.concat(
        listeners.stream()
            .flatMap(row -> references(row.loadBalancerArn(), row.settings().defaultActions())),
        rules.stream().flatMap(row -> references(row.loadBalancerArn(), row.settings().actions())));
  }

  private static Stream<Reference> references(String loadBalancerArn, List<Action> actions) {
    return forwards(actions).map(to -> new Reference(loadBalancerArn, to));
  }
}
