package dev.hastack.sandbox.aws.traffic;

import static dev.hastack.sandbox.aws.elasticloadbalancing.LoadBalancingWorld.ZONE_A;
import static dev.hastack.sandbox.aws.elasticloadbalancing.LoadBalancingWorld.ZONE_B;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What draining is worth, and what it costs when it is done wrong: each test takes the same servers
 * away from the same requests in two ways and counts. The parameter is the seed.
 */
class DrainingTest {
  private static final ServiceTime QUICK =
      new ServiceTime(Duration.ofMillis(100), Duration.ofMillis(600));
  private static final ServiceTime SLOW =
      new ServiceTime(Duration.ofSeconds(10), Duration.ofSeconds(25));

  /** Four servers with a delay, some requests, something done to a server, and what came of it. */
  private static Report when(
      long seed, double rate, ServiceTime time, int delaySeconds, Consumer<Site> done) {
    Site site = Site.application(seed).delay(delaySeconds).servers(4).offer(rate, time);
    site.pass(60);
    Instant from = site.world().now();
    done.accept(site);
    site.pass(180);
    return site.since(from);
  }

  private static void deregister(Site site, int index) {
    site.world().deregister(site.group(), site.server(index));
  }

  private static void terminate(Site site, int index) {
    site.world().terminate(site.server(index));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldLoseNothingWhenAServerDrainsBeforeItIsTerminated(long seed) {
    // When
    Report rude = when(seed, 40, QUICK, 60, site -> terminate(site, 0));
    Report careful =
        when(
            seed,
            40,
            QUICK,
            60,
            site -> {
              deregister(site, 0);
              site.pass(60);
              terminate(site, 0);
            });

    // Then
    assertThat(rude.count(Outcome.REFUSED)).as("seed %d: %s", seed, rude).isGreaterThan(20);
    assertThat(careful.failed()).as("seed %d: %s", seed, careful).isZero();
    assertThat(careful.requests()).isGreaterThan(rude.requests());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldLoseRequestsWhenAServerIsTerminatedBeforeTheNodesHaveLearnt(long seed) {
    // When
    Report hasty =
        when(
            seed,
            40,
            QUICK,
            60,
            site -> {
              deregister(site, 0);
              terminate(site, 0);
              site.pass(60);
            });
    Report patient =
        when(
            seed,
            40,
            QUICK,
            60,
            site -> {
              deregister(site, 0);
              site.pass(30);
              terminate(site, 0);
              site.pass(30);
            });

    // Then
    assertThat(hasty.requests()).isEqualTo(patient.requests());
    assertThat(hasty.count(Outcome.REFUSED)).as("seed %d: %s", seed, hasty).isPositive();
    assertThat(patient.failed()).as("seed %d: %s", seed, patient).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldCutConnectionsWhenTheDelayIsShorterThanTheRequests(long seed) {
    // When
    Report brief = when(seed, 2, SLOW, 5, site -> deregister(site, 0));
    Report ample = when(seed, 2, SLOW, 120, site -> deregister(site, 0));

    // Then
    assertThat(brief.requests()).isEqualTo(ample.requests());
    assertThat(brief.count(Outcome.CUT)).as("seed %d: %s", seed, brief).isPositive();
    assertThat(ample.failed()).as("seed %d: %s", seed, ample).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldCutWhatIsInFlightWhenAServerDies(long seed) {
    // When
    Report report = when(seed, 2, SLOW, 120, site -> terminate(site, 0));

    // Then
    assertThat(report.count(Outcome.CUT)).as("seed %d: %s", seed, report).isPositive();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldLetRequestsWaitWhenTooFewServersAreLeft(long seed) {
    // Given: a server works off about 50 requests a second
    double rate = 120;

    // When
    Report alone =
        when(
            seed,
            rate,
            QUICK,
            60,
            site -> {
              deregister(site, 0);
              deregister(site, 1);
              deregister(site, 2);
            });
    Report replaced =
        when(
            seed,
            rate,
            QUICK,
            60,
            site -> {
              site.addServer(ZONE_A);
              site.addServer(ZONE_B);
              site.addServer(ZONE_A);
              site.pass(40);
              deregister(site, 0);
              deregister(site, 1);
              deregister(site, 2);
            });

    // Then
    assertThat(alone.latency(99))
        .as("seed %d: %s", seed, alone)
        .isGreaterThan(Duration.ofSeconds(2));
    assertThat(alone.count(Outcome.TIMED_OUT)).as("seed %d: %s", seed, alone).isPositive();
    assertThat(replaced.failed()).as("seed %d: %s", seed, replaced).isZero();
    assertThat(replaced.latency(99))
        .as("seed %d: %s", seed, replaced)
        .isLessThan(Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldNeedMoreTimeWhenTheLoadBalancerIsANetworkOne(long seed) {
    // Given
    Site site = Site.network(seed).delay(300).servers(4).offer(40, QUICK);
    site.pass(60);
    Instant from = site.world().now();

    // When
    site.world().deregister(site.group(), site.server(0));
    site.pass(30);
    site.world().terminate(site.server(0));
    site.pass(100);

    // Then
    Report report = site.since(from);
    assertThat(report.count(Outcome.REFUSED)).as("seed %d: %s", seed, report).isPositive();
  }
}
