package dev.hastack.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.plan.HoldReason;
import dev.hastack.core.render.PlanText;
import dev.hastack.sandbox.aws.front.SimulationOptions;
import dev.hastack.sandbox.aws.traffic.Asked;
import dev.hastack.sandbox.aws.traffic.Report;
import dev.hastack.sandbox.aws.traffic.ServiceTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes of what stands before the servers, while two hundred requests a second pass it. */
class FrontUnderTrafficTest {
  private static final long SEED = 20_260_211;
  private static final int SERVERS = 2;
  private static final String STACK = "storefront";
  private static final double REQUESTS_PER_SECOND = 200;
  private static final ServiceTime SERVICE_TIME =
      new ServiceTime(Duration.ofMillis(20), Duration.ofMillis(80));
  private static final Duration BOUND = Duration.ofMinutes(45);

  /** Longer than any node takes to learn of a change and any server to drain. */
  private static final Duration AFTERMATH = Duration.ofSeconds(60);

  private static FleetManifest manifest(VirtualCluster cluster) {
    return FleetManifest.webBehindBalancer(
        STACK, cluster.outsider(), cluster.certificate("shop.example.com"));
  }

  /** Requests of a change from its beginning until nothing moves any more. */
  private static Report during(VirtualCluster cluster, FleetManifest wanted) {
    Instant start = cluster.now();
    cluster.stack(STACK).apply(wanted.text());
    cluster.settle(BOUND);
    cluster.runFor(AFTERMATH);
    return cluster.traffic().report(start, cluster.now());
  }

  private static VirtualCluster serving(UnaryOperator<FleetManifest> as) {
    return serving(SEED, as);
  }

  private static VirtualCluster serving(long seed, UnaryOperator<FleetManifest> as) {
    var cluster = new VirtualCluster(SimulationOptions.calm(seed));
    cluster.stack(STACK).apply(as.apply(manifest(cluster)).text());
    cluster.settle(BOUND);
    for (int wait = 0; cluster.healthyTargets() < SERVERS; wait++) {
      assertThat(wait).as("servers become healthy: %s", cluster.state()).isLessThan(60);
      cluster.runFor(Duration.ofSeconds(20));
    }
    cluster.traffic().offer(cluster.loadBalancerArn(), 443, REQUESTS_PER_SECOND, SERVICE_TIME);
    cluster.runFor(Duration.ofSeconds(30));
    return cluster;
  }

  /** The servers of the simulated account answer in any protocol on any port. */
  @ParameterizedTest
  @CsvSource({
    "port: 8000, port: 9000",
    "'port: 8000', 'port: 8443\\n      protocol: HTTPS'",
    "'port: 8000', 'port: 8000\\n      protocolVersion: HTTP2'",
  })
  void shouldLoseNoRequestWhenTheTargetGroupMustBeAnother(String from, String to) {
    try (VirtualCluster cluster = serving(text -> text)) {
      // When
      Report report =
          during(cluster, cluster.stack(STACK).manifest().with(from, to.replace("\\n", "\n")));

      // Then
      assertThat(report.requests()).isGreaterThan(20_000);
      assertThat(report.failed()).as("%s%n%s", report, cluster.state()).isZero();
      assertThat(cluster.outsider().view().targetGroups()).hasSize(1);
      assertThat(cluster.outsider().view().groups().getFirst().suspendedProcesses())
          .extracting(process -> process.processName())
          .containsExactly("AZRebalance");
      assertThat(cluster.outsider().view().groups().getFirst().tags())
          .extracting(tag -> tag.key())
          .doesNotContain("hastack.dev/suspended", "hastack.dev/traffic-moved");
    }
  }

  static LongStream behaviours() {
    return Behaviours.each(SEED);
  }

  /**
   * Whether or not Auto Scaling replaces a server that was deregistered, which AWS does not say.
   */
  @ParameterizedTest
  @MethodSource("behaviours")
  void shouldLoseNoRequestToAMigrationUnderEitherUndocumentedBehaviour(long seed) {
    try (VirtualCluster cluster = serving(seed, text -> text)) {
      // When
      Report report =
          during(cluster, cluster.stack(STACK).manifest().with("port: 8000", "port: 9000"));

      // Then
      assertThat(report.requests()).isGreaterThan(20_000);
      assertThat(report.failed()).as("seed %d: %s%n%s", seed, report, cluster.state()).isZero();
    }
  }

