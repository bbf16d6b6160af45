package dev.hastack.sandbox.aws.front;

import java.time.Duration;

/**
 * What a token bucket gives.
 *
 * @param burst how much it holds
 * @param perSecond how much comes in
 */
record Rate(double burst, double perSecond) {
  private static final double NANOS = 1e9;

  /** A share of it; even the smallest bucket holds one token. */
  Rate scaled(double factor) {
    return new Rate(Math.max(1, burst * factor), perSecond * factor);
  }

  /** The least time in which so much is given, when the bucket is full at first. */
  Duration leastTime(double wanted) {
    return Duration.ofNanos((long) (NANOS * Math.max(0, wanted - burst) / perSecond));
  }
}
