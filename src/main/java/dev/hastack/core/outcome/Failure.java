package dev.hastack.core.outcome;

/**
 * An expected failure as a value.
 *
 * @param kind decided once, where the cloud's answer is read
 * @param operation what was tried, for example {@code autoscaling:CreateAutoScalingGroup}; empty
 *     when the spec is to blame and not a call
 * @param code the cloud's own error code, for example {@code AccessDenied}
 * @param message what a person should read; never holds a secret
 */
public record Failure(FailureKind kind, String operation, String code, String message) {

  /**
   * What is wrong with the spec itself.
   *
   * @param message which field has which value, and what to do about it
   */
  public static Failure ofSpec(FailureKind kind, String code, String message) {
    return new Failure(kind, "", code, message);
  }

  /** One sentence for conditions and Events; a mistake in the spec speaks for itself. */
  public String sentence() {
    if (operation.isEmpty()) {
      return message;
    }
    return operation + ": " + (code.isEmpty() ? "" : code + ": ") + message;
  }
}
