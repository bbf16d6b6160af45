package dev.hastack.sandbox.aws.front;

import java.time.Instant;

/**
 * Which calls go wrong, and how.
 *
 * @param skipping so many calls that match go right first
 * @param times so many calls go wrong at most
 * @param probability that one goes wrong, 0 to 1
 * @param from the first moment at which calls go wrong, in simulated time
 * @param until the first at which they no longer do
 */
public record FaultRule(
    Fault fault,
    CallFilter calls,
    int skipping,
    int times,
    double probability,
    Instant from,
    Instant until) {

  public FaultRule {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          "probability %s is not between 0 and 1".formatted(probability));
    }
  }

  /** All such calls go wrong, until the rule is lifted. */
  public static FaultRule of(Fault fault, CallFilter calls) {
    return new FaultRule(fault, calls, 0, Integer.MAX_VALUE, 1, Instant.MIN, Instant.MAX);
  }

  /** The same, but so many calls go right first. */
  public FaultRule after(int calmCalls) {
    return new FaultRule(fault, calls, calmCalls, times, probability, from, until);
  }

  /** The same, but only so often. */
  public FaultRule times(int most) {
    return new FaultRule(fault, calls, skipping, most, probability, from, until);
  }

  /** The same, but only by chance. */
  public FaultRule withProbability(double share) {
    return new FaultRule(fault, calls, skipping, times, share, from, until);
  }

  /** The same, but only from one moment to before another. */
  public FaultRule between(Instant first, Instant end) {
    return new FaultRule(fault, calls, skipping, times, probability, first, end);
  }
}
