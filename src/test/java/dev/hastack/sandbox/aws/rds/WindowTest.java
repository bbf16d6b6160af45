package dev.hastack.sandbox.aws.rds;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When windows begin and whether they overlap. */
class WindowTest {

  @ParameterizedTest
  @CsvSource({
    "sun:04:30-sun:05:30, 2026-03-01T12:00:00Z, 2026-03-08T04:30:00Z",
    "sun:04:30-sun:05:30, 2026-03-08T04:29:59Z, 2026-03-08T04:30:00Z",
    "sun:04:30-sun:05:30, 2026-03-08T04:30:00Z, 2026-03-15T04:30:00Z",
    "mon:00:00-mon:00:30, 2026-03-08T23:00:00Z, 2026-03-09T00:00:00Z"
  })
  void shouldBeginNextWhenItsTimeOfTheWeekComes(String window, String after, String begins) {
    assertThat(Window.maintenance(window).next(Instant.parse(after)))
        .isEqualTo(Instant.parse(begins));
  }

  @ParameterizedTest
  @CsvSource({
    "sun:23:30-mon:00:30, 2026-03-09T00:29:59Z, true",
    "sun:23:30-mon:00:30, 2026-03-09T00:30:00Z, false",
    "sun:23:30-mon:00:30, 2026-03-08T23:30:00Z, true",
    "sun:23:30-mon:00:30, 2026-03-08T23:29:59Z, false"
  })
  void shouldContainItsBeginButNotItsEnd(String window, String moment, boolean contained) {
    assertThat(Window.maintenance(window).contains(Instant.parse(moment))).isEqualTo(contained);
  }

  @ParameterizedTest
  @CsvSource({
    "sun:04:30-sun:05:30, 03:30-04:30, false",
    "sun:04:30-sun:05:30, 05:00-05:30, true",
    "sun:04:30-sun:05:30, 04:00-05:00, true",
    "sun:23:30-mon:00:30, 00:00-00:30, true",
    "tue:00:10-tue:00:40, 23:50-00:20, true",
    "sun:04:30-sun:05:30, 05:30-06:30, false"
  })
  void shouldOverlapWhenTheyShareAMinuteOfADay(String works, String backups, boolean overlaps) {
    assertThat(Window.maintenance(works).overlaps(Window.backup(backups))).isEqualTo(overlaps);
    assertThat(Window.maintenance(works).text()).isEqualTo(works);
    assertThat(Window.backup(backups).text()).isEqualTo(backups);
  }
}
