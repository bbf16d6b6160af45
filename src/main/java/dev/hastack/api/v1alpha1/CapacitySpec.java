package dev.hastack.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.model.annotation.SpecReplicas;
import org.jspecify.annotations.Nullable;

/**
 * Bounds and size of the fleet, in instances.
 *
 * @param desired null leaves the number to AWS, which starts with {@code min}
 */
@ContractType
@ValidationRule(
    value = "self.min <= self.max",
    message = "capacity.min must not be larger than capacity.max; lower min or raise max")
@ValidationRule(
    value = "!has(self.desired) || (self.min <= self.desired && self.desired <= self.max)",
    message =
        "capacity.desired must lie between capacity.min and capacity.max; change desired or widen"
            + " the bounds")
public record CapacitySpec(
    @Required
        @Min(0)
        @JsonPropertyDescription(
            "Smallest number of instances, 0 or more. Required. The group never has fewer healthy"
                + " ones for longer than a replacement takes.")
        Integer min,
    @Required
        @Min(0)
        @JsonPropertyDescription(
            "Largest number of instances, 0 or more, at least min. Required. Bounds what scaling,"
                + " by a person or a policy, may cost.")
        Integer max,
    @Min(0)
        @SpecReplicas
        @JsonPropertyDescription(
            "Number of instances wanted now, between min and max. Left out: AWS keeps the number"
                + " (min when the group is created) and a number set elsewhere is not drift."
                + " kubectl scale writes this field; a HorizontalPodAutoscaler needs it to have"
                + " been written once, and then it should stay out of Git.")
        @Nullable Integer desired) {}
