package dev.hastack.endtoend;

import static dev.hastack.endtoend.FieldUpdate.plain;

import dev.hastack.endtoend.FieldUpdate.Effect;
import dev.hastack.provider.aws.resource.TargetGroup;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A change of every field that AWS can change of a target group. */
final class TargetGroupUpdates {
  private TargetGroupUpdates() {}

  static List<FieldUpdate> all() {
    return List.of(
        attribute("deregistrationDelaySeconds", "50", TargetGroup.DEREGISTRATION_DELAY, "60"),
        // Before the algorithm: AWS starts slowly with round_robin only.
        attribute("slowStartSeconds", "0", TargetGroup.SLOW_START, "0"),
        attribute(
            "algorithm", "\"least_outstanding_requests\"", TargetGroup.ALGORITHM, "round_robin"),
        attribute("stickiness.durationSeconds", "7200", TargetGroup.STICKINESS_DURATION, "86400"),
        check(
            "path",
            "\"/up\"",
            TargetGroup.HEALTH_CHECK_PATH,
            live -> live.targetGroup().healthCheckPath(),
            "/"),
        check(
            "port",
            "\"9090\"",
            TargetGroup.HEALTH_CHECK_PORT,
            live -> live.targetGroup().healthCheckPort(),
            "traffic-port"),
        check(
            "protocol",
            "\"HTTPS\"",
            TargetGroup.HEALTH_CHECK_PROTOCOL,
            live -> live.targetGroup().healthCheckProtocolAsString(),
            "HTTP"),
        // AWS's default of the timeout depends on the protocol: there is no way back.
        check(
            "timeoutSeconds",
            "7",
            TargetGroup.HEALTH_CHECK_TIMEOUT_SECONDS,
            live -> live.targetGroup().healthCheckTimeoutSeconds(),
            "7"),
        check(
            "intervalSeconds",
            "25",
            TargetGroup.HEALTH_CHECK_INTERVAL_SECONDS,
            live -> live.targetGroup().healthCheckIntervalSeconds(),
            "30"),
        check(
            "healthyThreshold",
            "4",
            TargetGroup.HEALTHY_THRESHOLD_COUNT,
            live -> live.targetGroup().healthyThresholdCount(),
            "5"),
        check(
            "unhealthyThreshold",
            "5",
            TargetGroup.UNHEALTHY_THRESHOLD_COUNT,
            live -> live.targetGroup().unhealthyThresholdCount(),
            "2"),
        check(
            "matcher",
            "\"404\"",
            TargetGroup.MATCHER,
            live -> live.targetGroup().matcher().httpCode(),
            "200"));
  }

  private static FieldUpdate attribute(String field, String value, String key, String unset) {
    return plain(
        "aws.targetGroup." + field,
        value,
        Effect.targetGroup(key),
        live -> live.targetGroupAttributes().get(key),
        unset);
  }

  private static FieldUpdate check(
      String field,
      String value,
      String attribute,
      Function<LiveStack, @Nullable Object> reader,
      String unset) {
    return plain(
        "aws.targetGroup.healthCheck." + field,
        value,
        Effect.healthCheck(attribute),
        reader,
        unset);
  }
}
