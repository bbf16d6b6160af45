package dev.hastack.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonValue;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * How On-Demand and Spot are mixed: AWS's InstancesDistribution, in its words and with its limits
 * (Auto Scaling API reference).
 */
@ContractType
@ValidationRule(
    value = "!has(self.spotInstancePools) || self.spotAllocationStrategy == 'lowest-price'",
    message =
        "purchase.spotInstancePools is only possible with spotAllocationStrategy: lowest-price;"
            + " remove it or change the strategy")
@ValidationRule(
    value = "!has(self.spotMaxPrice) || self.spotMaxPrice.matches('[1-9]')",
    message =
        "purchase.spotMaxPrice must be above zero; raise it, or remove it to pay at most the"
            + " On-Demand price")
public record PurchaseSpec(
    @Min(0)
        @JsonPropertyDescription(
            "Number of instances, filled first, that are On-Demand. Left out: not managed; AWS's"
                + " default is 0. Changing it makes the group replace running servers gradually.")
        @Nullable Integer onDemandBaseCapacity,
    @Min(0)
        @Max(100)
        @JsonPropertyDescription(
            "Percentage of On-Demand among the instances above the base, 0 to 100; the rest is"
                + " Spot. Left out: not managed; AWS's default is 100, no Spot. Changing it makes"
                + " the group replace running servers gradually.")
        @Nullable Integer onDemandPercentageAboveBaseCapacity,
    @JsonPropertyDescription(
            "How an On-Demand type is chosen: prioritized takes instanceTypes in order,"
                + " lowest-price the cheapest. Left out: not managed; AWS's default is"
                + " prioritized.")
        @Nullable OnDemandAllocationStrategy onDemandAllocationStrategy,
    @Default("price-capacity-optimized")
        @JsonPropertyDescription(
            "How a Spot pool (a type in a zone) is chosen. Default price-capacity-optimized, which"
                + " weighs price against the risk of interruption; lowest-price looks at price only"
                + " and is interrupted most.")
        SpotAllocationStrategy spotAllocationStrategy,
    @Min(1)
        @Max(20)
        @JsonPropertyDescription(
            "Number of cheapest Spot pools to spread over, 1 to 20, only with lowest-price. Left"
                + " out: not managed; AWS's default is 2.")
        @Nullable Integer spotInstancePools,
    @Size(max = 16)
        @Pattern("^[0-9]+(\\.[0-9]+)?$")
        @JsonPropertyDescription(
            "Most to pay for one instance hour of Spot, in US dollars, as a quoted number above"
                + " zero, for example \"0.10\". Left out: the On-Demand price, which AWS"
                + " recommends, since a lower limit means more interruptions.")
        @Nullable String spotMaxPrice) {

  /** How an On-Demand type is chosen. */
  public enum OnDemandAllocationStrategy {
    PRIORITIZED("prioritized"),
    LOWEST_PRICE("lowest-price");

    private final String awsValue;

    OnDemandAllocationStrategy(String awsValue) {
      this.awsValue = awsValue;
    }

    /** AWS's own spelling, also the one of manifests. */
    @JsonValue
    public String awsValue() {
      return awsValue;
    }
  }

  /** How a Spot pool is chosen. */
  public enum SpotAllocationStrategy {
    PRICE_CAPACITY_OPTIMIZED("price-capacity-optimized"),
    CAPACITY_OPTIMIZED("capacity-optimized"),
    CAPACITY_OPTIMIZED_PRIORITIZED("capacity-optimized-prioritized"),
    DIVERSIFIED("diversified"),
    LOWEST_PRICE("lowest-price");

    private final String awsValue;

    SpotAllocationStrategy(String awsValue) {
      this.awsValue = awsValue;
    }

    /** AWS's own spelling, also the one of manifests. */
    @JsonValue
    public String awsValue() {
      return awsValue;
    }
  }
}
