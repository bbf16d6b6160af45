package dev.hastack.operator;

import dev.hastack.core.stack.Place;
import dev.hastack.operator.SignalQueues.Inlet;
import dev.hastack.operator.SignalQueues.SignalQueue;
import dev.hastack.operator.metric.Metric;
import dev.hastack.provider.aws.signal.QueueDepth.Waiting;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * How many messages wait in the queues of events. Asked for by the replica that leads; a queue that
 * cannot be asked has no series rather than an old one.
 */
final class SignalQueueGauge {
  /** SQS's own count is no fresher. */
  static final Duration PERIOD = Duration.ofMinutes(1);

  private final Supplier<Map<Place, Inlet>> inlets;
  private final BooleanSupplier leading;
  private final BiFunction<Place, SignalQueue, Waiting> depth;
  private final MultiGauge gauge;
  private final FailingReads<SignalQueue> failing = new FailingReads<>("how many events wait");

  /**
   * @param depth blocks on the network
   */
  SignalQueueGauge(
      Supplier<Map<Place, Inlet>> inlets,
      BooleanSupplier leading,
      BiFunction<Place, SignalQueue, Waiting> depth,
      MeterRegistry registry) {
    this.inlets = inlets;
    this.leading = leading;
    this.depth = depth;
    this.gauge = Metric.QUEUE_MESSAGES.rows(registry);
  }

  /** Asks once. */
  void measure() {
    gauge.register(
        leading.getAsBoolean()
            ? inlets.get().entrySet().stream().flatMap(this::rows).toList()
            : Set.<MultiGauge.Row<?>>of(),
        true);
  }

  private Stream<MultiGauge.Row<?>> rows(Map.Entry<Place, Inlet> inlet) {
    Place place = inlet.getKey();
    return inlet.getValue().queue().stream()
        .flatMap(
            queue -> failing.read(queue, queue.region(), () -> depth.apply(place, queue)).stream())
        .flatMap(waiting -> rows(place, waiting));
  }

  private static Stream<MultiGauge.Row<?>> rows(Place place, Waiting waiting) {
    return Stream.concat(
        Stream.of(row(place, "signals", waiting.messages())),
        waiting.deadLetters().stream().mapToObj(letters -> row(place, "dead-letters", letters)));
  }

  private static MultiGauge.Row<?> row(Place place, String queue, long messages) {
    return Metric.QUEUE_MESSAGES.row((double) messages, place.accountId(), place.region(), queue);
  }
}
