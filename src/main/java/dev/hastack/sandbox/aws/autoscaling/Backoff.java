package dev.hastack.sandbox.aws.autoscaling;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * How long a group leaves a zone alone in which a launch has failed: twice as long each time. AWS
 * retries too but does not say how often.
 */
final class Backoff {
  private static final Duration FIRST = Duration.ofSeconds(30);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private record Failure(Duration pause, Instant until) {}

  private final Map<String, Map<String, Failure>> byGroup = new TreeMap<>();

  boolean blocks(String group, String zone, boolean spot, Instant now) {
    Failure failure = byGroup.getOrDefault(group, Map.of()).get(key(zone, spot));
    return failure != null && failure.until().isAfter(now);
  }

  void failed(String group, String zone, boolean spot, Instant now) {
    byGroup
        .computeIfAbsent(group, name -> new TreeMap<>())
        .merge(
            key(zone, spot),
            new Failure(FIRST, now.plus(FIRST)),
            (before, first) -> {
              Duration doubled = before.pause().multipliedBy(2);
              Duration pause = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
              return new Failure(pause, now.plus(pause));
            });
  }

  void succeeded(String group, String zone, boolean spot) {
    byGroup.computeIfPresent(
        group,
        (name, failures) -> {
          failures.remove(key(zone, spot));
          return failures.isEmpty() ? null : failures;
        });
  }

  /** Its owner has changed it: whatever failed is tried again at once. */
  void forget(String group) {
    byGroup.remove(group);
  }

  private static String key(String zone, boolean spot) {
    return zone + (spot ? " spot" : " on-demand");
  }
}
