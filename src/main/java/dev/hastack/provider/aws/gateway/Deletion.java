package dev.hastack.provider.aws.gateway;

import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.provider.aws.AwsCallException;

/** A call that takes something away, and what its answer means. */
final class Deletion {
  private Deletion() {}

  /** What is not there is taken away. */
  static Outcome by(Runnable call) {
    try {
      call.run();
      return Outcome.done();
    } catch (AwsCallException refused) {
      return refused.failure().kind() == FailureKind.NOT_FOUND
          ? Outcome.done()
          : new Outcome.Failed(refused.failure());
    }
  }

  /**
   * The same of something that others may still use.
   *
   * @param user who does, where AWS says that somebody does
   */
  static Outcome by(Runnable call, String user) {
    Outcome outcome = by(call);
    return outcome instanceof Outcome.Failed failed
            && failed.failure().kind() == FailureKind.CONFLICT
        ? new Outcome.Waiting(user)
        : outcome;
  }

  /**
   * The same of something that takes its time to go.
   *
   * @param what is waited for once AWS has agreed
   */
  static Outcome waiting(Runnable call, String what) {
    Outcome outcome = by(call);
    return outcome instanceof Outcome.Done ? new Outcome.Waiting(what) : outcome;
  }
}
