package dev.hastack.provider.aws;

import static dev.hastack.provider.aws.blueprint.AwsBlueprint.AUTO_SCALING_GROUP;
import static dev.hastack.provider.aws.blueprint.AwsBlueprint.LAUNCH_TEMPLATE;
import static dev.hastack.provider.aws.blueprint.AwsBlueprint.TARGET_GROUP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.ChangeReason;
import dev.hastack.core.stack.DesiredStack;
import dev.hastack.core.stack.Observation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Taking everything away. */
abstract class DeletionContract extends ProviderContract {

  @Test
  void shouldLeaveNothingWhenDeleted() {
    // Given
    fleet.pass();

    // When
    deleteUntilGone();

    // Then
    assertThat(isGone()).isTrue();
    assertThat(fleet.observe(DesiredStack.empty(fleet.id())).resources())
        .hasSizeGreaterThanOrEqualTo(3)
        .allMatch(entry -> entry.observation() instanceof Observation.Absent);
  }

  @Test
  void shouldDeleteWhatIsThereWhenStackIsHalfCreated() {
    // Given
    Change first = fleet.plan().effective().getFirst();
    fleet.apply(first);

    // When
    fleet.deletionPass();

    // Then
    assertThat(isGone()).isTrue();
  }

  @Test
  void shouldEmptyGroupWhenEverythingStandsInTheWay() {
    // Given
    fleet.pass();
    account.letTimePass();
    String group = fleet.present(AUTO_SCALING_GROUP).physicalName();
    account.standInTheWay(group);
    account.letTimePass();

    // When
    deleteUntilGone();

    // Then
    assertThat(isGone()).isTrue();
    assertThat(calls.writes())
        .contains(
            "ResumeProcesses",
            "DeleteScheduledAction",
            "DeletePolicy",
            "SetInstanceProtection",
            "ExitStandby",
            "UpdateAutoScalingGroup",
            "DeleteAutoScalingGroup")
        .doesNotContain("TerminateInstanceInAutoScalingGroup");
  }

  @Test
  void shouldWaitWhenListenerStillUsesTargetGroup() {
    // Given
    fleet.pass();
    String loadBalancer = account.createLoadBalancerFor(fleet.present(TARGET_GROUP).physicalId());
    fleet.deletionPass();
    account.letTimePass();

    // When
    Outcome outcome = fleet.deletionPass().outcomes().get(TARGET_GROUP);

    // Then
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Waiting.class, waiting -> assertThat(waiting.what()).contains("listener"));
    account.deleteLoadBalancer(loadBalancer);
    deleteUntilGone();
    assertThat(isGone()).isTrue();
  }

  @Test
  void shouldNotDeleteGroupWhenItLostOurTags() {
    // Given
    fleet.pass();
    Observation.Present group = fleet.present(AUTO_SCALING_GROUP);
    account.removeTag(group.physicalName(), AwsTags.STACK);
    calls.forget();

    // When
    Outcome outcome =
        fleet.apply(new Change.Delete(AUTO_SCALING_GROUP, group, ChangeReason.NoLongerDesired));

    // Then
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.failure().code()).isEqualTo("NotOwned"));
    assertThat(calls.writes()).isEmpty();
  }

  @Test
  void shouldBeDoneWhenDeletedTwice() {
    // Given
    fleet.pass();
    Observation.Present group = fleet.present(AUTO_SCALING_GROUP);
    Observation.Present template = fleet.present(LAUNCH_TEMPLATE);
    Observation.Present targets = fleet.present(TARGET_GROUP);
    deleteUntilGone();

    // When
    List<Outcome> outcomes =
        List.of(
            fleet.apply(new Change.Delete(AUTO_SCALING_GROUP, group, ChangeReason.NoLongerDesired)),
            fleet.apply(new Change.Delete(LAUNCH_TEMPLATE, template, ChangeReason.NoLongerDesired)),
            fleet.apply(new Change.Delete(TARGET_GROUP, targets, ChangeReason.NoLongerDesired)));

    // Then
    assertThat(outcomes).allMatch(Outcome.Done.class::isInstance);
  }

  @Test
  void shouldStopWhenGroupIsProtectedFromDeletion() {
    // Given
    fleet.pass();
    protect("prevent-all-deletion");
    Observation.Present group = fleet.present(AUTO_SCALING_GROUP);
    calls.forget();

    // When
    Outcome outcome =
        fleet.apply(new Change.Delete(AUTO_SCALING_GROUP, group, ChangeReason.NoLongerDesired));

    // Then
    assertThat(group.protection()).hasValueSatisfying(why -> assertThat(why).contains("none"));
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.failure().code()).isEqualTo("DeletionProtected"));
    assertThat(calls.writes()).isEmpty();
  }

  @Test
  void shouldDeleteWhenGroupIsProtectedFromForceOnly() {
    // Given
    fleet.pass();
    protect("prevent-force-deletion");

    // Then
    assertThat(fleet.present(AUTO_SCALING_GROUP).protection()).isEmpty();
    deleteUntilGone();
    assertThat(isGone()).isTrue();
  }

  private void protect(String protection) {
    transport.rewrite(
        "DescribeAutoScalingGroups",
        answer ->
            answer.replace(
                "</AutoScalingGroupName>",
                "</AutoScalingGroupName><DeletionProtection>"
                    + protection
                    + "</DeletionProtection>"));
  }

  private void deleteUntilGone() {
    for (int pass = 0; pass < 10 && !isGone(); pass++) {
      fleet.deletionPass();
      account.letTimePass();
    }
  }
}
