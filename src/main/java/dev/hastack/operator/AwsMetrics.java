package dev.hastack.operator;

import dev.hastack.provider.aws.AwsCallListener;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;

/** Counts and times every call to AWS by service, operation and outcome. */
record AwsMetrics(MeterRegistry registry) implements AwsCallListener {

  @Override
  public void called(String service, String operation, String outcome, Duration duration) {
    registry
        .counter(
            "hastack.aws.calls", "service", service, "operation", operation, "outcome", outcome)
        .increment();
    registry.timer("hastack.aws.call", "service", service, "operation", operation).record(duration);
  }
}
