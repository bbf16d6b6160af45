package dev.hastack.sandbox.aws.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RateTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void shouldSayTheLeastTimeInWhichTheBucketLetsCallsInWhenAskedAllTheTime() {
    // Given
    var rate = new Rate(20, 4);
    var bucket = new TokenBucket(START, rate);

    // When somebody asks every millisecond
    Instant now = START;
    for (int left = 100; left > 0; now = now.plusMillis(1)) {
      left -= bucket.take(now, rate, 1) ? 1 : 0;
    }

    // Then
    assertThat(Duration.between(START, now))
        .isBetween(rate.leastTime(100), rate.leastTime(100).plusMillis(10));
    assertThat(rate.leastTime(100)).isEqualTo(Duration.ofSeconds(20));
    assertThat(rate.leastTime(20)).isZero();
  }
}
