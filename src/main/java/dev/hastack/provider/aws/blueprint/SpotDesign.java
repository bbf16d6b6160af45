package dev.hastack.provider.aws.blueprint;

import dev.hastack.api.v1alpha1.AwsSpec;
import dev.hastack.api.v1alpha1.SpotSpec;
import dev.hastack.api.v1alpha1.TargetGroupSpec;
import dev.hastack.core.stack.DesiredResource;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.AwsNames;
import dev.hastack.provider.aws.resource.AttributeValues;
import dev.hastack.provider.aws.resource.AutoScalingGroup;
import dev.hastack.provider.aws.resource.LifecycleHook;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Designs what the Spot section adds to a stack. */
final class SpotDesign {
  /** For the queue and the calls between the end of a drain and the server's. */
  private static final int MARGIN_SECONDS = 30;

  /** Auto Scaling API reference, PutLifecycleHook, HeartbeatTimeout. */
  private static final int SHORTEST_SECONDS = 30;

  private static final int LONGEST_SECONDS = 7_200;

  private SpotDesign() {}

  /** Whether groups replace servers at risk before they are lost; null where nobody says. */
  static @Nullable Boolean capacityRebalance(AwsSpec aws) {
    SpotSpec spot = aws.spot();
    return spot == null
        ? null
        : spot.onRebalanceRecommendation() == SpotSpec.OnRebalanceRecommendation.LaunchFirst;
  }

  /** A terminate hook for each group, where servers are drained and there is what to drain from. */
  static List<DesiredResource> hooks(StackId stack, AwsSpec aws, Collection<ResourceId> groups) {
    SpotSpec spot = aws.spot();
    TargetGroupSpec targets = aws.targetGroup();
    return spot == null || targets == null || !spot.drains()
        ? List.of()
        : groups.stream()
            .map(group -> hook(stack, group, targets.deregistrationDelaySeconds()))
            .toList();
  }

  /**
   * When AWS takes a server the group drains it before the hook begins; the hook's time is for a
   * drain of ours that is younger. Nobody answering, the server ends all the same.
   */
  private static DesiredResource hook(StackId stack, ResourceId group, int delaySeconds) {
    return new DesiredResource(
        LifecycleHook.terminate(group),
        AwsNames.lifecycleHook(
            AwsNames.autoScalingGroup(stack, group), AwsNames.terminateHook(stack.cluster())),
        new LifecycleHook(
            AttributeValues.builder()
                .put(
                    LifecycleHook.GROUP_NAME,
                    new Value.Pending(group, AutoScalingGroup.OUTPUT_NAME))
                .text(LifecycleHook.TRANSITION, LifecycleHook.TERMINATING)
                .whole(
                    LifecycleHook.HEARTBEAT_TIMEOUT,
                    Math.clamp(delaySeconds + MARGIN_SECONDS, SHORTEST_SECONDS, LONGEST_SECONDS))
                .text(LifecycleHook.DEFAULT_RESULT, LifecycleHook.CONTINUE)
                .build()));
  }
}
