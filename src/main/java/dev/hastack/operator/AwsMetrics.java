package dev.hastack.operator;

import dev.hastack.operator.metric.Metric;
import dev.hastack.provider.aws.AwsCallListener;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counts and times every call to AWS, and remembers the latest for the health page. */
final class AwsMetrics implements AwsCallListener {
  private final MeterRegistry registry;
  private final Clock clock;
  private volatile @Nullable Call latest;
  private volatile @Nullable Call latestFailure;

  /**
   * One call.
   *
   * @param action as IAM names it
   * @param outcome {@link AwsCallListener#OK}, {@link AwsCallListener#FENCED} or a {@code
   *     FailureKind}
   * @param at when it ended
   */
  record Call(String action, String outcome, Instant at) {
    @Override
    public String toString() {
      return action + " " + outcome + " " + at;
    }
  }

  AwsMetrics(MeterRegistry registry, Clock clock) {
    this.registry = registry;
    this.clock = clock;
  }

  @Override
  public void called(String service, String operation, String outcome, Duration duration) {
    Metric.AWS_CALLS.count(registry, service, operation, outcome);
    Metric.AWS_CALL.timer(registry, service, operation).record(duration);
    Call call = new Call(service + ":" + operation, outcome, clock.instant());
    latest = call;
    if (!outcome.equals(OK)) {
      latestFailure = call;
    }
  }

  @Override
  public void throttled(String service, String operation, int attempts) {
    Metric.AWS_THROTTLED.counter(registry, service, operation).increment(attempts);
  }

  Optional<Call> latest() {
    return Optional.ofNullable(latest);
  }

  Optional<Call> latestFailure() {
    return Optional.ofNullable(latestFailure);
  }
}
