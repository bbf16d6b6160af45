package dev.hastack.provider.aws.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import dev.hastack.provider.aws.AwsCallException;
import dev.hastack.provider.aws.AwsTags;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.Activity;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.DeleteAutoScalingGroupRequest;
import software.amazon.awssdk.services.autoscaling.model.DeleteAutoScalingGroupResponse;
import software.amazon.awssdk.services.autoscaling.model.DescribePoliciesRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribePoliciesResponse;
import software.amazon.awssdk.services.autoscaling.model.DescribeScheduledActionsRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeScheduledActionsResponse;
import software.amazon.awssdk.services.autoscaling.model.ExitStandbyRequest;
import software.amazon.awssdk.services.autoscaling.model.ExitStandbyResponse;
import software.amazon.awssdk.services.autoscaling.model.Instance;
import software.amazon.awssdk.services.autoscaling.model.LifecycleState;
import software.amazon.awssdk.services.autoscaling.model.ScalingActivityStatusCode;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;
import software.amazon.awssdk.services.autoscaling.model.TerminateInstanceInAutoScalingGroupRequest;
import software.amazon.awssdk.services.autoscaling.model.TerminateInstanceInAutoScalingGroupResponse;
import software.amazon.awssdk.services.autoscaling.model.UpdateAutoScalingGroupRequest;
import software.amazon.awssdk.services.autoscaling.model.UpdateAutoScalingGroupResponse;

/** The states of a group that an emulator does not have. */
class GroupDeletionTest {
  private static final StackId STACK = new StackId("7f0c", "shop", "web");
  private static final ResourceId GROUP = new ResourceId("AutoScalingGroup", "app");

  /** Notes writes in order, and refuses what it is told to. */
  private static final class NotingAutoScaling implements AutoScalingClient {
    private final List<String> writes = new ArrayList<>();
    private final List<String> refused;

    /** What somebody else does just before an instance is to leave standby. */
    private Runnable meanwhile = () -> {};

    NotingAutoScaling(List<String> refused) {
      this.refused = refused;
    }

    private void note(String write, FailureKind kind) {
      writes.add(write);
      if (refused.contains(write)) {
        throw new AwsCallException(new Failure(kind, "autoscaling:" + write, "Refused", "no"));
      }
    }

    @Override
    public DescribePoliciesResponse describePolicies(DescribePoliciesRequest request) {
      return DescribePoliciesResponse.builder().build();
    }

    @Override
    public DescribeScheduledActionsResponse describeScheduledActions(
        DescribeScheduledActionsRequest request) {
      return DescribeScheduledActionsResponse.builder().build();
    }

    @Override
    public UpdateAutoScalingGroupResponse updateAutoScalingGroup(
        UpdateAutoScalingGroupRequest request) {
      note("Update", FailureKind.INVALID);
      return UpdateAutoScalingGroupResponse.builder().build();
    }

    @Override
    public ExitStandbyResponse exitStandby(ExitStandbyRequest request) {
      meanwhile.run();
      note("ExitStandby", FailureKind.INVALID);
      return ExitStandbyResponse.builder().build();
    }

    @Override
    public TerminateInstanceInAutoScalingGroupResponse terminateInstanceInAutoScalingGroup(
        TerminateInstanceInAutoScalingGroupRequest request) {
      note("Terminate", FailureKind.INVALID);
      return TerminateInstanceInAutoScalingGroupResponse.builder().build();
    }

