package dev.hastack.sandbox.aws.autoscaling;

import dev.hastack.sandbox.aws.world.Chance;
import java.time.Duration;

/**
 * What AWS does not document, or where a story needs another pace.
 *
 * @param replacesDeregistered whether an instance that somebody else has deregistered from a target
 *     group counts as unhealthy under ELB health checks
 * @param tick how often each group is looked at
 * @param reaction how soon after a change a group is looked at
 */
public record AutoScalingOptions(boolean replacesDeregistered, Duration tick, Duration reaction) {
  private static final Duration TICK = Duration.ofSeconds(5);
  private static final Duration REACTION = Duration.ofSeconds(1);

  /** As the seed will have it. */
  public static AutoScalingOptions drawn(Chance chance) {
    return new AutoScalingOptions(
        chance.of("autoscaling replaces deregistered").nextBoolean(), TICK, REACTION);
  }

  /** The same with this behaviour instead of that which was drawn. */
  public AutoScalingOptions replacingDeregistered(boolean replaces) {
    return new AutoScalingOptions(replaces, tick, reaction);
  }
}
