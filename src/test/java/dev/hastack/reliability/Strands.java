package dev.hastack.reliability;

import dev.hastack.sandbox.aws.world.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Work that overlaps in virtual time. Each strand has a thread, of which one runs at a time: one
 * that waits lets the others run until its moment has come, the one that waits for the earliest
 * first. So nothing depends on how the machine schedules threads.
 */
final class Strands {

  /** How long a call is under way while others run. */
  private static final Duration ROUND_TRIP = Duration.ofMillis(50);

  private static final class Strand {
    private final Thread thread;
    private final Semaphore turn = new Semaphore(0);
    private Instant wakes;
    private long order;
    private @Nullable Throwable failure;

    private Strand(Runnable work, Semaphore handedBack, Instant now) {
      this.wakes = now;
      this.thread =
          Thread.ofPlatform()
              .daemon()
              .unstarted(
                  () -> {
                    turn.acquireUninterruptibly();
                    try {
                      work.run();
                    } catch (RuntimeException | Error thrown) {
                      failure = thrown;
                    } finally {
                      handedBack.release();
                    }
                  });
    }
  }

  private final SimulatedTime time;
  private final Semaphore handedBack = new Semaphore(0);
  private final PriorityQueue<Strand> waiting =
      new PriorityQueue<>(
          Comparator.<Strand, Instant>comparing(each -> each.wakes)
              .thenComparing(each -> each.order));
  private @Nullable Strand running;
  private long waits;

  Strands(SimulatedTime time) {
    this.time = time;
  }

  SimulatedTime time() {
    return time;
  }

  /** Adds a strand, which runs when its turn comes. */
  void begin(Runnable work) {
    var strand = new Strand(work, handedBack, time.now());
    strand.thread.start();
    enqueue(strand);
  }

  /**
   * Lets the strand that waits for the earliest moment go on until it waits again or ends.
   *
   * @return false if none waits for a moment before this one
   */
  boolean goOnBefore(Instant horizon) {
    if (waiting.isEmpty() || !waiting.peek().wakes.isBefore(horizon)) {
      return false;
    }
    Strand next = waiting.remove();
    time.advanceTo(next.wakes);
    running = next;
    next.turn.release();
    handedBack.acquireUninterruptibly();
    running = null;
    if (next.failure != null) {
      throw new AssertionError("a strand failed: " + next.failure, next.failure);
    }
    return true;
  }

  /** Lets time pass: for a strand while others run, else at once. */
  void pause(Duration duration) {
    Strand current = running;
    if (current == null || Thread.currentThread() != current.thread) {
      time.advance(duration);
      return;
    }
    current.wakes = time.now().plus(duration);
    enqueue(current);
    handedBack.release();
    current.turn.acquireUninterruptibly();
  }

  /** A call of a strand takes its time; outside of strands calls take none. */
  void travel() {
    if (running != null) {
      pause(ROUND_TRIP);
    }
  }

  private void enqueue(Strand strand) {
    strand.order = waits++;
    waiting.add(strand);
  }
}
