package dev.hastack.sandbox.aws.front;

import dev.hastack.sandbox.aws.world.SimulatedTime;
import java.time.Duration;

/** What moves a simulated clock. */
sealed interface Clockwork extends AutoCloseable permits VirtualTime, RealTime {

  SimulatedTime time();

  /** Brings the clock up to date. */
  void catchUp();

  /** Lets so much simulated time pass. */
  void pause(Duration duration);

  @Override
  void close();
}
