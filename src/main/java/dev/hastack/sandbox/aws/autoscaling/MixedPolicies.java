package dev.hastack.sandbox.aws.autoscaling;

import static dev.hastack.sandbox.aws.autoscaling.Calls.invalid;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.autoscaling.model.InstancesDistribution;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplate;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateOverrides;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateSpecification;
import software.amazon.awssdk.services.autoscaling.model.MixedInstancesPolicy;

/**
 * Mixed instances policies as AWS keeps them: with its defaults, and on an update with what was
 * there before where nothing is said (API reference, InstancesDistribution and
 * UpdateAutoScalingGroup).
 */
final class MixedPolicies {
  private static final Set<String> ON_DEMAND_STRATEGIES = Set.of("prioritized", "lowest-price");
  private static final String LOWEST_PRICE = "lowest-price";
  private static final Set<String> SPOT_STRATEGIES =
      Set.of(
          LOWEST_PRICE,
          "diversified",
          "capacity-optimized",
          "capacity-optimized-prioritized",
          "price-capacity-optimized");
  private static final int MOST_OVERRIDES = 40;
  private static final int MOST_POOLS = 20;
  private static final int WHOLE = 100;

  private MixedPolicies() {}

  /**
   * The policy to keep.
   *
   * @param before null if there was none
   * @param templates checks a template and answers how it reads back
   */
  static MixedInstancesPolicy merge(
      @Nullable MixedInstancesPolicy before,
      MixedInstancesPolicy asked,
      Function<LaunchTemplateSpecification, LaunchTemplateSpecification> templates) {
    return MixedInstancesPolicy.builder()
        .launchTemplate(
            template(
                before == null ? null : before.launchTemplate(), asked.launchTemplate(), templates))
        .instancesDistribution(
            distribution(
                before == null ? null : before.instancesDistribution(),
                Optional.ofNullable(asked.instancesDistribution())
                    .orElseGet(() -> InstancesDistribution.builder().build())))
        .build();
  }

  private static LaunchTemplate template(
      @Nullable LaunchTemplate before,
      @Nullable LaunchTemplate asked,
      Function<LaunchTemplateSpecification, LaunchTemplateSpecification> templates) {
    LaunchTemplateSpecification specification =
        asked == null ? null : asked.launchTemplateSpecification();
    if (specification == null && before != null) {
      specification =
          before.launchTemplateSpecification().toBuilder().launchTemplateName(null).build();
    }
    if (specification == null) {
      throw invalid("Valid requests must contain a launch template in the mixed instances policy.");
    }
    boolean kept = before != null && (asked == null || !asked.hasOverrides());
    List<LaunchTemplateOverrides> overrides =
        kept && before != null ? before.overrides() : asked == null ? List.of() : asked.overrides();
    if (overrides.size() > MOST_OVERRIDES) {
      throw invalid("The number of overrides must not exceed " + MOST_OVERRIDES + ".");
    }
    return LaunchTemplate.builder()
        .launchTemplateSpecification(templates.apply(specification))
        .overrides(overrides.stream().map(override -> override(override, templates)).toList())
        .build();
  }

  private static LaunchTemplateOverrides override(
      LaunchTemplateOverrides override,
      Function<LaunchTemplateSpecification, LaunchTemplateSpecification> templates) {
    LaunchTemplateSpecification its = override.launchTemplateSpecification();
    return its == null
        ? override
        : override.toBuilder()
            .launchTemplateSpecification(
                templates.apply(
                    its.launchTemplateId() == null
                        ? its
                        : its.toBuilder().launchTemplateName(null).build()))
            .build();
  }

  private static InstancesDistribution distribution(
      @Nullable InstancesDistribution before, InstancesDistribution asked) {
    InstancesDistribution old = before == null ? InstancesDistribution.builder().build() : before;
    String strategy =
        first(
            asked.spotAllocationStrategy(),
            old.spotAllocationStrategy(),
            GroupDefaults.SPOT_STRATEGY);
    if (asked.spotInstancePools() != null && !strategy.equals(LOWEST_PRICE)) {
      throw invalid(
          "SpotInstancePools option is only available with the lowest-price allocation strategy.");
    }
    String price = asked.spotMaxPrice() == null ? old.spotMaxPrice() : asked.spotMaxPrice();
    InstancesDistribution merged =
        InstancesDistribution.builder()
            .onDemandAllocationStrategy(
                first(
                    asked.onDemandAllocationStrategy(),
                    old.onDemandAllocationStrategy(),
                    GroupDefaults.ON_DEMAND_STRATEGY))
            .onDemandBaseCapacity(
                first(asked.onDemandBaseCapacity(), old.onDemandBaseCapacity(), 0))
            .onDemandPercentageAboveBaseCapacity(
                first(
                    asked.onDemandPercentageAboveBaseCapacity(),
                    old.onDemandPercentageAboveBaseCapacity(),
                    GroupDefaults.ON_DEMAND_PERCENTAGE))
            .spotAllocationStrategy(strategy)
            .spotInstancePools(
                strategy.equals(LOWEST_PRICE)
                    ? first(
                        asked.spotInstancePools(),
                        old.spotInstancePools(),
                        GroupDefaults.SPOT_POOLS)
                    : null)
            .spotMaxPrice(price == null || price.isEmpty() ? null : price)
            .build();
    validate(merged);
    return merged;
  }

  private static void validate(InstancesDistribution merged) {
    if (!ON_DEMAND_STRATEGIES.contains(merged.onDemandAllocationStrategy())) {
      throw invalid("Invalid On-Demand allocation strategy " + merged.onDemandAllocationStrategy());
    }
    if (!SPOT_STRATEGIES.contains(merged.spotAllocationStrategy())) {
      throw invalid("Invalid Spot allocation strategy " + merged.spotAllocationStrategy());
    }
    int percentage = merged.onDemandPercentageAboveBaseCapacity();
    if (percentage < 0 || percentage > WHOLE || merged.onDemandBaseCapacity() < 0) {
      throw invalid(
          "OnDemandPercentageAboveBaseCapacity must be within 0 and 100, OnDemandBaseCapacity must"
              + " not be negative.");
    }
    Integer pools = merged.spotInstancePools();
    if (pools != null && (pools < 1 || pools > MOST_POOLS)) {
      throw invalid("SpotInstancePools must be within 1 and " + MOST_POOLS + ".");
    }
    if (merged.spotMaxPrice() != null && !isPrice(merged.spotMaxPrice())) {
      throw invalid("Invalid SpotMaxPrice " + merged.spotMaxPrice());
    }
  }

  private static boolean isPrice(String text) {
    try {
      return Double.parseDouble(text) > 0;
    } catch (NumberFormatException noNumber) {
      return false;
    }
  }

  private static <T> T first(@Nullable T asked, @Nullable T before, T otherwise) {
    if (asked != null) {
      return asked;
    }
    return before == null ? otherwise : before;
  }
}
