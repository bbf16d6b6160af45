package dev.hastack.operator;

import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.stack.Place;
import dev.hastack.core.stack.StackId;
import dev.hastack.core.status.Interruptions;
import dev.hastack.operator.SignalQueues.Inlet;
import dev.hastack.operator.signal.SignalStation;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Has the station receive from the queues that there are. Only a leader knows which; one that
 * cannot see whether it still leads goes on with those it knew.
 */
final class SignalService implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(SignalService.class);
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final SignalStation station;
  private volatile Map<Place, Inlet> latest = Map.of();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("signal-service").daemon().factory());

  SignalService(SignalStation station) {
    this.station = station;
  }

  void start(BooleanSupplier leading, Supplier<Map<Place, Inlet>> inlets) {
    var unused =
        timer.scheduleWithFixedDelay(
            () -> followOrSay(leading, inlets), 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** An exception would end the timer for good. */
  private void followOrSay(BooleanSupplier leading, Supplier<Map<Place, Inlet>> inlets) {
    try {
      if (leading.getAsBoolean()) {
        latest = inlets.get();
        station.serve(queues(latest));
      }
    } catch (RuntimeException failed) {
      LOG.warn("Could not open the queues of signals", failed);
    }
  }

  /** What the status of a stack tells of its servers. */
  Interruptions interruptions(StackId stack, Optional<Place> place) {
    return station.interruptions(stack, place.flatMap(this::degraded));
  }

  private Optional<Failure> degraded(Place place) {
    return station
        .degraded(place)
        .or(
            () ->
                Optional.ofNullable(latest.get(place))
                    .map(Inlet::state)
                    .filter(Outcome.Failed.class::isInstance)
                    .map(Outcome.Failed.class::cast)
                    .map(Outcome.Failed::failure));
  }

  private static Map<Place, SignalStation.Queue> queues(Map<Place, Inlet> inlets) {
    return inlets.entrySet().stream()
        .filter(each -> each.getValue().queue().isPresent())
        .collect(
            toUnmodifiableMap(
                Map.Entry::getKey, each -> queue(each.getValue().queue().orElseThrow())));
  }

  private static SignalStation.Queue queue(SignalQueues.SignalQueue known) {
    return new SignalStation.Queue(known.region(), known.url());
  }

  @Override
  public void close() {
    timer.shutdownNow();
    station.close();
  }
}
