package dev.hastack.sandbox;

import dev.hastack.sandbox.aws.traffic.Report;
import java.util.List;

/**
 * What a Spot storm did to those who came.
 *
 * @param way what the spec says of interruptions, for example {@code Drain}
 * @param taken how many servers Spot took back
 * @param report of the requests from the notice on
 */
record SpotStorm(String way, int taken, Report report) {
  private static final String ROW = "%-24s %13s %9s %7s";

  /** Storms side by side. */
  static String table(List<SpotStorm> storms) {
    var table = new StringBuilder(ROW.formatted("", "SERVERS TAKEN", "REQUESTS", "FAILED"));
    storms.forEach(storm -> table.append(System.lineSeparator()).append(storm.row()));
    return table.toString();
  }

  private String row() {
    return ROW.formatted(
        "onInterruption: " + way, taken, number(report.requests()), number(report.failed()));
  }

  private static String number(long count) {
    return "%,d".formatted(count);
  }
}
