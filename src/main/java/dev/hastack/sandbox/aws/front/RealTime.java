package dev.hastack.sandbox.aws.front;

import dev.hastack.sandbox.aws.world.NotYet;
import dev.hastack.sandbox.aws.world.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Moves a simulated clock along with the wall clock, at a speed, until it is closed. */
final class RealTime implements Clockwork {
  private static final long TICK_MILLIS = 50;

  private final SimulatedTime time;
  private final LongSupplier nanos;
  private final double speed;
  private final Consumer<RuntimeException> onFailure;
  private final Instant start;
  private final long startNanos;
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * Starts at once.
   *
   * @param nanos the wall clock, {@code System::nanoTime}
   * @param speed simulated seconds in each real one
   * @param onFailure hears what went wrong in something that fell due
   */
  RealTime(
      SimulatedTime time, LongSupplier nanos, double speed, Consumer<RuntimeException> onFailure) {
    this.time = time;
    this.nanos = nanos;
    this.speed = speed;
    this.onFailure = onFailure;
    this.start = time.now();
    this.startNanos = nanos.getAsLong();
    Thread.ofPlatform().daemon().name("simulated-aws-clock").start(this::tick);
  }

  @Override
  public SimulatedTime time() {
    return time;
  }

  @Override
  public void catchUp() {
    try {
      time.advanceTo(start.plusNanos((long) ((nanos.getAsLong() - startNanos) * speed)));
    } catch (RuntimeException failure) {
      onFailure.accept(failure);
    }
  }

  /** An interrupt ends the wait early and stays set: the caller has given up. */
  @Override
  public void pause(Duration duration) {
    try {
      Thread.sleep(Duration.ofNanos((long) (duration.toNanos() / speed)));
    } catch (InterruptedException abandoned) {
      Thread.currentThread().interrupt();
    }
    catchUp();
  }

  /** An interrupt stays set: the caller has given up. */
  @Override
  public boolean await(NotYet waiting) {
    try {
      Duration left = Duration.between(time.now(), waiting.until());
      time.awaitStir(waiting.stirs(), Duration.ofNanos((long) (left.toNanos() / speed)));
    } catch (InterruptedException abandoned) {
      Thread.currentThread().interrupt();
      return false;
    }
    catchUp();
    return true;
  }

  @Override
  public void close() {
    closed.countDown();
  }

  private void tick() {
    try {
      while (!closed.await(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
        catchUp();
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }
}
