package dev.hastack.sandbox;

import dev.hastack.sandbox.process.ChildProcess;
import dev.hastack.sandbox.report.SandboxException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Waits for what the operator and the embedded account bring about.
 *
 * @param director can tell what went on there when it does not come
 * @param usual deadline, in real time
 */
record Patience(ChildProcess operator, EmbeddedDirector director, Duration usual) {
  private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

  /** Waits, by the usual deadline, as {@link #await(String, Duration, BooleanSupplier)}. */
  String await(String what, BooleanSupplier done) {
    return await(what, usual, done);
  }

  /**
   * Waits.
   *
   * @param what is waited for, for people
   * @param deadline in real time, by which the operator waits, however fast the account's runs
   * @return what was waited for
   * @throws SandboxException if it does not come in time, or the operator ends
   */
  String await(String what, Duration deadline, BooleanSupplier done) {
    long endNanos = System.nanoTime() + deadline.toNanos();
    while (!done.getAsBoolean()) {
      if (operator.hasEndedWithin(POLL_INTERVAL)) {
        throw new SandboxException("The operator has ended.%n%s".formatted(operator.logTail()));
      }
      if (System.nanoTime() - endNanos > 0) {
        throw new SandboxException(
            "Not true within %s: %s.%n%s"
                .formatted(TrafficText.time(deadline), what, director.status()));
      }
    }
    return what;
  }
}
