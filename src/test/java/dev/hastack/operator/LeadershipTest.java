package dev.hastack.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LeadershipTest {
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private final AtomicLong now = new AtomicLong(Duration.ofHours(1).toNanos());
  private final Leadership leadership = Leadership.elected("hastack-operator", DEADLINE, now::get);

  @Test
  void shouldHoldNothingWhenNotElected() {
    leadership.renewed();
    assertThat(leadership.holds()).isFalse();
  }

  @Test
  void shouldHoldUntilTheDeadlineWhenElectedAndRenewed() {
    // Given
    leadership.renewed();
    leadership.gained();

    // When
    now.addAndGet(DEADLINE.toNanos() - 1);

    // Then
    assertThat(leadership.holds()).isTrue();
  }

  @Test
  void shouldHoldNoLongerWhenTheLastRenewalIsTooOld() {
    // Given
    leadership.renewed();
    leadership.gained();

    // When
    now.addAndGet(DEADLINE.toNanos());

    // Then: nobody has told it yet that the lease is lost
    assertThat(leadership.holds()).isFalse();

    // When
    leadership.renewed();

    // Then
    assertThat(leadership.holds()).isTrue();
  }

  @Test
  void shouldHoldNoLongerWhenTheLeaseIsLost() {
    // Given
    leadership.renewed();
    leadership.gained();

    // When
    leadership.lost();

    // Then
    assertThat(leadership.holds()).isFalse();
  }

  @Test
  void shouldHoldWithoutRenewalsWhenAlone() {
    // Given
    Leadership alone = Leadership.alone();
    assertThat(alone.holds()).isFalse();

    // When
    alone.gained();

    // Then
    assertThat(alone.holds()).isTrue();
  }
}
