package dev.hastack.sandbox.aws.front;

import dev.hastack.sandbox.aws.wire.WireCall;
import dev.hastack.sandbox.aws.world.NotYet;
import dev.hastack.sandbox.aws.world.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;

/** When a call takes effect, and which moment a read shows. */
final class Timing {
  /**
   * Messages take a tenth of the time that the calls of a control plane take; the figure is ours.
   */
  private static final double MESSAGES = 0.1;

  private final Clockwork clockwork;
  private final SimulationOptions options;
  private final Streams streams;

  Timing(Clockwork clockwork, SimulationOptions options, Streams streams) {
    this.clockwork = clockwork;
    this.options = options;
    this.streams = streams;
  }

  SimulatedTime time() {
    return clockwork.time();
  }

  SimulationOptions options() {
    return options;
  }

  /** Lets the latency of a call pass. */
  void travel(WireCall call) {
    clockwork.catchUp();
    Latency usual = Call.isWrite(call.operation()) ? options.writes() : options.reads();
    Latency latency = call.signingName().equals("sqs") ? usual.scaled(MESSAGES) : usual;
    String subject = "latency " + call.signingName() + ":" + call.operation();
    pass(time().exclusively(() -> latency.draw(streams.of(subject))));
  }

  void pass(Duration duration) {
    if (duration.isPositive()) {
      clockwork.pause(duration);
    }
  }

  /**
   * Lets time pass for a call that waits for something.
   *
   * @return whether the caller still waits for its answer
   */
  boolean await(NotYet waiting) {
    return clockwork.await(waiting);
  }

  /**
   * Which moment a call sees: for a write the present, for a read a little before it. Half of the
   * reads are up to date and few lag much; how AWS's lags are distributed is not documented, so
   * this is ours.
   *
   * @param earliest when the region began
   */
  Instant readsAsOf(Call call, Interference interference, Instant earliest) {
    Instant now = time().now();
    if (call.isWrite()) {
      return now;
    }
    Instant seen = now.minus(interference.age().orElseGet(() -> lag(call)));
    return seen.isBefore(earliest) ? earliest : seen;
  }

  private Duration lag(Call call) {
    SplittableRandom random = streams.of("lag " + call.action());
    double share = Math.max(0, 2 * random.nextDouble() - 1);
    return Duration.ofMillis(Math.round(options.maxReadLag().toMillis() * share * share));
  }
}
