package dev.hastack.sandbox.aws.wire;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.AcquireInitialTokenResponse;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RecordSuccessRequest;
import software.amazon.awssdk.retries.api.RecordSuccessResponse;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenResponse;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.retries.internal.DefaultAdaptiveRetryStrategy;
import software.amazon.awssdk.retries.internal.ratelimiter.RateLimiterTokenBucketStore;

/**
 * A retry strategy of the SDK whose pauses pass on a clock of ours: it tells how long, and lets the
 * SDK go on at once.
 */
public final class SimulatedRetries implements RetryStrategy {
  /** What the adaptive strategy of the SDK has (SDK for Java developer guide, Retry behavior). */
  private static final Duration BASE_DELAY = Duration.ofMillis(100);

  private static final Duration THROTTLED_BASE_DELAY = Duration.ofSeconds(1);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(20);
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int MOST_DOUBLINGS = 20;

  private final RetryStrategy strategy;
  private final Consumer<Duration> pause;

  /**
   * Wraps a strategy.
   *
   * @param pause lets simulated time pass; called on the thread that makes the call, and never with
   *     zero
   */
  public SimulatedRetries(RetryStrategy strategy, Consumer<Duration> pause) {
    this.strategy = strategy;
    this.pause = pause;
  }

  /**
   * The adaptive strategy (the SDK's {@code ADAPTIVE_V2}) with its limit on the rate of calls on
   * our clock too, and with jitter of ours: the same calls, answers and seed give the same pauses.
   * Each client needs one of its own.
   *
   * @param attempts most tries of one call, the first included
   * @param jitter drawn from by one thread at a time only
   */
  public static SimulatedRetries adaptive(
      int attempts, InstantSource clock, Consumer<Duration> pause, RandomGenerator jitter) {
    var builder =
        (DefaultAdaptiveRetryStrategy.Builder) AwsRetryStrategy.adaptiveRetryStrategy().toBuilder();
    return new SimulatedRetries(
        builder
            .maxAttempts(attempts)
            .rateLimiterTokenBucketStore(
                RateLimiterTokenBucketStore.builder().clock(() -> seconds(clock.instant())).build())
            .backoffStrategy(exponential(BASE_DELAY, jitter))
            .throttlingBackoffStrategy(exponential(THROTTLED_BASE_DELAY, jitter))
            .build(),
        pause);
  }

  @Override
  public AcquireInitialTokenResponse acquireInitialToken(AcquireInitialTokenRequest request) {
    AcquireInitialTokenResponse response = strategy.acquireInitialToken(request);
    pass(response.delay());
    return AcquireInitialTokenResponse.create(response.token(), Duration.ZERO);
  }

  @Override
  public RefreshRetryTokenResponse refreshRetryToken(RefreshRetryTokenRequest request) {
    RefreshRetryTokenResponse response = strategy.refreshRetryToken(request);
    pass(response.delay());
    return RefreshRetryTokenResponse.create(response.token(), Duration.ZERO);
  }

  @Override
  public RecordSuccessResponse recordSuccess(RecordSuccessRequest request) {
    return strategy.recordSuccess(request);
  }

  @Override
  public int maxAttempts() {
    return strategy.maxAttempts();
  }

  /** The wrapped strategy has them already; the SDK would rebuild this one to add them. */
  @Override
  public boolean useClientDefaults() {
    return false;
  }

  @Override
  public Builder<?, ?> toBuilder() {
    throw new UnsupportedOperationException("made as it is to be");
  }

  private void pass(Duration delay) {
    if (!delay.isZero()) {
      pause.accept(delay);
    }
  }

  private static double seconds(Instant instant) {
    return instant.getEpochSecond() + instant.getNano() / NANOS_PER_SECOND;
  }

  /** Full jitter, as the SDK's own; the first retry is the second attempt. */
  private static BackoffStrategy exponential(Duration base, RandomGenerator jitter) {
    return attempt -> {
      long doublings = Math.clamp(attempt - 2L, 0, MOST_DOUBLINGS);
      long most = Math.min(base.toMillis() << doublings, LONGEST_DELAY.toMillis());
      return attempt < 2 ? Duration.ZERO : Duration.ofMillis(jitter.nextLong(most));
    };
  }
}
