package dev.hastack.core.outcome;

/**
 * An expected failure as a value.
 *
 * @param kind decided once, where the cloud's answer is read
 * @param operation what was tried, for example {@code autoscaling:CreateAutoScalingGroup}
 * @param code the cloud's own error code, for example {@code AccessDenied}
 * @param message what a person should read; never holds a secret
 */
public record Failure(FailureKind kind, String operation, String code, String message) {

  /** One sentence for conditions and Events. */
  public String sentence() {
    return operation + ": " + (code.isEmpty() ? "" : code + ": ") + message;
  }
}
