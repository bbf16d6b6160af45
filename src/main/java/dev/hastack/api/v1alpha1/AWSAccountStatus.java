package dev.hastack.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether the operator gets into the account, and who uses it. */
@ContractType
public record AWSAccountStatus(
    @Min(0) @JsonPropertyDescription("Generation of the spec that this status is about.")
        @Nullable Long observedGeneration,
    @Size(max = MAX_CONDITIONS)
        @JsonPropertyDescription(
            "Ready: whether the operator's credentials for this account work and are this"
                + " account's. Stalled: whether that needs a person.")
        @Nullable List<Condition> conditions,
    @Min(0) @JsonPropertyDescription("How many HAStacks refer to this account.")
        @Nullable Integer stacks) {

  /** Most conditions. */
  public static final int MAX_CONDITIONS = 8;
}
