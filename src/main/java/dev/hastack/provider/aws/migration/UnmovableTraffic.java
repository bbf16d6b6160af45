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
import dev.hastack.provider.aws.AwsArns;
import dev.hastack.provider.aws.migration.Move.Front;
import dev.hastack.provider.aws.resource.AttributeValues;
import dev.hastack.provider.aws.resource.AutoScalingGroup;
import dev.hastack.provider.aws.resource.LaunchTemplate;
import dev.hastack.provider.aws.resource.Listener;
import dev.hastack.provider.aws.resource.ListenerRule;
import dev.hastack.provider.aws.resource.LoadBalancer;
import dev.hastack.provider.aws.resource.TargetGroup;
import java.util.HashSet;
import java.util.List;
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
    Optional<String> noWay =
        foreignSender.map(UnmovableTraffic::senderFirst).or(() -> noRoom(plan, observed));
    Plan movable =
        PlanPolicies.hold(
                UnmovableTraffic::isFirstGroup,
                HoldReason.NeedsTrafficMigration,
                (change, attribute) ->
                    "AWS gives security groups to no network load balancer that was made without"
                        + " any; take securityGroupIds back, or make another HAStack with them and"
                        + " let clients move there")
            .apply(plan);
    return PlanPolicies.hold(
            (change, attribute) ->
                switch (change.id().kind()) {
                  case LoadBalancer.KIND ->
                      replaces(attribute) || (otherVpc && isOfVpc(change, attribute));
                  case TargetGroup.KIND ->
                      replaces(attribute) && (otherLoadBalancer || otherVpc || noWay.isPresent());
                  default -> otherVpc && isOfVpc(change, attribute);
                },
            HoldReason.NeedsTrafficMigration,
            (change, attribute) ->
                otherLoadBalancer
                    ? "it would be another load balancer with another DNS name; take the change"
                        + " back, or make another HAStack and let clients move there"
                    : noWay.isPresent() && !otherVpc
                        ? noWay.get()
                        : "its servers would have to move to another target group while they serve")
        .apply(movable);
  }

  /** API reference, SetSecurityGroups. */
  private static boolean isFirstGroup(Change change, AttributeChange attribute) {
    return change.id().kind().equals(LoadBalancer.KIND)
        && attribute.name().equals(LoadBalancer.SECURITY_GROUPS)
        && change
            .standing()
            .map(balancer -> AttributeValues.of(balancer.spec().values()))
            .filter(
                found -> found.text(LoadBalancer.TYPE).equals(Optional.of(LoadBalancer.NETWORK)))
            .filter(found -> found.texts(LoadBalancer.SECURITY_GROUPS).isEmpty())
            .isPresent();
  }

  private static Optional<String> noRoom(Plan plan, ObservedStack observed) {
    return replaces(plan, TargetGroup.KIND)
        ? noRoom(plan, Move.front(observed), ownTargetGroups(observed))
        : Optional.empty();
  }

  /** Why no load balancer can be told of a successor, if so. */
  static Optional<String> noRoom(Plan plan, List<Front> front, Set<String> targetGroupArns) {
    List<Front> lasting = front.stream().filter(each -> goesOnSending(plan, each)).toList();
    return Move.withoutRoom(lasting, targetGroupArns)
        .map(
            full ->
                full.id()
                    + " forwards to as many target groups as AWS takes in one action, so there is"
                    + " no room for the new one beside them while its servers are checked; take"
                    + " one out of its forwardTo until the move is over, or let another listener"
                    + " or rule send to the stack's target group too");
  }

  /** One that the plan removes, or sends elsewhere, will never tell of a successor. */
  private static boolean goesOnSending(Plan plan, Front each) {
    List<Change> changes =
        plan.changes().stream().filter(change -> change.id().equals(each.id())).toList();
    return changes.isEmpty()
        || changes.stream()
            .flatMap(change -> change.wanted().stream())
            .flatMap(wanted -> Front.actionsIn(each.id(), wanted.spec()).stream())
            .flatMap(Value::pendings)
            .anyMatch(pending -> pending.resource().equals(TargetGroup.APP));
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
                .map(AwsArns::loadBalancerOf))
        .forEach(known::add);
    Set<String> own = ownTargetGroups(observed);
    return ours(observed, TargetGroup.KIND)
        .flatMap(group -> Move.loadBalancers(group).stream())
        .filter(arn -> !known.contains(arn))
        .map(arn -> "load balancer " + arn + " is not this stack's")
        .findFirst()
        .or(() -> Move.foreignSender(observed.findings(), own));
  }

  private static Set<String> ownTargetGroups(ObservedStack observed) {
    return ours(observed, TargetGroup.KIND).map(Present::physicalId).collect(Collectors.toSet());
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
}
