package dev.hastack.sandbox;

import dev.hastack.sandbox.EmbeddedFleet.Server;
import dev.hastack.sandbox.aws.EmbeddedAws;
import dev.hastack.sandbox.aws.traffic.Report;
import dev.hastack.sandbox.control.Incident;
import dev.hastack.sandbox.report.SandboxException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/**
 * What a stack is for, shown in the embedded account: it serves visitors while a server dies, while
 * a zone is dark, while its port and its layout change. Times are those of the account.
 */
final class IncidentDemonstration {
  /** Visitors see nothing of an incident any more once nothing has failed for so long. */
  private static final Duration CALM = Duration.ofSeconds(30);

  private static final int ZONES_OF_EXAMPLE = 3;
  private static final Duration FIRST_LOOK = Duration.ofMinutes(1);
  private static final Duration OUTAGE = Duration.ofMinutes(8);

  /** Five minutes of grace for a young server, and as much again to replace it. */
  private static final Duration DEADLINE = Duration.ofMinutes(15);

  /** Nodes are given 30 s to learn, servers a minute to drain, and each step is a pass. */
  private static final Duration ROLLOVER_DEADLINE = Duration.ofMinutes(5);

  private final Sandbox sandbox;
  private final EmbeddedAws aws;
  private final Steps steps;
  private final EmbeddedFleet fleet;
  private final EmbeddedFront front;
  private final EmbeddedDirector director;
  private final Patience patience;
  private final DemonstratedStack stack;

  IncidentDemonstration(Sandbox sandbox, EmbeddedAws aws, Steps steps, DemonstratedStack stack) {
    this.sandbox = sandbox;
    this.aws = aws;
    this.steps = steps;
    this.stack = stack;
    this.fleet = new EmbeddedFleet(aws, stack.id());
    this.front = new EmbeddedFront(aws, stack.id());
    this.director = new EmbeddedDirector(aws);
    this.patience = new Patience(sandbox.operator().process(), director, aws.inRealTime(DEADLINE));
  }

  /**
   * Puts the stack behind a load balancer, lets visitors come, and has a server and a zone fail.
   *
   * @return the visitors, who stay
   * @throws SandboxException if something does not happen as it should
   */
  Visitors rideOutIncidents() {
    stack.edit(
        "Put it behind a load balancer of its own: HTTPS on 443, and 80 redirects to it",
        this::withLoadBalancer);
    steps.step(
        "Wait until the load balancer is there and all targets are healthy",
        "a few minutes of the account's time",
        () -> patience.await("a load balancer sends to healthy targets", this::isReached));
    Visitors visitors = Visitors.ofStack(aws, stack.id());
    serve(visitors);
    String zone = fleet.busiestZone().orElseThrow();
    kill(visitors, zone);
    darken(visitors, zone, "Wait until the other zones serve all of it", wanted());
    return visitors;
  }

  private String withLoadBalancer(String manifest) {
    return manifest
        + """
            loadBalancer:
              scheme: internet-facing
              listeners:
                - {port: 80, protocol: HTTP, redirectTo: {port: 443, protocol: HTTPS}}
                - port: 443
                  protocol: HTTPS
                  certificateArns: ["%s"]
        """
            .formatted(sandbox.ground().front().orElseThrow().certificateArn());
  }

  private boolean isReached() {
    return !fleet.servers().isEmpty()
        && front.targetGroups().stream().noneMatch(group -> group.loadBalancerArns().isEmpty())
        && Visitors.ofStack(aws, stack.id()).canCome()
        && serving(fleet.servers());
  }

  /**
   * Changes what AWS cannot change in place, and does not wait: the traffic moves to another target
   * group.
   *
   * @return since when, in the account's time
   */
  Instant changePort() {
    Instant start = aws.now();
    stack.edit(
        "Change the port that its servers are asked on from 8000 to 9000, and go on meanwhile",
        manifest -> manifest.replace("      port: 8000", "      port: 9000"));
    return start;
  }

  /**
   * Waits until the port has changed.
   *
   * @throws SandboxException if a visitor noticed
   */
  void awaitNewPort(Visitors visitors, Instant start) {
    withoutFailure(
        "Wait until every request goes to the new port and the old target group is gone",
        visitors,
        start,
        () ->
            front.targetGroups().stream().map(TargetGroup::port).toList().equals(List.of(9000))
                && serving(fleet.servers()));
  }

