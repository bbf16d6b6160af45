package dev.hastack.sandbox;

import dev.hastack.sandbox.EmbeddedFleet.Server;
import dev.hastack.sandbox.aws.EmbeddedAws;
import dev.hastack.sandbox.control.Incident;
import dev.hastack.sandbox.report.SandboxException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Spot has no servers to give while it takes some back, shown in the embedded account: On-Demand
 * stands in for them, and goes when Spot has some again.
 */
final class SpotDrought {
  private static final Pattern FALLBACK =
      Pattern.compile("(?m)^ *#.*\\n( *)onDemandFallback:.*\\n(?:\\1 .*\\n)*");
  private static final Duration DROUGHT = Duration.ofMinutes(2);
  private static final int TAKEN = 3;

  /**
   * Warnings of the last five minutes are a storm to the operator. How late it is in an account
   * that is faster than the wall clock it hears from messages alone, so then one has to come.
   */
  private static final Duration NEWS_AFTER = Duration.ofSeconds(310);

  /**
   * The operator looks every 15 s of real time here: as often as once a minute of the account's.
   */
  private static final double SLOW = 4;

  private final EmbeddedAws aws;
  private final Steps steps;
  private final DemonstratedStack stack;
  private final SpotFleet fleet;
  private final Patience patience;
  private final List<String> shares = new ArrayList<>();
  private int share;

  SpotDrought(
      EmbeddedAws aws, Steps steps, DemonstratedStack stack, SpotFleet fleet, Patience patience) {
    this.aws = aws;
    this.steps = steps;
    this.stack = stack;
    this.fleet = fleet;
    this.patience = patience;
  }

  /** The example without what this shows. */
  static String without(String example) {
    return FALLBACK.matcher(example).replaceFirst("");
  }

  /**
   * Shows it.
   *
   * @throws SandboxException if On-Demand does not come and go
   */
  void show(Visitors visitors) {
    stack.edit(
        "Drain again, and let On-Demand stand in where Spot cannot be had",
        manifest ->
            manifest.replace(
                "onInterruption: Ignore\n",
                """
                onInterruption: Drain
                      onDemandFallback: {afterSeconds: 60, percentage: 100, holdForSeconds: 60}
                """));
    steps.step(
        "Wait until the operator has that",
        "",
        () -> patience.await("the stack is drained again", fleet::isHooked));
    double usual = aws.speed();
    aws.runAt(Math.min(SLOW, usual));
    Instant start = begin();
    come(start);
    aws.runAt(usual);
    go(visitors, start);
  }

  private Instant begin() {
    Set<String> doomed =
        fleet.spot().stream().map(Server::id).sorted().limit(TAKEN).collect(Collectors.toSet());
    Instant start = aws.now();
    steps.step(
        "Let no zone have Spot servers to give for %s, and Spot take back %d of its %d"
            .formatted(TrafficText.time(DROUGHT), TAKEN, fleet.wantedSpot()),
        "",
        () -> {
          String told = patience.director().inject(new Incident.CapacityDrought(DROUGHT));
          fleet.takeBack(doomed);
          return told;
        });
    return start;
  }

  private void come(Instant start) {
    steps.show(
        steps.step(
            "Wait until On-Demand stands in",
            "",
            () -> {
              patience.await("On-Demand stands in", () -> followed(start) > 0 && fleet.serves());
              patience.await("the status says so", () -> isAtRisk("True"));
              return told();
            }));
  }

  private void go(Visitors visitors, Instant start) {
    steps.show(
        steps.step(
            "Wait until Spot can be had again and On-Demand has gone, in steps",
            "",
            () -> {
              patience.await(
                  "the storm is over",
                  () -> followed(start) == 0 || aws.now().isAfter(start.plus(NEWS_AFTER)));
              fleet.callAtRisk();
              patience.await("all is as before", () -> followed(start) == 0 && fleet.isWhole());
              patience.await("the status says so", () -> isAtRisk("False"));
              return told()
                  + "The Events of it, by the clock on the wall:%n".formatted()
                  + stack.events("Fallback")
                  + TrafficText.of(visitors.since(start), Duration.between(start, aws.now()));
            }));
  }

  /** The share now; one that has changed is noted. */
  private int followed(Instant start) {
    Instant now = aws.now();
    int found = fleet.onDemandShare();
    if (found != share) {
      shares.add(
          "After %s: On-Demand above the base %d %% -> %d %%"
              .formatted(TrafficText.time(Duration.between(start, now)), share, found));
      share = found;
    }
    return found;
  }

  private boolean isAtRisk(String status) {
    return stack.look(risk("status")).equals(status);
  }

  /** What is new. */
  private String told() {
    String text =
        "%s%nIts servers are %d On-Demand and %d Spot now.%nCapacityAtRisk is %s: %s%n"
            .formatted(
                String.join(System.lineSeparator(), shares),
                fleet.onDemand().size(),
                fleet.spot().size(),
                stack.look(risk("status")),
                stack.look(risk("message")));
    shares.clear();
    return text;
  }

  private static String risk(String field) {
    return ".status.conditions[?(@.type==\"CapacityAtRisk\")]." + field;
  }
}
