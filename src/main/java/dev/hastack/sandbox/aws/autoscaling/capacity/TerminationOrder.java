package dev.hastack.sandbox.aws.autoscaling.capacity;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * Who goes first (user guide, "Configure termination policies for Amazon EC2 Auto Scaling"). Where
 * AWS picks at random, the lower id goes, so that a story can be told again. A custom policy by a
 * Lambda function is not modelled and counts as none.
 */
final class TerminationOrder {
  private static final Duration BILLING = Duration.ofHours(1);

  private static final Comparator<Server> NONE = Comparator.comparing(server -> 0);

  private TerminationOrder() {}

  /** The first goes first. */
  static Comparator<Server> of(List<String> policies, Instant now) {
    return policies.stream()
        .map(policy -> byPolicy(policy, now))
        .reduce(NONE, Comparator::thenComparing)
        .thenComparing(Server::id);
  }

  private static Comparator<Server> byPolicy(String policy, Instant now) {
    return switch (policy) {
      case "OldestInstance" -> Comparator.comparing(server -> server.source().launchedAt());
      case "NewestInstance" ->
          Comparator.<Server, Instant>comparing(server -> server.source().launchedAt()).reversed();
      case "OldestLaunchTemplate" -> outdatedFirst();
      case "ClosestToNextInstanceHour" -> closestToNextHour(now);
      case "AllocationStrategy" ->
          Comparator.<Server, Integer>comparing(server -> server.source().rank()).reversed();
      case "Default" -> outdatedFirst().thenComparing(closestToNextHour(now));
      // OldestLaunchConfiguration: launch configurations are not modelled.
      default -> NONE;
    };
  }

  /** Those of another template than the group's, then those of its oldest version. */
  private static Comparator<Server> outdatedFirst() {
    return Comparator.<Server, Boolean>comparing(server -> server.source().ofGroupsTemplate())
        .thenComparing(server -> server.source().version());
  }

  private static Comparator<Server> closestToNextHour(Instant now) {
    return Comparator.<Server, Long>comparing(
            server ->
                Duration.between(server.source().launchedAt(), now).toSeconds()
                    % BILLING.toSeconds())
        .reversed();
  }
}
