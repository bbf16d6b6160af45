package dev.hastack.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happens when the cloud no longer matches what the stack last wrote there. */
@ContractType
public record DriftSpec(
    @Default("Correct")
        @JsonPropertyDescription(
            "Correct writes the wanted value back and says so; it is the default. Report never"
                + " writes because of drift: it lists it in status.drift, in an Event and in a"
                + " metric, while changes to this spec are still applied.")
        Policy policy,
    @Size(max = 64)
        @JsonPropertyDescription(
            "Attributes whose drift is neither corrected nor reported, at most 64 entries. Left"
                + " out: nothing is ignored. A change of such an attribute in this spec is still"
                + " applied.")
        @Nullable List<Ignore> ignore) {

  /** What is done about drift. */
  public enum Policy {
    /** Write the wanted value back. */
    Correct,
    /** Tell, and leave it as found. */
    Report
  }

  /** One resource and the attributes of it that belong to somebody else. */
  @ContractType
  public record Ignore(
      @Required
          @Size(max = 128)
          @Pattern("^[A-Z][A-Za-z0-9]*/[a-z0-9]([a-z0-9-]*[a-z0-9])?$")
          @JsonPropertyDescription(
              "Resource as Kind/name, in the words of plans and status.resources, for example"
                  + " AutoScalingGroup/app. Required; at most 128 characters.")
          String resource,
      @Required
          @Size(min = 1, max = 64)
          @JsonPropertyDescription(
              "Attributes of that resource by AWS's own member names as plans show them, for"
                  + " example MaxSize; \"*\" stands for all. Required; 1 to 64 names.")
          List<@Pattern("^(\\*|[A-Za-z][A-Za-z0-9._:/\\[\\]-]*)$") @Size(max = 256) String>
              attributes) {}
}
