package dev.hastack.provider.aws.migration;

import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.HoldReason;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.plan.PlanPolicies;
import dev.hastack.core.stack.Impact;
import dev.hastack.provider.aws.AwsArns;
import dev.hastack.provider.aws.blueprint.AwsBlueprint;
import dev.hastack.provider.aws.resource.ListenerRule;
import dev.hastack.provider.aws.resource.TargetGroup;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lets the stack's rule go over to another listener that is not its own: the rule on the new one
 * first. To a listener of another load balancer it cannot go while it serves, since a target group
 * is behind one Application Load Balancer only ({@code TargetGroupAssociationLimit}).
 */
final class FormerListener {
  private FormerListener() {}

  /** What of a plan can be done in this pass; the rest is held. */
  static Plan stage(Plan plan) {
    List<Change> leaving =
        plan.changes().stream()
            .filter(change -> change instanceof Change.Delete && isExistingRule(change))
            .toList();
    List<Change> coming =
        Stream.concat(plan.changes().stream(), plan.held().stream().map(Plan.Held::change))
            .filter(change -> change instanceof Change.Create && isExistingRule(change))
            .toList();
    if (leaving.isEmpty() || coming.isEmpty()) {
      return plan;
    }
    Plan onOneTargetGroup =
        PlanPolicies.hold(
                (change, attribute) ->
                    change.id().equals(TargetGroup.APP) && attribute.impact() == Impact.REPLACE,
                HoldReason.Migrating,
                (change, attribute) -> "waits until the rule is on its new listener")
            .apply(plan);
    return loadBalancers(leaving).containsAll(loadBalancers(coming))
        ? PlanPolicies.hold(
                leaving::contains,
                HoldReason.Migrating,
                change -> "waits until the rule on the new listener is there")
            .apply(onOneTargetGroup)
        : PlanPolicies.hold(
                (Change change) -> leaving.contains(change) || coming.contains(change),
                HoldReason.NeedsTrafficMigration,
                change ->
                    "the new listener is of another load balancer, and AWS lets a target group be"
                        + " behind one only; take the change back, or make another HAStack behind"
                        + " the new listener and let clients move there, or remove"
                        + " spec.aws.loadBalancer first, after which nobody is served until it is"
                        + " there again")
            .apply(onOneTargetGroup);
  }

  private static boolean isExistingRule(Change change) {
    return AwsBlueprint.isExistingRule(change.id());
  }

  private static Set<String> loadBalancers(List<Change> rules) {
    return rules.stream()
        .map(rule -> listenerArn(rule))
        .map(AwsArns::loadBalancerOf)
        .collect(Collectors.toSet());
  }

  private static String listenerArn(Change rule) {
    var values =
        rule instanceof Change.Delete delete
            ? delete.observed().spec().values()
            : rule.valuesAfter();
    return String.valueOf(values.get(ListenerRule.LISTENER_ARN));
  }
}
