package dev.hastack.sandbox.aws.autoscaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.sandbox.aws.world.LaunchResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.model.Activity;
import software.amazon.awssdk.services.autoscaling.model.LifecycleState;
import software.amazon.awssdk.services.autoscaling.model.ScalingActivityStatusCode;

/** How a group comes to its capacity and keeps it. */
class GroupLifeTest {
  private final Scene scene = new Scene();

  @Test
  void shouldReachDesiredCapacityInAllZonesWhenCreated() {
    // Given
    scene.create(5);

    // When
    scene.passMinutes(1);

    // Then
    assertThat(scene.byZone())
        .isEqualTo(Map.of("us-east-1a", 2L, "us-east-1b", 2L, "us-east-1c", 1L));
    assertThat(scene.activities())
        .hasSize(5)
        .allMatch(activity -> activity.statusCode() == ScalingActivityStatusCode.SUCCESSFUL)
        .last()
        .satisfies(
            activity -> {
              assertThat(activity.description())
                  .isEqualTo("Launching a new EC2 instance: i-00000000000000001");
              assertThat(activity.cause())
                  .isEqualTo(
                      "At 2026-01-01T00:00:00Z a user request created an AutoScalingGroup changing"
                          + " the desired capacity from 0 to 5.  At 2026-01-01T00:00:01Z an"
                          + " instance was started in response to a difference between desired and"
                          + " actual capacity, increasing the capacity from 0 to 1.");
            });
  }

  @Test
  void shouldBePendingWhileEc2StartsIt() {
    // Given
    scene.create(1);

    // When
    scene.pass(Duration.ofSeconds(5));

    // Then
    assertThat(scene.group().instances())
        .singleElement()
        .satisfies(
            instance -> {
              assertThat(instance.lifecycleState()).isEqualTo(LifecycleState.PENDING);
              assertThat(instance.launchTemplate().version()).isEqualTo("1");
            });
  }

  @Test
  void shouldReplaceWhatDied() {
    // Given
    scene.create(3);
    scene.passMinutes(1);
    String killed = scene.idsInService().getFirst();

    // When
    scene.instances.kill(killed);
    scene.passMinutes(1);

    // Then
    assertThat(scene.idsInService()).hasSize(3).doesNotContain(killed);
    assertThat(scene.activities().stream().map(Activity::cause))
        .anyMatch(cause -> cause.endsWith("indicating it has been terminated or stopped."))
        .anyMatch(cause -> cause.endsWith("an unhealthy instance needing to be replaced."));
  }

  @Test
  void shouldSplitPurchaseOptionsWhenPolicyIsMixed() {
    // Given
    scene.create(
        7,
        request ->
            request.mixedInstancesPolicy(
                Scene.mixed(
                    each ->
                        each.onDemandBaseCapacity(2)
                            .onDemandPercentageAboveBaseCapacity(25)
                            .spotAllocationStrategy("price-capacity-optimized"),
                    "m5.large",
                    "m5a.large")));

    // When
    scene.passMinutes(1);

    // Then: 2 + 25 % of 5, rounded up in favour of On-Demand
    assertThat(scene.idsInService()).hasSize(7);
    assertThat(scene.spotInService()).isEqualTo(3);
  }

  @Test
  void shouldReplaceGraduallyAndNeverFallShortWhenShareChanges() {
    // Given
    scene.create(
        4,
        request ->
            request.mixedInstancesPolicy(
                Scene.mixed(each -> each.onDemandPercentageAboveBaseCapacity(100), "m5.large")));
    scene.passMinutes(1);

    // When
    scene.call(
        () ->
            scene
                .service()
                .updateAutoScalingGroup(
                    request ->
                        request
                            .autoScalingGroupName(Scene.GROUP)
                            .mixedInstancesPolicy(
                                Scene.mixed(
                                    each -> each.onDemandPercentageAboveBaseCapacity(50),
                                    "m5.large"))));

    // Then
    for (int second = 0; second < 240; second++) {
      scene.pass(Duration.ofSeconds(1));
      assertThat(scene.inService().size()).isBetween(4, 5);
    }
    assertThat(scene.spotInService()).isEqualTo(2);
    assertThat(scene.inService()).hasSize(4);
  }

