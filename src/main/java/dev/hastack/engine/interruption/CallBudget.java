package dev.hastack.engine.interruption;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How many stacks may take servers out within a second without being refused, as far as one has
 * seen. Confined to the lock of {@link InterruptionDesk}.
 */
final class CallBudget {
  /**
   * What the AWS Load Balancer Controller takes for the burst of DeregisterTargets, which Elastic
   * Load Balancing does not publish (its pkg/aws/throttle/defaults.go).
   */
  static final int BURST = 20;

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Deque<Instant> letIn = new ArrayDeque<>();
  private int stacks = BURST;

  /** Of so many stacks calls were let in within a second; never fewer than the burst. */
  int stacks() {
    return stacks;
  }

  void letIn(Instant now) {
    // The clock is AWS's, and may be set back.
    letIn.removeIf(then -> then.isAfter(now) || !then.plus(SECOND).isAfter(now));
    letIn.addLast(now);
    stacks = Math.max(stacks, letIn.size());
  }

  void refused() {
    letIn.clear();
    stacks = BURST;
  }
}
