package dev.hastack.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.sandbox.aws.traffic.Report;
import dev.hastack.sandbox.aws.traffic.ServiceTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers go over to other groups while two hundred requests a second reach them. */
class LayoutUnderTrafficTest {
  private static final double REQUESTS_PER_SECOND = 200;

  /** A stack whose servers are healthy behind its load balancer, and requests that reach them. */
  private static VirtualCluster serving(UnaryOperator<FleetManifest> layout) {
    VirtualCluster cluster =
        ZoneLayout.settled(
            each ->
                layout.apply(
                    FleetManifest.webBehindBalancer(
                            ZoneLayout.STACK, each.outsider(), each.certificate("shop.example.com"))
                        .with("{min: 1, max: 5, desired: 2}", "{min: 3, max: 9, desired: 6}")));
    ZoneLayout.watch(
        cluster, ZoneLayout.WANTED, groups -> cluster.healthyTargets() == ZoneLayout.WANTED);
    cluster
        .traffic()
        .offer(
            cluster.loadBalancerArn(),
            443,
            REQUESTS_PER_SECOND,
            new ServiceTime(Duration.ofMillis(20), Duration.ofMillis(80)));
    return cluster;
  }

  private static void becomes(
      VirtualCluster cluster, FleetManifest manifest, Map<String, Integer> desired) {
    cluster.stack(ZoneLayout.STACK).apply(manifest.text());
    ZoneLayout.watch(cluster, ZoneLayout.WANTED, ZoneLayout.haveDesired(desired));
    cluster.settle(ZoneLayout.BOUND);
  }

  private static void assertNoneFailed(VirtualCluster cluster, Instant start) {
    Report report = cluster.traffic().report(start, cluster.now());
    assertThat(report.requests()).isGreaterThan(10_000);
    assertThat(report.failed()).as("%s%n%s", report, cluster.state()).isZero();
  }

  @Test
  void shouldLoseNoRequestWhenTheLayoutChangesAndChangesBack() {
    // Given
    try (VirtualCluster cluster = serving(one -> one)) {
      Instant start = cluster.now();
      FleetManifest one = cluster.stack(ZoneLayout.STACK).manifest();

      // When
      becomes(cluster, ZoneLayout.perZone(one), ZoneLayout.APART);
      becomes(cluster, one, ZoneLayout.TOGETHER);

      // Then
      assertNoneFailed(cluster, start);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldLoseNoRequestWhenThePortChangesOfOneGroupPerZone(boolean layoutChangesToo) {
    // Given
    try (VirtualCluster cluster =
        serving(one -> layoutChangesToo ? one : ZoneLayout.perZone(one))) {
      Instant start = cluster.now();
      FleetManifest before = cluster.stack(ZoneLayout.STACK).manifest();

      // When
      becomes(
          cluster,
          (layoutChangesToo ? ZoneLayout.perZone(before) : before).with("port: 8000", "port: 9000"),
          ZoneLayout.APART);

      // Then
      assertNoneFailed(cluster, start);
      assertThat(cluster.outsider().view().targetGroups())
          .extracting(group -> group.port())
          .containsExactly(9000);
    }
  }
}
