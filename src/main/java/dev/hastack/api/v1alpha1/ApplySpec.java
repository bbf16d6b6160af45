package dev.hastack.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;

/** How a plan is put into effect. */
@ContractType
public record ApplySpec(
    @Default("Automatic")
        @JsonPropertyDescription(
            "Automatic applies each plan as soon as it is made, and is the default. OnApproval"
                + " waits until a person has read the plan in status.plan and named its digest in"
                + " the annotation hastack.dev/approved-plan; what that plan takes is then carried"
                + " out to its end, and any other plan waits again. It asks for changes of this"
                + " spec, of facts such as a newer image, and of a newer operator; not for the"
                + " correction of drift, for the On-Demand fallback and draining, and for the"
                + " deletion of this object.")
        Policy policy) {

  /** Who lets a plan through. */
  public enum Policy {
    /** Nobody is asked. */
    Automatic,
    /** A person who names the plan's digest. */
    OnApproval
  }
}
