package dev.hastack.provider.aws.migration;

import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.ObservedStack;
import dev.hastack.core.stack.ObservedStack.Finding;
import dev.hastack.core.stack.Ownership;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.ResourceSpec;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.resource.Actions;
import dev.hastack.provider.aws.resource.AttributeValues;
import dev.hastack.provider.aws.resource.AutoScalingGroup;
import dev.hastack.provider.aws.resource.Listener;
import dev.hastack.provider.aws.resource.ListenerRule;
import dev.hastack.provider.aws.resource.TargetGroup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A move of traffic as far as it has come, read off what is observed.
 *
 * @param successor the target group that is wanted
 * @param predecessors those of other immutable attributes that are still there
 * @param front our listeners and rules, by id
 * @param foreign what others put on our load balancer
 * @param servers how many there are to be
 */
record Move(
    Present successor,
    List<Present> predecessors,
    List<Front> front,
    List<Finding> foreign,
    int servers) {

  /** A listener or rule of ours as it is. */
  record Front(ResourceId id, Present present) {
    private static final Map<String, String> ACTIONS =
        Map.of(Listener.KIND, Listener.DEFAULT_ACTIONS, ListenerRule.KIND, ListenerRule.ACTIONS);

    /** Which attribute of a kind says where requests go; nothing of what is no listener or rule. */
    static Optional<String> actionsOf(String kind) {
      return Optional.ofNullable(ACTIONS.get(kind));
    }

    /** Whether AWS takes no further target group beside those it sends to. */
    boolean isFull() {
      return actionsIn(id, present.spec()).filter(Actions::areFull).isPresent();
    }

    /** Where a listener or rule sends requests. */
    static Optional<Value> actionsIn(ResourceId id, ResourceSpec spec) {
      return actionsOf(id.kind()).map(spec.values()::get);
    }

    boolean sendsTo(String targetGroupArn) {
      return present.spec().values().values().stream()
          .flatMap(Value::texts)
          .anyMatch(targetGroupArn::equals);
    }
  }

  /**
   * How long the nodes of a load balancer may go on as if nothing had changed: 1 to 25 s were
   * measured for application load balancers (aws-load-balancer-controller, issues 1064 and 1719),
   * about two minutes for network load balancers.
   */
  private static final Duration APPLICATION_NODES_LEARN = Duration.ofSeconds(30);

  private static final Duration NETWORK_NODES_LEARN = Duration.ofSeconds(130);

  /** What is under way, if the wanted target group is there. */
  static Optional<Move> of(Plan plan, ObservedStack observed, ResourceId targetGroup) {
    return plan.changes().stream()
        .filter(change -> change.id().equals(targetGroup))
        .filter(
            change ->
                change instanceof Change.NoOp
                    || change instanceof Change.Update
                    || change instanceof Change.Adopt)
        .flatMap(change -> change.standing().stream())
        .findFirst()
        .map(
            successor ->
                new Move(
                    successor,
                    observed.present(targetGroup).stream()
                        .filter(each -> each.ownership() == Ownership.OURS)
                        .filter(each -> !each.physicalId().equals(successor.physicalId()))
                        .toList(),
                    front(observed),
                    observed.findings(),
                    servers(plan)));
  }

  /** All there could be where a group is not known. */
  private static int servers(Plan plan) {
    boolean unknown =
        plan.obstacles().keySet().stream().anyMatch(id -> id.kind().equals(AutoScalingGroup.KIND));
    int servers =
        plan.changes().stream()
            .filter(change -> LayoutMigration.isGroup(change) && change.wanted().isPresent())
            .map(change -> AttributeValues.of(change.valuesAfter()))
            .mapToInt(
                after ->
                    Math.max(
                        after.whole(AutoScalingGroup.MIN_SIZE).orElse(0),
                        after.whole(AutoScalingGroup.DESIRED_CAPACITY).orElse(0)))
            .sum();
    return unknown || servers == 0 ? Integer.MAX_VALUE : servers;
  }

  static List<Front> front(ObservedStack observed) {
    return observed.ids().stream()
        .filter(id -> Front.actionsOf(id.kind()).isPresent())
        .flatMap(
            id ->
                observed.present(id).stream()
                    .filter(present -> present.ownership() == Ownership.OURS)
                    .map(present -> new Front(id, present)))
        .toList();
  }

  boolean isUnderWay() {
    return !predecessors.isEmpty();
  }

  Value successorArn() {
    return Value.text(successor.physicalId());
  }

  /** Of those that were there before, the one that actions forward to. */
  Value formerArn(Value actions) {
    return actions
        .texts()
        .filter(predecessorArns()::contains)
        .findFirst()
        .map(Value::text)
        .orElseGet(this::successorArn);
  }

  Set<String> predecessorArns() {
    return predecessors.stream().map(Present::physicalId).collect(Collectors.toSet());
  }

  boolean isFromPredecessor(Front each) {
    return predecessorArns().stream().anyMatch(each::sendsTo);
  }

  /** Whether anything of ours still sends requests to what was there before. */
  boolean hasSenders() {
    return front.stream().anyMatch(this::isFromPredecessor);
  }

  /** Whether a load balancer knows the successor, so that its servers are checked. */
  boolean isSuccessorInUse() {
    return front.stream().anyMatch(each -> each.sendsTo(successor.physicalId()));
  }

  /** Load balancers that, as AWS tells, still use what was there before. */
  boolean arePredecessorsInUse() {
    return predecessors.stream().anyMatch(each -> !loadBalancers(each).isEmpty());
  }

  /** What somebody else has that still sends to what was there before, in a sentence. */
  String foreignSender() {
    return foreignSender(foreign, predecessorArns())
        .orElse("a listener or rule that is not this stack's sends requests to it");
  }

  static Optional<String> foreignSender(List<Finding> findings, Set<String> targetGroupArns) {
    return findings.stream()
        .filter(finding -> finding.sendsTo().stream().anyMatch(targetGroupArns::contains))
        .map(Finding::sentence)
        .findFirst();
  }

  /**
   * The first of those that send there, where none has room for another target group, so that no
   * load balancer can be told of a successor without losing what it sends to now.
   */
  static Optional<Front> withoutRoom(List<Front> front, Set<String> targetGroupArns) {
    List<Front> senders =
        front.stream().filter(each -> targetGroupArns.stream().anyMatch(each::sendsTo)).toList();
    return senders.stream().allMatch(Front::isFull)
        ? senders.stream().findFirst()
        : Optional.empty();
  }

  static List<String> loadBalancers(Present targetGroup) {
    return Stream.ofNullable(targetGroup.live().get(TargetGroup.LIVE_LOAD_BALANCERS))
        .flatMap(Value::texts)
        .toList();
  }

  /**
   * As many healthy servers as before, or as there are to be, and one at the least: fewer could not
   * take the load.
   */
  boolean isSuccessorReady() {
    long before =
        predecessors.stream()
            .mapToLong(each -> count(each, TargetGroup.LIVE_HEALTHY))
            .max()
            .orElse(0);
    return healthy() >= Math.max(1, Math.min(before, servers));
  }

  long healthy() {
    return count(successor, TargetGroup.LIVE_HEALTHY);
  }

  /** Every server was checked in the successor, and none does. */
  boolean isSuccessorRefused() {
    long registered = count(successor, TargetGroup.LIVE_REGISTERED);
    return registered > 0 && count(successor, TargetGroup.LIVE_UNHEALTHY) == registered;
  }

  boolean isDraining() {
    return predecessors.stream().anyMatch(each -> count(each, TargetGroup.LIVE_DRAINING) > 0);
  }

  /** How long until every node of the load balancer acts on what was changed. */
  Duration nodesLearnWithin() {
    String protocol =
        Optional.ofNullable(successor.spec().values().get(TargetGroup.PROTOCOL))
            .map(Value::toString)
            .orElse("");
    return protocol.startsWith("HTTP") ? APPLICATION_NODES_LEARN : NETWORK_NODES_LEARN;
  }

  /** The longest that requests in flight are given to end. */
  Duration drainedWithin() {
    return predecessors.stream()
        .flatMap(
            each -> Stream.ofNullable(each.spec().values().get(TargetGroup.DEREGISTRATION_DELAY)))
        .map(delay -> Duration.ofSeconds(Long.parseLong(delay.toString())))
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  private static long count(Present targetGroup, String name) {
    return targetGroup.live().get(name) instanceof Value.Whole whole ? whole.number() : 0;
  }
}
