package dev.hastack.sandbox;

import dev.hastack.sandbox.aws.traffic.Outcome;
import dev.hastack.sandbox.aws.traffic.Report;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.StringJoiner;

/** What became of requests, for people. */
final class TrafficText {
  private static final double HALF = 50;
  private static final double NEARLY_ALL = 99;

  private TrafficText() {}

  /** One sentence or two. */
  static String of(Report report, Duration window) {
    if (report.requests() == 0) {
      return "No requests.";
    }
    return "%,d requests in %s: %,d served (half within %d ms, 99 %% within %d ms), %,d failed%s."
        .formatted(
            report.requests(),
            time(window),
            report.served(),
            report.latency(HALF).toMillis(),
            report.latency(NEARLY_ALL).toMillis(),
            report.failed(),
            failures(report));
  }

  private static String failures(Report report) {
    Map<Outcome, Long> failures = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      if (outcome != Outcome.SERVED && report.count(outcome) > 0) {
        failures.put(outcome, report.count(outcome));
      }
    }
    if (failures.isEmpty()) {
      return "";
    }
    var kinds = new StringJoiner(", ", ": ", "");
    failures.forEach((outcome, count) -> kinds.add("%,d %s".formatted(count, name(outcome))));
    return kinds.toString();
  }

  private static String name(Outcome outcome) {
    return switch (outcome) {
      case SERVED -> "served";
      case NO_TARGET -> "had no target (503)";
      case CUT -> "cut off (502)";
      case REFUSED -> "refused (502)";
      case TIMED_OUT -> "without an answer in time (504)";
      case FIXED_ERROR -> "answered with the listener's own error";
    };
  }

  /** As {@code 1 h 2 min 3 s}, {@code 5 min} or {@code 6 s}. */
  static String time(Duration time) {
    var parts = new StringJoiner(" ");
    if (time.toHours() > 0) {
      parts.add(time.toHours() + " h");
    }
    if (time.toMinutesPart() > 0) {
      parts.add(time.toMinutesPart() + " min");
    }
    if (time.toSecondsPart() > 0 || parts.length() == 0) {
      parts.add(time.toSecondsPart() + " s");
    }
    return parts.toString();
  }
}
