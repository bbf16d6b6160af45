package dev.hastack.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** The machine image: exactly one of {@code id} and {@code ssmParameter}. */
@ContractType
@ValidationRule(
    value = "has(self.id) != has(self.ssmParameter)",
    message =
        "fleet.image must have exactly one of id and ssmParameter; write one, remove the other")
@ValidationRule(
    value = "self.refresh == 'Never' || has(self.ssmParameter)",
    message =
        "fleet.image.refresh: Daily is only possible with ssmParameter, since an id never changes;"
            + " remove refresh or name an ssmParameter")
public record ImageSpec(
    @Size(max = 64)
        @Pattern("^ami-[0-9a-z]+$")
        @JsonPropertyDescription(
            "Id of the image (AMI) in the stack's region. Exactly one of id and ssmParameter is"
                + " required.")
        @Nullable String id,
    @Size(max = 2048)
        @Pattern("^/?[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*(:[A-Za-z0-9_.-]+)?$")
        @JsonPropertyDescription(
            "Name of a Systems Manager parameter that holds an image id, for example one of the"
                + " public ones under /aws/service. Exactly one of id and ssmParameter is"
                + " required.")
        @Nullable String ssmParameter,
    @Default("Never")
        @JsonPropertyDescription(
            "How often the parameter is read again: Never reads it once for each change of this"
                + " spec and is the default; Daily once a day, only with ssmParameter.")
        Refresh refresh) {

  /** How often an SSM parameter is read again. */
  public enum Refresh {
    /** Once for each generation of the spec. */
    Never,
    /** Once a day. */
    Daily
  }
}
