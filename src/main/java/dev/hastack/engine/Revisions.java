package dev.hastack.engine;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.plan.LastApplied;
import java.util.Objects;

/**
 * Where {@link LastApplied} of one stack is kept. A save that fails throws: nothing may be written
 * to the cloud before its target is recorded.
 */
public interface Revisions {

  /** What is kept cannot be understood, and guessing would write what nobody wants. */
  final class UnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message what cannot be read, why, and what to do
     */
    public UnreadableException(String message) {
      super(message);
    }

    /** As above, with what it was found by. */
    public UnreadableException(String message, Throwable cause) {
      super(message, cause);
    }

    /** The same as why a stack is left alone. */
    Failure failure() {
      return new Failure(
          FailureKind.INVALID,
          "load",
          "RevisionUnreadable",
          Objects.requireNonNullElse(getMessage(), ""));
    }
  }

  /**
   * The latest, or {@link LastApplied#nothing()}.
   *
   * @throws UnreadableException when there is one, and this operator cannot read it
   */
  LastApplied load();

  /** Records what is about to be made true, or what has been. */
  void save(LastApplied lastApplied);
}
