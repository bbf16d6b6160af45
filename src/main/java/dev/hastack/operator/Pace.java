package dev.hastack.operator;

import dev.hastack.core.outcome.Continuation;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When the next pass comes: as the engine says, no later than the resync, and a little earlier by
 * chance, so that stacks created together do not go on asking AWS together.
 *
 * @param resync the longest time between two passes
 * @param random where chance comes from
 */
record Pace(Duration resync, RandomGenerator random) {

  /** Share of the time by which a pass may come earlier. */
  static final double JITTER_FRACTION = 0.1;

  Duration next(Continuation continuation) {
    Duration wanted = continuation.after();
    Duration longest = wanted.compareTo(resync) < 0 ? wanted : resync;
    double share = 1 - JITTER_FRACTION * random.nextDouble();
    return Duration.ofMillis(Math.max(1, Math.round(longest.toMillis() * share)));
  }
}
