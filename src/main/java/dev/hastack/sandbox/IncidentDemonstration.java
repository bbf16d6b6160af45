package dev.hastack.sandbox;

import dev.hastack.sandbox.EmbeddedFleet.Server;
import dev.hastack.sandbox.aws.EmbeddedAws;
import dev.hastack.sandbox.aws.traffic.Report;
import dev.hastack.sandbox.control.Incident;
import dev.hastack.sandbox.process.ChildProcess;
import dev.hastack.sandbox.report.SandboxException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;

/**
 * What a stack is for, shown in the embedded account: it serves visitors while a server dies and
 * while a zone is dark. Times are those of the account.
 */
final class IncidentDemonstration {
  private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

  /** Visitors see nothing of an incident any more once nothing has failed for so long. */
  private static final Duration CALM = Duration.ofSeconds(30);

  private static final Duration FIRST_LOOK = Duration.ofMinutes(1);
  private static final Duration OUTAGE = Duration.ofMinutes(8);

  /** Five minutes of grace for a young server, and as much again to replace it. */
  private static final Duration DEADLINE = Duration.ofMinutes(15);

  private final Sandbox sandbox;
  private final EmbeddedAws aws;
  private final Steps steps;
  private final EmbeddedFleet fleet;
  private final EmbeddedDirector director;

  IncidentDemonstration(Sandbox sandbox, EmbeddedAws aws, Steps steps) {
    this.sandbox = sandbox;
    this.aws = aws;
    this.steps = steps;
    this.fleet = new EmbeddedFleet(aws);
    this.director = new EmbeddedDirector(aws);
  }

  /**
   * Runs it.
   *
   * @return the visitors, who stay
   * @throws SandboxException if something does not happen as it should
   */
  Visitors run() {
    Visitors visitors =
        Visitors.before(group().targetGroupARNs().getFirst(), aws, sandbox.ground());
    steps.step(
        "Put a load balancer before its target group and wait for healthy targets",
        "a few minutes of the account's time",
        () ->
            await(
                "the load balancer is active and all targets are healthy",
                () -> visitors.canCome() && serving(fleet.servers())));
    serve(visitors);
    String zone = fleet.busiestZone().orElseThrow();
    kill(visitors, zone);
    darken(visitors, zone);
    return visitors;
  }

  private void serve(Visitors visitors) {
    Instant start = aws.now();
    visitors.come();
    steps.show(
        steps.step(
            "Let visitors come, %d requests a second".formatted(Visitors.REQUESTS_PER_SECOND),
            expectation(FIRST_LOOK),
            () -> {
              await(
                  "nothing has failed for a minute",
                  () -> aws.now().isAfter(start.plus(FIRST_LOOK)) && isCalm(visitors));
              return traffic(visitors, start);
            }));
  }

  /**
   * A server elsewhere than where the outage is to be: a young one there would be in its grace, and
   * its group would wait.
   */
  private void kill(Visitors visitors, String nextDark) {
    Server victim =
        fleet.choose(null, "server", each -> each.takesRequests() && !each.zone().equals(nextDark));
    Instant start = aws.now();
    steps.step("Kill " + victim, "", () -> director.inject(new Incident.KillInstance(victim.id())));
    steps.show(
        steps.step(
            "Wait until it is replaced and visitors see nothing of it any more",
            "",
            () -> {
              await(
                  "%s is replaced and requests are served".formatted(victim.id()),
                  () -> {
                    List<Server> servers = fleet.servers();
                    return servers.stream().noneMatch(each -> each.id().equals(victim.id()))
                        && serving(servers)
                        && isCalm(visitors);
                  });
              return zones() + System.lineSeparator() + traffic(visitors, start);
            }));
  }

  private void darken(Visitors visitors, String zone) {
    Instant start = aws.now();
    steps.step(
        "Let the zone %s go dark for %s".formatted(zone, TrafficText.time(OUTAGE)),
        "",
        () -> director.inject(new Incident.ZoneOutage(zone, OUTAGE)));
    steps.show(
        steps.step(
            "Wait until the other zones serve all of it",
            "",
            () -> {
              await(
                  "the other zones have taken over",
                  () ->
                      serving(
                              fleet.servers().stream()
                                  .filter(each -> !each.zone().equals(zone))
                                  .toList())
                          && isCalm(visitors));
              return zones() + System.lineSeparator() + traffic(visitors, start);
            }));
    Instant takenOver = aws.now();
    steps.show(
        steps.step(
            "Wait until the zone is back and takes its share again",
            expectation(Duration.between(takenOver, start.plus(OUTAGE))) + " and a little",
            () -> {
              await(
                  "the outage is over and the zones are balanced",
                  () ->
                      aws.now().isAfter(start.plus(OUTAGE))
                          && isBalanced()
                          && serving(fleet.servers())
                          && isCalm(visitors));
              return zones() + System.lineSeparator() + traffic(visitors, takenOver);
            }));
  }

  private AutoScalingGroup group() {
    return fleet
        .group(Demonstration.STACK)
        .orElseThrow(
            () ->
                new SandboxException(
                    "There is no Auto Scaling group of the stack " + Demonstration.STACK));
  }

  /** Whether as many of these servers as the group wants take requests. */
  private boolean serving(List<Server> servers) {
    AutoScalingGroup group = group();
    return servers.stream()
            .filter(each -> each.group().equals(group.autoScalingGroupName()))
            .filter(Server::takesRequests)
            .count()
        >= group.desiredCapacity();
  }

  /**
   * Auto Scaling redistributes servers once a zone is well again ("Auto Scaling benefits for
   * application architecture", user guide).
   */
  private boolean isBalanced() {
    SortedMap<String, Long> byZone = fleet.inServiceByZone();
    return byZone.size() == group().availabilityZones().size()
        && Collections.max(byZone.values()) - Collections.min(byZone.values()) <= 1;
  }

  private boolean isCalm(Visitors visitors) {
    Report lately = visitors.since(aws.now().minus(CALM));
    return lately.served() > 0 && lately.failed() == 0;
  }

  private String traffic(Visitors visitors, Instant start) {
    return TrafficText.of(visitors.since(start), Duration.between(start, aws.now()));
  }

  private String zones() {
    return fleet.inServiceByZone().entrySet().stream()
        .map(each -> each.getValue() + " in " + each.getKey())
        .collect(Collectors.joining(", ", "Servers in service: ", "."));
  }

  private String expectation(Duration simulated) {
    return TrafficText.time(aws.inRealTime(simulated));
  }

  private String await(String what, BooleanSupplier done) {
    ChildProcess operator = sandbox.operator().process();
    Instant end = aws.now().plus(DEADLINE);
    while (!done.getAsBoolean()) {
      if (operator.hasEndedWithin(POLL_INTERVAL)) {
        throw new SandboxException("The operator has ended.%n%s".formatted(operator.logTail()));
      }
      if (aws.now().isAfter(end)) {
        throw new SandboxException(
            "Not true within %s of the account's time: %s.%n%s"
                .formatted(TrafficText.time(DEADLINE), what, director.status()));
      }
    }
    return what;
  }
}
