package dev.hastack.sandbox.aws.elasticloadbalancing;

import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;

/**
 * The rule that each listener has for requests that no other matches. It is its default actions
 * under another name, so it is not kept but made from them.
 */
final class DefaultRule {
  private DefaultRule() {}

  static Rule of(ListenerRow listener) {
    return Rule.builder()
        .ruleArn(arn(listener))
        .priority("default")
        .conditions(List.of())
        .actions(listener.settings().defaultActions())
        .isDefault(true)
        .build();
  }

  /** The listener's digits, turned around, so that each listener's is its own. */
  static String arn(ListenerRow listener) {
    String arn = listener.arn();
    String digits = arn.substring(arn.lastIndexOf('/') + 1);
    return arn.replace(":listener/", ":listener-rule/") + '/' + new StringBuilder(digits).reverse();
  }
}
