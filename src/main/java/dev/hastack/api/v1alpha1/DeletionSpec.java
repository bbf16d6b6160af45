package dev.hastack.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;

/** What becomes of the cloud resources when the object is deleted. */
@ContractType
public record DeletionSpec(
    @Default("Delete")
        @JsonPropertyDescription(
            "Delete removes every cloud resource of this stack before the object goes; it is the"
                + " default. Retain leaves them running and tagged, and an HAStack of the same"
                + " cluster, namespace and name takes them up again.")
        Policy policy) {

  /** The fate of the cloud resources. */
  public enum Policy {
    /** They are deleted first. */
    Delete,
    /** They stay, marked as retained. */
    Retain
  }
}
