package dev.hastack.sandbox.picture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitTest {

  @ParameterizedTest
  @CsvSource({
    "'', 8, 8, 8",
    "'', 0, 10, 0",
    "'', 1234, 1234, 1230",
    "'', 0.12345, 1, 0.123",
    "percentunit, 0.75, 1, 75 %",
    "reqps, 2.5, 5, 2.5 /s",
    "s, 0.25, 0.5, 250 ms",
    "s, 45, 60, 45 s",
    "s, 90, 300, 1.5 min",
    "s, 100, 300, 1.7 min"
  })
  void shouldWriteFewDigitsWithTheUnitThatSuits(
      String name, double value, double most, String text) {
    assertThat(Unit.of(name, most).text(value)).isEqualTo(text);
  }
}
