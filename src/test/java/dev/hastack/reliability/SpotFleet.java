package dev.hastack.reliability;

import dev.hastack.sandbox.aws.front.SimulationOptions;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceLifecycleType;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

/** One server On-Demand and the rest Spot, behind a load balancer. */
final class SpotFleet {
  static final String STACK = "storefront";
  private static final Duration BOUND = Duration.ofMinutes(45);

  private SpotFleet() {}

  /**
   * A cluster whose only stack has all its servers healthy.
   *
   * @param onRebalance of the spec's own words
   */
  static VirtualCluster serving(long seed, int servers, String onRebalance) {
    var cluster = new VirtualCluster(SimulationOptions.calm(seed));
    cluster.stack(STACK).apply(manifest(cluster, servers, onRebalance).text());
    cluster.settle(BOUND);
    for (int waits = 0; cluster.healthyTargets() < servers; waits++) {
      if (waits > 60) {
        throw new AssertionError("servers do not become healthy: " + cluster.state());
      }
      cluster.runFor(Duration.ofSeconds(20));
    }
    return cluster;
  }

  private static FleetManifest manifest(VirtualCluster cluster, int servers, String onRebalance) {
    FleetManifest plain =
        FleetManifest.webBehindBalancer(
                STACK, cluster.outsider(), cluster.certificate("shop.example.com"))
            .with("max: 5, desired: 2", "max: 12, desired: " + servers)
            .with("AboveBaseCapacity: 20", "AboveBaseCapacity: 0")
            .with("deregistrationDelaySeconds: 30", "deregistrationDelaySeconds: 60");
    return new FleetManifest(
        plain.text()
            + """
                spot: {onInterruption: Drain, onRebalanceRecommendation: %s}
            """
                .formatted(onRebalance));
  }

  /** The ids of the Spot servers that run. */
  static List<String> servers(VirtualCluster cluster) {
    return cluster.outsider().ec2().describeInstancesPaginator().reservations().stream()
        .flatMap(reservation -> reservation.instances().stream())
        .filter(each -> each.state().name() == InstanceStateName.RUNNING)
        .filter(each -> each.instanceLifecycle() == InstanceLifecycleType.SPOT)
        .map(Instance::instanceId)
        .sorted()
        .toList();
  }
}
