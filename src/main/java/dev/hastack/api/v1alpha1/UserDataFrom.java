package dev.hastack.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Where the user data stands, if not in the spec: always in the stack's own namespace. */
@ContractType
@ValidationRule(
    value = "has(self.secretKeyRef) != has(self.configMapKeyRef)",
    message = "userDataFrom needs secretKeyRef or configMapKeyRef; write exactly one of them")
public record UserDataFrom(
    @JsonPropertyDescription("A key of a Secret in the stack's namespace.")
        @Nullable KeyRef secretKeyRef,
    @JsonPropertyDescription("A key of a ConfigMap in the stack's namespace.")
        @Nullable KeyRef configMapKeyRef) {

  /** One entry of an object. */
  @ContractType
  public record KeyRef(
      @Required
          @Size(max = 253)
          @Pattern("^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$")
          @JsonPropertyDescription("Name of the object. Required.")
          String name,
      @Required
          @Size(max = 253)
          @Pattern("^[A-Za-z0-9._-]+$")
          @JsonPropertyDescription(
              "Key under the object's data; its value is the user data, as text. Required.")
          String key) {}
}
