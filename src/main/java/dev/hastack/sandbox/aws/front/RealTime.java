package dev.hastack.sandbox.aws.front;

import dev.hastack.sandbox.aws.world.NotYet;
import dev.hastack.sandbox.aws.world.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Moves a simulated clock along with the wall clock, at some speed, until it is closed. */
final class RealTime implements Clockwork {
  private static final long TICK_MILLIS = 50;

  private final SimulatedTime time;
  private final LongSupplier nanos;
  private final Consumer<RuntimeException> onFailure;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Pace pace;

  /**
   * How fast time passes, and since when.
   *
   * @param speed simulated seconds in each real one
   */
  private record Pace(Instant start, long startNanos, double speed) {
    Instant at(long nanos) {
      return start.plusNanos((long) ((nanos - startNanos) * speed));
    }

    Duration real(Duration simulated) {
      return Duration.ofNanos((long) (simulated.toNanos() / speed));
    }
  }

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
    this.onFailure = onFailure;
    this.pace = new Pace(time.now(), nanos.getAsLong(), speed);
    Thread.ofPlatform().daemon().name("simulated-aws-clock").start(this::tick);
  }

  @Override
  public SimulatedTime time() {
    return time;
  }

  @Override
  public void catchUp() {
    try {
      time.exclusively(
          () -> {
            time.advanceTo(pace.at(nanos.getAsLong()));
            return pace;
          });
    } catch (RuntimeException failure) {
      onFailure.accept(failure);
    }
  }

  /** Those who wait for something look again, since they waited at the other speed. */
  @Override
  public void runAt(double speed) {
    time.exclusively(
        () -> {
          catchUp();
          pace = new Pace(time.now(), nanos.getAsLong(), speed);
          return pace;
        });
    time.stir();
  }

  /** An interrupt ends the wait early and stays set: the caller has given up. */
  @Override
  public void pause(Duration duration) {
    try {
      Thread.sleep(pace.real(duration));
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
      time.awaitStir(waiting.stirs(), pace.real(left));
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
