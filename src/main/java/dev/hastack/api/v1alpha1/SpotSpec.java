package dev.hastack.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is done when AWS takes Spot servers back. Two minutes' notice of an interruption and the
 * rebalance recommendation that may come before it are from the EC2 user guide, Spot Instance
 * interruption notices and EC2 instance rebalance recommendations.
 *
 * @param onDemandFallback null: a fleet short of Spot stays short
 */
@ContractType
public record SpotSpec(
    @Default("Drain")
        @JsonPropertyDescription(
            "Drain: a server that AWS is about to take back leaves its target group in time for its"
                + " requests to finish, as soon as those that remain can do without it, and a"
                + " lifecycle hook on the group tells when a server ends. Goes on while the stack"
                + " is paused. Ignore: AWS's own behaviour, under which a reclaimed server may take"
                + " requests with it. Default Drain.")
        OnInterruption onInterruption,
    @Default("LaunchFirst")
        @JsonPropertyDescription(
            "LaunchFirst: capacity rebalancing, by which the group starts another server when AWS"
                + " says that one is at risk, before that one goes; for a while there are more"
                + " servers than desired, a tenth more, at least one, beyond capacity.max too. Not"
                + " advised with spotAllocationStrategy: lowest-price, which may choose a pool at"
                + " risk again. Ignore: no capacity rebalancing. Default LaunchFirst.")
        OnRebalanceRecommendation onRebalanceRecommendation,
    @Default("50")
        @Min(0)
        @Max(100)
        @JsonPropertyDescription(
            "Percentage of the desired servers that stay registered and healthy while doomed ones"
                + " leave early, 0 to 100. Those beyond it leave when replacements are healthy, or"
                + " at the last moment that lets their requests finish if at least half of that"
                + " percentage is not doomed. Default 50.")
        Integer minHealthyPercentageWhileDraining,
    @JsonPropertyDescription(
            "Starts On-Demand servers where Spot cannot be had, and goes back to Spot later. Left"
                + " out: it never does, and a fleet short of Spot stays short.")
        @Nullable OnDemandFallback onDemandFallback) {

  /** Whether a server that AWS takes back leaves its target groups in time. */
  public boolean drains() {
    return onInterruption == OnInterruption.Drain;
  }

  /** The section of a stack whose servers are drained; empty for any other. */
  public static Optional<SpotSpec> draining(HAStack stack) {
    return Optional.ofNullable(stack.getSpec())
        .flatMap(spec -> Optional.ofNullable(spec.aws()))
        .flatMap(aws -> Optional.ofNullable(aws.spot()))
        .filter(SpotSpec::drains);
  }

  /** What is done with a server that AWS is about to take back. */
  public enum OnInterruption {
    Drain,
    Ignore
  }

  /** What is done about a server that AWS says is at risk. */
  public enum OnRebalanceRecommendation {
    LaunchFirst,
    Ignore
  }

  /** How On-Demand stands in for Spot that cannot be had. */
  @ContractType
  public record OnDemandFallback(
      @Min(30)
          @Max(3600)
          @JsonPropertyDescription(
              "Seconds for which servers must be missing, after failed launches or interruptions,"
                  + " before On-Demand stands in, 30 to 3,600. A slow boot or a fleet that grows is"
                  + " no reason. Left out: 180.")
          @Nullable Integer afterSeconds,
      @Min(1)
          @Max(100)
          @JsonPropertyDescription(
              "Largest percentage of On-Demand above onDemandBaseCapacity while it stands in, 1 to"
                  + " 100. No more is taken than is missing, so that Spot servers that run are not"
                  + " replaced. Left out: 100.")
          @Nullable Integer percentage,
      @Min(60)
          @Max(86400)
          @JsonPropertyDescription(
              "Seconds for which On-Demand stands in before the fleet goes back to Spot, a quarter"
                  + " of it at a time at most, 60 to 86,400 (a day). Left out: 1,800.")
          @Nullable Integer holdForSeconds) {

    /** {@code afterSeconds} where it is left out. */
    public static final int DEFAULT_AFTER_SECONDS = 180;

    /** {@code percentage} where it is left out. */
    public static final int DEFAULT_PERCENTAGE = 100;

    /** {@code holdForSeconds} where it is left out. */
    public static final int DEFAULT_HOLD_FOR_SECONDS = 1800;
  }
}
