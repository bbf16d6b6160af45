package dev.hastack.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From one group to one in each zone and back, whatever befalls the operator on the way. */
class LayoutChangeTest {
  /** How the layout changes. */
  enum Way {
    APART {
      @Override
      FleetManifest from(FleetManifest one) {
        return one;
      }

      @Override
      FleetManifest to(FleetManifest one) {
        return ZoneLayout.perZone(one);
      }
    },
    TOGETHER {
      @Override
      FleetManifest from(FleetManifest one) {
        return ZoneLayout.perZone(one);
      }

      @Override
      FleetManifest to(FleetManifest one) {
        return one;
      }
    };

    abstract FleetManifest from(FleetManifest one);

    abstract FleetManifest to(FleetManifest one);

    Map<String, Integer> end() {
      return this == APART ? ZoneLayout.APART : ZoneLayout.TOGETHER;
    }
  }

  private record Blow(Fate.Kind kind, int at) {}

  private static Stream<Blow> blows(List<String> writes) {
    return Arrays.stream(Fate.Kind.values())
        .flatMap(
            kind ->
                IntStream.range(0, writes.size())
                    .filter(
                        at -> kind != Fate.Kind.ANSWER_LOST || !writes.get(at).equals(Fate.SAVE))
                    .mapToObj(at -> new Blow(kind, at)));
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void shouldNeverHaveFewerServersThanWantedWhenTheOperatorDiesWhileTheLayoutChanges(Way way) {
    // Given
    List<String> writes;
    List<String> expected;
    try (VirtualCluster smooth =
        ZoneLayout.settled(cluster -> way.from(ZoneLayout.oneGroup(cluster)))) {
      smooth.restart(Fate.none());
      smooth.stack(ZoneLayout.STACK).apply(way.to(ZoneLayout.oneGroup(smooth)).text());
      ZoneLayout.watch(smooth, ZoneLayout.WANTED, ZoneLayout.haveDesired(way.end()));
      smooth.settle(ZoneLayout.BOUND);
      writes = smooth.life().fate().writes();
      expected = smooth.outsider().view().shapes();
    }
    assertThat(writes).as("writes of the change").contains("DeleteAutoScalingGroup");

    // When
    blows(writes)
        .parallel()
        .forEach(
            blow -> {
              try (VirtualCluster cluster =
                  ZoneLayout.settled(each -> way.from(ZoneLayout.oneGroup(each)))) {
                cluster.restart(Fate.of(blow.kind(), blow.at()));
                cluster.stack(ZoneLayout.STACK).apply(way.to(ZoneLayout.oneGroup(cluster)).text());
                ZoneLayout.watch(cluster, ZoneLayout.WANTED, ZoneLayout.haveDesired(way.end()));
                cluster.settle(ZoneLayout.BOUND);

                // Then
                assertThat(cluster.outsider().view().shapes())
                    .as("%s, %s of %s, seed %d", way, blow, writes, ZoneLayout.SEED)
                    .isEqualTo(expected);
              }
            });
  }

  @Test
  void shouldKeepTheScaledNumberOfServersWhenNobodyWritesDesired() {
    // Given
    try (VirtualCluster cluster =
        ZoneLayout.settled(each -> ZoneLayout.oneGroup(each).with(", desired: 6", ""))) {
      FleetManifest one = cluster.stack(ZoneLayout.STACK).manifest();
      String group = cluster.outsider().view().groups().getFirst().autoScalingGroupName();
      cluster
          .outsider()
          .autoScaling()
          .setDesiredCapacity(request -> request.autoScalingGroupName(group).desiredCapacity(7));
      cluster.settle(ZoneLayout.BOUND);

      // When
      cluster.stack(ZoneLayout.STACK).apply(ZoneLayout.perZone(one).text());
      ZoneLayout.watch(
          cluster,
          7,
          ZoneLayout.haveDesired(Map.of("us-east-1a", 3, "us-east-1b", 2, "us-east-1c", 2)));
      cluster.settle(ZoneLayout.BOUND);
      cluster.stack(ZoneLayout.STACK).apply(one.text());

      // Then
      ZoneLayout.watch(cluster, 7, ZoneLayout.haveDesired(Map.of("app", 7)));
    }
  }

  @Test
  void shouldKeepTheScaledNumberOfServersWhenAZoneIsTakenOut() {
    // Given
    try (VirtualCluster cluster =
        ZoneLayout.settled(
            each -> ZoneLayout.perZone(ZoneLayout.oneGroup(each).with(", desired: 6", "")))) {
      FleetManifest three = cluster.stack(ZoneLayout.STACK).manifest();
      for (var group : cluster.outsider().view().groups()) {
        cluster
            .outsider()
            .autoScaling()
            .setDesiredCapacity(
                request ->
                    request.autoScalingGroupName(group.autoScalingGroupName()).desiredCapacity(2));
      }
      cluster.settle(ZoneLayout.BOUND);

      // When
      String third = ", " + cluster.outsider().subnetIds().get(2);
      cluster.stack(ZoneLayout.STACK).apply(three.with(third, "").text());
      ZoneLayout.watch(
          cluster, 6, ZoneLayout.haveDesired(Map.of("us-east-1a", 3, "us-east-1b", 3)));
      cluster.settle(ZoneLayout.BOUND);

      // Then
      assertThat(cluster.outsider().view().groups())
          .hasSize(2)
          .allSatisfy(
              group ->
                  assertThat(group.tags())
                      .extracting(tag -> tag.key())
                      .doesNotContain("hastack.dev/inherited"));
    }
  }

  @Test
  void shouldGoBackWhenTheLayoutIsRevertedHalfway() {
    for (int seconds = 10; seconds <= 250; seconds += 40) {
      try (VirtualCluster cluster = ZoneLayout.settled(ZoneLayout::oneGroup)) {
        // Given
        FleetManifest one = cluster.stack(ZoneLayout.STACK).manifest();
        cluster.stack(ZoneLayout.STACK).apply(ZoneLayout.perZone(one).text());
        Instant revert = cluster.now().plusSeconds(seconds);
        ZoneLayout.watch(cluster, ZoneLayout.WANTED, groups -> !cluster.now().isBefore(revert));

        // When
        cluster.stack(ZoneLayout.STACK).apply(one.text());
        ZoneLayout.watch(
            cluster, ZoneLayout.WANTED, ZoneLayout.haveDesired(Map.of("app", ZoneLayout.WANTED)));
        cluster.settle(ZoneLayout.BOUND);

        // Then
        assertThat(cluster.outsider().view().groups())
            .as("reverted after %d s", seconds)
            .hasSize(1);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 40, 200})
  void shouldLeaveNothingWhenDeletedWhereverAChangeOfLayoutIs(int secondsLater) {
    // Given
    try (VirtualCluster cluster =
        ZoneLayout.settled(each -> ZoneLayout.perZone(ZoneLayout.oneGroup(each)))) {
      cluster.stack(ZoneLayout.STACK).apply(ZoneLayout.oneGroup(cluster).text());
      cluster.runFor(Duration.ofSeconds(secondsLater));

      // When
      cluster.stack(ZoneLayout.STACK).delete(cluster.now());
      cluster.settle(ZoneLayout.BOUND);

      // Then
      assertThat(cluster.outsider().view().shapes()).isEmpty();
    }
  }
}
