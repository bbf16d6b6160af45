package dev.hastack.provider.aws.gateway;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.outcome.Outcome;

/** Writes that we refuse ourselves. */
final class Refusals {
  private Refusals() {}

  /** There is one of that name that does not carry our tags. */
  static Outcome notOwned(String operation, String name) {
    return new Outcome.Failed(
        new Failure(
            FailureKind.CONFLICT,
            operation,
            "NotOwned",
            name
                + " exists and does not carry this stack's hastack.dev tags; it is left alone."
                + " Rename or remove it, or rename the HAStack"));
  }
}
