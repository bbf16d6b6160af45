package dev.hastack.sandbox.aws.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedTimeTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final SimulatedTime time = new SimulatedTime(START);
  private final List<String> happened = new ArrayList<>();

  private void note(String what) {
    happened.add(what + " at " + Duration.between(START, time.now()).toSeconds());
  }

  @Test
  void shouldHaveEventsHappenAtTheirTimeInOrderWhenTimePasses() {
    // Given
    time.after(Duration.ofSeconds(5), () -> note("late"));
    time.after(Duration.ofSeconds(1), () -> note("early"));
    time.after(Duration.ofSeconds(5), () -> note("late too"));

    // When
    time.advance(Duration.ofSeconds(10));

    // Then
    assertThat(happened).containsExactly("early at 1", "late at 5", "late too at 5");
    assertThat(time.now()).isEqualTo(START.plusSeconds(10));
  }

  @Test
  void shouldHaveWhatAnEventSchedulesHappenInTheSameSpanWhenItIsDue() {
    // Given
    time.after(
        Duration.ofSeconds(1),
        () -> {
          note("first");
          time.after(Duration.ofSeconds(1), () -> note("second"));
          time.after(Duration.ofSeconds(9), () -> note("third"));
        });

    // When
    time.advance(Duration.ofSeconds(5));

    // Then
    assertThat(happened).containsExactly("first at 1", "second at 2");
  }

  @Test
  void shouldNotHappenWhenCancelled() {
    // Given
    SimulatedTime.Scheduled event = time.after(Duration.ofSeconds(1), () -> note("never"));

    // When
    event.cancel();
    time.advance(Duration.ofSeconds(5));

    // Then
    assertThat(happened).isEmpty();
  }

  @Test
  void shouldNeverGoBackWhenToldOfThePast() {
    // Given
    time.advance(Duration.ofSeconds(5));
    time.at(START, () -> note("overdue"));

    // When
    time.advanceTo(START.plusSeconds(1));

    // Then
    assertThat(time.now()).isEqualTo(START.plusSeconds(5));
    assertThat(happened).containsExactly("overdue at 5");
  }
}
