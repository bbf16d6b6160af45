package dev.hastack.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;

/** How a plan is put into effect. */
@ContractType
public record ApplySpec(
    @Default("Automatic")
        @JsonPropertyDescription(
            "Automatic applies each plan as soon as it is made, and is the default. To see a plan"
                + " first, annotate the object with hastack.dev/paused: \"true\" and read"
                + " status.plan.")
        Policy policy) {

  /** Who lets a plan through. */
  public enum Policy {
    /** Nobody is asked. */
    Automatic
  }
}
