package dev.hastack.sandbox.aws.traffic;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/**
 * The requests that arrived in a window, and what became of those that ended in it: which are not
 * all the same.
 */
public final class Report {
  private static final double MOST_PERCENT = 100;

  private final long requests;
  private final Map<Outcome, Long> outcomes;
  private final int[] latenciesMillis;

  /**
   * @param latenciesMillis of those that were served, in any order
   */
  Report(long requests, Map<Outcome, Long> outcomes, int[] latenciesMillis) {
    this.requests = requests;
    this.outcomes = Collections.unmodifiableMap(new EnumMap<>(outcomes));
    this.latenciesMillis = latenciesMillis.clone();
    Arrays.sort(this.latenciesMillis);
  }

  /** How many arrived. */
  public long requests() {
    return requests;
  }

  /** How many ended so. */
  public long count(Outcome outcome) {
    return outcomes.getOrDefault(outcome, 0L);
  }

  public long served() {
    return count(Outcome.SERVED);
  }

  /** How many ended otherwise than served. */
  public long failed() {
    return outcomes.values().stream().mapToLong(Long::longValue).sum() - served();
  }

  /**
   * The time from arrival to answer within which so many of the served ones were served; zero when
   * none was.
   *
   * @param percent above 0, up to 100
   */
  public Duration latency(double percent) {
    if (percent <= 0 || percent > MOST_PERCENT) {
      throw new IllegalArgumentException("not a percentile: " + percent);
    }
    if (latenciesMillis.length == 0) {
      return Duration.ZERO;
    }
    int rank = (int) Math.ceil(percent / MOST_PERCENT * latenciesMillis.length);
    return Duration.ofMillis(latenciesMillis[rank - 1]);
  }

  /** One line for people. */
  @Override
  public String toString() {
    var text = new StringJoiner(", ");
    text.add(requests + " requests");
    outcomes.forEach(
        (outcome, count) -> text.add(count + " " + outcome.name().toLowerCase(Locale.ROOT)));
    return text.add("p50 " + latency(50).toMillis() + " ms")
        .add("p99 " + latency(99).toMillis() + " ms")
        .toString();
  }
}