    @Override
    public DeleteAutoScalingGroupResponse deleteAutoScalingGroup(
        DeleteAutoScalingGroupRequest request) {
      assertThat(request.forceDelete()).isFalse();
      note("Delete", FailureKind.CONFLICT);
      return DeleteAutoScalingGroupResponse.builder().build();
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

  private static AutoScalingGroup group(Consumer<AutoScalingGroup.Builder> more) {
    var group =
        AutoScalingGroup.builder()
            .autoScalingGroupName("web-app-1")
            .minSize(0)
            .maxSize(0)
            .desiredCapacity(0)
            .tags(
                AwsTags.ownership(STACK, GROUP).entrySet().stream()
                    .map(
                        tag ->
                            TagDescription.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                    .toList());
    more.accept(group);
    return group.build();
  }

  private static Outcome advance(
      NotingAutoScaling autoScaling, AutoScalingGroup group, List<Activity> activities) {
    var inventory = new FixedInventory(List.of(group), activities, List.of(), List.of());
    return new GroupDeletion(autoScaling, inventory, new GroupReader(inventory))
        .advance(STACK, GROUP, "web-app-1");
  }

  @Test
  void shouldOnlyWaitWhenAwsIsDeletingAlready() {
    // Given
    var autoScaling = new NotingAutoScaling(List.of());

    // When
    Outcome outcome =
        advance(autoScaling, group(group -> group.status("Delete in progress")), List.of());

    // Then
    assertThat(outcome).isInstanceOf(Outcome.Waiting.class);
    assertThat(autoScaling.writes).isEmpty();
  }

  @Test
  void shouldShrinkAndWaitWhenInstancesAreThere() {
    // Given
    var autoScaling = new NotingAutoScaling(List.of());

    // When
    Outcome outcome =
        advance(
            autoScaling,
            group(
                group ->
                    group
                        .maxSize(3)
                        .instances(
                            Instance.builder()
                                .instanceId("i-1")
                                .lifecycleState(LifecycleState.TERMINATING_WAIT)
                                .build())),
            List.of());

    // Then
    assertThat(outcome).isEqualTo(new Outcome.Waiting("1 instances of web-app-1 to end"));
    assertThat(autoScaling.writes).containsExactly("Update");
  }

  @Test
  void shouldWriteNothingMoreWhenItOnlyHasToWait() {
    // Given
    var autoScaling = new NotingAutoScaling(List.of());

    // When
    Outcome outcome =
        advance(
            autoScaling,
            group(group -> {}),
            List.of(Activity.builder().statusCode(ScalingActivityStatusCode.IN_PROGRESS).build()));

    // Then
    assertThat(outcome).isInstanceOf(Outcome.Waiting.class);
    assertThat(autoScaling.writes).isEmpty();
  }

  @Test
  void shouldEndInstanceInStandbyWhereItStandsWhenItCannotComeBack() {
    // Given
    var autoScaling = new NotingAutoScaling(List.of("ExitStandby"));

    // When
    advance(
        autoScaling,
        group(
            group ->
                group.instances(
                    Instance.builder()
                        .instanceId("i-1")
                        .lifecycleState(LifecycleState.STANDBY)
                        .build())),
        List.of());

    // Then
    assertThat(autoScaling.writes).containsExactly("ExitStandby", "Terminate", "Update");
  }

  @Test
  void shouldLeaveInstanceAloneWhenSomebodyElseTookItOutOfStandbyMeanwhile() {
    // Given
    var autoScaling = new NotingAutoScaling(List.of("ExitStandby"));
    AutoScalingGroup before =
        group(
            group ->
                group.instances(
                    Instance.builder()
                        .instanceId("i-1")
                        .lifecycleState(LifecycleState.STANDBY)
                        .build()));
    List<AutoScalingGroup> groups = new ArrayList<>(List.of(before));
    autoScaling.meanwhile = () -> groups.set(0, group(group -> {}));
    var inventory = new FixedInventory(groups, List.of(), List.of(), List.of());

    // When
    new GroupDeletion(autoScaling, inventory, new GroupReader(inventory))
        .advance(STACK, GROUP, "web-app-1");

    // Then
    assertThat(autoScaling.writes).doesNotContain("Terminate");
  }

  @Test
  void shouldWaitWhenAwsSaysThatGroupIsStillBusy() {
    // Given
    var autoScaling = new NotingAutoScaling(List.of("Delete"));

    // When
    Outcome outcome = advance(autoScaling, group(group -> {}), List.of());

    // Then
    assertThat(outcome).isInstanceOf(Outcome.Waiting.class);
    assertThat(autoScaling.writes).containsExactly("Delete");
  }

  @Test
  void shouldWaitUntilGroupIsGoneAfterDelete() {
    // Given
    var autoScaling = new NotingAutoScaling(List.of());

    // When
    Outcome outcome = advance(autoScaling, group(group -> {}), List.of());

    // Then
    assertThat(outcome).isEqualTo(new Outcome.Waiting("AWS to finish deleting web-app-1"));
  }
}
