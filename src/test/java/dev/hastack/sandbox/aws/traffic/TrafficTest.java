package dev.hastack.sandbox.aws.traffic;

import static dev.hastack.sandbox.aws.elasticloadbalancing.LoadBalancingWorld.ZONE_A;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.FixedResponseActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;

/** What becomes of requests on their way. */
class TrafficTest {
  private static final ServiceTime QUICK =
      new ServiceTime(Duration.ofMillis(100), Duration.ofMillis(600));

  private final Site site = Site.application(7);

  @Test
  void shouldServeAllInTheirServiceTimeWhenThereIsRoom() {
    // Given
    site.servers(4).offer(20, QUICK);
    Instant from = site.world().now();

    // When
    site.pass(600);

    // Then
    Report report = site.since(from);
    assertThat((double) report.requests()).isCloseTo(12_000, within(500.0));
    assertThat(report.failed()).isZero();
    assertThat(report.served()).isEqualTo(report.requests());
    assertThat((double) report.latency(50).toMillis()).isCloseTo(100, within(10.0));
    assertThat((double) report.latency(99).toMillis()).isCloseTo(600, within(120.0));
  }

  @Test
  void shouldTellTheSameStoryWhenTheSeedIsTheSame() {
    // When
    String one = Site.application(11).servers(2).offer(50, QUICK).sinceAMinute();
    String same = Site.application(11).servers(2).offer(50, QUICK).sinceAMinute();
    String other = Site.application(12).servers(2).offer(50, QUICK).sinceAMinute();

    // Then
    assertThat(same).isEqualTo(one);
    assertThat(other).isNotEqualTo(one);
  }

  @Test
  void shouldAccountForEveryRequestWhenSomeAreStillInFlight() {
    // Given
    site.servers(2).offer(20, ServiceTime.always(Duration.ofSeconds(20)));
    Instant from = site.world().now();

    // When
    site.pass(10);

    // Then
    Report report = site.world().traffic().report(from, from.plusSeconds(10));
    assertThat(report.served()).isZero();
    assertThat(report.requests()).isPositive();
    assertThat(site.world().traffic().inFlight().values().stream().mapToInt(each -> each).sum())
        .isEqualTo((int) report.requests());
  }

  @Test
  void shouldSendNothingWhenStopped() {
    // Given
    site.servers(2).offer(20, QUICK);
    site.pass(10);

    // When
    site.world().traffic().stop(site.loadBalancer(), Site.PORT);
    Instant from = site.world().now().plusSeconds(1);
    site.pass(60);

    // Then
    assertThat(site.world().traffic().report(from, from.plusSeconds(60)).requests()).isZero();
    assertThat(site.world().traffic().inFlight()).isEmpty();
  }

  @Test
  void shouldAnswer503WhenNoTargetIsRegistered() {
    // Given
    site.servers(0).offer(10, QUICK);
    Instant from = site.world().now();

    // When
    site.pass(60);

    // Then
    Report report = site.since(from);
    assertThat(report.count(Outcome.NO_TARGET)).isPositive().isEqualTo(report.requests());
  }

  @Test
  void shouldRefuseWhenNothingListens() {
    // Given
    site.servers(1);
    site.world().traffic().offer(site.loadBalancer(), 8443, 10, QUICK);
    Instant from = site.world().now();

    // When
    site.pass(60);

    // Then
    Report report =
        site.world().traffic().report(site.loadBalancer(), 8443, from, site.world().now());
    assertThat(report.count(Outcome.REFUSED)).isPositive().isEqualTo(report.requests());
  }

  @Test
  void shouldAnswerItselfWhenTheListenerHasAFixedResponse() {
    // Given
    Action sorry =
        Action.builder()
            .type("fixed-response")
            .fixedResponseConfig(FixedResponseActionConfig.builder().statusCode("503").build())
            .build();
    site.servers(1);
    site.world().listener(site.loadBalancer(), 81, ProtocolEnum.HTTP, sorry);
    site.world().traffic().offer(site.loadBalancer(), 81, 10, QUICK);
    Instant from = site.world().now();

    // When
    site.pass(60);

    // Then
    Report report = site.world().traffic().report(from, site.world().now());
    assertThat(report.count(Outcome.FIXED_ERROR)).isPositive().isEqualTo(report.requests());
  }

