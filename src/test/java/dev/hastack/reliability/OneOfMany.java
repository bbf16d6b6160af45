package dev.hastack.reliability;

import java.util.function.Supplier;

/** One case of a suite that plays many in one test. */
final class OneOfMany {
  private OneOfMany() {}

  /**
   * Plays it; whatever goes wrong says which one it was.
   *
   * @param which all that is needed to play it again
   */
  static <T> T played(String which, Supplier<T> work) {
    try {
      return work.get();
    } catch (RuntimeException | AssertionError failure) {
      throw new AssertionError(which, failure);
    }
  }
}
