package dev.hastack.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.plan.HoldReason;
import dev.hastack.sandbox.aws.front.SimulationOptions;
import dev.hastack.sandbox.aws.traffic.Asked;
import dev.hastack.sandbox.aws.traffic.Report;
import dev.hastack.sandbox.aws.traffic.ServiceTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The way to another target group from fronts of every shape, while requests pass them. */
class MigrationUnderTrafficTest {
  private static final long SEED = 20_261_129;
  private static final String STACK = "storefront";
  private static final double REQUESTS_PER_SECOND = 100;
  private static final ServiceTime SERVICE_TIME =
      new ServiceTime(Duration.ofMillis(20), Duration.ofMillis(80));
  private static final Duration BOUND = Duration.ofMinutes(45);
  private static final Asked CART = new Asked("shop.example.com", "/api/cart");

  /** Longer than any node takes to learn of a change and any server to drain. */
  private static final Duration AFTERMATH = Duration.ofSeconds(60);

  private final VirtualCluster cluster = new VirtualCluster(SimulationOptions.calm(SEED));

  @AfterEach
  void end() {
    cluster.close();
  }

  private FleetManifest behindBalancer() {
    return FleetManifest.webBehindBalancer(
        STACK, cluster.outsider(), cluster.certificate("shop.example.com"));
  }

  private void serving(FleetManifest manifest) {
    cluster.stack(STACK).apply(manifest.text());
    cluster.settle(BOUND);
    cluster.runFor(Duration.ofMinutes(5));
  }

  private void offer(int port, Asked asked) {
    cluster
        .traffic()
        .offer(cluster.loadBalancerArn(), port, asked, REQUESTS_PER_SECOND, SERVICE_TIME);
  }

  private static FleetManifest moved(FleetManifest manifest) {
    return manifest.with("port: 8000", "port: 9000");
  }

  private static FleetManifest withRule(FleetManifest manifest, String rest) {
    return manifest.with(
        "- {priority: 10,",
        "- {priority: 5, paths: [\"/api/*\"]%s}\n            - {priority: 10,".formatted(rest));
  }

  /** Target groups of others with the same servers, so many. */
  private List<String> others(int number) {
    return IntStream.range(0, number)
        .mapToObj(each -> cluster.outsider().targetGroupOfAll("theirs-" + each, 8000))
        .toList();
  }

  private static String forwardTo(List<String> others) {
    return ", forwardTo: [{weight: 60}"
        + String.join(
            "", others.stream().map(", {weight: 10, targetGroupArn: \"%s\"}"::formatted).toList())
        + "]";
  }

  private void assertMovesWithoutLoss() {
    cluster.runFor(Duration.ofSeconds(30));
    Instant start = cluster.now();

    // When
    cluster.stack(STACK).apply(moved(cluster.stack(STACK).manifest()).text());
    cluster.settle(BOUND);
    cluster.runFor(AFTERMATH);

    // Then
    Report report = cluster.traffic().report(start, cluster.now());
    assertThat(report.requests()).isGreaterThan(10_000);
    assertThat(report.failed()).as("%s%n%s", report, cluster.state()).isZero();
    assertThat(cluster.outsider().view().targetGroups())
        .filteredOn(group -> group.targetGroupName().startsWith(STACK))
        .singleElement()
        .satisfies(group -> assertThat(group.port()).isEqualTo(9000));
    assertThat(suspended()).containsExactly("AZRebalance");
  }

  private List<String> suspended() {
    return cluster.outsider().view().groups().getFirst().suspendedProcesses().stream()
        .map(process -> process.processName())
        .toList();
  }

  @Test
  void shouldLoseNoRequestBehindAListenerOfSomebodyElse() {
    // Given
    String listener = cluster.outsider().listener(cluster.outsider().subnetIds().subList(0, 3));
    serving(FleetManifest.web(STACK, cluster.outsider()).behind(listener, 7));
    offer(80, Asked.NOTHING_IN_PARTICULAR);

    // Then
    assertMovesWithoutLoss();
  }

  @Test
  void shouldLoseNoRequestWhenARuleForwardsToo() {
    // Given
    serving(withRule(behindBalancer(), ""));
    offer(443, CART);
    offer(443, Asked.NOTHING_IN_PARTICULAR);

    // Then
    assertMovesWithoutLoss();
  }

  @Test
  void shouldLoseNoRequestWhenTwoListenersForward() {
    // Given
    serving(
        behindBalancer()
            .with("- {port: 80,", "- {port: 8080, protocol: HTTP}\n        - {port: 80,"));
    offer(443, Asked.NOTHING_IN_PARTICULAR);
    offer(8080, Asked.NOTHING_IN_PARTICULAR);

    // Then
    assertMovesWithoutLoss();
  }

  @Test
  void shouldLoseNoRequestWhenWeightsShareThem() {
    // Given
    serving(behindBalancer());
    serving(withRule(cluster.stack(STACK).manifest(), forwardTo(others(1))));
    offer(443, CART);
    offer(443, Asked.NOTHING_IN_PARTICULAR);

    // Then
    assertMovesWithoutLoss();
  }

  /** A full rule has no room for the successor, but the listener's default action has. */
  @Test
  void shouldLoseNoRequestWhenARuleForwardsToAsManyAsAwsTakes() {
    // Given
    serving(behindBalancer());
    serving(withRule(cluster.stack(STACK).manifest(), forwardTo(others(4))));
    offer(443, CART);
    offer(443, Asked.NOTHING_IN_PARTICULAR);

    // Then
    assertMovesWithoutLoss();
  }

  @Test
  void shouldHoldTheMoveAndSayWhyWhenNothingHasRoomForTheSuccessor() {
    // Given
    serving(behindBalancer());
    serving(
        withRule(cluster.stack(STACK).manifest(), forwardTo(others(4)))
            .with("- port: 443", "- port: 443\n          fixedResponse: {statusCode: \"200\"}"));
    FleetManifest full = cluster.stack(STACK).manifest();

    // When
    cluster.stack(STACK).apply(moved(full).with("max: 5", "max: 7").text());
    cluster.settle(BOUND);

    // Then
    assertThat(cluster.stack(STACK).latest().orElseThrow().plan().held())
        .filteredOn(held -> held.change().id().kind().equals("TargetGroup"))
        .singleElement()
        .satisfies(
            held -> {
              assertThat(held.reason()).isEqualTo(HoldReason.NeedsTrafficMigration);
              assertThat(held.why()).contains("ListenerRule/443-5", "forwardTo");
            });
    assertThat(suspended()).containsExactly("AZRebalance");
    assertThat(cluster.outsider().view().groups().getFirst().maxSize()).isEqualTo(7);

    // When: one is taken out for the time of the move
    String last = full.text().replaceAll("(?s).*(, \\{weight: 10, targetGroupArn: [^}]*}).*", "$1");
    cluster.stack(STACK).apply(moved(full).with(last, "").text());
    cluster.settle(BOUND);

    // Then
    assertThat(cluster.outsider().view().targetGroups())
        .filteredOn(group -> group.targetGroupName().startsWith(STACK))
        .singleElement()
        .satisfies(group -> assertThat(group.port()).isEqualTo(9000));
  }
}
