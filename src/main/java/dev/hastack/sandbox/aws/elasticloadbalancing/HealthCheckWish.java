package dev.hastack.sandbox.aws.elasticloadbalancing;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Matcher;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupRequest;

/** What a request asks of a health check; null leaves a thing as it is, or to AWS's default. */
record HealthCheckWish(
    @Nullable String protocol,
    @Nullable String port,
    @Nullable Boolean enabled,
    @Nullable String path,
    @Nullable Integer intervalSeconds,
    @Nullable Integer timeoutSeconds,
    @Nullable Integer healthyThreshold,
    @Nullable Integer unhealthyThreshold,
    @Nullable Matcher matcher) {

  static HealthCheckWish of(CreateTargetGroupRequest request) {
    return new HealthCheckWish(
        request.healthCheckProtocolAsString(),
        request.healthCheckPort(),
        request.healthCheckEnabled(),
        request.healthCheckPath(),
        request.healthCheckIntervalSeconds(),
        request.healthCheckTimeoutSeconds(),
        request.healthyThresholdCount(),
        request.unhealthyThresholdCount(),
        request.matcher());
  }

  static HealthCheckWish of(ModifyTargetGroupRequest request) {
    return new HealthCheckWish(
        request.healthCheckProtocolAsString(),
        request.healthCheckPort(),
        request.healthCheckEnabled(),
        request.healthCheckPath(),
        request.healthCheckIntervalSeconds(),
        request.healthCheckTimeoutSeconds(),
        request.healthyThresholdCount(),
        request.unhealthyThresholdCount(),
        request.matcher());
  }
}
