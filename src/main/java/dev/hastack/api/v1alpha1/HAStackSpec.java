package dev.hastack.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * What a person wants: the words every cloud shares, and exactly one cloud.
 *
 * @param aws null only in an object that no API server accepted
 */
@ContractType
@ValidationRule(
    value = "has(self.aws)",
    message = "exactly one cloud must be given; write spec.aws")
@ValidationRule(
    value = "has(self.aws) == has(oldSelf.aws)",
    message = "the cloud of a stack cannot be changed; create another HAStack for another cloud")
public record HAStackSpec(
    @Required
        @JsonPropertyDescription(
            "How many servers the fleet has, counted in instances. Required. min <= desired <= max.")
        CapacitySpec capacity,
    @Default("{}")
        @JsonPropertyDescription(
            "How a plan is put into effect. Left out: every plan is applied as soon as it is made.")
        ApplySpec apply,
    @Default("{}")
        @JsonPropertyDescription(
            "What happens when the cloud no longer matches what this stack last wrote there. Left"
                + " out: every managed attribute is corrected.")
        DriftSpec drift,
    @Default("{}")
        @JsonPropertyDescription(
            "What becomes of the cloud resources when this object is deleted. Left out: they are"
                + " deleted with it.")
        DeletionSpec deletion,
    @JsonPropertyDescription(
            "The stack on Amazon Web Services. Exactly one cloud must be given, and it cannot be"
                + " exchanged for another later.")
        @Nullable AwsSpec aws) {}
