package dev.hastack.operator;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs passes on virtual threads, few beside each other at first and one more with each that ends,
 * up to a limit. The first passes of a process compute more than they wait, since their code is
 * cold: where two cores began all of them together, none ended before each had nearly ended.
 */
final class SlowStart extends ThreadPoolExecutor {
  private final int limit;

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
  protected void afterExecute(Runnable pass, @Nullable Throwable failure) {
    super.afterExecute(pass, failure);
    widen();
  }

  private synchronized void widen() {
    if (getCorePoolSize() < limit) {
      setCorePoolSize(getCorePoolSize() + 1);
    }
  }
}
