package dev.hastack.sandbox.aws.sqs;

import java.time.Duration;

/**
 * How unreliable a standard queue is ("Amazon SQS standard queues", SQS developer guide: at least
 * once, best-effort order). How often is not documented; the figures are ours.
 *
 * @param duplicates the share of messages of which there comes a second copy
 * @param disordered the share of messages that others overtake
 * @param longestDelay before a copy comes
 */
public record SqsOptions(double duplicates, double disordered, Duration longestDelay) {
  private static final Duration DELAY = Duration.ofSeconds(60);

  public SqsOptions {
    if (!(duplicates >= 0 && duplicates <= 1 && disordered >= 0 && disordered <= 1)) {
      throw new IllegalArgumentException(
          "%s duplicates and %s disordered are not shares".formatted(duplicates, disordered));
    }
  }

  /** One in two hundred twice, one in fifty out of turn. */
  public static SqsOptions usual() {
    return new SqsOptions(0.005, 0.02, DELAY);
  }

  /** Each message once and in turn. */
  public static SqsOptions orderly() {
    return new SqsOptions(0, 0, DELAY);
  }

  public SqsOptions withDuplicates(double share) {
    return new SqsOptions(share, disordered, longestDelay);
  }

  public SqsOptions withDisordered(double share) {
    return new SqsOptions(duplicates, share, longestDelay);
  }
}
