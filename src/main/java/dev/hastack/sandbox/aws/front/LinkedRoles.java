package dev.hastack.sandbox.aws.front;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The roles by which services act in an account. AWS makes one when it is first needed, in the name
 * of whoever calls ("Service-linked roles", IAM user guide).
 */
final class LinkedRoles {
  private static final Map<String, String> MADE_BY =
      Map.of(
          "autoscaling:CreateAutoScalingGroup",
              "autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
          "elasticloadbalancing:CreateLoadBalancer",
              "elasticloadbalancing.amazonaws.com/AWSServiceRoleForElasticLoadBalancing",
          "rds:CreateDBCluster", "rds.amazonaws.com/AWSServiceRoleForRDS",
          "rds:RestoreDBClusterFromSnapshot", "rds.amazonaws.com/AWSServiceRoleForRDS");

  private final Set<String> made = new HashSet<>();

  /** What a call needs to have the role made that it needs; empty if it is there. */
  Optional<Requirement> lackedBy(Call call) {
    return Optional.ofNullable(MADE_BY.get(call.action()))
        .map(role -> "arn:aws:iam::%s:role/aws-service-role/%s".formatted(call.accountId(), role))
        .filter(arn -> !made.contains(arn))
        .map(
            arn ->
                new Requirement(
                    "iam:CreateServiceLinkedRole",
                    arn,
                    Map.of("iam:AWSServiceName", arn.split("/", -1)[2])));
  }

  void make(Requirement allowed) {
    made.add(allowed.resource());
  }
}
