package dev.hastack.provider.aws.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.plan.AttributeChange;
import dev.hastack.core.plan.ChangeReason;
import dev.hastack.core.stack.Health;
import dev.hastack.core.stack.Impact;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.Ownership;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.AwsNames;
import dev.hastack.provider.aws.AwsTags;
import dev.hastack.provider.aws.resource.AttributeValues;
import dev.hastack.provider.aws.resource.AutoScalingGroup;
import dev.hastack.provider.aws.resource.TargetGroup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AttachLoadBalancerTargetGroupsRequest;
import software.amazon.awssdk.services.autoscaling.model.AttachLoadBalancerTargetGroupsResponse;
import software.amazon.awssdk.services.autoscaling.model.DetachLoadBalancerTargetGroupsRequest;
import software.amazon.awssdk.services.autoscaling.model.DetachLoadBalancerTargetGroupsResponse;

/** Which target groups a group lets go of. */
class AttachedTargetGroupsTest {
  private static final StackId STACK = new StackId("7f0c", "shop", "web");
  private static final ResourceId GROUP = new ResourceId(AutoScalingGroup.KIND, "app");
  private static final ResourceId TARGET_GROUP = new ResourceId(TargetGroup.KIND, "app");
  private static final String OURS =
      AwsNames.targetGroup(STACK, TARGET_GROUP, List.of("8000", "HTTP"));
  private static final String NEW = arn(OURS, "new");
  private static final String GONE = arn(OURS, "gone");
  private static final String SUPERSEDED =
      arn(AwsNames.targetGroup(STACK, TARGET_GROUP, List.of("7000", "HTTP")), "old");
  private static final String THEIRS = arn("web-app-blue", "theirs");
  private static final String THEIRS_GONE = arn("web-app-green", "gone");
  private static final String THEIRS_UNDER_OUR_NAME =
      arn(AwsNames.targetGroup(STACK, TARGET_GROUP, List.of("9000", "HTTP")), "taken");

  /** Notes writes in order. */
  private static final class NotingAutoScaling implements AutoScalingClient {
    private final List<String> writes = new ArrayList<>();

    @Override
    public AttachLoadBalancerTargetGroupsResponse attachLoadBalancerTargetGroups(
        AttachLoadBalancerTargetGroupsRequest request) {
      writes.add("attach " + String.join(" ", request.targetGroupARNs()));
      return AttachLoadBalancerTargetGroupsResponse.builder().build();
    }

    @Override
    public DetachLoadBalancerTargetGroupsResponse detachLoadBalancerTargetGroups(
        DetachLoadBalancerTargetGroupsRequest request) {
      writes.add("detach " + String.join(" ", request.targetGroupARNs()));
      return DetachLoadBalancerTargetGroupsResponse.builder().build();
    }

    @Override
    public String serviceName() {
      return "autoscaling";
    }

    @Override
    public void close() {
      // Holds nothing.
    }
  }

  private final NotingAutoScaling autoScaling = new NotingAutoScaling();

  private static String arn(String name, String id) {
    return "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/" + name + "/" + id;
  }

  private void update(Collection<String> attached, Collection<String> wanted) {
    var inventory =
        FixedInventory.ofTargetGroups(
            Map.of(
                NEW, AwsTags.ownership(STACK, TARGET_GROUP),
                SUPERSEDED, AwsTags.ownership(STACK, TARGET_GROUP),
                THEIRS, Map.of(),
                THEIRS_UNDER_OUR_NAME, Map.of()));
    Value from = Value.setOf(attached);
    Value to = Value.setOf(wanted);
    new AutoScalingGroupGateway(autoScaling, inventory)
        .update(
            new Target(
                STACK,
                GROUP,
                "web-app-1",
                AttributeValues.builder().put(AutoScalingGroup.TARGET_GROUP_ARNS, to).build(),
                Map.of(
                    AutoScalingGroup.TARGET_GROUP_ARNS,
                    new AttributeChange(
                        AutoScalingGroup.TARGET_GROUP_ARNS,
                        Optional.of(from),
                        Optional.of(to),
                        false,
                        Impact.IN_PLACE,
                        false,
                        ChangeReason.Drifted)),
                Instant.EPOCH),
            new Present(
                "web-app-1",
                "arn:web-app-1",
                new AutoScalingGroup(
                    AttributeValues.builder()
                        .put(AutoScalingGroup.TARGET_GROUP_ARNS, from)
                        .build()),
                Map.of(),
                Ownership.OURS,
                Health.HEALTHY,
                Optional.empty(),
                Map.of()));
  }

  @Test
  void shouldDetachFormerOneBeforeItsSuccessorIsAttachedWhenItIsGone() {
    // When
    update(List.of(GONE), List.of(NEW));

    // Then
    assertThat(autoScaling.writes).containsExactly("detach " + GONE, "attach " + NEW);
  }

  @Test
  void shouldAttachSuccessorBeforeFormerOneIsDetachedWhenThatStillServes() {
    // When
    update(List.of(SUPERSEDED), List.of(NEW));

    // Then
    assertThat(autoScaling.writes).containsExactly("attach " + NEW, "detach " + SUPERSEDED);
  }

  @Test
  void shouldDetachWhatIsGoneWhenNoneIsWantedAnyMore() {
    // When
    update(List.of(GONE), List.of());

    // Then
    assertThat(autoScaling.writes).containsExactly("detach " + GONE);
  }

  @Test
  void shouldLeaveTargetGroupsOfOthersAttached() {
    // When
    update(List.of(THEIRS, THEIRS_GONE, THEIRS_UNDER_OUR_NAME), List.of(NEW));

    // Then
    assertThat(autoScaling.writes).containsExactly("attach " + NEW);
  }
}
