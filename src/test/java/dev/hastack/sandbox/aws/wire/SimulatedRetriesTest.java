package dev.hastack.sandbox.aws.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingException;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsResponse;

class SimulatedRetriesTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** A world in which the first calls are throttled. */
  private static final class Throttling {
    private final SimulatedTime time = new SimulatedTime(START);
    private final List<Duration> pauses = new ArrayList<>();
    private int tries;
    private int stillThrottled;

    private Throttling(int throttled) {
      stillThrottled = throttled;
    }

    AutoScalingClient client(int attempts, long seed) {
      var wire =
          new AwsWire(
              List.of(AutoScalingClient.class),
              any -> {
                tries++;
                if (stillThrottled-- > 0) {
                  throw new ApiError("Throttling", "Rate exceeded");
                }
                return DescribeAutoScalingGroupsResponse.builder().build();
              });
      return SdkServices.connect(
          AutoScalingClient.class,
          new InProcessHttpClient(wire),
          SimulatedRetries.adaptive(attempts, time::now, this::pause, new SplittableRandom(seed)));
    }

    private void pause(Duration duration) {
      pauses.add(duration);
      time.advance(duration);
    }
  }

  @Test
  @Timeout(60)
  void shouldPauseInSimulatedTimeAloneWhenThrottled() {
    // Given
    var world = new Throttling(90);
    try (AutoScalingClient client = world.client(100, 1)) {

      // When
      client.describeAutoScalingGroups();

      // Then
      assertThat(world.tries).isEqualTo(91);
      assertThat(world.time.now()).isAfter(START.plus(Duration.ofMinutes(5)));
    }
  }

  @Test
  void shouldTellTheSamePausesWhenSeedIsTheSame() {
    assertThat(pauses(7)).isNotEmpty().isEqualTo(pauses(7)).isNotEqualTo(pauses(8));
  }

  @Test
  void shouldGiveUpWhenAttemptsAreUsed() {
    // Given
    var world = new Throttling(Integer.MAX_VALUE);
    try (AutoScalingClient client = world.client(4, 1)) {

      // Then
      assertThatThrownBy(client::describeAutoScalingGroups)
          .isInstanceOfSatisfying(
              AutoScalingException.class, thrown -> assertThat(thrown.numAttempts()).isEqualTo(4));
      assertThat(world.tries).isEqualTo(4);
    }
  }

  private static List<Duration> pauses(long seed) {
    var world = new Throttling(3);
    try (AutoScalingClient client = world.client(5, seed)) {
      for (int call = 0; call < 20; call++) {
        client.describeAutoScalingGroups();
      }
      return world.pauses;
    }
  }
}
