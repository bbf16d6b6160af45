package dev.hastack.sandbox.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaleTest {

  @ParameterizedTest
  @CsvSource({
    "0, 8, 4, 0, 2, 8",
    "0, 1, 4, 0, 0.5, 1",
    "0, 9.1, 4, 0, 5, 10",
    "-3, 8, 4, -5, 5, 10",
    "-9.9, 10.1, 4, -10, 10, 20",
    "0, 0.0123, 4, 0, 0.005, 0.015",
    "0, 613, 6, 0, 200, 800",
    "0, 100, 4, 0, 50, 100"
  })
  void shouldMarkRoundNumbersAroundAllThatIsShown(
      double least, double greatest, int most, double from, double step, double to) {
    Scale scale = Scale.over(least, greatest, most);

    assertThat(scale.from()).isEqualTo(from, within(1e-9));
    assertThat(scale.step()).isEqualTo(step, within(1e-9));
    assertThat(scale.to()).isEqualTo(to, within(1e-9));
    assertThat(scale.steps()).isLessThanOrEqualTo(most);
    assertThat(scale.marks().toArray()).hasSize(scale.steps() + 1);
    assertThat(scale.along(from)).isZero();
    assertThat(scale.along(to)).isEqualTo(1, within(1e-9));
  }
}
