package dev.hastack.sandbox.aws.front;

import java.util.Map;
import java.util.Optional;

/**
 * The right that a call needs which tags what it makes. What RDS needs of this kind, RDS says
 * itself.
 */
final class TagsAtCreation {
  private TagsAtCreation() {}

  static Optional<Requirement> of(Call call) {
    String operation = call.operation();
    return switch (call.right()) {
      case "ec2:CreateLaunchTemplate" ->
          Optional.of(needs("ec2:CreateTags", Map.of("ec2:CreateAction", operation)));
      case "elasticloadbalancing:CreateListener",
          "elasticloadbalancing:CreateLoadBalancer",
          "elasticloadbalancing:CreateRule",
          "elasticloadbalancing:CreateTargetGroup" ->
          Optional.of(
              needs(
                  "elasticloadbalancing:AddTags",
                  Map.of("elasticloadbalancing:CreateAction", operation)));
      case "events:PutRule" -> Optional.of(needs("events:TagResource", Map.of()));
      case "sqs:CreateQueue" -> Optional.of(needs("sqs:TagQueue", Map.of()));
      default -> Optional.empty();
    };
  }

  private static Requirement needs(String action, Map<String, String> context) {
    return new Requirement(action, "*", context);
  }
}
