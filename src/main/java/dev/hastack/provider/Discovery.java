package dev.hastack.provider;

import dev.hastack.core.outcome.Failure;

/** The answer to {@link CloudProvider#discover}. */
public sealed interface Discovery<F extends Facts> {

  /** All that is needed is known. */
  record Discovered<F extends Facts>(F facts) implements Discovery<F> {}

  /**
   * Something could not be learnt, or what was learnt makes the spec impossible ({@code INVALID},
   * {@code NOT_FOUND}: names the field, the value and what to do).
   */
  record Undiscovered<F extends Facts>(Failure why) implements Discovery<F> {}
}
