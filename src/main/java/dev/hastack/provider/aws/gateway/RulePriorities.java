package dev.hastack.provider.aws.gateway;

import static dev.hastack.provider.aws.rights.Grant.TRAFFIC_OWN;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.stack.StackId;
import dev.hastack.provider.aws.AwsTags;
import dev.hastack.provider.aws.inventory.Inventory;
import dev.hastack.provider.aws.resource.ListenerRule;
import dev.hastack.provider.aws.rights.AwsRight;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RulePriorityPair;

/** The order of a listener's rules, of which no two have the same priority. */
record RulePriorities(ElasticLoadBalancingV2Client loadBalancing, Inventory inventory) {
  static final List<AwsRight> RIGHTS =
      List.of(
          TRAFFIC_OWN.toCall(
              "elasticloadbalancing:SetRulePriorities",
              "Priorities of rules follow the spec; two of ours change places in one call."));

  /** What keeps a new rule from a priority that another rule has. */
  Outcome taken(StackId stack, String listenerArn, Rule holder) {
    return isOf(stack, holder)
        ? new Outcome.Failed(
            new Failure(
                FailureKind.CONFLICT,
                "elasticloadbalancing:CreateRule",
                "PriorityInUse",
                ("priority %s of listener %s is still that of rule %s of this stack, which has to"
                        + " have its own again first; where drift is reported or ignored, give it that"
                        + " on AWS, or choose another priority")
                    .formatted(holder.priority(), listenerArn, holder.ruleArn())))
        : taken("elasticloadbalancing:CreateRule", listenerArn, holder);
  }

  /**
   * Gives a rule another priority. Where a rule of the same stack has it, the two change places in
   * one call, of which AWS does all or nothing: "You can reorder the rules as long as there are no
   * priority conflicts in the new order" (API reference, SetRulePriorities). So an order that
   * somebody mixed up is put right rule by rule, wherever it is interrupted.
   *
   * @return why it cannot be, when a rule of somebody else has that priority
   */
  Optional<Outcome> move(StackId stack, String listenerArn, String ruleArn, int priority) {
    List<Rule> rules = inventory.rules(listenerArn);
    Optional<Rule> moved = rules.stream().filter(rule -> rule.ruleArn().equals(ruleArn)).findAny();
    Optional<Rule> holder =
        rules.stream().filter(rule -> rule.priority().equals(Integer.toString(priority))).findAny();
    if (holder.isPresent() && holder.equals(moved)) {
      return Optional.empty();
    }
    if (holder.isPresent() && !isOf(stack, holder.get())) {
      return Optional.of(
          taken("elasticloadbalancing:SetRulePriorities", listenerArn, holder.get()));
    }
    var pairs = new ArrayList<RulePriorityPair>();
    pairs.add(pair(ruleArn, priority));
    holder.ifPresent(
        other ->
            moved.ifPresent(
                rule -> pairs.add(pair(other.ruleArn(), Integer.parseInt(rule.priority())))));
    loadBalancing.setRulePriorities(request -> request.rulePriorities(pairs));
    return Optional.empty();
  }

  private boolean isOf(StackId stack, Rule rule) {
    String arn = rule.ruleArn();
    return AwsTags.claim(stack, inventory.elbTags(Set.of(arn)).of(arn))
        .filter(id -> id.kind().equals(ListenerRule.KIND))
        .isPresent();
  }

  private static RulePriorityPair pair(String ruleArn, int priority) {
    return RulePriorityPair.builder().ruleArn(ruleArn).priority(priority).build();
  }

  private static Outcome taken(String operation, String listenerArn, Rule holder) {
    return new Outcome.Failed(
        new Failure(
            FailureKind.INVALID,
            operation,
            "PriorityInUse",
            ("priority %s of listener %s is taken by rule %s, which is not this stack's; choose"
                    + " another priority in spec.aws.loadBalancer")
                .formatted(holder.priority(), listenerArn, holder.ruleArn())));
  }
}
