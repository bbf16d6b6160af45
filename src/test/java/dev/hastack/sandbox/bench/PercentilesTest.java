package dev.hastack.sandbox.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PercentilesTest {
  private static final long SEED = 5;

  @Test
  void shouldTakeTheNearestRankWhenInAnyOrder() {
    // Given
    var durations = new ArrayList<>(millis(1, 200));
    Collections.shuffle(durations, new Random(SEED));

    // When, Then
    assertThat(Percentiles.of(durations))
        .as("seed %d", SEED)
        .isEqualTo(
            new Percentiles(
                200, Duration.ofMillis(100), Duration.ofMillis(198), Duration.ofMillis(200)));
  }

  @Test
  void shouldNotHideTheSlowestWhenThereAreFewerThanAHundred() {
    assertThat(Percentiles.of(millis(1, 30)))
        .isEqualTo(
            new Percentiles(
                30, Duration.ofMillis(15), Duration.ofMillis(30), Duration.ofMillis(30)));
    Duration only = Duration.ofMillis(7);
    assertThat(Percentiles.of(List.of(only))).isEqualTo(new Percentiles(1, only, only, only));
  }

  @Test
  void shouldRefuseWhenNothingWasMeasured() {
    assertThatIllegalArgumentException().isThrownBy(() -> Percentiles.of(List.of()));
  }

  private static List<Duration> millis(int from, int to) {
    return LongStream.rangeClosed(from, to).mapToObj(Duration::ofMillis).toList();
  }
}
