package dev.hastack.sandbox.aws.autoscaling;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.CreateAutoScalingGroupRequest;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateSpecification;
import software.amazon.awssdk.services.autoscaling.model.MixedInstancesPolicy;
import software.amazon.awssdk.services.autoscaling.model.UpdateAutoScalingGroupRequest;

/**
 * What a create or an update asks of the settings of a group; what is null is not asked for.
 *
 * @param settings those that need nothing but their own value
 */
record Wishes(
    AutoScalingGroup settings,
    @Nullable LaunchTemplateSpecification launchTemplate,
    @Nullable MixedInstancesPolicy policy) {

  /** Members with a meaning of their own. */
  private static final Set<String> APART =
      Set.of(
          "LaunchTemplate",
          "MixedInstancesPolicy",
          "AvailabilityZones",
          "TargetGroupARNs",
          "LoadBalancerNames",
          "TrafficSources",
          "Tags");

  static Wishes of(CreateAutoScalingGroupRequest request) {
    return new Wishes(namesakes(request), request.launchTemplate(), request.mixedInstancesPolicy());
  }

  static Wishes of(UpdateAutoScalingGroupRequest request) {
    return new Wishes(namesakes(request), request.launchTemplate(), request.mixedInstancesPolicy());
  }

  /** The members that a request and a group's description have under the same name. */
  private static AutoScalingGroup namesakes(SdkPojo request) {
    var values = new HashMap<String, Object>();
    setMembers(request).forEach(values::put);
    AutoScalingGroup.Builder settings = AutoScalingGroup.builder();
    for (SdkField<?> field : settings.sdkFields()) {
      Object value = values.get(field.memberName());
      if (value != null && !APART.contains(field.memberName())) {
        field.set(settings, value);
      }
    }
    return settings.build();
  }

  /** The settings laid over those that were. */
  AutoScalingGroup over(AutoScalingGroup before) {
    AutoScalingGroup.Builder merged = before.toBuilder();
    Map<String, Object> wanted = setMembers(settings);
    for (SdkField<?> field : merged.sdkFields()) {
      Object value = wanted.get(field.memberName());
      if (value != null) {
        field.set(merged, value);
      }
    }
    return merged.build();
  }

  private static Map<String, Object> setMembers(SdkPojo pojo) {
    var members = new HashMap<String, Object>();
    for (SdkField<?> field : pojo.sdkFields()) {
      Object value = field.getValueOrDefault(pojo);
      if (value != null && !(value instanceof SdkAutoConstructList<?>)) {
        members.put(field.memberName(), value);
      }
    }
    return members;
  }
}
