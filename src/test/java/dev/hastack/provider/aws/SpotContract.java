package dev.hastack.provider.aws;

import static dev.hastack.provider.aws.blueprint.AwsBlueprint.AUTO_SCALING_GROUP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.hastack.core.plan.AttributeChange;
import dev.hastack.core.plan.ChangeReason;
import dev.hastack.core.plan.Plan;
import dev.hastack.provider.Discovery;
import dev.hastack.provider.aws.resource.AttributeValues;
import dev.hastack.provider.aws.resource.AutoScalingGroup;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the Spot section of a spec becomes. */
abstract class SpotContract extends ProviderContract {

  private void becomes(String members) {
    fleet.becomes(Manifests.read(Manifests.spot(manifest(), members)));
  }

  private boolean rebalances() {
    return AttributeValues.of(fleet.present(AUTO_SCALING_GROUP).spec().values())
        .flag(AutoScalingGroup.CAPACITY_REBALANCE)
        .orElseThrow();
  }

  @Test
  void shouldNotManageCapacityRebalancingWhenThereIsNoSection() {
    // Given
    fleet.pass();

    // When
    rebalance(true);

    // Then
    assertThat(fleet.plan().isEmpty()).isTrue();
    assertThat(rebalances()).isTrue();
  }

  @Test
  void shouldLaunchFirstAsLongAsTheSpecSaysSo() {
    // Given
    becomes("");
    fleet.pass();
    assertThat(rebalances()).isTrue();

    // When
    becomes("onRebalanceRecommendation: Ignore");
    fleet.pass();

    // Then
    assertThat(rebalances()).isFalse();
    assertThat(fleet.plan().isEmpty()).isTrue();

    // When
    becomes("onRebalanceRecommendation: LaunchFirst");
    fleet.pass();

    // Then
    assertThat(rebalances()).isTrue();

    // When
    fleet.becomes(Manifests.read(manifest()));
    fleet.pass();

    // Then
    assertThat(rebalances()).isFalse();
    assertThat(fleet.plan().isEmpty()).isTrue();
  }

  @Test
  void shouldLaunchFirstAgainWhenSomebodySwitchedItOff() {
    // Given
    becomes("");
    fleet.pass();
    rebalance(false);

    // When
    Plan plan = fleet.plan();
    fleet.pass();

    // Then
    assertThat(plan.effective())
        .singleElement()
        .satisfies(
            change ->
                assertThat(change.attributeChanges())
                    .extracting(AttributeChange::name, AttributeChange::reason)
                    .containsExactly(
                        tuple(AutoScalingGroup.CAPACITY_REBALANCE, ChangeReason.Drifted)));
    assertThat(rebalances()).isTrue();
  }

  @Test
  void shouldWarnWhenLowestPriceMayChooseAPoolAtRiskAgain() {
    // Given
    String cheapest =
        manifest().replace("spotMaxPrice: \"0.10\"", "spotAllocationStrategy: lowest-price");

    // Then
    assertThat(warnings(Manifests.spot(cheapest, "")))
        .singleElement()
        .asString()
        .contains("lowest-price", "onRebalanceRecommendation");
    assertThat(warnings(Manifests.spot(cheapest, "onRebalanceRecommendation: Ignore"))).isEmpty();
    assertThat(warnings(Manifests.spot(manifest(), ""))).isEmpty();
    assertThat(warnings(cheapest)).isEmpty();
  }

  private List<String> warnings(String manifest) {
    fleet.becomes(Manifests.read(manifest));
    return switch (fleet.discover()) {
      case Discovery.Discovered<AwsFacts> known -> known.facts().warnings();
      case Discovery.Undiscovered<AwsFacts> unknown ->
          throw new AssertionError(unknown.why().sentence());
    };
  }

  private void rebalance(boolean first) {
    String group = fleet.present(AUTO_SCALING_GROUP).physicalName();
    account
        .autoScaling()
        .updateAutoScalingGroup(
            request -> request.autoScalingGroupName(group).capacityRebalance(first));
  }
}
