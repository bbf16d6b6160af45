package dev.hastack.operator;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Runs passes on virtual threads, few beside each other at first and one more with each that ends,
 * up to a limit; all of them after two seconds. The first passes of a process compute more than
 * they wait, since their code is cold: where two cores began all of them together, none ended
 * before each had nearly ended. Those of an account that does not answer must not hold up others.
 */
final class SlowStart extends ThreadPoolExecutor {
  static final Duration PATIENCE = Duration.ofSeconds(2);

  private final int limit;
  private final AtomicBoolean begun = new AtomicBoolean();

  /**
   * @param limit how many passes there may be beside each other in the end
   */
  SlowStart(int limit) {
    super(
        Math.min(limit, Runtime.getRuntime().availableProcessors()),
        limit,
        0,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        Thread.ofVirtual().name("pass-", 0).factory());
    this.limit = limit;
  }

  @Override
  public void execute(Runnable pass) {
    if (!begun.getAndSet(true)) {
      CompletableFuture.delayedExecutor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
          .execute(this::open);
    }
    super.execute(pass);
  }

  @Override
  protected void afterExecute(Runnable pass, @Nullable Throwable failure) {
    super.afterExecute(pass, failure);
    widen();
  }

  private synchronized void open() {
    setCorePoolSize(limit);
  }

  private synchronized void widen() {
    if (getCorePoolSize() < limit) {
      setCorePoolSize(getCorePoolSize() + 1);
    }
  }
}
