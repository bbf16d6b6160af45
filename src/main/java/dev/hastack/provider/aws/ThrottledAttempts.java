package dev.hastack.provider.aws;

import software.amazon.awssdk.core.metrics.CoreMetric;
import software.amazon.awssdk.metrics.MetricCollection;
import software.amazon.awssdk.metrics.MetricPublisher;

/** Sees what the SDK keeps to itself when a later attempt of a call goes through. */
final class ThrottledAttempts implements MetricPublisher {
  /** SDK for Java 2.x developer guide, Service client metrics: a value of {@code ErrorType}. */
  private static final String THROTTLING = "Throttling";

  private final String service;
  private final AwsCallListener listener;

  /**
   * @param service the prefix of the IAM actions of the client it is for
   */
  ThrottledAttempts(String service, AwsCallListener listener) {
    this.service = service;
    this.listener = listener;
  }

  @Override
  public void publish(MetricCollection call) {
    int throttled =
        Math.toIntExact(
            call.children().stream()
                .flatMap(attempt -> attempt.metricValues(CoreMetric.ERROR_TYPE).stream())
                .filter(THROTTLING::equals)
                .count());
    if (throttled > 0) {
      call.metricValues(CoreMetric.OPERATION_NAME)
          .forEach(operation -> listener.throttled(service, operation, throttled));
    }
  }

  @Override
  public void close() {
    // Holds nothing.
  }
}
