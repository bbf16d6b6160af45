package dev.hastack.sandbox;

import dev.hastack.sandbox.EmbeddedFleet.Server;
import dev.hastack.sandbox.aws.EmbeddedAws;
import dev.hastack.sandbox.report.SandboxException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A stack that lives on Spot, shown in the embedded account: Spot takes all its servers back while
 * visitors come, with the operator's help and without, and then has no others to give. Times are
 * those of the account.
 */
final class SpotDemonstration {
  private static final String EXAMPLE = "spot-web.yaml";
  private static final String NAME = "bargains";
  private static final int PORT = 80;
  private static final int SERVERS = 8;
  private static final int SPOT_SERVERS = 6;

  /** A notice, half as much for what has to boot, and as much again. */
  private static final Duration STORM = Duration.ofMinutes(5);

  /** For what the operator does, in real time, and for what the account does besides. */
  private static final Duration OPERATOR_DEADLINE = Duration.ofMinutes(4);

  private static final Duration ACCOUNT_DEADLINE = Duration.ofMinutes(30);

  private final EmbeddedAws aws;
  private final Steps steps;
  private final DemonstratedStack stack;
  private final SpotFleet fleet;
  private final Patience patience;

  SpotDemonstration(Sandbox sandbox, EmbeddedAws aws, Steps steps) {
    this.aws = aws;
    this.steps = steps;
    this.stack = new DemonstratedStack(sandbox, steps, EXAMPLE, NAME);
    this.fleet = new SpotFleet(aws, new EmbeddedFleet(aws, stack.id()), SERVERS, SPOT_SERVERS);
    this.patience =
        new Patience(
            sandbox.operator().process(),
            new EmbeddedDirector(aws),
            OPERATOR_DEADLINE.plus(aws.inRealTime(ACCOUNT_DEADLINE)));
  }

  /** Applies it, and does not wait. */
  void begin() {
    stack.fit(
        SpotDemonstration::adapted,
        ", called %s, as yet without onDemandFallback, and with its group at AWS's default%n"
                .formatted(NAME)
            + "of doing nothing about Spot by itself (onRebalanceRecommendation: Ignore)");
    steps.show(
        steps.step("Apply a third stack, which lives on Spot, and go on", "", () -> stack.apply()));
  }

  static String adapted(String example) {
    return SpotDrought.without(example)
        .replace("name: storefront\n", "name: " + NAME + "\n")
        .replace("onRebalanceRecommendation: LaunchFirst", "onRebalanceRecommendation: Ignore");
  }

  /**
   * Shows what becomes of it when Spot takes and when Spot has nothing to give.
   *
   * @throws SandboxException if something does not happen as it should
   */
  void run() {
    steps.show(
        steps.step(
            "Wait until all its servers take requests, %d of %d on Spot"
                .formatted(SPOT_SERVERS, SERVERS),
            "",
            () -> {
              patience.await(
                  "the stack is whole and its notices are heard",
                  () -> fleet.isWhole() && fleet.isHooked() && fleet.isHeard());
              return stack.awaitReady();
            }));
    Visitors visitors = Visitors.ofStack(aws, stack.id(), PORT);
    visitors.come();
    compare(drained(visitors), ignored(visitors));
    new SpotDrought(aws, steps, stack, fleet, patience).show(visitors);
    visitors.leave();
  }

  /**
   * The operator's time is real, and each of the two minutes counts: until it has decided about the
   * last server the account's clock is as slow.
   */
  private SpotStorm drained(Visitors visitors) {
    double usual = aws.speed();
    aws.runAt(Math.min(1, usual));
    Set<String> doomed = ids(fleet.spot());
    Instant start = strike(doomed, ", with the account's clock as slow as yours");
    steps.show(
        steps.step(
            "Wait until the operator has taken the last of them out of the load balancer",
            "",
            () -> departures(doomed, start)));
    aws.runAt(usual);
    return end(visitors, "Drain", doomed, start);
  }

  private SpotStorm ignored(Visitors visitors) {
    stack.edit(
        "Have the operator do nothing about it: onInterruption: Ignore",
        manifest -> manifest.replace("onInterruption: Drain", "onInterruption: Ignore"));
    steps.step(
        "Wait until it is as before, with %d servers on Spot".formatted(SPOT_SERVERS),
        "",
        () -> patience.await("the stack is whole", () -> fleet.isWhole() && !fleet.isHooked()));
    Set<String> doomed = ids(fleet.spot());
    return end(visitors, "Ignore", doomed, strike(doomed, ""));
  }

  private Instant strike(Set<String> doomed, String how) {
    Instant start = aws.now();
    return steps.step(
        "Let Spot take back all its %d Spot servers at once, in two minutes%s"
            .formatted(doomed.size(), how),
        "",
        () -> {
          fleet.takeBack(doomed);
          return start;
        });
  }

  /** Watches them leave, and tells how many had left when. */
  private String departures(Set<String> doomed, Instant start) {
    var leftAfter = new TreeMap<Long, Integer>();
    patience.await(
        "all of them have left",
        () -> {
          Instant now = aws.now();
          int left = doomed.size() - fleet.takingRequests(doomed).size();
          int known = leftAfter.isEmpty() ? 0 : leftAfter.lastEntry().getValue();
          if (left > known) {
            leftAfter.put(Duration.between(start, now).toSeconds(), left);
          }
          return left == doomed.size();
        });
    var lines = new ArrayList<String>();
    leftAfter.forEach(
        (seconds, left) ->
            lines.add(
                "%d s after the notice %d of %d had left."
                    .formatted(seconds, left, doomed.size())));
    lines.add(
        "At once leave as many as keep 75 % serving; the others when replacements are healthy, or"
            + " at the last moment that lets their requests end.");
    return String.join(System.lineSeparator(), lines);
  }

  private SpotStorm end(Visitors visitors, String way, Set<String> doomed, Instant start) {
    Instant end = start.plus(STORM);
    steps.show(
        steps.step(
            "Wait until they are gone and others serve",
            "",
            () -> {
              patience.await("others serve", () -> !aws.now().isBefore(end) && fleet.isWhole());
              return TrafficText.of(visitors.between(start, end), STORM);
            }));
    return new SpotStorm(way, doomed.size(), visitors.between(start, end));
  }

  private void compare(SpotStorm drained, SpotStorm ignored) {
    steps.show(
        "The requests of the %s after each notice:%n%s"
            .formatted(TrafficText.time(STORM), SpotStorm.table(List.of(drained, ignored))));
    if (drained.report().failed() >= ignored.report().failed()) {
      throw new SandboxException("Draining was to save requests.");
    }
  }

  private static Set<String> ids(List<Server> servers) {
    return servers.stream().map(Server::id).collect(Collectors.toUnmodifiableSet());
  }
}
