package dev.hastack.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * One condition of the status, in the shape and with the limits of Kubernetes' own Condition
 * (k8s.io/apimachinery, meta/v1).
 *
 * @param lastTransitionTime RFC 3339
 */
@ContractType
public record Condition(
    @Required
        @Size(max = 316)
        @Pattern("^[A-Za-z]([A-Za-z0-9-]*[A-Za-z0-9])?$")
        @JsonPropertyDescription("What the condition is about, for example Ready.")
        String type,
    @Required @JsonPropertyDescription("True, False or Unknown.") Status status,
    @Min(0) @JsonPropertyDescription("Generation of the spec this condition was found for.")
        @Nullable Long observedGeneration,
    @Required @Size(max = 64) @JsonPropertyDescription("When status last became another.")
        String lastTransitionTime,
    @Required
        @Size(min = 1, max = 1024)
        @Pattern("^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$")
        @JsonPropertyDescription("Why, as one word for programs.")
        String reason,
    @Required
        @Size(max = MAX_MESSAGE_CHARACTERS)
        @JsonPropertyDescription("Why, as a sentence for people.")
        String message) {

  /** Longest {@code message} the API server accepts, in characters. */
  public static final int MAX_MESSAGE_CHARACTERS = 32_768;

  /** Whether the condition holds. */
  public enum Status {
    True,
    False,
    Unknown
  }
}
