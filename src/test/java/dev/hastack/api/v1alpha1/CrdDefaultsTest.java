package dev.hastack.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * What is written when a person writes nothing. A default is a promise: it appears in stored
 * objects and cannot be taken back, so each one is listed here by hand.
 */
class CrdDefaultsTest {
  private static final Map<String, String> VALUES =
      Map.ofEntries(
          Map.entry("spec.apply.policy", "\"Automatic\""),
          Map.entry("spec.drift.policy", "\"Correct\""),
          Map.entry("spec.deletion.policy", "\"Delete\""),
          Map.entry("spec.aws.network.allowSingleZone", "false"),
          Map.entry("spec.aws.fleet.image.refresh", "\"Never\""),
          Map.entry("spec.aws.fleet.zoneLayout", "\"OneGroup\""),
          Map.entry("spec.aws.fleet.metadata.httpTokens", "\"required\""),
          Map.entry("spec.aws.fleet.metadata.hopLimit", "1"),
          Map.entry(
              "spec.aws.fleet.purchase.spotAllocationStrategy", "\"price-capacity-optimized\""),
          Map.entry("spec.aws.fleet.groupMetrics", "true"),
          Map.entry("spec.aws.spot.onInterruption", "\"Drain\""),
          Map.entry("spec.aws.spot.onRebalanceRecommendation", "\"LaunchFirst\""),
          Map.entry("spec.aws.spot.minHealthyPercentageWhileDraining", "50"),
          Map.entry("spec.aws.loadBalancer.type", "\"application\""),
          Map.entry("spec.aws.database.autoMinorVersionUpgrade", "true"),
          Map.entry("spec.aws.database.masterPassword.policy", "\"ManagedByAWS\""),
          Map.entry("spec.aws.database.readers", "1"),
          Map.entry("spec.aws.database.applyChanges", "\"InMaintenanceWindow\""),
          Map.entry("spec.aws.database.deletionProtection", "true"),
          Map.entry("spec.aws.database.finalSnapshot", "\"Take\""),
          Map.entry("spec.aws.database.whenLost", "\"Stall\""),
          Map.entry("spec.aws.targetGroup.protocol", "\"HTTP\""),
          Map.entry("spec.aws.targetGroup.targetType", "\"instance\""),
          Map.entry("spec.aws.targetGroup.deregistrationDelaySeconds", "60"));

  /** Sections that exist even when left out, so that the defaults within them hold. */
  private static final Map<String, String> SECTIONS =
      Map.of(
          "spec.apply", "{}",
          "spec.drift", "{}",
          "spec.deletion", "{}",
          "spec.aws.fleet.metadata", "{}",
          "spec.aws.fleet.purchase", "{}",
          "spec.aws.database.masterPassword", "{}");

  @Test
  void shouldHaveNoOtherDefaultsThanPromisedWhenFieldsAreLeftOut() {
    // Given
    Map<String, String> promised = new TreeMap<>(VALUES);
    promised.putAll(SECTIONS);

    // When
    Map<String, String> found = new TreeMap<>();
    CommittedCrd.HA_STACK
        .nodes()
        .forEach(
            (path, node) -> {
              if (node.getDefault() != null) {
                found.put(path, node.getDefault().toString());
              }
            });

    // Then
    assertThat(found).isEqualTo(promised);
  }

  @Test
  void shouldHaveNoDefaultWhenAnAdministratorLeavesSomethingOut() {
    assertThat(CommittedCrd.AWS_ACCOUNT.nodes().values())
        .allSatisfy(node -> assertThat(node.getDefault()).isNull());
  }
}
