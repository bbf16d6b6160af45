package dev.hastack.reliability;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.sandbox.aws.front.SimulationOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.LifecycleState;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;

/** A fleet of six, of at most nine, in one group or in one for each of three zones. */
final class ZoneLayout {
  static final long SEED = 20_260_305;
  static final String STACK = "storefront";
  static final Duration BOUND = Duration.ofMinutes(45);

  /** Servers that the spec asks for. */
  static final int WANTED = 6;

  static final Map<String, Integer> APART =
      Map.of("us-east-1a", 2, "us-east-1b", 2, "us-east-1c", 2);
  static final Map<String, Integer> TOGETHER = Map.of("app", WANTED);
  private static final Duration LOOK = Duration.ofSeconds(5);

  private ZoneLayout() {}

  static FleetManifest perZone(FleetManifest manifest) {
    return manifest.with("fleet:\n", "fleet:\n      zoneLayout: OneGroupPerZone\n");
  }

  static FleetManifest oneGroup(VirtualCluster cluster) {
    return FleetManifest.web(STACK, cluster.outsider())
        .with("{min: 1, max: 5, desired: 2}", "{min: 3, max: 9, desired: 6}");
  }

  /** A cluster in which a fleet has settled. */
  static VirtualCluster settled(Function<VirtualCluster, FleetManifest> manifest) {
    var cluster = new VirtualCluster(SimulationOptions.calm(SEED));
    cluster.stack(STACK).apply(manifest.apply(cluster).text());
    cluster.settle(BOUND);
    return cluster;
  }

  /** Looks every few seconds until the time is over or it is as it should be at last. */
  static void watch(VirtualCluster cluster, int atLeast, Predicate<List<AutoScalingGroup>> end) {
    Instant until = cluster.now().plus(BOUND);
    List<AutoScalingGroup> groups = cluster.outsider().view().groups();
    while (!end.test(groups)) {
      assertThat(cluster.now()).as(cluster.state()).isBefore(until);
      cluster.runFor(LOOK);
      groups = cluster.outsider().view().groups();
      assertThat(inService(groups))
          .as("servers in service at %s, seed %d%n%s", cluster.now(), SEED, cluster.state())
          .isGreaterThanOrEqualTo(atLeast);
    }
  }

  private static long inService(List<AutoScalingGroup> groups) {
    return groups.stream().mapToLong(ZoneLayout::inService).sum();
  }

  private static long inService(AutoScalingGroup group) {
    return group.instances().stream()
        .filter(instance -> instance.lifecycleState() == LifecycleState.IN_SERVICE)
        .count();
  }

  static Predicate<List<AutoScalingGroup>> haveDesired(Map<String, Integer> desired) {
    return groups ->
        desired(groups).equals(new TreeMap<>(desired))
            && groups.stream().allMatch(group -> inService(group) >= group.desiredCapacity());
  }

  static Map<String, Integer> desired(List<AutoScalingGroup> groups) {
    return groups.stream()
        .collect(
            toMap(
                ZoneLayout::id,
                AutoScalingGroup::desiredCapacity,
                (one, other) -> one,
                TreeMap::new));
  }

  private static String id(AutoScalingGroup group) {
    return group.tags().stream()
        .filter(tag -> tag.key().equals("hastack.dev/resource"))
        .map(TagDescription::value)
        .findFirst()
        .orElse("?")
        .replace("AutoScalingGroup/", "");
  }
}
