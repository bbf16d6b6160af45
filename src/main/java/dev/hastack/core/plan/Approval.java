package dev.hastack.core.plan;

import java.util.List;
import java.util.Optional;

/** What a person has to do with a plan: whether it had to be approved, and was. */
public sealed interface Approval {

  /** The stack applies each plan as soon as it is made, or is being deleted. */
  record NotAsked() implements Approval {}

  /** The stack wants each plan approved, and there is nothing that was not. */
  record NothingWaits() implements Approval {}

  /**
   * Something waits.
   *
   * @param digest names what waits, and only until the next approval
   * @param outdated what was approved instead, if anything was that has not been made use of
   */
  record Waiting(String digest, Optional<String> outdated) implements Approval {}

  /**
   * A person just approved all that waited.
   *
   * @param digest by which
   * @param changes what it named
   */
  record Given(String digest, List<Change> changes) implements Approval {
    public Given {
      changes = List.copyOf(changes);
    }
  }
}
