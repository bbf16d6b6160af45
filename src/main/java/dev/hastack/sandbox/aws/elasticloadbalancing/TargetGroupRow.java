package dev.hastack.sandbox.aws.elasticloadbalancing;

import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/**
 * A target group.
 *
 * @param settings as a describe shows them, but for the load balancers, which listeners decide
 * @param attributes by AWS's keys
 */
record TargetGroupRow(TargetGroup settings, SortedMap<String, String> attributes) {

  TargetGroupRow {
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
  }

  String arn() {
    return settings.targetGroupArn();
  }

  String name() {
    return settings.targetGroupName();
  }

  TargetGroupRow with(TargetGroup changed) {
    return new TargetGroupRow(changed, attributes);
  }

  /** Whether only network load balancers can forward to it. */
  boolean network() {
    return !settings.protocolAsString().startsWith("HTTP");
  }

  Duration deregistrationDelay() {
    return Duration.ofSeconds(
        Long.parseLong(attribute(TargetGroupAttributes.DEREGISTRATION_DELAY)));
  }

  String attribute(String key) {
    return attributes.getOrDefault(key, "");
  }
}
