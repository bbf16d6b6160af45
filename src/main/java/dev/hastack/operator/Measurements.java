package dev.hastack.operator;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Takes from time to time what no pass measures by the way. */
final class Measurements implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Measurements.class);

  /** So many that one which waits for AWS keeps none of the others. */
  private static final int AT_ONCE = 3;

  private final ScheduledExecutorService timer =
      Executors.newScheduledThreadPool(
          AT_ONCE, Thread.ofPlatform().name("measurements-", 0).daemon().factory());

  /**
   * @param what for the log, where it fails
   * @param pause from the end of one to the beginning of the next, and before the first
   */
  void every(Duration pause, String what, Runnable measurement) {
    var unused =
        timer.scheduleWithFixedDelay(
            () -> takeOrSay(what, measurement),
            pause.toMillis(),
            pause.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** An exception would end the timer for good. */
  private static void takeOrSay(String what, Runnable measurement) {
    try {
      measurement.run();
    } catch (RuntimeException failed) {
      LOG.warnf(failed, "Could not measure %s", what);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
