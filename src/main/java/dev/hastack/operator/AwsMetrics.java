package dev.hastack.operator;

import dev.hastack.core.outcome.Failure;
import dev.hastack.operator.metric.Metric;
import dev.hastack.provider.aws.AwsCallListener;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;

/** Counts and times every call to AWS, and has the health page know of it. */
final class AwsMetrics implements AwsCallListener {
  private final MeterRegistry registry;
  private final AwsHealth health;

  AwsMetrics(MeterRegistry registry, AwsHealth health) {
    this.registry = registry;
    this.health = health;
  }

  @Override
  public void called(String service, String operation, String outcome, Duration duration) {
    Metric.AWS_CALLS.count(registry, service, operation, outcome);
    Metric.AWS_CALL.timer(registry, service, operation).record(duration);
    health.called(service + ":" + operation, outcome);
  }

  @Override
  public void throttled(String service, String operation, int attempts) {
    Metric.AWS_THROTTLED.counter(registry, service, operation).increment(attempts);
  }

  @Override
  public void credentials(Optional<Failure> trouble) {
    health.credentials(trouble);
  }
}
