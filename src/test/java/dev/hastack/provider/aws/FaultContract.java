package dev.hastack.provider.aws;

import static dev.hastack.provider.aws.blueprint.AwsBlueprint.AUTO_SCALING_GROUP;
import static dev.hastack.provider.aws.blueprint.AwsBlueprint.LAUNCH_TEMPLATE;
import static dev.hastack.provider.aws.blueprint.AwsBlueprint.TARGET_GROUP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.stack.DesiredStack;
import dev.hastack.core.stack.Observation;
import dev.hastack.core.stack.ObservedStack;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.FleetUnderTest.Pass;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What cannot be read or written. */
abstract class FaultContract extends ProviderContract {

  @Test
  void shouldSayUnreadAndNotAbsentWhenThrottled() {
    // Given
    fleet.pass();
    DesiredStack desired = fleet.desired();
    transport.fail("DescribeAutoScalingGroups", 400, "Throttling", "Rate exceeded");

    // When
    ObservedStack observed = fleet.observe(desired);

    // Then
    assertThat(observed.of(AUTO_SCALING_GROUP))
        .singleElement()
        .isInstanceOfSatisfying(
            Observation.Unread.class,
            unread -> {
              assertThat(unread.why().kind()).isEqualTo(FailureKind.THROTTLED);
              assertThat(unread.why().operation())
                  .isEqualTo("autoscaling:DescribeAutoScalingGroups");
            });
    assertThat(observed.present(LAUNCH_TEMPLATE)).hasSize(1);
  }

  @Test
  void shouldNameDeniedActionWhenUnauthorized() {
    // Given
    fleet.pass();
    DesiredStack desired = fleet.desired();
    transport.fail(
        "DescribeTargetGroups", 403, "AccessDenied", "User is not authorized to do this");

    // When
    ObservedStack observed = fleet.observe(desired);

    // Then
    assertThat(observed.of(TARGET_GROUP))
        .singleElement()
        .isInstanceOfSatisfying(
            Observation.Unread.class,
            unread -> {
              assertThat(unread.why().kind()).isEqualTo(FailureKind.UNAUTHORIZED);
              assertThat(unread.why().sentence())
                  .contains(
                      "elasticloadbalancing:DescribeTargetGroups",
                      "User is not authorized to do this");
            });
  }

  @Test
  void shouldBeTransientWhenAwsCannotBeReached() {
    // Given
    DesiredStack desired = fleet.desired();
    transport.disconnect("DescribeLaunchTemplates");

    // When
    ObservedStack observed = fleet.observe(desired);

    // Then
    assertThat(observed.of(LAUNCH_TEMPLATE))
        .singleElement()
        .isInstanceOfSatisfying(
            Observation.Unread.class,
            unread -> assertThat(unread.why().kind()).isEqualTo(FailureKind.TRANSIENT));
  }

  @Test
  void shouldWriteNothingWhenAnotherReplicaLeads() {
    // Given
    leading.set(false);

    // When
    Pass pass = fleet.pass();

    // Then
    assertThat(pass.outcomes().values())
        .singleElement()
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> {
              assertThat(failed.failure().kind()).isEqualTo(FailureKind.CONFLICT);
              assertThat(failed.failure().code()).isEqualTo("NotLeader");
            });
    leading.set(true);
    assertThat(isGone()).isTrue();
  }

  @Test
  void shouldCountEveryCallByOutcome() {
    // Given
    DesiredStack desired = fleet.desired();
    transport.fail("DescribeLaunchTemplates", 400, "UnauthorizedOperation", "no");
    calls.forget();

    // When
    fleet.observe(desired);

    // Then
    assertThat(calls.all())
        .contains(
            new CountedCalls.Call("ec2", "DescribeLaunchTemplates", "UNAUTHORIZED"),
            new CountedCalls.Call("autoscaling", "DescribeAutoScalingGroups", "OK"));
  }

  @Test
  void shouldReadEveryPageWhenThereAreMany() {
    // Given
    account.createGroups(101, AwsTags.ownership(fleet.id(), AUTO_SCALING_GROUP));

    // When
    ObservedStack observed = fleet.observe(DesiredStack.empty(fleet.id()));

    // Then
    assertThat(observed.foreignCopies()).hasSize(101);
  }

  @Test
  void shouldReadNothingWhenOnePageFails() {
    // Given
    account.createGroups(101, AwsTags.ownership(fleet.id(), AUTO_SCALING_GROUP));
    transport.failWhen(
        "DescribeAutoScalingGroups", "NextToken=", 503, "ServiceUnavailable", "not now");

    // When
    ObservedStack observed = fleet.observe(DesiredStack.empty(fleet.id()));

    // Then
    assertThat(observed.foreignCopies()).isEmpty();
    assertThat(observed.of(AUTO_SCALING_GROUP))
        .singleElement()
        .isInstanceOfSatisfying(
            Observation.Unread.class,
            unread -> assertThat(unread.why().kind()).isEqualTo(FailureKind.TRANSIENT));
  }

  @Test
  void shouldForgetFactsWhenWriteIsRefusedAsInvalid() {
    // Given
    transport.fail("CreateLaunchTemplate", 400, "InvalidKeyPair.NotFound", "gone");
    fleet.pass();
    calls.forget();

    // When
    fleet.desired();

    // Then
    assertThat(calls.all()).contains(new CountedCalls.Call("ec2", "DescribeImages", "OK"));
  }

  @Test
  void shouldLeaveNothingHalfDoneWhenCrashedAfterEachWrite() {
    // Given
    for (String operation :
        List.of("CreateTargetGroup", "CreateAutoScalingGroup", "EnableMetricsCollection")) {
      transport.fail(operation, 503, "ServiceUnavailable", "not now");
      fleet.pass();
      transport.heal();
    }

    // When
    fleet.forgetLastApplied();
    fleet.pass();

    // Then
    assertThat(fleet.plan().isEmpty()).isTrue();
    assertThat(fleet.observe().resources())
        .filteredOn(entry -> entry.observation() instanceof Observation.Present)
        .hasSize(3);
  }

  @Test
  void shouldReadTheGroupWhenItFollowsTheLatestVersionOfATemplateThatIsGone() {
    // Given
    fleet.pass();
    String name = fleet.present(AUTO_SCALING_GROUP).physicalName();
    account.letGroupFollowLatest(name);
    account
        .ec2()
        .deleteLaunchTemplate(
            request -> request.launchTemplateId(fleet.present(LAUNCH_TEMPLATE).physicalId()));

    // When
    ObservedStack observed = fleet.observe();

    // Then
    assertThat(observed.present(AUTO_SCALING_GROUP))
        .singleElement()
        .satisfies(
            group ->
                assertThat(group.spec().values()).containsEntry("Version", Value.text("$Latest")));
  }
}
