package dev.hastack.sandbox.aws.front;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * How long calls take: log-normal, as latencies usually are. AWS publishes none; the figures are
 * ours.
 *
 * @param median half of the calls are faster
 * @param percentile99 one call in a hundred is slower; not below the median
 */
public record Latency(Duration median, Duration percentile99) {
  /** Answers take no time. */
  public static final Latency NONE = new Latency(Duration.ZERO, Duration.ZERO);

  /** Of the standard normal distribution. */
  private static final double NORMAL_99 = 2.326;

  public Latency {
    if (median.isNegative() || percentile99.compareTo(median) < 0) {
      throw new IllegalArgumentException(
          "latency: the 99th percentile %s is below the median %s".formatted(percentile99, median));
    }
  }

  Latency scaled(double factor) {
    return new Latency(scaled(median, factor), scaled(percentile99, factor));
  }

  private static Duration scaled(Duration duration, double factor) {
    return Duration.ofNanos(Math.round(duration.toNanos() * factor));
  }

  /** The latency of the next call, in whole milliseconds. */
  Duration draw(SplittableRandom random) {
    if (median.isZero()) {
      return Duration.ZERO;
    }
    double spread = Math.log((double) percentile99.toNanos() / median.toNanos()) / NORMAL_99;
    return Duration.ofMillis(
        Math.round(median.toMillis() * Math.exp(spread * random.nextGaussian())));
  }
}
