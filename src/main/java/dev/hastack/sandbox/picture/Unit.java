package dev.hastack.sandbox.picture;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * How numbers are written.
 *
 * @param factor of what is shown to what was measured
 * @param suffix behind each number, with its space
 * @param digits how many of a number count
 */
record Unit(double factor, String suffix, int digits) {
  private static final int DIGITS = 3;
  private static final int DIGITS_OF_MINUTES = 2;
  private static final double A_MINUTE_OR_TWO = 120;

  /**
   * The one that suits.
   *
   * @param name in Grafana's words
   * @param most the largest of the numbers
   */
  static Unit of(String name, double most) {
    return switch (name) {
      case "percentunit" -> new Unit(100, " %", DIGITS);
      case "reqps" -> new Unit(1, " /s", DIGITS);
      case "s" -> {
        if (most < 1) {
          yield new Unit(1_000, " ms", DIGITS);
        }
        yield most < A_MINUTE_OR_TWO
            ? new Unit(1, " s", DIGITS)
            : new Unit(1 / 60.0, " min", DIGITS_OF_MINUTES);
      }
      default -> new Unit(1, "", DIGITS);
    };
  }

  String text(double value) {
    BigDecimal shown =
        BigDecimal.valueOf(value * factor)
            .round(new MathContext(digits, RoundingMode.HALF_UP))
            .stripTrailingZeros();
    return (shown.signum() == 0 ? "0" : shown.toPlainString()) + suffix;
  }
}
