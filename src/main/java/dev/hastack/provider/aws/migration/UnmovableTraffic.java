package dev.hastack.provider.aws.migration;

import dev.hastack.core.plan.AttributeChange;
import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.HoldReason;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.plan.PlanPolicies;
import dev.hastack.core.stack.Impact;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.ObservedStack;
import dev.hastack.core.stack.Ownership;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.resource.AutoScalingGroup;
import dev.hastack.provider.aws.resource.LaunchTemplate;
import dev.hastack.provider.aws.resource.Listener;
import dev.hastack.provider.aws.resource.ListenerRule;
import dev.hastack.provider.aws.resource.LoadBalancer;
import dev.hastack.provider.aws.resource.TargetGroup;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Holds what would take traffic away that we cannot move: to another load balancer, which clients
 * know by another name; to another VPC, where nothing of this one reaches the servers; from a
 * target group to which somebody else's listener sends.
 */
final class UnmovableTraffic {
  /** By kind, what AWS takes only from the VPC that the servers are in. */
  private static final Map<String, Set<String>> OF_VPC =
      Map.of(
          AutoScalingGroup.KIND, Set.of(AutoScalingGroup.VPC_ZONE_IDENTIFIER),
          LaunchTemplate.KIND, Set.of(LaunchTemplate.SECURITY_GROUP_IDS),
          LoadBalancer.KIND, Set.of(LoadBalancer.SUBNETS, LoadBalancer.SECURITY_GROUPS));

  private UnmovableTraffic() {}

  static Plan hold(Plan plan, ObservedStack observed) {
    boolean otherLoadBalancer = replaces(plan, LoadBalancer.KIND);
    boolean otherVpc =
        plan.changes().stream()
            .filter(change -> change.id().kind().equals(TargetGroup.KIND))
            .flatMap(change -> change.attributeChanges().stream())
            .anyMatch(each -> replaces(each) && each.name().equals(TargetGroup.VPC_ID));
    Optional<String> foreignSender =
        replaces(plan, TargetGroup.KIND) ? foreignSender(observed) : Optional.empty();
    return PlanPolicies.hold(
            (change, attribute) ->
                switch (change.id().kind()) {
                  case LoadBalancer.KIND ->
                      replaces(attribute) || (otherVpc && isOfVpc(change, attribute));
                  case TargetGroup.KIND ->
                      replaces(attribute)
                          && (otherLoadBalancer || otherVpc || foreignSender.isPresent());
                  default -> otherVpc && isOfVpc(change, attribute);
                },
            HoldReason.NeedsTrafficMigration,
            (change, attribute) ->
                otherLoadBalancer
                    ? "it would be another load balancer with another DNS name; take the change"
                        + " back, or make another HAStack and let clients move there"
                    : foreignSender.isPresent() && !otherVpc
                        ? senderFirst(foreignSender.get())
                        : "its servers would have to move to another target group while they serve")
        .apply(plan);
  }

  private static boolean replaces(Plan plan, String kind) {
    return plan.changes().stream()
        .filter(change -> change.id().kind().equals(kind))
        .flatMap(change -> change.attributeChanges().stream())
        .anyMatch(UnmovableTraffic::replaces);
  }

  private static boolean replaces(AttributeChange attribute) {
    return attribute.impact() == Impact.REPLACE;
  }

  private static boolean isOfVpc(Change change, AttributeChange attribute) {
    return OF_VPC.getOrDefault(change.id().kind(), Set.of()).contains(attribute.name());
  }

  /** What holds a move up that somebody else's listener or rule takes no part in. */
  static String senderFirst(String sender) {
    return sender
        + ", and it sends requests to this target group; it must be changed or removed before"
        + " that can go";
  }

  private static Optional<String> foreignSender(ObservedStack observed) {
    var known = new HashSet<String>();
    ours(observed, LoadBalancer.KIND).map(Present::physicalId).forEach(known::add);
    Stream.concat(
            ours(observed, Listener.KIND).flatMap(each -> text(each, Listener.LOAD_BALANCER_ARN)),
            ours(observed, ListenerRule.KIND)
                .flatMap(each -> text(each, ListenerRule.LISTENER_ARN))
                .map(UnmovableTraffic::loadBalancerOf))
        .forEach(known::add);
    Set<String> own =
        ours(observed, TargetGroup.KIND).map(Present::physicalId).collect(Collectors.toSet());
    return ours(observed, TargetGroup.KIND)
        .flatMap(group -> Move.loadBalancers(group).stream())
        .filter(arn -> !known.contains(arn))
        .map(arn -> "load balancer " + arn + " is not this stack's")
        .findFirst()
        .or(() -> Move.foreignSender(observed.findings(), own));
  }

  private static Stream<Present> ours(ObservedStack observed, String kind) {
    return observed.ids().stream()
        .filter(id -> id.kind().equals(kind))
        .flatMap(id -> observed.present(id).stream())
        .filter(each -> each.ownership() == Ownership.OURS);
  }

  private static Stream<String> text(Present present, String attribute) {
    return Stream.ofNullable(present.spec().values().get(attribute)).map(Value::toString);
  }

  /** {@code listener/app/NAME/ID/ID} to {@code loadbalancer/app/NAME/ID} (user guide, ARNs). */
  static String loadBalancerOf(String listenerArn) {
    return listenerArn
        .substring(0, Math.max(listenerArn.lastIndexOf('/'), 0))
        .replace(":listener/", ":loadbalancer/");
  }
}