  /** What changes on the way of the requests, one at a time; no request may notice. */
  @ParameterizedTest
  @CsvSource({
    "'protocol: HTTPS}}', 'protocol: HTTPS, statusCode: HTTP_302}}'",
    "'protocol: HTTPS}}', 'protocol: HTTPS, host: www.example.com, path: /moved}}'",
    "'{port: 443, protocol: HTTPS}', '{port: 8443, protocol: HTTPS}'",
    "'- port: 443', '- port: 443\n          sslPolicy: ELBSecurityPolicy-TLS13-1-3-2021-06'",
    "'{path: /new}', '{path: /newer}'",
    "'priority: 10', 'priority: 20'",
    "'paths: [\"/old/*\"]', 'hosts: [\"old.example.com\"]'",
    "', redirectTo: {path: /new}', ', fixedResponse: {statusCode: \"200\"}'",
    "', redirectTo: {path: /new}', ''",
    "', redirectTo: {port: 443, protocol: HTTPS}', ''",
    "'scheme: internet-facing', 'scheme: internet-facing\n      idleTimeoutSeconds: 75'",
    "'deregistrationDelaySeconds: 30', 'deregistrationDelaySeconds: 45'",
  })
  void shouldLoseNoRequestWhenTheFrontChanges(String from, String to) {
    try (VirtualCluster cluster = serving(text -> text)) {
      // Given
      offerEveryWay(cluster);

      // When
      Report report =
          during(cluster, cluster.stack(STACK).manifest().with(from, to.replace("\\n", "\n")));

      // Then
      assertThat(report.requests()).isGreaterThan(15_000);
      assertThat(report.failed()).as("%s%n%s", report, cluster.state()).isZero();
    }
  }

  /** To the port that redirects and to the path of the rule too, so that each change meets some. */
  private static void offerEveryWay(VirtualCluster cluster) {
    String balancer = cluster.loadBalancerArn();
    var old = new Asked("shop.example.com", "/old/x");
    cluster.traffic().offer(balancer, 80, REQUESTS_PER_SECOND / 4, SERVICE_TIME);
    cluster.traffic().offer(balancer, 443, old, REQUESTS_PER_SECOND / 4, SERVICE_TIME);
    cluster.runFor(Duration.ofSeconds(30));
  }

  /** From the moment at which the status says that it serves. */
  @Test
  void shouldLoseNoRequestFromCreationOnWhenListenersGrowAndChange() {
    try (var cluster = new VirtualCluster(SimulationOptions.calm(SEED))) {
      // Given
      FleetManifest wanted = manifest(cluster);
      cluster.stack(STACK).apply(wanted.text());
      for (int wait = 0; !serves(cluster); wait++) {
        assertThat(wait).as("it serves: %s", cluster.state()).isLessThan(120);
        cluster.runFor(Duration.ofSeconds(5));
      }
      Instant start = cluster.now();
      cluster.traffic().offer(cluster.loadBalancerArn(), 443, REQUESTS_PER_SECOND, SERVICE_TIME);
      cluster.runFor(Duration.ofSeconds(30));

      // When
      FleetManifest withRules =
          wanted.with(
              "- {priority: 10,",
              """
              - {priority: 5, paths: ["/api/*"]}
                          - {priority: 7, header: {name: X-Shop, values: [beta]}}
                          - {priority: 10,\
              """);
      FleetManifest withSecondName =
          withRules.with(
              "certificateArns: [",
              "certificateArns: [\"" + cluster.certificate("www.example.com") + "\", ");
      FleetManifest answering =
          withSecondName.with(
              "- port: 443", "- port: 443\n          fixedResponse: {statusCode: \"200\"}");
      FleetManifest otherHeader = withSecondName.with("values: [beta]", "values: [gamma]");
      for (FleetManifest step : List.of(withSecondName, answering, otherHeader)) {
        Report report = during(cluster, step);

        // Then
        assertThat(report.failed()).as("%s%n%s%n%s", step, report, cluster.state()).isZero();
      }

      // When: another port is another listener, and the plan says that the former one goes
      cluster.traffic().offer(cluster.loadBalancerArn(), 80, 20, SERVICE_TIME);
      cluster.traffic().offer(cluster.loadBalancerArn(), 8080, 20, SERVICE_TIME);
      cluster.stack(STACK).apply(otherHeader.with("{port: 80,", "{port: 8080,").text());
      cluster.runFor(Duration.ofSeconds(1));

      // Then
      assertThat(cluster.stack(STACK).latest().orElseThrow().plan().effective())
          .extracting(change -> change.action() + " " + change.id())
          .contains("Create Listener/8080", "Delete Listener/80");
      cluster.settle(BOUND);
      cluster.runFor(AFTERMATH);
      assertThat(failed(cluster, 443, start)).isZero();
      Instant then = cluster.now();
      cluster.runFor(AFTERMATH);
      assertThat(failed(cluster, 8080, then)).isZero();
      assertThat(failed(cluster, 80, then)).isGreaterThan(500);
    }
  }

