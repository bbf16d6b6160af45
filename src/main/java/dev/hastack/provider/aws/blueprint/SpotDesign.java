package dev.hastack.provider.aws.blueprint;

import dev.hastack.api.v1alpha1.AwsSpec;
import dev.hastack.api.v1alpha1.SpotSpec;
import org.jspecify.annotations.Nullable;

/** Designs what the Spot section adds to a stack. */
final class SpotDesign {
  private SpotDesign() {}

  /** Whether groups replace servers at risk before they are lost; null where nobody says. */
  static @Nullable Boolean capacityRebalance(AwsSpec aws) {
    SpotSpec spot = aws.spot();
    return spot == null
        ? null
        : spot.onRebalanceRecommendation() == SpotSpec.OnRebalanceRecommendation.LaunchFirst;
  }
}
