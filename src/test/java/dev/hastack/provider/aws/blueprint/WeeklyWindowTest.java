package dev.hastack.provider.aws.blueprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeeklyWindowTest {

  @ParameterizedTest
  @CsvSource({
    "sun:04:30-sun:05:30, 60",
    "sun:23:45-mon:00:15, 30",
    "MON:00:00-tue:00:00, 1440",
    "mon:00:00-mon:00:20, 20"
  })
  void shouldKnowHowLongItIs(String window, int minutes) {
    assertThat(WeeklyWindow.parse(window).length()).isEqualTo(Duration.ofMinutes(minutes));
  }

  /** 2026-03-01 is a Sunday. */
  @ParameterizedTest
  @CsvSource({
    "sun:04:30-sun:05:30, 2026-03-01T04:29:59Z, false",
    "sun:04:30-sun:05:30, 2026-03-01T04:30:00Z, true",
    "sun:04:30-sun:05:30, 2026-03-01T05:29:59Z, true",
    "sun:04:30-sun:05:30, 2026-03-01T05:30:00Z, false",
    "sun:04:30-sun:05:30, 2026-03-02T05:00:00Z, false",
    "sun:23:45-mon:00:15, 2026-03-01T23:50:00Z, true",
    "sun:23:45-mon:00:15, 2026-03-02T00:14:59Z, true",
    "sun:23:45-mon:00:15, 2026-03-02T00:15:00Z, false",
    "sun:23:45-mon:00:15, 2026-03-01T00:05:00Z, false"
  })
  void shouldContainItsMinutesAndNoOthers(String window, String time, boolean contained) {
    assertThat(WeeklyWindow.parse(window).contains(Instant.parse(time))).isEqualTo(contained);
  }

  @Test
  void shouldComeEveryDayWhenItHasNoDay() {
    // When
    List<WeeklyWindow> daily = WeeklyWindow.daily("23:45-00:30");

    // Then
    assertThat(daily)
        .hasSize(7)
        .allSatisfy(window -> assertThat(window.length()).isEqualTo(Duration.ofMinutes(45)));
    for (int day = 1; day <= 7; day++) {
      Instant inside = Instant.parse("2026-03-0%dT00:29:00Z".formatted(day));
      assertThat(daily).filteredOn(window -> window.contains(inside)).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "sun:04:30-sun:05:30, 03:00-04:00, false",
    "sun:04:30-sun:05:30, 03:00-04:30, false",
    "sun:04:30-sun:05:30, 05:30-06:00, false",
    "sun:04:30-sun:05:30, 03:00-04:31, true",
    "sun:04:30-sun:05:30, 04:45-05:15, true",
    "sun:04:30-sun:05:30, 05:29-06:00, true",
    "sun:04:30-sun:05:30, 04:00-06:00, true",
    "sun:23:30-mon:00:30, 00:00-00:30, true",
    "sun:23:30-mon:00:30, 00:30-01:00, false",
    "mon:00:00-mon:00:30, 23:45-00:15, true",
    "mon:00:30-mon:01:00, 23:45-00:15, false"
  })
  void shouldOverlapADailyOneAlsoAcrossTheEndOfTheWeek(
      String weekly, String daily, boolean overlap) {
    assertThat(WeeklyWindow.parse(weekly).overlapping(WeeklyWindow.daily(daily)).isPresent())
        .isEqualTo(overlap);
  }

  @Test
  void shouldRefuseWhatIsNoDay() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WeeklyWindow.parse("xyz:04:30-xyz:05:30"))
        .withMessageContaining("xyz:04:30");
  }
}
