package dev.hastack.provider.aws;

import static dev.hastack.provider.aws.blueprint.AwsBlueprint.AUTO_SCALING_GROUP;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.model.Instance;
import software.amazon.awssdk.services.autoscaling.model.LifecycleState;

/** That the hook holds nothing up for long when nobody serves it. */
class TerminateHookTest extends ProviderContract {
  private static final Duration STEP = Duration.ofSeconds(5);
  private static final Duration MOST = Duration.ofMinutes(10);

  private final VirtualAws aws = new VirtualAws();

  @Override
  AwsAccountUnderTest emptyAccount() {
    return AwsAccountUnderTest.of(aws);
  }

  @Override
  String manifest() {
    return Manifests.spot(super.manifest(), "")
        .replace("scaleInProtection: true", "scaleInProtection: false")
        .replace("deregistrationDelaySeconds: 45", "deregistrationDelaySeconds: 90");
  }

  private long count(LifecycleState... states) {
    String name = AwsNames.autoScalingGroup(fleet.id(), AUTO_SCALING_GROUP);
    return account
        .autoScaling()
        .describeAutoScalingGroups(request -> request.autoScalingGroupNames(name))
        .autoScalingGroups()
        .getFirst()
        .instances()
        .stream()
        .map(Instance::lifecycleState)
        .filter(Set.of(states)::contains)
        .count();
  }

  /** How long a state lasts that is there now, to the step. */
  private Duration until(BooleanSupplier reached) {
    Duration passed = Duration.ZERO;
    while (!reached.getAsBoolean()) {
      assertThat(passed).isLessThan(MOST);
      aws.letPass(STEP);
      passed = passed.plus(STEP);
    }
    return passed;
  }

  @Test
  void shouldEndServerWithinTwoMinutesOfItsDrainWhenOperatorIsGone() {
    // Given
    fleet.pass();
    account.letTimePass();
    assertThat(count(LifecycleState.IN_SERVICE)).isEqualTo(2);

    // When
    String name = AwsNames.autoScalingGroup(fleet.id(), AUTO_SCALING_GROUP);
    account
        .autoScaling()
        .updateAutoScalingGroup(
            request -> request.autoScalingGroupName(name).minSize(1).desiredCapacity(1));
    until(() -> count(LifecycleState.TERMINATING_WAIT) == 1);
    Duration held = until(() -> count(LifecycleState.TERMINATING_WAIT) == 0);

    // Then
    assertThat(held).isBetween(Duration.ofSeconds(90), Duration.ofMinutes(2));
    until(() -> count(LifecycleState.TERMINATING_PROCEED, LifecycleState.TERMINATING) == 0);
    assertThat(count(LifecycleState.IN_SERVICE)).isEqualTo(1);
  }
}
