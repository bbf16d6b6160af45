package dev.hastack.provider.aws.migration;

import dev.hastack.core.plan.Change;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.ObservedStack;
import dev.hastack.core.stack.Ownership;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.resource.AttributeValues;
import dev.hastack.provider.aws.resource.AutoScalingGroup;
import dev.hastack.provider.aws.resource.TargetGroup;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which groups serve: a server does that is in service and, in each target group of the stack that
 * a load balancer uses, healthy.
 *
 * @param healthy the ids of the healthy targets of each such target group
 */
record Serving(List<Set<String>> healthy) {

  static Serving of(ObservedStack observed) {
    return new Serving(
        observed.present(TargetGroup.APP).stream()
            .filter(each -> each.ownership() == Ownership.OURS)
            .filter(each -> !Move.loadBalancers(each).isEmpty())
            .map(each -> ids(each, TargetGroup.LIVE_HEALTHY_TARGETS).collect(Collectors.toSet()))
            .toList());
  }

  /** Whether a group is there and has as many servers as it is to have. */
  boolean isWhole(Change change) {
    var after = AttributeValues.of(change.valuesAfter());
    int wanted =
        Math.max(
            after.whole(AutoScalingGroup.MIN_SIZE).orElse(0),
            after.whole(AutoScalingGroup.DESIRED_CAPACITY).orElse(0));
    return change.standing().filter(group -> servers(group) >= wanted).isPresent();
  }

  private int servers(Present group) {
    Set<String> servers =
        ids(group, AutoScalingGroup.LIVE_SERVERS).collect(Collectors.toCollection(HashSet::new));
    healthy.forEach(servers::retainAll);
    return servers.size();
  }

  private static Stream<String> ids(Present present, String name) {
    return Stream.ofNullable(present.live().get(name)).flatMap(Value::texts);
  }
}
