package dev.hastack.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.engine.interruption.StackWord;
import dev.hastack.sandbox.aws.traffic.Report;
import dev.hastack.sandbox.aws.traffic.ServiceTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spot servers are taken back while requests pass: drained, and left alone, with the same seed. */
class SpotUnderTrafficTest {
  private static final long SEED = 20_260_301;
  private static final int SERVERS = 6;
  private static final double REQUESTS_PER_SECOND = 200;
  private static final ServiceTime SERVICE_TIME =
      new ServiceTime(Duration.ofMillis(20), Duration.ofMillis(80));

  /**
   * What became of the requests, and of the servers.
   *
   * @param report from the first notice on
   */
  private record Story(Report report, List<String> told) {}

  @Test
  void shouldLoseNoRequestWhenOneServerIsTaken() {
    // When
    Story ignored = story("LaunchFirst", 1, new StackWord.Ignores());
    Story drained = story("LaunchFirst", 1, new StackWord.Drains(50));
    // Then
    assertThat(drained.report().failed()).as("%s", drained).isZero();
    assertThat(ignored.told()).isEmpty();
    assertThat(drained.told()).as("%s", drained).anyMatch(line -> line.contains("replaced"));
  }

  @Test
  void shouldLoseNoRequestWhenTheGroupReplacesNothingByItself() {
    // When
    Story ignored = story("Ignore", 1, new StackWord.Ignores());
    Story drained = story("Ignore", 1, new StackWord.Drains(50));
    // Then
    assertThat(drained.report().failed()).as("%s", drained).isZero();
    assertThat(ignored.report().failed()).as("%s", ignored).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"LaunchFirst", "Ignore"})
  void shouldDoNoHarmWhenAllAreTakenAtOnce(String onRebalance) {
    // When
    Story ignored = story(onRebalance, SERVERS, new StackWord.Ignores());
    Story drained = story(onRebalance, SERVERS, new StackWord.Drains(50));
    // Then
    assertThat(drained.report().failed())
        .as("drained %s%nignored %s", drained, ignored)
        .isLessThanOrEqualTo(ignored.report().failed());
  }

  private static Story story(String onRebalance, int taken, StackWord word) {
    try (VirtualCluster cluster = SpotFleet.serving(SEED, SERVERS, onRebalance)) {
      Drains drains = cluster.drains(word);
      cluster.traffic().offer(cluster.loadBalancerArn(), 443, REQUESTS_PER_SECOND, SERVICE_TIME);
      drains.runFor(Duration.ofSeconds(30));
      Instant start = cluster.now();
      SpotFleet.servers(cluster).stream().limit(taken).forEach(cluster.incidents()::reclaim);
      drains.runFor(Duration.ofMinutes(6));
      return new Story(cluster.traffic().report(start, cluster.now()), drains.told());
    }
  }
}
