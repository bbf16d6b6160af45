package dev.hastack.provider.aws.rights;

import java.util.Optional;

/**
 * A right that a class of the operator needs for its calls.
 *
 * @param grant the statement of the policy that gives it
 * @param action as IAM names it, for example {@code autoscaling:UpdateAutoScalingGroup}
 * @param why one sentence
 * @param dependsOn where AWS says that a call with another name needs it; empty where the action is
 *     the call itself
 */
public record AwsRight(Grant grant, String action, String why, Optional<String> dependsOn) {}
