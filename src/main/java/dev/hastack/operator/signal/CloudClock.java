package dev.hastack.operator.signal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * What time it is by the cloud's clock, which counts the two minutes of a notice. What it tells is
 * as old as its answer was under way, so a small difference is taken for none.
 */
final class CloudClock implements InstantSource {
  static final Duration TOLERATED = Duration.ofSeconds(2);

  private final InstantSource own;
  private volatile Duration ahead = Duration.ZERO;

  CloudClock(InstantSource own) {
    this.own = own;
  }

  /** The cloud just said what time it is. */
  void said(Instant cloudTime) {
    Duration difference = Duration.between(own.instant(), cloudTime);
    ahead = difference.abs().compareTo(TOLERATED) > 0 ? difference : Duration.ZERO;
  }

  @Override
  public Instant instant() {
    return own.instant().plus(ahead);
  }
}
