package dev.hastack.sandbox.aws.elasticloadbalancing;

import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;

/**
 * A rule of a listener that is not its default one.
 *
 * @param settings as a describe shows them
 */
record RuleRow(String listenerArn, String loadBalancerArn, Rule settings) {

  String arn() {
    return settings.ruleArn();
  }

  int priority() {
    return Integer.parseInt(settings.priority());
  }

  RuleRow with(Rule changed) {
    return new RuleRow(listenerArn, loadBalancerArn, changed);
  }
}
