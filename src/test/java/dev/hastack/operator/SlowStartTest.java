package dev.hastack.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlowStartTest {
  private static final int LIMIT = Runtime.getRuntime().availableProcessors() + 3;
  private static final int PASSES = 5 * LIMIT;
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final Semaphore mayEnd = new Semaphore(0);
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private final SlowStart passes = new SlowStart(LIMIT);

  @AfterEach
  void end() {
    mayEnd.release(PASSES);
    passes.shutdown();
  }

  @Test
  void shouldRunOneMoreWithEachThatEndsUpToTheLimit() {
    // When
    for (int pass = 0; pass < PASSES; pass++) {
      passes.execute(this::pass);
    }

    // Then
    awaitRunning(LIMIT - 3);

    // When
    for (int more = 1; more <= 5; more++) {
      mayEnd.release();

      // Then
      awaitRunning(Math.min(LIMIT, LIMIT - 3 + more));
    }

    // When
    mayEnd.release(PASSES);

    // Then
    await().atMost(DEADLINE).until(() -> ended.get() == PASSES);
  }

  @Test
  void shouldNotHoldUpOthersForPassesThatDoNotEnd() {
    // When
    for (int pass = 0; pass < PASSES; pass++) {
      passes.execute(this::pass);
    }

    // Then
    awaitRunning(LIMIT);
  }

  private void awaitRunning(int expected) {
    await()
        .atMost(DEADLINE)
        .until(() -> running.get() == expected && mayEnd.availablePermits() == 0);
    assertThat(passes.getPoolSize()).isEqualTo(expected);
  }

  private void pass() {
    running.incrementAndGet();
    mayEnd.acquireUninterruptibly();
    running.decrementAndGet();
    ended.incrementAndGet();
  }
}
