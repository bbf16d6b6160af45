package dev.hastack.sandbox.aws.front;

import dev.hastack.sandbox.aws.world.NotYet;
import dev.hastack.sandbox.aws.world.SimulatedTime;
import java.time.Duration;

/** What moves a simulated clock. */
sealed interface Clockwork extends AutoCloseable permits VirtualTime, RealTime {

  SimulatedTime time();

  /** Brings the clock up to date. */
  void catchUp();

  /**
   * Goes on at another speed.
   *
   * @param speed simulated seconds in each real one
   */
  void runAt(double speed);

  /** Lets so much simulated time pass. */
  void pause(Duration duration);

  /**
   * Lets time pass until something has happened for which a call waits, or the call has waited
   * enough.
   *
   * @return whether the caller still waits for its answer
   */
  boolean await(NotYet waiting);

  @Override
  void close();
}
