package dev.hastack.core.outcome;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * When to look again.
 *
 * @param resync how long a drift may go unseen when nothing tells of it
 */
public record ContinuationPolicy(Duration resync) {
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Duration PATIENT = Duration.ofSeconds(20);
  private static final Duration BACK_OFF = Duration.ofSeconds(15);
  private static final int SLOW_RESYNCS = 5;

  /**
   * Decides after a pass.
   *
   * @param obstacle what kept the whole stack from being planned, if anything did
   * @param outcomes of what was tried
   * @param movement what is under way
   * @param unread why what could not be read was not
   */
  public Continuation next(
      Optional<Failure> obstacle,
      Collection<Outcome> outcomes,
      Movement movement,
      Collection<Failure> unread) {
    if (obstacle.isPresent()) {
      return after(obstacle.get().kind());
    }
    Optional<Continuation> failed =
        outcomes.stream()
            .filter(Outcome.Failed.class::isInstance)
            .map(Outcome.Failed.class::cast)
            .map(each -> after(each.failure().kind()))
            .min(Comparator.comparing(Continuation::after));
    if (failed.isPresent()) {
      return failed.get();
    }
    Optional<Continuation> healing =
        unread.stream()
            .map(failure -> after(failure.kind()))
            .min(Comparator.comparing(Continuation::after));
    return switch (movement) {
      case WITHIN_SECONDS -> soonest(SOON);
      case WITHIN_MINUTES -> soonest(PATIENT);
      case NONE -> healing.orElseGet(() -> new Continuation(resync));
    };
  }

  private Continuation after(FailureKind kind) {
    return switch (kind) {
      case CONFLICT -> soonest(SOON);
      case THROTTLED, TRANSIENT, UNKNOWN -> soonest(BACK_OFF);
      case CAPACITY, NOT_FOUND -> new Continuation(resync);
      case QUOTA, UNAUTHORIZED, INVALID -> new Continuation(resync.multipliedBy(SLOW_RESYNCS));
    };
  }

  private Continuation soonest(Duration wanted) {
    return new Continuation(wanted.compareTo(resync) < 0 ? wanted : resync);
  }
}
