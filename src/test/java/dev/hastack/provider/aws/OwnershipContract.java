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
import dev.hastack.core.stack.ObservedStack;
import dev.hastack.core.stack.Ownership;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.provider.aws.FleetUnderTest.Pass;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whose a resource is, and how it is let go and taken up. */
abstract class OwnershipContract extends ProviderContract {

  @Test
  void shouldLeaveResourceAloneWhenItHasOurNameWithoutOurTags() {
    // Given
    String name = AwsNames.launchTemplate(fleet.id(), LAUNCH_TEMPLATE);
    account.createForeignTemplate(name, Map.of());

    // When
    ObservedStack observed = fleet.observe();

    // Then
    assertThat(observed.present(LAUNCH_TEMPLATE))
        .singleElement()
        .extracting(Observation.Present::ownership)
        .isEqualTo(Ownership.NOT_OURS);
    fleet.pass();
    assertThat(calls.writes()).doesNotContain("CreateLaunchTemplate", "ModifyLaunchTemplate");
  }

  @Test
  void shouldReportForeignCopyWhenOurTagsAreUnderAnotherName() {
    // Given
    account.createForeignTemplate("copy", AwsTags.ownership(fleet.id(), LAUNCH_TEMPLATE));

    // When
    ObservedStack observed = fleet.observe();

    // Then
    assertThat(observed.foreignCopies())
        .containsExactly(new ObservedStack.ForeignCopy(LAUNCH_TEMPLATE, "copy"));
    assertThat(observed.of(LAUNCH_TEMPLATE)).containsExactly(new Observation.Absent());
  }

  @Test
  void shouldSeeNothingWhenStackBelongsToAnotherCluster() {
    // Given
    fleet.pass();

    // When
    ObservedStack observed = fleetOf("cluster-2").observe();

    // Then
    assertThat(observed.isEmpty()).isTrue();
    assertThat(observed.foreignCopies()).isEmpty();
  }

  @Test
  void shouldRetainAndTakeUpAgainWhenForgottenAndAdopted() {
    // Given
    fleet.pass();
    for (ResourceId id : List.of(LAUNCH_TEMPLATE, TARGET_GROUP, AUTO_SCALING_GROUP)) {
      Observation.Present present = fleet.present(id);
      assertThat(fleet.apply(new Change.Forget(id, present, ChangeReason.NoLongerDesired)))
          .isInstanceOf(Outcome.Done.class);
      assertThat(fleet.present(id).ownership()).isEqualTo(Ownership.RETAINED);
    }
    assertThat(fleet.observe(DesiredStack.empty(fleet.id())).isEmpty()).isTrue();
    fleet.forgetLastApplied();

    // When
    Pass pass = fleet.pass();

    // Then
    assertThat(pass.plan().counts()).containsExactly(Map.entry("Adopt", 3));
    assertThat(fleet.plan().isEmpty()).isTrue();
  }
}
