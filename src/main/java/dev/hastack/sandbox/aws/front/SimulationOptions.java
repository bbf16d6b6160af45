package dev.hastack.sandbox.aws.front;

import dev.hastack.sandbox.aws.world.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;

/**
 * What a simulated AWS is like.
 *
 * @param seed the same seed and the same calls give the same story
 * @param start when its story begins
 * @param reads how long calls take that only read
 * @param writes how long the others take
 * @param maxReadLag how far behind the present a read may be, up to {@link Table#MEMORY}
 * @param throttleFactor the share of AWS's rates that is granted; empty if nothing is throttled
 */
public record SimulationOptions(
    long seed,
    Instant start,
    Latency reads,
    Latency writes,
    Duration maxReadLag,
    OptionalDouble throttleFactor) {
  private static final Instant START = Instant.parse("2026-01-05T08:00:00Z");

  public SimulationOptions {
    if (maxReadLag.isNegative() || maxReadLag.compareTo(Table.MEMORY) > 0) {
      throw new IllegalArgumentException(
          "maxReadLag %s is not between 0 and %s".formatted(maxReadLag, Table.MEMORY));
    }
    if (throttleFactor.isPresent() && !(throttleFactor.getAsDouble() > 0)) {
      throw new IllegalArgumentException(
          "throttleFactor %s is not above 0: leave it out to throttle nothing"
              .formatted(throttleFactor.getAsDouble()));
    }
  }

  /** Answers at once, always of the present, as often as one likes. */
  public static SimulationOptions calm(long seed) {
    return new SimulationOptions(
        seed, START, Latency.NONE, Latency.NONE, Duration.ZERO, OptionalDouble.empty());
  }

  /** With latency, reads that lag up to some seconds, and AWS's throttles. */
  public static SimulationOptions lifelike(long seed) {
    return new SimulationOptions(
        seed,
        START,
        new Latency(Duration.ofMillis(80), Duration.ofMillis(800)),
        new Latency(Duration.ofMillis(250), Duration.ofMillis(2500)),
        Duration.ofSeconds(5),
        OptionalDouble.of(1));
  }

  public SimulationOptions startingAt(Instant when) {
    return new SimulationOptions(seed, when, reads, writes, maxReadLag, throttleFactor);
  }

  public SimulationOptions withLatency(Latency ofReads, Latency ofWrites) {
    return new SimulationOptions(seed, start, ofReads, ofWrites, maxReadLag, throttleFactor);
  }

  public SimulationOptions withMaxReadLag(Duration lag) {
    return new SimulationOptions(seed, start, reads, writes, lag, throttleFactor);
  }

  public SimulationOptions withThrottleFactor(double factor) {
    return new SimulationOptions(seed, start, reads, writes, maxReadLag, OptionalDouble.of(factor));
  }
}
