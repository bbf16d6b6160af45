package dev.hastack.operator;

import dev.hastack.core.outcome.Continuation;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When the next pass comes: as the engine says, or a little earlier by chance, so that stacks
 * created together do not go on asking AWS together. Never later: a resync is a promise.
 *
 * @param random where chance comes from
 */
record Pace(RandomGenerator random) {

  /** Share of the time by which a pass may come earlier. */
  static final double JITTER_FRACTION = 0.1;

  Duration next(Continuation continuation) {
    double share = 1 - JITTER_FRACTION * random.nextDouble();
    return Duration.ofMillis(Math.max(1, Math.round(continuation.after().toMillis() * share)));
  }
}
