package dev.hastack.sandbox.aws.world;

import java.time.Instant;

/**
 * There is nothing to answer yet: the call is made again when something has happened, as {@link
 * CurrentCall#comeBackWithin} orders it. No error, so it has no stack trace.
 */
public final class NotYet extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Instant until;
  private final long stirs;

  /**
   * @param until when there is an answer at the latest
   * @param stirs how often something had happened when the call found nothing
   */
  public NotYet(Instant until, long stirs) {
    super("not yet", null, false, false);
    this.until = until;
    this.stirs = stirs;
  }

  public Instant until() {
    return until;
  }

  public long stirs() {
    return stirs;
  }
}
