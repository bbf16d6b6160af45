package dev.hastack.sandbox.aws.eventbridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hastack.sandbox.aws.sqs.SignalWorld;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingException;
import software.amazon.awssdk.services.autoscaling.model.Instance;

/** What is announced of groups, as it arrives in a queue. */
class GroupNewsTest {
  private static final String HOOK = "hastack-terminate";

  private final SignalWorld world = new SignalWorld();
  private final List<Instance> fleet = world.spotFleet(3);
  private final String queue = world.hear("aws.autoscaling");

  private void hook(@Nullable String targetArn) {
    world.autoScaling.putLifecycleHook(
        request ->
            request
                .autoScalingGroupName(SignalWorld.GROUP)
                .lifecycleHookName(HOOK)
                .lifecycleTransition("autoscaling:EC2_INSTANCE_TERMINATING")
                .heartbeatTimeout(60)
                .defaultResult("CONTINUE")
                .notificationMetadata(targetArn == null ? null : "ours")
                .roleARN(targetArn == null ? null : "arn:aws:iam::111122223333:role/hooks")
                .notificationTargetARN(targetArn));
  }

  private void want(int servers) {
    world.autoScaling.updateAutoScalingGroup(
        request -> request.autoScalingGroupName(SignalWorld.GROUP).desiredCapacity(servers));
  }

  private List<JsonNode> heard(String type) {
    return world.drain(queue).stream()
        .filter(event -> event.path("detail-type").asText().equals(type))
        .toList();
  }

  @Test
  void shouldTellOfALaunchAndATerminationWhenTheyAreThrough() {
    // When
    want(4);
    world.pass(Duration.ofMinutes(3));

    // Then
    JsonNode launch = heard("EC2 Instance Launch Successful").getFirst();
    String id = launch.path("detail").path("EC2InstanceId").asText();
    assertThat(world.instances()).extracting(each -> each.instanceId()).contains(id);
    assertThat(launch.path("resources").path(0).asText())
        .startsWith("arn:aws:autoscaling:us-east-1:111122223333:autoScalingGroup:")
        .endsWith(":autoScalingGroupName/web");
    assertThat(launch.path("resources").path(1).asText())
        .isEqualTo("arn:aws:ec2:us-east-1:111122223333:instance/" + id);
    assertThat(launch.path("detail").path("Description").asText())
        .isEqualTo("Launching a new EC2 instance: " + id);
    assertThat(launch.path("detail").path("Details").path("Availability Zone").asText())
        .startsWith("us-east-1");

    // When
    want(3);
    world.pass(Duration.ofMinutes(3));

    // Then
    assertThat(heard("EC2 Instance Terminate Successful")).hasSize(1);
  }

  @Test
  void shouldTellOfLaunchesThatFailWhileThereIsADrought() {
    // Given
    world.region().signalIncidents().capacityDrought(Duration.ofMinutes(20));

    // When
    want(4);
    world.pass(Duration.ofMinutes(5));

    // Then
    JsonNode failure = heard("EC2 Instance Launch Unsuccessful").getFirst();
    assertThat(failure.path("detail").path("StatusCode").asText()).isEqualTo("Failed");
    assertThat(failure.path("detail").path("StatusMessage").asText())
        .startsWith("Could not launch Spot Instances.");
    assertThat(world.instances()).hasSize(3);

    // When
    world.pass(Duration.ofMinutes(45));

    // Then
    assertThat(world.instances()).hasSize(4);
  }

  @Test
  void shouldTellThatAHookHoldsAnInstanceAndGoOnWhenItIsCompleted() {
    // Given
    hook(null);
    want(2);
    world.pass(10);

    // When
    List<JsonNode> actions = heard("EC2 Instance-terminate Lifecycle Action");

    // Then
    JsonNode detail = actions.getFirst().path("detail");
    assertThat(actions).hasSize(1);
    assertThat(detail.path("LifecycleHookName").asText()).isEqualTo(HOOK);
    assertThat(detail.path("LifecycleTransition").asText())
        .isEqualTo("autoscaling:EC2_INSTANCE_TERMINATING");
    assertThat(detail.path("Origin").asText()).isEqualTo("AutoScalingGroup");
    assertThat(detail.has("NotificationMetadata")).isFalse();

    // When
    complete(detail.path("LifecycleActionToken").asText());
    world.pass(60);

    // Then
    assertThat(world.instances()).hasSize(2);
    assertThatThrownBy(() -> complete(detail.path("LifecycleActionToken").asText()))
        .isInstanceOf(AutoScalingException.class)
        .hasMessageContaining("No active Lifecycle Action found");
  }

  private void complete(String token) {
    world.autoScaling.completeLifecycleAction(
        request ->
            request
                .autoScalingGroupName(SignalWorld.GROUP)
                .lifecycleHookName(HOOK)
                .lifecycleActionToken(token)
                .lifecycleActionResult("CONTINUE"));
  }

  @Test
  void shouldGoOnByTheDefaultResultWhenNobodyCompletesTheHook() {
    // Given
    hook(null);
    String doomed = fleet.getFirst().instanceId();

    // When
    world.autoScaling.terminateInstanceInAutoScalingGroup(
        request -> request.instanceId(doomed).shouldDecrementDesiredCapacity(true));
    world.pass(50);

    // Then
    assertThat(world.instances())
        .filteredOn(each -> each.instanceId().equals(doomed))
        .singleElement()
        .satisfies(each -> assertThat(each.lifecycleStateAsString()).isEqualTo("Terminating:Wait"));

    // When
    world.pass(120);

    // Then
    assertThat(world.instances()).extracting(each -> each.instanceId()).doesNotContain(doomed);
  }

  @Test
  void shouldTellTheQueueOfAHookDirectlyAndTestItFirst() {
    // Given
    String direct = world.queue("direct");

    // When
    hook(SignalWorld.queueArn("direct"));
    world.pass(1);

    // Then
    JsonNode test = world.drain(direct).getFirst();
    assertThat(test.path("Event").asText()).isEqualTo("autoscaling:TEST_NOTIFICATION");
    assertThat(test.path("AutoScalingGroupName").asText()).isEqualTo(SignalWorld.GROUP);

    // When
    want(2);
    world.pass(10);

    // Then
    JsonNode action = world.drain(direct).getFirst();
    assertThat(action.has("detail-type")).isFalse();
    assertThat(action.path("Service").asText()).isEqualTo("AWS Auto Scaling");
    assertThat(action.path("LifecycleHookName").asText()).isEqualTo(HOOK);
    assertThat(action.path("NotificationMetadata").asText()).isEqualTo("ours");
    assertThat(action.path("EC2InstanceId").asText()).startsWith("i-");
    assertThat(action.path("LifecycleActionToken").asText()).isNotEmpty();
  }
}
