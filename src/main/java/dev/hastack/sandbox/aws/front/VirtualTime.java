package dev.hastack.sandbox.aws.front;

import dev.hastack.sandbox.aws.world.NotYet;
import dev.hastack.sandbox.aws.world.SimulatedTime;
import java.time.Duration;

/** Time passes only when somebody waits for it, and then at once. */
record VirtualTime(SimulatedTime time) implements Clockwork {
  @Override
  public void catchUp() {
    // Nothing but a pause moves it.
  }

  @Override
  public void runAt(double speed) {
    // Nothing but a pause moves it.
  }

  @Override
  public void pause(Duration duration) {
    time.advance(duration);
  }

  @Override
  public boolean await(NotYet waiting) {
    time.advanceUntilStirred(waiting.stirs(), waiting.until());
    return true;
  }

  @Override
  public void close() {
    // Nothing runs.
  }
}
