package dev.hastack.operator;

import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.hastack.core.stack.Place;
import dev.hastack.operator.SignalQueues.Inlet;
import dev.hastack.operator.signal.SignalStation;
import java.time.Duration;
import java.util.Map;
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
        station.serve(queues(inlets.get()));
      }
    } catch (RuntimeException failed) {
      LOG.warn("Could not open the queues of signals", failed);
    }
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
