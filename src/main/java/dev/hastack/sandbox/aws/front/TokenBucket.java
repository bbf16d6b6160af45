package dev.hastack.sandbox.aws.front;

import java.time.Duration;
import java.time.Instant;

/**
 * A bucket that fills steadily, full at first ("Request throttling for the Amazon EC2 API", EC2
 * developer guide). AWS fills once a second; this one all the time.
 */
final class TokenBucket {
  private static final double NANOS = 1e9;

  private double level;
  private Instant filledAt;

  TokenBucket(Instant now, Rate rate) {
    this.level = rate.burst();
    this.filledAt = now;
  }

  /**
   * Takes tokens if they are there, all or none.
   *
   * @param wanted more than the bucket can ever hold counts as all it can hold
   */
  boolean take(Instant now, Rate rate, double wanted) {
    double seconds = Duration.between(filledAt, now).toNanos() / NANOS;
    level = Math.min(rate.burst(), level + seconds * rate.perSecond());
    filledAt = now;
    double price = Math.min(wanted, rate.burst());
    if (level < price) {
      return false;
    }
    level -= price;
    return true;
  }
}
