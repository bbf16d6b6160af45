package dev.hastack.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.Instance;
import software.amazon.awssdk.services.autoscaling.model.LifecycleState;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;

/** One of three zones goes dark, and is lit again. */
class ZoneOutageTest {
  private static final String LOST_ZONE = "us-east-1b";

  @ParameterizedTest
  @ValueSource(strings = {"desired: 6", ""})
  void shouldLeaveTheOtherZonesWholeAndMoveTheLostServersWhenAZoneGoesDark(String desired) {
    // Given
    boolean managed = !desired.isEmpty();
    try (VirtualCluster cluster =
        ZoneLayout.settled(
            each ->
                ZoneLayout.perZone(
                    managed
                        ? ZoneLayout.oneGroup(each)
                        : ZoneLayout.oneGroup(each).with(", desired: 6", "")))) {
      if (!managed) {
        scale(cluster);
      }
      Map<String, Integer> whole = Map.of("us-east-1a", 2, "us-east-1b", 2, "us-east-1c", 2);
      List<String> elsewhere = serversOutside(cluster);

      // When
      cluster.aws().region(VirtualCluster.ACCOUNT, Outsider.REGION).incidents().darken(LOST_ZONE);
      Map<String, Integer> moved = Map.of("us-east-1a", 3, "us-east-1b", 2, "us-east-1c", 3);
      ZoneLayout.watch(
          cluster, 4, groups -> ZoneLayout.desired(groups).equals(new TreeMap<>(moved)));
      ZoneLayout.watch(cluster, 4, groups -> inServiceOutside(groups) >= 6);

      // Then
      assertThat(serversOutside(cluster)).containsAll(elsewhere);

      // When
      cluster.aws().region(VirtualCluster.ACCOUNT, Outsider.REGION).incidents().lighten(LOST_ZONE);

      // Then
      ZoneLayout.watch(cluster, 6, ZoneLayout.haveDesired(whole));
      cluster.settle(ZoneLayout.BOUND);
      assertThat(cluster.outsider().view().groups())
          .allSatisfy(
              group -> {
                assertThat(group.minSize()).isEqualTo(1);
                assertThat(group.maxSize()).isEqualTo(3);
                assertThat(group.tags())
                    .extracting(TagDescription::key)
                    .doesNotContain(
                        "hastack.dev/taken-over", "hastack.dev/stands-in", "hastack.dev/impaired");
              });
    }
  }

  /** Somebody scales each group to two servers, one more than its minimum. */
  private static void scale(VirtualCluster cluster) {
    for (AutoScalingGroup group : cluster.outsider().view().groups()) {
      cluster
          .outsider()
          .autoScaling()
          .setDesiredCapacity(
              request ->
                  request.autoScalingGroupName(group.autoScalingGroupName()).desiredCapacity(2));
    }
    cluster.settle(ZoneLayout.BOUND);
  }

  private static List<String> serversOutside(VirtualCluster cluster) {
    return outside(cluster.outsider().view().groups()).map(Instance::instanceId).toList();
  }

  private static long inServiceOutside(List<AutoScalingGroup> groups) {
    return outside(groups)
        .filter(instance -> instance.lifecycleState() == LifecycleState.IN_SERVICE)
        .count();
  }

  private static Stream<Instance> outside(List<AutoScalingGroup> groups) {
    return groups.stream()
        .filter(group -> !group.availabilityZones().contains(LOST_ZONE))
        .flatMap(group -> group.instances().stream());
  }
}
