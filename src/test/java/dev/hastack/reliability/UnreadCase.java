package dev.hastack.reliability;

import dev.hastack.sandbox.aws.front.CallFilter;
import dev.hastack.sandbox.aws.front.Fault;
import dev.hastack.sandbox.aws.front.FaultRule;

/**
 * A read of the operator that goes wrong.
 *
 * @param action as IAM names it, for example {@code ec2:DescribeImages}
 * @param seed of the account that it goes wrong in
 */
record UnreadCase(String action, Fault trouble, long seed) {

  FaultRule rule() {
    String[] parts = action.split(":", -1);
    return FaultRule.of(
        trouble, CallFilter.of(parts[0], parts[1]).by("arn:aws:iam::*:user/operator"));
  }

  /** What a person reads of it, for example {@code DescribeImages}. */
  String operation() {
    return action.substring(action.indexOf(':') + 1);
  }

  @Override
  public String toString() {
    return "%s %s, seed %d".formatted(action, trouble.getClass().getSimpleName(), seed);
  }
}
