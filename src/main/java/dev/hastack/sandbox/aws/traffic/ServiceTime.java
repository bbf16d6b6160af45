package dev.hastack.sandbox.aws.traffic;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * How long a server works on a request that has its turn: log-normal, as service times mostly are.
 *
 * @param median half of all requests take no longer
 * @param p99 all but one in a hundred take no longer
 */
public record ServiceTime(Duration median, Duration p99) {
  /** The 99th percentile of the standard normal distribution. */
  private static final double Z99 = 2.326_347_9;

  public ServiceTime {
    if (median.isNegative() || median.isZero() || p99.compareTo(median) < 0) {
      throw new IllegalArgumentException(
          "a service time has a median above zero and a p99 not below it: %s, %s"
              .formatted(median, p99));
    }
  }

  /** The same for every request. */
  public static ServiceTime always(Duration time) {
    return new ServiceTime(time, time);
  }

  Duration draw(SplittableRandom random) {
    double spread = Math.log((double) p99.toNanos() / median.toNanos()) / Z99;
    return Duration.ofNanos(
        Math.round(median.toNanos() * Math.exp(spread * random.nextGaussian())));
  }
}
