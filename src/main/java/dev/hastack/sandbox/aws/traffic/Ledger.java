package dev.hastack.sandbox.aws.traffic;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Requests by the second in which they arrived, and what became of them by that of their end. */
final class Ledger {
  /** What was longer ago than this is forgotten. */
  static final Duration MEMORY = Duration.ofHours(24);

  private static final int[] NONE = {};

  /** The requests of one second. */
  private static final class Second {
    private int requests;
    private int served;
    private int[] latenciesMillis = NONE;
    private final Map<Outcome, Integer> failures = new EnumMap<>(Outcome.class);

    private void served(int latencyMillis) {
      if (served == latenciesMillis.length) {
        latenciesMillis = Arrays.copyOf(latenciesMillis, Math.max(8, served * 2));
      }
      latenciesMillis[served++] = latencyMillis;
    }
  }

  private final TreeMap<Long, Second> seconds = new TreeMap<>();

  void arrived(Instant when) {
    second(when).requests++;
  }

  void ended(Instant when, Outcome outcome, Duration latency) {
    if (outcome == Outcome.SERVED) {
      second(when).served(Math.toIntExact(latency.toMillis()));
    } else {
      second(when).failures.merge(outcome, 1, Integer::sum);
    }
  }

  private Second second(Instant when) {
    Second second = seconds.get(when.getEpochSecond());
    if (second == null) {
      seconds.headMap(when.minus(MEMORY).getEpochSecond()).clear();
      second = new Second();
      seconds.put(when.getEpochSecond(), second);
    }
    return second;
  }

  /** One window of several ledgers. */
  static Report report(List<Ledger> ledgers, Instant from, Instant to) {
    List<Second> window =
        ledgers.stream().flatMap(ledger -> ledger.window(from, to).stream()).toList();
    int served = window.stream().mapToInt(second -> second.served).sum();
    int[] latencies = new int[served];
    Map<Outcome, Long> outcomes = new EnumMap<>(Map.of(Outcome.SERVED, (long) served));
    long requests = 0;
    int filled = 0;
    for (Second second : window) {
      requests += second.requests;
      second.failures.forEach((failure, count) -> outcomes.merge(failure, (long) count, Long::sum));
      System.arraycopy(second.latenciesMillis, 0, latencies, filled, second.served);
      filled += second.served;
    }
    return new Report(requests, outcomes, latencies);
  }

  private Collection<Second> window(Instant from, Instant to) {
    long first = from.getEpochSecond();
    return seconds.subMap(first, Math.max(first, to.getEpochSecond())).values();
  }
}