  private static long failed(VirtualCluster cluster, int port, Instant from) {
    return cluster.traffic().report(cluster.loadBalancerArn(), port, from, cluster.now()).failed();
  }

  private static boolean serves(VirtualCluster cluster) {
    return Optional.ofNullable(cluster.stack(STACK).object().getStatus())
        .flatMap(status -> Optional.ofNullable(status.conditions()))
        .orElse(List.of())
        .stream()
        .anyMatch(each -> each.type().equals("TrafficReady") && each.reason().equals("Serving"));
  }

  @Test
  void shouldLoseNoRequestWhenACertificateIsReplaced() {
    try (VirtualCluster cluster = serving(text -> text)) {
      // Given
      FleetManifest before = cluster.stack(STACK).manifest();
      String former = cluster.certificateOf(443);
      String renewed = cluster.certificate("shop.example.com");

      // When
      Report report = during(cluster, before.with(former, renewed));

      // Then
      assertThat(cluster.certificateOf(443)).isEqualTo(renewed);
      assertThat(report.failed()).as("%s%n%s", report, cluster.state()).isZero();
    }
  }

  /** Clients do not notice that a port speaks another protocol; the plan says it beforehand. */
  @Test
  void shouldSayBeforehandThatRequestsFailWhenAListenerIsToSpeakAnotherProtocol() {
    try (VirtualCluster cluster = serving(text -> text)) {
      // Given
      FleetManifest encrypted = cluster.stack(STACK).manifest();
      FleetManifest plain =
          encrypted.with(
              "protocol: HTTPS\n          certificateArns: [\"%s\"]"
                  .formatted(cluster.certificateOf(443)),
              "protocol: HTTP");

      // When
      cluster.stack(STACK).apply(plain.text());
      cluster.runFor(Duration.ofSeconds(1));

      // Then
      assertThat(PlanText.render(cluster.stack(STACK).latest().orElseThrow().plan()))
          .contains("Protocol", "\"HTTP\"", "requests that go on as before will fail");
      Report wrong = during(cluster, plain);
      assertThat(wrong.failed()).as("%s", wrong).isGreaterThan(5_000);

      // When: it goes back, and so do the requests
      during(cluster, encrypted);
      Instant settled = cluster.now();
      cluster.runFor(AFTERMATH);

      // Then
      Report right = cluster.traffic().report(settled, cluster.now());
      assertThat(right.requests()).isGreaterThan(10_000);
      assertThat(right.failed()).as("%s%n%s", right, cluster.state()).isZero();
    }
  }

  /** Two target groups with the same servers, so that only the way there changes. */
  @Test
  void shouldLoseNoRequestWhenWeightsChange() {
    try (VirtualCluster cluster = serving(text -> text)) {
      // Given
      String theirs = cluster.outsider().targetGroupOfAll("theirs", 8000);
      FleetManifest shared =
          cluster
              .stack(STACK)
              .manifest()
              .with(
                  "- {priority: 10,",
                  """
                  - {priority: 5, paths: ["/api/*"], forwardTo: [{weight: 50}, {weight: 50, targetGroupArn: "%s"}]}
                              - {priority: 10,\
                  """
                      .formatted(theirs));
      during(cluster, shared);
      cluster.runFor(Duration.ofMinutes(2));
      cluster
          .traffic()
          .offer(
              cluster.loadBalancerArn(),
              443,
              new Asked("shop.example.com", "/api/cart"),
              REQUESTS_PER_SECOND,
              SERVICE_TIME);
      cluster.runFor(Duration.ofSeconds(30));

      // When
      for (String weights : List.of("90 10", "0 100", "1 999", "100 0")) {
        String[] both = weights.split(" ", -1);
        FleetManifest step =
            shared.with(
                "{weight: 50}, {weight: 50,",
                "{weight: %s}, {weight: %s,".formatted(both[0], both[1]));
        Report report = during(cluster, step);

        // Then
        assertThat(report.requests()).isGreaterThan(20_000);
        assertThat(report.failed()).as("%s: %s%n%s", weights, report, cluster.state()).isZero();
      }
    }
  }

