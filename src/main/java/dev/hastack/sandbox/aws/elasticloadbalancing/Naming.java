package dev.hastack.sandbox.aws.elasticloadbalancing;

import dev.hastack.sandbox.aws.world.ApiError;
import org.jspecify.annotations.Nullable;

/** Names and ports: ELBv2 API reference, CreateTargetGroup and CreateLoadBalancer. */
final class Naming {
  private static final int LONGEST = 32;

  private Naming() {}

  /**
   * @param what has the name, in words
   * @throws ApiError if it cannot be a name
   */
  static void validate(String what, @Nullable String name) {
    if (name == null || name.isEmpty()) {
      throw new ApiError("ValidationError", what + " name must be specified");
    }
    if (name.length() > LONGEST) {
      throw new ApiError(
          "ValidationError",
          "%s name '%s' cannot be longer than '%d' characters".formatted(what, name, LONGEST));
    }
    if (!name.matches("[A-Za-z0-9-]+")) {
      throw new ApiError(
          "ValidationError",
          "%s name '%s' can only contain characters that are alphanumeric characters and hyphens(-)"
              .formatted(what, name));
    }
    if (name.startsWith("-") || name.endsWith("-")) {
      throw new ApiError(
          "ValidationError", "%s name '%s' cannot begin or end with '-'".formatted(what, name));
    }
  }

  /**
   * @throws ApiError if there is no such port
   */
  static int port(int port) {
    if (port < 1 || port > 65_535) {
      throw new ApiError(
          "ValidationError", "Port '%d' must be in the range 1 to 65535".formatted(port));
    }
    return port;
  }
}
