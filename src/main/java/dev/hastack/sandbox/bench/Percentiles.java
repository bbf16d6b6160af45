package dev.hastack.sandbox.bench;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * What is told of many durations, each by nearest rank: a value that was measured, never one
 * between two.
 *
 * @param median half of them are not longer
 * @param percentile99 99 % of them are not longer
 */
record Percentiles(int count, Duration median, Duration percentile99, Duration max) {
  private static final int WHOLE = 100;

  /**
   * @throws IllegalArgumentException if there are none
   */
  static Percentiles of(Collection<Duration> durations) {
    if (durations.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured");
    }
    List<Duration> sorted = durations.stream().sorted().toList();
    return new Percentiles(
        sorted.size(), nearest(sorted, 50), nearest(sorted, 99), sorted.getLast());
  }

  private static Duration nearest(List<Duration> sorted, int percentile) {
    return sorted.get(Math.ceilDiv(sorted.size() * percentile, WHOLE) - 1);
  }
}
