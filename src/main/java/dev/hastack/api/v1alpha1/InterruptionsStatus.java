package dev.hastack.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Servers that AWS took back, or is about to. */
@ContractType
public record InterruptionsStatus(
    @Required
        @Min(0)
        @JsonPropertyDescription("Servers that are being drained or replaced for it now.")
        Integer handling,
    @Size(max = MAX_LATEST)
        @JsonPropertyDescription("The latest, newest first, at most 10 of them.")
        @Nullable List<Interruption> latest) {

  /** Most entries of {@code latest}. */
  public static final int MAX_LATEST = 10;

  /** Longest id of a server, in characters. */
  public static final int MAX_WORD_CHARACTERS = 64;

  /** One server, with the strongest sign there was. */
  @ContractType
  public record Interruption(
      @Required
          @Size(max = MAX_WORD_CHARACTERS)
          @JsonPropertyDescription("Id of the server, for example i-0abcdef1234567890.")
          String instance,
      @Size(max = MAX_WORD_CHARACTERS)
          @JsonPropertyDescription("Its instance type, where it is known.")
          @Nullable String type,
      @Size(max = MAX_WORD_CHARACTERS)
          @JsonPropertyDescription("Its availability zone, where it is known.")
          @Nullable String zone,
      @Required
          @Size(max = MAX_WORD_CHARACTERS)
          @JsonPropertyDescription("What AWS said of it, as one word.")
          String kind,
      @Required @Size(max = MAX_WORD_CHARACTERS) @JsonPropertyDescription("When AWS said so.")
          String noticed,
      @Min(0)
          @JsonPropertyDescription(
              "Seconds from then until it was taken out of its target group; absent until it is.")
          @Nullable Integer deregisteredAfterSeconds,
      @Min(0)
          @JsonPropertyDescription(
              "Seconds from then until another was in service for it; absent until one is.")
          @Nullable Integer replacementInServiceAfterSeconds) {}
}
