package dev.hastack.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.engine.interruption.StackWord;
import dev.hastack.provider.aws.signal.AwsFleets;
import dev.hastack.provider.aws.signal.SqsFeed;
import dev.hastack.sandbox.aws.front.SimulationOptions;
import dev.hastack.sandbox.aws.traffic.Report;
import dev.hastack.sandbox.aws.traffic.ServiceTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceLifecycleType;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

/** Spot servers are taken back while requests pass: drained, and left alone, with the same seed. */
class SpotUnderTrafficTest {
  private static final long SEED = 20_260_301;
  private static final String STACK = "storefront";
  private static final int SERVERS = 6;
  private static final Duration BOUND = Duration.ofMinutes(45);
  private static final ServiceTime SERVICE_TIME =
      new ServiceTime(Duration.ofMillis(20), Duration.ofMillis(80));

  @Test
  void shouldLoseNoRequestWhenOneServerIsTaken() {
    // Given
    Report ignored = during(1, new StackWord.Ignores());
    Report drained = during(1, new StackWord.Drains(50));
    // Then
    System.out.println("ignored " + ignored + "\ndrained " + drained);
    assertThat(drained.failed()).isZero();
    assertThat(ignored.failed()).isPositive();
  }

  @Test
  void shouldDoNoHarmWhenAllAreTakenAtOnce() {
    // Given
    Report ignored = during(SERVERS, new StackWord.Ignores());
    Report drained = during(SERVERS, new StackWord.Drains(50));
    // Then
    System.out.println("ignored " + ignored + "\ndrained " + drained);
    assertThat(drained.failed()).isLessThanOrEqualTo(ignored.failed());
  }

  private static Report during(int taken, StackWord word) {
    try (var cluster = new VirtualCluster(SimulationOptions.calm(SEED))) {
      FleetManifest manifest =
          FleetManifest.webBehindBalancer(
                  STACK, cluster.outsider(), cluster.certificate("shop.example.com"))
              .with("max: 5, desired: 2", "max: 12, desired: " + SERVERS)
              .with(
                  "onDemandPercentageAboveBaseCapacity: 20",
                  "onDemandPercentageAboveBaseCapacity: 0")
              .with("deregistrationDelaySeconds: 30", "deregistrationDelaySeconds: 60");
      cluster.stack(STACK).apply(manifest.text());
      cluster.settle(BOUND);
      while (cluster.healthyTargets() < SERVERS) {
        cluster.runFor(Duration.ofSeconds(20));
      }
      String queue = cluster.signals();
      var drains =
          new Drains(
              cluster,
              new SqsFeed(cluster.life().clients().sqs(), queue),
              new AwsFleets("cluster-1", cluster.life().clients(), cluster::now),
              word);
      drains.runFor(Duration.ofSeconds(5));
      cluster.traffic().offer(cluster.loadBalancerArn(), 443, 200, SERVICE_TIME);
      drains.runFor(Duration.ofSeconds(30));
      Instant start = cluster.now();
      spot(cluster).stream()
          .limit(taken)
          .forEach(
              server ->
                  cluster
                      .aws()
                      .region(VirtualCluster.ACCOUNT, Outsider.REGION)
                      .incidents()
                      .reclaim(server));
      drains.runFor(Duration.ofMinutes(6));
      System.out.println(drains.told() + " " + drains.failures());
      return cluster.traffic().report(start, cluster.now());
    }
  }

  private static List<String> spot(VirtualCluster cluster) {
    return cluster.outsider().ec2().describeInstancesPaginator().reservations().stream()
        .flatMap(reservation -> reservation.instances().stream())
        .filter(each -> each.state().name() == InstanceStateName.RUNNING)
        .filter(each -> each.instanceLifecycle() == InstanceLifecycleType.SPOT)
        .map(Instance::instanceId)
        .sorted()
        .toList();
  }
}