  /** Servers that know only the old port: nothing of the traffic may move, and it is said why. */
  @Test
  void shouldLeaveTrafficWhereItIsWhenServersDoNotServeTheNewPort() {
    try (VirtualCluster cluster = serving(text -> text)) {
      // Given
      Instant start = cluster.now();
      cluster.blockPort(9000);

      // When
      cluster
          .stack(STACK)
          .apply(cluster.stack(STACK).manifest().with("port: 8000", "port: 9000").text());
      cluster.runFor(Duration.ofMinutes(8));

      // Then
      Report report = cluster.traffic().report(start, cluster.now());
      assertThat(report.failed()).as("%s%n%s", report, cluster.state()).isZero();
      assertThat(cluster.stack(STACK).latest().orElseThrow().plan().held())
          .extracting(held -> held.change().id() + " " + held.reason())
          .contains("Listener/443 " + HoldReason.NeedsRollout);

      // When
      Report back =
          during(cluster, cluster.stack(STACK).manifest().with("port: 9000", "port: 8000"));

      // Then
      assertThat(back.failed()).as("%s%n%s", back, cluster.state()).isZero();
      assertThat(cluster.outsider().view().targetGroups()).hasSize(1);
    }
  }

  /** A rule that is new must not send to servers that nobody has found healthy there yet. */
  @Test
  void shouldLoseNoRequestWhenARuleIsAddedWithTheNewPort() {
    try (VirtualCluster cluster = serving(text -> text)) {
      // Given
      cluster
          .traffic()
          .offer(
              cluster.loadBalancerArn(),
              443,
              new Asked("shop.example.com", "/api/cart"),
              REQUESTS_PER_SECOND,
              SERVICE_TIME);

      // When
      Report report =
          during(
              cluster,
              cluster
                  .stack(STACK)
                  .manifest()
                  .with("port: 8000", "port: 9000")
                  .with(
                      "- {priority: 10,",
                      "- {priority: 5, paths: [\"/api/*\"]}\n            - {priority: 10,"));

      // Then
      assertThat(report.failed()).as("%s%n%s", report, cluster.state()).isZero();
      assertThat(cluster.outsider().view().targetGroups()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldLetTheGroupReplaceServersAgainWhenAMoveIsGivenUp(boolean retained) {
    try (VirtualCluster cluster = serving(FleetManifest::retaining)) {
      // Given
      FleetManifest moving = cluster.stack(STACK).manifest().with("port: 8000", "port: 9000");
      cluster.blockPort(9000);
      cluster.stack(STACK).apply(moving.text());
      cluster.runFor(Duration.ofMinutes(1));
      assertThat(suspended(cluster)).contains("ReplaceUnhealthy");

      // When
      if (retained) {
        cluster.stack(STACK).delete(cluster.now());
      } else {
        cluster.stack(STACK).apply(moving.withoutTargetGroup().text());
      }
      cluster.settle(BOUND);

      // Then
      assertThat(suspended(cluster)).containsExactly("AZRebalance");
      assertThat(cluster.outsider().view().groups().getFirst().tags())
          .extracting(tag -> tag.key())
          .doesNotContain("hastack.dev/suspended", "hastack.dev/traffic-moved");

      // When: whoever takes it up again finds both target groups
      if (retained) {
        cluster.stack(STACK).apply(moving.with("port: 9000", "port: 8000").text());
        cluster.settle(BOUND);

        // Then
        assertThat(cluster.outsider().view().targetGroups())
            .singleElement()
            .satisfies(group -> assertThat(group.port()).isEqualTo(8000));
      }
    }
  }

  private static List<String> suspended(VirtualCluster cluster) {
    return cluster.outsider().view().groups().getFirst().suspendedProcesses().stream()
        .map(process -> process.processName())
        .toList();
  }

  @Test
  void shouldGoBackTheSameWayWhenTheSpecIsRevertedHalfway() {
    for (int seconds = 10; seconds <= 110; seconds += 25) {
      try (VirtualCluster cluster = serving(text -> text)) {
        // Given
        Instant start = cluster.now();
        FleetManifest before = cluster.stack(STACK).manifest();
        cluster.stack(STACK).apply(before.with("port: 8000", "port: 9000").text());
        cluster.runFor(Duration.ofSeconds(seconds));

        // When
        during(cluster, before);

        // Then
        Report report = cluster.traffic().report(start, cluster.now());
        assertThat(report.failed())
            .as("reverted after %d s: %s%n%s", seconds, report, cluster.state())
            .isZero();
        assertThat(cluster.outsider().view().targetGroups())
            .singleElement()
            .extracting(group -> group.port())
            .isEqualTo(8000);
      }
    }
  }
}