  @Test
  void shouldTimeOutUntilChecksFindItWhenNothingReachesAServer() {
    // Given
    site.servers(4).offer(40, QUICK);
    site.pass(60);
    Instant from = site.world().now();

    // When
    site.world().block(site.server(0));
    site.pass(60);

    // Then
    Instant found = from.plusSeconds(21);
    Report before = site.world().traffic().report(from, found);
    Report after =
        site.world().traffic().report(found.plus(Server.CONNECT_TIMEOUT), from.plusSeconds(60));
    assertThat(before.count(Outcome.TIMED_OUT)).isPositive();
    assertThat(after.failed()).isZero();
  }

  @Test
  void shouldRouteToAllWhenAllAreUnhealthy() {
    // Given
    site.servers(2).offer(20, QUICK);
    site.world().block(site.server(0));
    site.world().block(site.server(1));
    site.pass(60);

    // When: it answers again, and checks have not found that yet
    site.world().unblock(site.server(0));
    Instant from = site.world().now().plusSeconds(1);
    site.pass(20);

    // Then
    Report report = site.world().traffic().report(from, from.plusSeconds(10));
    assertThat(site.world().health(site.group(), site.server(0)).orElseThrow().stateAsString())
        .isEqualTo("unhealthy");
    assertThat(report.served()).isPositive();
    assertThat(report.count(Outcome.TIMED_OUT)).isPositive();
  }

  @Test
  void shouldUseANewServerOnlyOnceANodeHasLearntOfIt() {
    // Given: nobody else is there
    site.servers(0).offer(50, QUICK);
    site.pass(5);
    Instant from = site.world().now();

    // When
    site.addServer(ZONE_A);
    site.pass(60);

    // Then
    assertThat(site.world().traffic().report(from, from.plusSeconds(1)).served()).isZero();
    Report later = site.world().traffic().report(from.plusSeconds(26), from.plusSeconds(55));
    assertThat(later.failed()).isZero();
  }

  @Test
  void shouldLoadAServerMoreWhenItIsAloneInItsZoneAndNodesStayInTheirs() {
    // Given: two servers in one zone, one in the other
    ServiceTime slow = ServiceTime.always(Duration.ofSeconds(1));
    site.servers(3);
    site.world().setAttribute(site.group(), "load_balancing.cross_zone.enabled", "false");

    // When
    site.offer(12, slow);
    site.pass(120);

    // Then
    var inFlight = site.world().traffic().inFlight();
    int alone = inFlight.getOrDefault(site.server(1), 0);
    int together =
        inFlight.getOrDefault(site.server(0), 0) + inFlight.getOrDefault(site.server(2), 0);
    assertThat(alone).isGreaterThan(Math.max(inFlight.getOrDefault(site.server(0), 0), 3));
    assertThat(together).isPositive();
  }

  @Test
  void shouldLeaveAZoneOutWhenItsNodeHasHadNoHealthyTargetForAMinute() {
    // Given
    site.servers(2);
    site.world().setAttribute(site.group(), "load_balancing.cross_zone.enabled", "false");
    site.offer(10, QUICK);
    site.pass(10);
    Instant from = site.world().now();

    // When
    site.world().block(site.server(1));
    site.pass(180);

    // Then
    Report during = site.world().traffic().report(from, from.plusSeconds(60));
    Report after = site.world().traffic().report(from.plusSeconds(90), from.plusSeconds(150));
    assertThat(during.count(Outcome.TIMED_OUT)).isPositive();
    assertThat(after.failed()).isZero();
  }

  @Test
  void shouldKeepTheSlowestQuickerWhenRequestsGoWhereFewestAreInFlight() {
    // When
    Report turns = Site.application(5).servers(4).offer(215, QUICK).sinceMinutes(3);
    Site fewest = Site.application(5).servers(4);
    fewest
        .world()
        .setAttribute(
            fewest.group(), "load_balancing.algorithm.type", "least_outstanding_requests");
    Report least = fewest.offer(215, QUICK).sinceMinutes(3);

    // Then
    assertThat(least.requests()).isEqualTo(turns.requests());
    assertThat(least.latency(99)).isLessThan(turns.latency(99));
  }
}
