package dev.hastack.provider.aws.blueprint;

import dev.hastack.api.v1alpha1.TargetGroupSpec;
import dev.hastack.api.v1alpha1.TargetGroupSpec.Stickiness;
import dev.hastack.api.v1alpha1.TargetHealthCheck;
import dev.hastack.provider.aws.resource.AttributeValues;
import dev.hastack.provider.aws.resource.TargetGroup;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Designs the target group. */
final class TargetGroupDesign {
  private TargetGroupDesign() {}

  static TargetGroup of(TargetGroupSpec spec, String vpcId, Map<String, String> tags) {
    var attributes =
        AttributeValues.builder()
            .whole(TargetGroup.PORT, spec.port())
            .text(TargetGroup.PROTOCOL, spec.protocol().name())
            .text(
                TargetGroup.PROTOCOL_VERSION,
                spec.protocolVersion() == null ? null : spec.protocolVersion().name())
            .text(TargetGroup.TARGET_TYPE, spec.targetType().name())
            .text(TargetGroup.VPC_ID, vpcId)
            .text(TargetGroup.DEREGISTRATION_DELAY, text(spec.deregistrationDelaySeconds()))
            .text(TargetGroup.SLOW_START, text(spec.slowStartSeconds()))
            .text(TargetGroup.ALGORITHM, spec.algorithm() == null ? null : spec.algorithm().name())
            .keyed(TargetGroup.TAGS, tags);
    stickiness(spec, attributes);
    if (spec.healthCheck() != null) {
      healthCheck(spec.healthCheck(), attributes);
    }
    return new TargetGroup(attributes.build());
  }

  /** Left out means off, except where the protocol knows no stickiness to turn off. */
  private static void stickiness(TargetGroupSpec spec, AttributeValues.Builder attributes) {
    Stickiness stickiness = spec.stickiness();
    if (stickiness != null) {
      attributes
          .text(TargetGroup.STICKINESS_ENABLED, "true")
          .text(TargetGroup.STICKINESS_TYPE, stickiness.type().name())
          .text(TargetGroup.STICKINESS_DURATION, text(stickiness.durationSeconds()));
    } else if (spec.protocol() != TargetGroupSpec.Protocol.TLS) {
      attributes.text(TargetGroup.STICKINESS_ENABLED, "false");
    }
  }

  private static void healthCheck(TargetHealthCheck check, AttributeValues.Builder attributes) {
    attributes
        .text(
            TargetGroup.HEALTH_CHECK_PROTOCOL,
            check.protocol() == null ? null : check.protocol().name())
        .text(TargetGroup.HEALTH_CHECK_PORT, check.port())
        .text(TargetGroup.HEALTH_CHECK_PATH, check.path())
        .whole(TargetGroup.HEALTH_CHECK_INTERVAL_SECONDS, check.intervalSeconds())
        .whole(TargetGroup.HEALTH_CHECK_TIMEOUT_SECONDS, check.timeoutSeconds())
        .whole(TargetGroup.HEALTHY_THRESHOLD_COUNT, check.healthyThreshold())
        .whole(TargetGroup.UNHEALTHY_THRESHOLD_COUNT, check.unhealthyThreshold())
        .text(TargetGroup.MATCHER, check.matcher());
  }

  private static @Nullable String text(@Nullable Integer number) {
    return number == null ? null : Integer.toString(number);
  }
}
