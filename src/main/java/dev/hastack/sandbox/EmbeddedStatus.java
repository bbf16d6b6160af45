package dev.hastack.sandbox;

import dev.hastack.sandbox.EmbeddedFleet.Server;
import dev.hastack.sandbox.aws.EmbeddedAws;
import dev.hastack.sandbox.aws.front.RecordedCall;
import dev.hastack.sandbox.aws.traffic.Report;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** What goes on in the embedded account, for a person. */
final class EmbeddedStatus {
  private static final Duration LATELY = Duration.ofMinutes(1);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final String COLUMNS = "%-20s %-12s %-11s %-9s %-13s %-22s %s";

  private final EmbeddedAws aws;
  private final EmbeddedFleet fleet;
  private final EmbeddedDatabases databases;
  private final Instant start;

  EmbeddedStatus(EmbeddedAws aws, EmbeddedFleet fleet) {
    this.aws = aws;
    this.fleet = fleet;
    this.databases = new EmbeddedDatabases(aws);
    this.start = aws.now();
  }

  /** A time of day of the account, UTC. */
  static String time(Instant when) {
    return TIME.format(when);
  }

  String text() {
    Instant now = aws.now();
    return String.join(
        System.lineSeparator(),
        "The account's time is %s, %s after its start (%s times real time)."
            .formatted(
                time(now),
                TrafficText.time(Duration.between(start, now)),
                Double.toString(aws.speed()).replaceFirst("\\.0$", "")),
        "",
        servers(),
        databases(),
        "Since the start:  " + traffic(start, now),
        "The last minute:  " + traffic(now.minus(LATELY), now),
        "",
        calls());
  }

  private String servers() {
    List<Server> servers = fleet.servers();
    if (servers.isEmpty()) {
      return "No servers.";
    }
    StringBuilder table =
        new StringBuilder(
            COLUMNS.formatted(
                "INSTANCE", "TYPE", "ZONE", "PURCHASE", "STATE", "LIFECYCLE", "TARGET"));
    for (Server server : servers) {
      table
          .append(System.lineSeparator())
          .append(
              COLUMNS.formatted(
                  server.id(),
                  server.type(),
                  server.zone(),
                  server.spot() ? "Spot" : "On-Demand",
                  server.state(),
                  server.lifecycle() + (server.healthy() ? "" : ", Unhealthy"),
                  server.targets().isEmpty() ? "-" : String.join(", ", server.targets())));
    }
    return table.toString();
  }

  /** Empty while there are none. */
  private String databases() {
    return databases.all().stream()
        .map(each -> System.lineSeparator() + each.table() + System.lineSeparator())
        .collect(Collectors.joining());
  }

  private String traffic(Instant from, Instant to) {
    Report report = aws.look(region -> region.loadBalancing().traffic().report(from, to));
    return TrafficText.of(report, Duration.between(from, to));
  }

  private String calls() {
    SortedMap<String, Long> totals = aws.record().totals();
    long all = totals.values().stream().mapToLong(Long::longValue).sum();
    long failed =
        totals.entrySet().stream()
            .filter(each -> !each.getKey().endsWith(" " + RecordedCall.OK))
            .mapToLong(Map.Entry::getValue)
            .sum();
    return "AWS was called %,d times, %,d calls wrote something, %,d failed."
        .formatted(all, aws.record().writes().size(), failed);
  }

  /** What somebody before the screen must wait, in an aside; empty where that is no other time. */
  static String aside(EmbeddedAws aws, Duration simulated) {
    return aws.speed() == 1
        ? ""
        : ", %s on the clock on the wall".formatted(TrafficText.time(aws.inRealTime(simulated)));
  }
}
