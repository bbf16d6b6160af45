package dev.hastack.engine.interruption;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.signal.Signal;
import java.time.Duration;

/** Is told what becomes of signals. Called while locks are held: must neither block nor throw. */
public interface InterruptionListener {

  /** Why a message had no effect. */
  enum Dropped {
    UNKNOWN_KIND,
    /** Left in the queue, which gives it up to its dead-letter queue. */
    GARBAGE,
    NOT_OURS,
    EXPIRED,
    IGNORED
  }

  /**
   * A signal came.
   *
   * @param age by the cloud's clock
   */
  void received(Signal signal, Duration age);

  void dropped(Dropped why);

  /** A server that was to be taken away, or is going, left its target groups. */
  void deregistered(String stack, Interrupted interrupted);

  /** Another server is in service in the stead of one that was taken. */
  void replaced(String stack, Interrupted interrupted);

  /** A stack loses servers, or gets none: its next pass should see that soon. */
  default void concerned(String stack) {}

  /** Something could not be read or done; it is tried again. */
  void failed(Failure failure);
}
