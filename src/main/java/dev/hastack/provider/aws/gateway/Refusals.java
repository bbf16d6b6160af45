package dev.hastack.provider.aws.gateway;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.provider.aws.AwsTags;
import java.util.Map;
import java.util.Optional;

/** Writes that we refuse ourselves. */
final class Refusals {
  private Refusals() {}

  /**
   * There is one in the place of what was to be created. One of ours was made by a pass that did
   * not live to tell, or is not shown by every read yet: it is neither made again nor taken for
   * finished, as only the next pass sees what it lacks.
   */
  static Outcome alreadyThere(
      Target target, Map<String, String> tags, String operation, String name) {
    return AwsTags.claim(target.stack(), tags).equals(Optional.of(target.id()))
        ? new Outcome.Waiting(name + ", which is there already, to be read")
        : notOwned(operation, name);
  }

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
