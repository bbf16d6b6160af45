package dev.hastack.engine;

import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.core.outcome.Failure;
import dev.hastack.core.plan.LastApplied;
import dev.hastack.core.stack.Observation;
import dev.hastack.core.stack.ObservedStack;
import dev.hastack.core.stack.Ownership;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether the object of a stack that is being deleted may go. */
enum Release {
  /** It is not being deleted, or something of it is left, or may be. */
  NO,
  /** Nothing of it is seen, and what was made just before its deletion may not be seen yet. */
  SOON,
  NOW;

  /**
   * For so long a read may not show what was made before it. "EC2 eventual consistency" of the EC2
   * developer guide names no bound; in the simulated account no fault lags longer than 20 s.
   */
  static final Duration READS_LAG = Duration.ofSeconds(30);

  /**
   * Decides by what a pass has seen. A stack that nothing was ever recorded of was never begun, and
   * need not be read to be let go.
   *
   * @param deletedSince when its deletion was first seen, if it is being deleted
   */
  static Release of(
      HAStack stack,
      Optional<Instant> deletedSince,
      LastApplied last,
      Optional<Failure> obstacle,
      ObservedStack observed,
      Instant now) {
    if (deletedSince.isEmpty()) {
      return NO;
    }
    if (wasNeverBegun(stack, last, observed)) {
      return NOW;
    }
    if (obstacle.isPresent() || !observed.isEmpty()) {
      return NO;
    }
    return now.isBefore(deletedSince.get().plus(READS_LAG)) ? SOON : NOW;
  }

  private static boolean wasNeverBegun(HAStack stack, LastApplied last, ObservedStack observed) {
    return last.equals(LastApplied.nothing())
        && Whereabouts.recorded(stack, last).isEmpty()
        && observed.ids().stream()
            .flatMap(id -> observed.present(id).stream())
            .noneMatch(present -> present.ownership() == Ownership.OURS)
        && observed.resources().stream()
            .map(ObservedStack.Entry::observation)
            .noneMatch(Observation.Unread.class::isInstance);
  }
}