  @Test
  void shouldTakeAnotherPoolAndZoneWhenOneHasNoCapacity() {
    // Given
    scene.instances.refuse(
        order ->
            order.instanceType().equals("m5.large") || order.zone().equals("us-east-1a")
                ? Optional.of(noCapacity())
                : Optional.empty());
    scene.create(
        2,
        request ->
            request.mixedInstancesPolicy(
                Scene.mixed(
                    each -> each.onDemandPercentageAboveBaseCapacity(0), "m5.large", "m5a.large")));

    // When
    scene.passMinutes(1);

    // Then
    assertThat(scene.byZone()).isEqualTo(Map.of("us-east-1b", 1L, "us-east-1c", 1L));
    assertThat(scene.inService()).allMatch(each -> each.instanceType().equals("m5a.large"));
    assertThat(scene.activities())
        .filteredOn(each -> each.statusCode() == ScalingActivityStatusCode.FAILED)
        .isNotEmpty()
        .allMatch(
            each ->
                each.statusMessage()
                    .equals(
                        "Could not launch Spot Instances. InsufficientInstanceCapacity - There is"
                            + " no Spot capacity available that matches your request. Launching"
                            + " EC2 instance failed."));
  }

  @Test
  void shouldRetryMoreAndMoreRarelyWhenNothingCanBeLaunched() {
    // Given
    scene.instances.refuse(order -> Optional.of(noCapacity()));
    scene.create(1, request -> request.vpcZoneIdentifier("subnet-us-east-1a"));

    // When
    scene.passMinutes(60);

    // Then
    assertThat(scene.activities()).hasSizeBetween(10, 20);
    scene.instances.refuse(order -> Optional.empty());
    scene.passMinutes(6);
    assertThat(scene.inService()).hasSize(1);
  }

  @Test
  void shouldBalanceZonesAgainWhenAZoneComesBack() {
    // Given
    scene.instances.refuse(
        order -> order.zone().equals("us-east-1c") ? Optional.of(noCapacity()) : Optional.empty());
    scene.create(6);
    scene.passMinutes(5);
    assertThat(scene.byZone()).isEqualTo(Map.of("us-east-1a", 3L, "us-east-1b", 3L));

    // When
    scene.instances.refuse(order -> Optional.empty());
    scene.passMinutes(15);

    // Then
    assertThat(scene.byZone())
        .isEqualTo(Map.of("us-east-1a", 2L, "us-east-1b", 2L, "us-east-1c", 2L));
  }

  @Test
  void shouldMoveToTheNewSubnetsWhenTheyChange() {
    // Given
    scene.create(3);
    scene.passMinutes(1);

    // When
    scene.call(
        () ->
            scene
                .service()
                .updateAutoScalingGroup(
                    request ->
                        request
                            .autoScalingGroupName(Scene.GROUP)
                            .vpcZoneIdentifier(Scene.subnets(List.of("us-east-1d")))));
    scene.passMinutes(10);

    // Then
    assertThat(scene.byZone()).isEqualTo(Map.of("us-east-1d", 3L));
    assertThat(scene.group().availabilityZones()).containsExactly("us-east-1d");
  }

  @Test
  void shouldWaitForTheWarmUpWhenOneIsSet() {
    // Given
    scene.create(1, request -> request.defaultInstanceWarmup(120));

    // When
    scene.passMinutes(1);

    // Then
    assertThat(scene.activities().getFirst().statusCode())
        .isEqualTo(ScalingActivityStatusCode.WAITING_FOR_INSTANCE_WARMUP);
    scene.passMinutes(2);
    assertThat(scene.activities().getFirst().statusCode())
        .isEqualTo(ScalingActivityStatusCode.SUCCESSFUL);
  }

  @Test
  void shouldReplaceOneAfterTheOtherWhenTheyAreTooOld() {
    // Given
    scene.create(3, request -> request.maxInstanceLifetime(86_400));
    scene.passMinutes(1);
    List<String> first = scene.idsInService();

    // When
    for (int minute = 0; minute < 24 * 60 + 30; minute++) {
      scene.passMinutes(1);
      assertThat(scene.inService()).hasSizeBetween(2, 3);
    }

    // Then
    assertThat(scene.idsInService()).hasSize(3).doesNotContainAnyElementsOf(first);
  }

  private static LaunchResult.Refused noCapacity() {
    return new LaunchResult.Refused(
        "InsufficientInstanceCapacity",
        "There is no Spot capacity available that matches your request.");
  }
}
