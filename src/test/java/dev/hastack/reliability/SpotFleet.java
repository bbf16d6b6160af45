package dev.hastack.reliability;

import dev.hastack.sandbox.aws.front.SimulationOptions;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceLifecycleType;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

/** Servers On-Demand and Spot behind a load balancer. */
final class SpotFleet {
  static final String STACK = "storefront";
  static final String ZONE = "us-east-1b";
  private static final Duration BOUND = Duration.ofMinutes(45);

  private SpotFleet() {}

  /**
   * A cluster whose only stack has all its servers healthy, one of them On-Demand, and drains.
   *
   * @param onRebalance of the spec's own words
   */
  static VirtualCluster serving(long seed, int servers, String onRebalance) {
    SpotScenario.Fleet fleet = SpotScenario.Fleet.USUAL.of(servers, 1);
    return serving(seed, onRebalance.equals("Ignore") ? fleet.notRebalancing() : fleet, "Drain");
  }

  /**
   * A cluster whose only stack has all its servers healthy.
   *
   * @param onInterruption of the spec's own words
   */
  static VirtualCluster serving(long seed, SpotScenario.Fleet fleet, String onInterruption) {
    var cluster = new VirtualCluster(SimulationOptions.calm(seed));
    cluster.stack(STACK).apply(manifest(cluster, fleet, onInterruption).text());
    cluster.settle(BOUND);
    if (!fleet.crossZone()) {
      cluster.outsider().keepZonesApart();
    }
    for (int waits = 0; cluster.healthyTargets() < fleet.servers(); waits++) {
      if (waits > 60) {
        throw new AssertionError("servers do not become healthy: " + cluster.state());
      }
      cluster.runFor(Duration.ofSeconds(20));
    }
    return cluster;
  }

  /** What the stack's spec says. */
  static FleetManifest manifest(
      VirtualCluster cluster, SpotScenario.Fleet fleet, String onInterruption) {
    FleetManifest plain =
        FleetManifest.webBehindBalancer(
                STACK, cluster.outsider(), cluster.certificate("shop.example.com"))
            .with("max: 5, desired: 2", "max: 12, desired: " + fleet.servers())
            .with("onDemandBaseCapacity: 1", "onDemandBaseCapacity: " + fleet.onDemand())
            .with("AboveBaseCapacity: 20", "AboveBaseCapacity: 0")
            .with("deregistrationDelaySeconds: 30", "deregistrationDelaySeconds: 60");
    return new FleetManifest(
        (fleet.perZone() ? ZoneLayout.perZone(plain) : plain).text()
            + """
                spot:
                  onInterruption: %s
                  onRebalanceRecommendation: %s
                  minHealthyPercentageWhileDraining: %d
            """
                .formatted(
                    onInterruption, fleet.rebalances() ? "LaunchFirst" : "Ignore", fleet.floor()));
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
