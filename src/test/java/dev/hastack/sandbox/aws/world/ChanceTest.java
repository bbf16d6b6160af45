package dev.hastack.sandbox.aws.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChanceTest {

  @Test
  void shouldTellTheSameStoryWhenTheSeedIsTheSame() {
    assertThat(new Chance(7).of("boot i-1").nextLong())
        .isEqualTo(new Chance(7).of("boot i-1").nextLong())
        .isNotEqualTo(new Chance(7).of("boot i-2").nextLong())
        .isNotEqualTo(new Chance(8).of("boot i-1").nextLong());
  }

  @Test
  void shouldBeEvenAcrossSubjectsWhenEachDrawsOnce() {
    // Given
    int subjects = 1000;

    // When
    double mean =
        IntStream.range(0, subjects)
            .mapToDouble(number -> new Chance(number % 10).of("subject " + number).nextDouble())
            .average()
            .orElseThrow();

    // Then
    assertThat(mean).isBetween(0.45, 0.55);
  }

  @Test
  void shouldStayBetweenItsEndsAndReachThemWhenDrawingALengthOfTime() {
    // Given
    SplittableRandom random = new Chance(1).of("lengths");
    Duration least = Duration.ofMillis(3);
    Duration most = Duration.ofMillis(5);

    // Then
    assertThat(IntStream.range(0, 100).mapToObj(any -> Chance.between(random, least, most)))
        .contains(least, most)
        .allMatch(drawn -> drawn.compareTo(least) >= 0 && drawn.compareTo(most) <= 0);
  }
}
