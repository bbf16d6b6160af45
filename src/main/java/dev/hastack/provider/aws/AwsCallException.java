package dev.hastack.provider.aws;

import dev.hastack.core.outcome.Failure;

/** A call to AWS that failed, already classified. Caught where it becomes an answer. */
public final class AwsCallException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  public AwsCallException(Failure failure) {
    super(failure.sentence());
    this.failure = failure;
  }

  public AwsCallException(Failure failure, Throwable cause) {
    super(failure.sentence(), cause);
    this.failure = failure;
  }

  public Failure failure() {
    return failure;
  }
}
