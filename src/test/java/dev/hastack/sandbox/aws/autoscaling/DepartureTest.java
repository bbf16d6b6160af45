package dev.hastack.sandbox.aws.autoscaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Chance;
import dev.hastack.sandbox.aws.world.InstanceState;
import dev.hastack.sandbox.aws.world.LaunchResult;
import dev.hastack.sandbox.aws.world.Targets.Health;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.autoscaling.model.Activity;
import software.amazon.awssdk.services.autoscaling.model.LifecycleState;
import software.amazon.awssdk.services.autoscaling.model.ScalingActivityStatusCode;

/** How instances are drained, held by hooks, judged and replaced. */
class DepartureTest {
  private static final String LAUNCHING = "autoscaling:EC2_INSTANCE_LAUNCHING";
  private static final String TERMINATING = "autoscaling:EC2_INSTANCE_TERMINATING";
  private static final AutoScalingOptions OPTIONS = AutoScalingOptions.drawn(new Chance(1));

  private final Scene scene = new Scene();

  private static void attached(Scene scene, int desired, String... hooked) {
    scene.create(
        desired,
        request ->
            request
                .targetGroupARNs(ScriptedTargets.ARN)
                .healthCheckType("EC2,ELB")
                .healthCheckGracePeriod(30));
    for (String transition : hooked) {
      scene.call(
          () ->
              scene
                  .service()
                  .putLifecycleHook(
                      request ->
                          request
                              .autoScalingGroupName(Scene.GROUP)
                              .lifecycleHookName(
                                  transition.substring(25).toLowerCase(java.util.Locale.ROOT))
                              .lifecycleTransition(transition)
                              .heartbeatTimeout(300)));
    }
    scene.passMinutes(2);
  }

  private void terminate(String id) {
    scene.call(
        () ->
            scene
                .service()
                .terminateInstanceInAutoScalingGroup(
                    request -> request.instanceId(id).shouldDecrementDesiredCapacity(false)));
  }

  @Test
  void shouldWaitForTheDeregistrationDelayBeforeTheHook() {
    // Given
    attached(scene, 1, TERMINATING);
    String id = scene.idsInService().getFirst();

    // When
    terminate(id);

    // Then
    assertThat(scene.targets.health(ScriptedTargets.ARN, id)).contains(Health.DRAINING);
    scene.pass(Duration.ofSeconds(59));
    assertThat(scene.stateOf(id)).isEqualTo(LifecycleState.TERMINATING);
    assertThat(activityOf(id).statusCode())
        .isEqualTo(ScalingActivityStatusCode.WAITING_FOR_ELB_CONNECTION_DRAINING);
    scene.pass(Duration.ofSeconds(10));
    assertThat(scene.stateOf(id)).isEqualTo(LifecycleState.TERMINATING_WAIT);
    assertThat(activityOf(id).statusCode())
        .isEqualTo(ScalingActivityStatusCode.MID_LIFECYCLE_ACTION);
    assertThat(scene.instances.find(id).orElseThrow().state()).isEqualTo(InstanceState.RUNNING);
  }

