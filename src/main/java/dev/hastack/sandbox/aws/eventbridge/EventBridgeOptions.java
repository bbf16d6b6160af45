package dev.hastack.sandbox.aws.eventbridge;

import java.time.Duration;

/**
 * How long events are on their way; AWS promises nothing, the figures are ours.
 *
 * @param leastDelay from announcement to queue
 */
public record EventBridgeOptions(Duration leastDelay, Duration mostDelay) {
  /** Within a second, as is usual. */
  public static EventBridgeOptions usual() {
    return new EventBridgeOptions(Duration.ofMillis(100), Duration.ofMillis(900));
  }
}