  /**
   * Gives each zone a group of its own, and has a zone fail once more.
   *
   * @throws SandboxException if a visitor notices the change, or the zone is not ridden out
   */
  void changeLayout(Visitors visitors) {
    Instant start = aws.now();
    stack.edit(
        "Give each zone an Auto Scaling group of its own",
        manifest ->
            manifest.replace("    fleet:\n", "    fleet:\n      zoneLayout: OneGroupPerZone\n"));
    withoutFailure(
        "Wait until the new groups serve and the old one is gone",
        visitors,
        start,
        () -> fleet.groups().size() == ZONES_OF_EXAMPLE && serving(fleet.servers()));
    String zone = fleet.busiestZone().orElseThrow();
    darken(
        visitors,
        zone,
        "Wait until visitors see nothing of it any more: the other zones' groups stay whole",
        wantedOutside(zone));
  }

  private void withoutFailure(String what, Visitors visitors, Instant start, BooleanSupplier done) {
    steps.show(
        steps.step(
            what,
            "a minute or two",
            () -> {
              patience.await(what, ROLLOVER_DEADLINE, done);
              Report report = visitors.since(start);
              if (report.failed() > 0) {
                throw new SandboxException(
                    "%d requests failed: %s".formatted(report.failed(), report));
              }
              return traffic(visitors, start);
            }));
  }

  private void serve(Visitors visitors) {
    Instant start = aws.now();
    visitors.come();
    steps.show(
        steps.step(
            "Let visitors come, %d requests a second".formatted(Visitors.REQUESTS_PER_SECOND),
            expectation(FIRST_LOOK),
            () -> {
              patience.await(
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
              patience.await(
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

  private void darken(Visitors visitors, String zone, String riddenOut, int wanted) {
    Instant start = aws.now();
    steps.step(
        "Let the zone %s go dark for %s".formatted(zone, TrafficText.time(OUTAGE)),
        "",
        () -> director.inject(new Incident.ZoneOutage(zone, OUTAGE)));
    steps.show(
        steps.step(
            riddenOut,
            "",
            () -> {
              patience.await(
                  "the other zones have taken over",
                  () ->
                      serving(
                              fleet.servers().stream()
                                  .filter(each -> !each.zone().equals(zone))
                                  .toList(),
                              wanted)
                          && aws.now().isAfter(start.plus(FIRST_LOOK))
                          && isCalm(visitors));
              return zones() + System.lineSeparator() + traffic(visitors, start);
            }));
    Instant takenOver = aws.now();
    steps.show(
        steps.step(
            "Wait until the zone is back and takes its share again",
            expectation(Duration.between(takenOver, start.plus(OUTAGE))) + " and a little",
            () -> {
              patience.await(
                  "the outage is over and the zones are balanced",
                  () ->
                      aws.now().isAfter(start.plus(OUTAGE))
                          && isBalanced()
                          && serving(fleet.servers())
                          && isCalm(visitors));
              return zones() + System.lineSeparator() + traffic(visitors, takenOver);
            }));
  }

  /** Whether as many of these servers as the groups want take requests. */
  private boolean serving(List<Server> servers) {
    return serving(servers, wanted());
  }

  private int wanted() {
    return fleet.groups().stream().mapToInt(AutoScalingGroup::desiredCapacity).sum();
  }

  /** Of the groups that have no server in that zone. */
  private int wantedOutside(String zone) {
    return fleet.groups().stream()
        .filter(group -> !group.availabilityZones().contains(zone))
        .mapToInt(AutoScalingGroup::desiredCapacity)
        .sum();
  }

  private static boolean serving(List<Server> servers, int wanted) {
    return servers.stream().filter(Server::takesRequests).count() >= wanted;
  }

  /**
   * Auto Scaling redistributes servers once a zone is well again ("Auto Scaling benefits for
   * application architecture", user guide).
   */
  private boolean isBalanced() {
    SortedMap<String, Long> byZone = fleet.inServiceByZone();
    return byZone.size() == ZONES_OF_EXAMPLE
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
}
