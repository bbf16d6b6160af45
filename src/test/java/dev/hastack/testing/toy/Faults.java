package dev.hastack.testing.toy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Counts every effect on the world outside, and lets one of them go wrong. */
public final class Faults {

  /** What goes wrong, and when. */
  public enum Fault {
    CRASH_BEFORE,
    CRASH_AFTER,
    THROTTLE_BEFORE,
    THROTTLE_AFTER
  }

  /** The process died. */
  public static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Crash(String what) {
      super(what);
    }
  }

  /** The cloud asked for patience, whether or not it did what it was told. */
  static final class Throttled extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Throttled(String what) {
      super(what);
    }
  }

  private final List<String> steps = new ArrayList<>();
  private int failing = -1;
  private Fault fault = Fault.CRASH_BEFORE;

  /** Lets an effect go wrong: {@code step} counts from now, beginning with 0. */
  public void inject(int step, Fault what) {
    failing = steps.size() + step;
    fault = what;
  }

  /** Every effect so far, in words. */
  public List<String> steps() {
    return List.copyOf(steps);
  }

  <T> T around(String what, Supplier<T> effect) {
    boolean fails = steps.size() == failing;
    if (fails && fault == Fault.CRASH_BEFORE) {
      steps.add("crashed before: " + what);
      throw new Crash(what);
    }
    if (fails && fault == Fault.THROTTLE_BEFORE) {
      steps.add("throttled before: " + what);
      throw new Throttled(what);
    }
    steps.add(what);
    T result = effect.get();
    if (fails && fault == Fault.CRASH_AFTER) {
      throw new Crash(what);
    }
    if (fails && fault == Fault.THROTTLE_AFTER) {
      throw new Throttled(what);
    }
    return result;
  }
}
