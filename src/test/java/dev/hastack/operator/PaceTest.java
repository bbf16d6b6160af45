package dev.hastack.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.outcome.Continuation;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final Continuation RESYNC = new Continuation(Duration.ofSeconds(60));

  @Test
  void shouldWaitAsLongAsAskedWhenChanceSaysNothing() {
    assertThat(new Pace(always(0)).next(RESYNC)).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void shouldComeATenthEarlierWhenChanceSaysMost() {
    assertThat(new Pace(always(Long.MAX_VALUE)).next(RESYNC))
        .isBetween(Duration.ofSeconds(54), Duration.ofSeconds(60));
    assertThat(new Pace(always(-1)).next(RESYNC))
        .isBetween(Duration.ofSeconds(54), Duration.ofMillis(54_010));
  }

  private static RandomGenerator always(long bits) {
    return () -> bits;
  }
}
