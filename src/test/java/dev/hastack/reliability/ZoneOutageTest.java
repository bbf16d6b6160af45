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
      int inZone = managed ? 2 : 1;
      Map<String, Integer> whole =
          Map.of("us-east-1a", inZone, "us-east-1b", inZone, "us-east-1c", inZone);
      List<String> elsewhere = serversOutside(cluster);

      // When
      cluster.aws().region(VirtualCluster.ACCOUNT, Outsider.REGION).incidents().darken(LOST_ZONE);
      Map<String, Integer> moved =
          managed
              ? Map.of("us-east-1a", 3, "us-east-1b", 2, "us-east-1c", 3)
              : Map.of("us-east-1a", 2, "us-east-1b", 1, "us-east-1c", 1);
      ZoneLayout.watch(
          cluster, 2 * inZone, groups -> ZoneLayout.desired(groups).equals(new TreeMap<>(moved)));
      ZoneLayout.watch(cluster, 2 * inZone, groups -> inServiceOutside(groups) >= 3L * inZone);

      // Then
      assertThat(serversOutside(cluster)).containsAll(elsewhere);

      // When
      cluster.aws().region(VirtualCluster.ACCOUNT, Outsider.REGION).incidents().lighten(LOST_ZONE);

      // Then
      ZoneLayout.watch(cluster, 3 * inZone, ZoneLayout.haveDesired(whole));
      cluster.settle(ZoneLayout.BOUND);
      assertThat(cluster.outsider().view().groups())
          .allSatisfy(
              group -> {
                assertThat(group.minSize()).isEqualTo(1);
                assertThat(group.maxSize()).isEqualTo(3);
                assertThat(group.tags())
                    .extracting(TagDescription::key)
                    .doesNotContain("hastack.dev/taken-over");
              });
    }
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
