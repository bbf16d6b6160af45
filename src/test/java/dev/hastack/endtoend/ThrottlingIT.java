package dev.hastack.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.api.v1alpha1.Condition.Status;
import dev.hastack.core.status.ConditionType;
import dev.hastack.core.status.Notice;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;

/**
 * AWS asks to be called less. The SDK then tries a call four times with pauses and spreads all
 * calls to that service, so that a pass takes about ten seconds: these tests wait for what one pass
 * says, never for a number of passes.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ThrottlingIT {
  private static final String DESCRIBE = "autoscaling:DescribeAutoScalingGroups";

  private final Scene scene = new Scene();
  private OperatorUnderTest operator;

  @BeforeAll
  void start() {
    operator = OperatorUnderTest.serving(scene, "throttling");
  }

  @AfterAll
  void stop() {
    scene.proxy().heal();
    operator.close();
    scene.close();
  }

  @Test
  void shouldWriteNothingUntilReadsAreNoLongerThrottled() {
    // Given
    StackObject stack = operator.settle("web", scene.web("web"));
    AutoScalingGroup group = group(stack);
    scene.proxy().meet(call -> call.is(DESCRIBE), Trouble.throttled());
    int before = scene.proxy().calls().size();

    // When: it would change the group, then detach and delete the target group
    stack.patch("{\"spec\": {\"capacity\": {\"max\": 6}, \"aws\": {\"targetGroup\": null}}}");

    // Then: it says what it does not know and why, and neither makes, changes nor deletes
    Condition unread = stack.awaitCondition(ConditionType.Ready, Status.Unknown, "Unread");
    assertThat(unread.message()).contains(DESCRIBE, "Throttling", "Rate exceeded");
    assertThat(stack.condition(ConditionType.Stalled))
        .hasValueSatisfying(stalled -> assertThat(stalled.status()).isEqualTo(Status.False));
    stack.awaitEvent(Notice.Reason.Unread, DESCRIBE);
    assertThat(scene.proxy().writesSince(before)).isEmpty();
    assertThat(group(stack)).isEqualTo(group);
    assertThat(scene.account().targetGroups(stack.qualifiedName())).hasSize(1);

    // When
    scene.proxy().heal();

    // Then
    stack.awaitSettled();
    assertThat(group(stack).maxSize()).isEqualTo(6);
    assertThat(scene.account().targetGroups(stack.qualifiedName())).isEmpty();
    assertThat(scene.proxy().writesSince(before))
        .extracting(SentWrite::operation)
        .isEqualTo(
            List.of(
                "autoscaling:DetachLoadBalancerTargetGroups",
                "autoscaling:UpdateAutoScalingGroup",
                "elasticloadbalancing:DeleteTargetGroup"));
  }

  private AutoScalingGroup group(StackObject stack) {
    return scene.account().groups(stack.qualifiedName()).getFirst();
  }
}
