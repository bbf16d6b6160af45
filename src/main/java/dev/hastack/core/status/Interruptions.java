package dev.hastack.core.status;

import dev.hastack.core.outcome.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known of servers of a stack that AWS took back, or is about to.
 *
 * @param handling how many are being drained or replaced now
 * @param latest one record a server, in any order
 * @param degraded why AWS is not heard, while it is not
 */
public record Interruptions(int handling, List<Interruption> latest, Optional<Failure> degraded) {
  /** Nothing is known of any. */
  public static final Interruptions NONE = new Interruptions(0, List.of(), Optional.empty());

  /**
   * One server.
   *
   * @param kind the strongest of what AWS said of it, as one word
   * @param noticed when AWS said so, by its own clock
   * @param deregisteredAfter how long after that it was taken out of its target group
   * @param replacedAfter how long after that another was in service for it
   */
  public record Interruption(
      String instance,
      Optional<String> type,
      Optional<String> zone,
      String kind,
      Instant noticed,
      Optional<Duration> deregisteredAfter,
      Optional<Duration> replacedAfter) {}

  public Interruptions {
    latest = List.copyOf(latest);
  }
}
