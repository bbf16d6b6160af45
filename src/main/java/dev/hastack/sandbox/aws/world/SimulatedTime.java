package dev.hastack.sandbox.aws.world;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The one clock of a simulated world and all that is going to happen in it. It moves only when it
 * is told to, so that hours pass in milliseconds and the same seed gives the same story. Whatever
 * reads or changes the world holds its lock; what is due runs under it too.
 */
public final class SimulatedTime {

  /** Something that is going to happen. */
  public static final class Scheduled {
    private final Instant due;
    private final long order;
    private final Runnable event;
    private boolean cancelled;

    private Scheduled(Instant due, long order, Runnable event) {
      this.due = due;
      this.order = order;
      this.event = event;
    }

    /** Makes it not happen; nothing if it has. */
    public void cancel() {
      cancelled = true;
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final PriorityQueue<Scheduled> agenda =
      new PriorityQueue<>(
          Comparator.<Scheduled, Instant>comparing(each -> each.due)
              .thenComparing(each -> each.order));
  private Instant now;
  private long scheduled;
  private final Condition stirred = lock.newCondition();
  private long stirs;

  public SimulatedTime(Instant start) {
    this.now = start;
  }

  /** The present of this world. */
  public Instant now() {
    return exclusively(() -> now);
  }

  /** Has something happen at a time; one that is past means as soon as time moves. */
  public Scheduled at(Instant due, Runnable event) {
    return exclusively(
        () -> {
          var entry = new Scheduled(due, scheduled++, event);
          agenda.add(entry);
          return entry;
        });
  }

  /** Has something happen after a while. */
  public Scheduled after(Duration delay, Runnable event) {
    return exclusively(() -> at(now.plus(delay), event));
  }

  /** Tells those who wait for something to happen that something has. */
  public void stir() {
    exclusively(
        () -> {
          stirs++;
          stirred.signalAll();
          return stirs;
        });
  }

  /** How often something has happened for which somebody might wait. */
  public long stirs() {
    return exclusively(() -> stirs);
  }

  /** Lets time pass until then, or until something has happened since {@code seen}. */
  public void advanceUntilStirred(long seen, Instant target) {
    exclusively(
        () -> {
          while (stirs == seen && now.isBefore(target)) {
            Scheduled next = agenda.peek();
            advanceTo(next == null || next.due.isAfter(target) ? target : next.due);
          }
          return now;
        });
  }

  /**
   * Waits while others move the clock, and does not hold the world up meanwhile, until something
   * has happened since {@code seen}.
   *
   * @param atMost of real time
   */
  public void awaitStir(long seen, Duration atMost) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long nanos = atMost.toNanos();
      while (stirs == seen && nanos > 0) {
        nanos = stirred.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Lets time pass; what falls due on the way happens in the order of its time. */
  public void advance(Duration duration) {
    advanceTo(now().plus(duration));
  }

  /** Lets time pass until then; a time that is past lets only happen what is overdue. */
  public void advanceTo(Instant target) {
    exclusively(
        () -> {
          while (!agenda.isEmpty() && !agenda.peek().due.isAfter(target)) {
            Scheduled next = agenda.remove();
            if (next.due.isAfter(now)) {
              now = next.due;
            }
            if (!next.cancelled) {
              next.event.run();
            }
          }
          if (target.isAfter(now)) {
            now = target;
          }
          return now;
        });
  }

  /** Does something while nothing else happens in this world. */
  public <T> T exclusively(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
