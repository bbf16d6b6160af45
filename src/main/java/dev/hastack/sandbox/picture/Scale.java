package dev.hastack.sandbox.picture;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Round numbers along an axis.
 *
 * @param from the first of them, at or below all that is shown
 * @param step between two
 * @param steps how many, up to or above all that is shown
 */
record Scale(double from, double step, int steps) {
  private static final List<Integer> ROUND = List.of(1, 2, 5, 10);

  /**
   * The one with the fewest numbers that are not fewer than needed.
   *
   * @param most how many steps there may be
   */
  static Scale over(double least, double greatest, int most) {
    double rough = (greatest - least) / most;
    double magnitude = Math.pow(10, Math.floor(Math.log10(rough)));
    for (int round : ROUND) {
      double step = round * magnitude;
      double from = Math.floor(least / step) * step;
      int steps = (int) Math.ceil((greatest - from) / step - 1e-9);
      if (steps <= most) {
        return new Scale(from, step, steps);
      }
    }
    // Both ends may lie between two numbers: one step more than fits the length alone.
    double step = 2 * ROUND.getLast() * magnitude;
    double from = Math.floor(least / step) * step;
    return new Scale(from, step, (int) Math.ceil((greatest - from) / step));
  }

  double to() {
    return from + step * steps;
  }

  /** How far along a value is, from 0 to 1. */
  double along(double value) {
    return (value - from) / (to() - from);
  }

  DoubleStream marks() {
    return IntStream.rangeClosed(0, steps).mapToDouble(each -> from + each * step);
  }
}