  private Activity activityOf(String id) {
    return scene.activities().stream()
        .filter(each -> each.description().equals("Terminating EC2 instance: " + id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void shouldGoOnWhenTheHookIsCompletedAndRefuseASecondCompletion() {
    // Given
    attached(scene, 1, TERMINATING);
    String id = scene.idsInService().getFirst();
    terminate(id);
    scene.pass(Duration.ofSeconds(90));

    // When
    complete(id, "terminating", "CONTINUE");
    scene.pass(Duration.ofSeconds(30));

    // Then
    assertThat(scene.stateOf(id)).isEqualTo(LifecycleState.TERMINATED);
    assertThat(activityOf(id).statusCode()).isEqualTo(ScalingActivityStatusCode.SUCCESSFUL);
    assertThatThrownBy(() -> complete(id, "terminating", "CONTINUE"))
        .isInstanceOfSatisfying(
            ApiError.class, error -> assertThat(error.code()).isEqualTo("ValidationError"))
        .hasMessage("No active Lifecycle Action found with instance ID " + id);
  }

  private void complete(String id, String hook, String result) {
    scene.call(
        () ->
            scene
                .service()
                .completeLifecycleAction(
                    request ->
                        request
                            .autoScalingGroupName(Scene.GROUP)
                            .lifecycleHookName(hook)
                            .instanceId(id)
                            .lifecycleActionResult(result)));
  }

  @Test
  void shouldHoldAsLongAsHeartbeatsCome() {
    // Given
    attached(scene, 1, TERMINATING);
    String id = scene.idsInService().getFirst();
    terminate(id);
    scene.pass(Duration.ofSeconds(90));

    // When
    for (int beat = 0; beat < 5; beat++) {
      scene.pass(Duration.ofSeconds(250));
      scene.call(
          () ->
              scene
                  .service()
                  .recordLifecycleActionHeartbeat(
                      request ->
                          request
                              .autoScalingGroupName(Scene.GROUP)
                              .lifecycleHookName("terminating")
                              .instanceId(id)));
    }

    // Then
    assertThat(scene.stateOf(id)).isEqualTo(LifecycleState.TERMINATING_WAIT);
    scene.pass(Duration.ofSeconds(330));
    assertThat(scene.stateOf(id)).isEqualTo(LifecycleState.TERMINATED);
  }

  @Test
  void shouldAbandonALaunchWhoseHookTimesOut() {
    // Given
    attached(scene, 1, LAUNCHING);
    String id = scene.group().instances().getFirst().instanceId();
    assertThat(scene.stateOf(id)).isEqualTo(LifecycleState.PENDING_WAIT);

    // When
    scene.passMinutes(5);

    // Then
    assertThat(scene.stateOf(id)).isEqualTo(LifecycleState.TERMINATED);
    assertThat(scene.activities().getLast())
        .satisfies(
            activity -> {
              assertThat(activity.statusCode()).isEqualTo(ScalingActivityStatusCode.CANCELLED);
              assertThat(activity.statusMessage()).endsWith("was abandoned: Heartbeat Timeout");
            });
  }

  @Test
  void shouldReplaceWhatItsTargetGroupFindsUnhealthyAfterTheGracePeriod() {
    // Given
    attached(scene, 2);
    String sick = scene.idsInService().getFirst();

    // When
    scene.targets.set(ScriptedTargets.ARN, sick, Health.UNHEALTHY);
    scene.pass(Duration.ofSeconds(10));

    // Then
    assertThat(scene.stateOf(sick)).isEqualTo(LifecycleState.TERMINATING);
    scene.passMinutes(3);
    assertThat(scene.idsInService()).hasSize(2).doesNotContain(sick);
  }

  @Test
  void shouldNotJudgeByATargetGroupInWhichNothingHasBeenHealthyYet() {
    // Given
    attached(scene, 2);
    scene
        .idsInService()
        .forEach(id -> scene.targets.set(ScriptedTargets.OTHER, id, Health.UNHEALTHY));

    // When
    scene.call(
        () ->
            scene
                .service()
                .attachLoadBalancerTargetGroups(
                    request ->
                        request
                            .autoScalingGroupName(Scene.GROUP)
                            .targetGroupARNs(ScriptedTargets.OTHER)));
    assertThat(attachmentStates(scene)).containsExactly("InService", "Adding");
    List<String> before = scene.idsInService();
    scene.passMinutes(5);

    // Then
    assertThat(scene.idsInService()).isEqualTo(before);
    assertThat(attachmentStates(scene)).containsExactly("InService", "Added");
  }

  private static List<String> attachmentStates(Scene scene) {
    return scene
        .call(
            () ->
                scene
                    .service()
                    .describeLoadBalancerTargetGroups(
                        request -> request.autoScalingGroupName(Scene.GROUP)))
        .loadBalancerTargetGroups()
        .stream()
        .map(each -> each.state())
        .toList();
  }

  @Test
  void shouldLetATargetGroupGoOnceAllAreDeregistered() {
    // Given
    attached(scene, 1);

    // When
    scene.call(
        () ->
            scene
                .service()
                .detachLoadBalancerTargetGroups(
                    request ->
                        request
                            .autoScalingGroupName(Scene.GROUP)
                            .targetGroupARNs(ScriptedTargets.ARN)));
    scene.pass(Duration.ofSeconds(30));

    // Then
    assertThat(attachmentStates(scene)).containsExactly("Removing");
    assertThat(scene.group().targetGroupARNs()).isEmpty();
    scene.passMinutes(1);
    assertThat(attachmentStates(scene)).isEmpty();
    assertThat(scene.inService()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldReplaceWhatSomebodyElseDeregisteredOnlyIfTheOptionSaysSo(boolean replaces) {
    // Given
    var world = new Scene(OPTIONS.replacingDeregistered(replaces));
    attached(world, 2);
    String id = world.idsInService().getFirst();

    // When
    world.targets.deregister(ScriptedTargets.ARN, id);
    world.passMinutes(5);

    // Then
    assertThat(world.idsInService()).hasSize(2);
    assertThat(world.idsInService().contains(id)).isEqualTo(!replaces);
  }

  private void createSpot(int desired) {
    scene.create(
        desired,
        request ->
            request
                .capacityRebalance(true)
                .mixedInstancesPolicy(
                    Scene.mixed(each -> each.onDemandPercentageAboveBaseCapacity(0), "m5.large")));
    scene.passMinutes(1);
  }

  @Test
  void shouldLaunchFirstWhenARebalanceIsRecommended() {
    // Given
    createSpot(2);
    String risky = scene.idsInService().getFirst();

    // When
    scene.instances.recommendRebalance(risky);

    // Then
    for (int second = 0; second < 60; second++) {
      scene.pass(Duration.ofSeconds(1));
      assertThat(scene.inService().size()).isBetween(2, 3);
    }
    assertThat(scene.idsInService()).hasSize(2).doesNotContain(risky);
  }

  @Test
  void shouldKeepTheOneAtRiskWhenThereIsNoCapacityForAnother() {
    // Given
    createSpot(2);
    List<String> before = scene.idsInService();
    scene.instances.refuse(
        order -> Optional.of(new LaunchResult.Refused("UnfulfillableCapacity", "None.")));

    // When
    scene.instances.recommendRebalance(before.getFirst());
    scene.passMinutes(3);

    // Then
    assertThat(scene.idsInService()).isEqualTo(before);
  }

  @Test
  void shouldLetGoAtOnceWhenTheTwoMinuteWarningComes() {
    // Given
    createSpot(2);
    String warned = scene.idsInService().getFirst();

    // When
    scene.instances.warn(warned);
    scene.pass(Duration.ofSeconds(2));

    // Then
    assertThat(scene.stateOf(warned))
        .isIn(LifecycleState.TERMINATING, LifecycleState.TERMINATING_PROCEED);
    assertThat(scene.group().instances())
        .anyMatch(each -> each.lifecycleState() == LifecycleState.PENDING);
  }

  @Test
  void shouldComeBackFromStandbyWithoutHooks() {
    // Given
    attached(scene, 2, TERMINATING);
    String id = scene.idsInService().getFirst();

    // When
    scene.call(
        () ->
            scene
                .service()
                .enterStandby(
                    request ->
                        request
                            .autoScalingGroupName(Scene.GROUP)
                            .instanceIds(id)
                            .shouldDecrementDesiredCapacity(true)));
    scene.passMinutes(2);

    // Then
    assertThat(scene.stateOf(id)).isEqualTo(LifecycleState.STANDBY);
    assertThat(scene.group().desiredCapacity()).isEqualTo(1);
    scene.call(
        () ->
            scene
                .service()
                .exitStandby(request -> request.autoScalingGroupName(Scene.GROUP).instanceIds(id)));
    scene.passMinutes(1);
    assertThat(scene.stateOf(id)).isEqualTo(LifecycleState.IN_SERVICE);
    assertThat(scene.group().desiredCapacity()).isEqualTo(2);
    assertThat(scene.targets.health(ScriptedTargets.ARN, id)).contains(Health.HEALTHY);
  }

  @Test
  void shouldDetachWithoutTerminatingAndLaunchAnother() {
    // Given
    attached(scene, 1, TERMINATING);
    String id = scene.idsInService().getFirst();

    // When
    scene.call(
        () ->
            scene
                .service()
                .detachInstances(
                    request ->
                        request
                            .autoScalingGroupName(Scene.GROUP)
                            .instanceIds(id)
                            .shouldDecrementDesiredCapacity(false)));
    scene.passMinutes(2);

    // Then
    assertThat(scene.group().instances())
        .singleElement()
        .satisfies(each -> assertThat(each.instanceId()).isNotEqualTo(id));
    assertThat(scene.instances.find(id).orElseThrow().state()).isEqualTo(InstanceState.RUNNING);
  }

  @Test
  void shouldNotReplaceTheUnhealthyWhileThatIsSuspended() {
    // Given
    scene.create(1);
    scene.passMinutes(1);
    String id = scene.idsInService().getFirst();
    scene.call(
        () ->
            scene
                .service()
                .suspendProcesses(
                    request ->
                        request
                            .autoScalingGroupName(Scene.GROUP)
                            .scalingProcesses("ReplaceUnhealthy")));

    // When
    scene.instances.impair(id);
    scene.passMinutes(5);

    // Then
    assertThat(scene.group().instances())
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.instanceId()).isEqualTo(id);
              assertThat(each.healthStatus()).isEqualTo("Unhealthy");
            });
    scene.call(
        () ->
            scene.service().resumeProcesses(request -> request.autoScalingGroupName(Scene.GROUP)));
    scene.passMinutes(1);
    assertThat(scene.idsInService()).hasSize(1).doesNotContain(id);
  }
}
