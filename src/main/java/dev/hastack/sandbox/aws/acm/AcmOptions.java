package dev.hastack.sandbox.aws.acm;

import java.time.Duration;

/**
 * How long it takes until a requested certificate is issued: somebody adds the DNS records, and ACM
 * finds them. "DNS validation", ACM user guide, promises nothing shorter than half an hour; minutes
 * in practice.
 *
 * @param least of the time; zero and zero at most issue a certificate when it is requested
 */
public record AcmOptions(Duration least, Duration most) {

  /** Some minutes. */
  public static AcmOptions usual() {
    return new AcmOptions(Duration.ofMinutes(1), Duration.ofMinutes(10));
  }

  /** Whoever requests a certificate has it issued in the answer. */
  public static AcmOptions atOnce() {
    return new AcmOptions(Duration.ZERO, Duration.ZERO);
  }

  boolean isAtOnce() {
    return most.isZero();
  }
}
