package dev.hastack.operator.signal;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.signal.Signal;
import dev.hastack.engine.interruption.Interrupted;
import dev.hastack.engine.interruption.InterruptionListener;
import dev.hastack.operator.metric.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;

/** Counts and times what becomes of signals. Tags come from closed sets only. */
public final class SignalMetrics implements InterruptionListener {
  private static final Duration LONGEST = Duration.ofDays(15);

  private final MeterRegistry registry;
  private final Timer age;
  private final Timer deregistered;
  private final Timer replaced;

  public SignalMetrics(MeterRegistry registry) {
    this.registry = registry;
    age = Metric.SIGNAL_AGE.timer(registry);
    deregistered = Metric.DEREGISTERED.timer(registry);
    replaced = Metric.REPLACED.timer(registry);
  }

  @Override
  public void received(Signal signal, Duration old) {
    Metric.SIGNALS.count(registry, kind(signal));
    record(age, old);
  }

  private static String kind(Signal signal) {
    return switch (signal) {
      case Signal.InterruptionWarning warning ->
          switch (warning.market()) {
            case SPOT -> "spot-interruption-warning";
            case CAPACITY_RESERVATION -> "capacity-reservation-interruption-warning";
          };
      case Signal.RebalanceRecommendation ignored -> "rebalance-recommendation";
      case Signal.ServerGoing ignored -> "instance-state-change";
      case Signal.TerminateHook ignored -> "terminate-hook";
      case Signal.Maintenance ignored -> "health";
      case Signal.LaunchFailed ignored -> "launch-failure";
    };
  }

  @Override
  public void dropped(Dropped why) {
    String reason = why.name().toLowerCase(Locale.ROOT).replace('_', '-');
    Metric.SIGNALS_DROPPED.count(registry, reason);
  }

  @Override
  public void deregistered(String stack, Interrupted interrupted) {
    if (interrupted.wasWarned()) {
      interrupted.deregisteredAfter().ifPresent(after -> record(deregistered, after));
    }
  }

  @Override
  public void replaced(String stack, Interrupted interrupted) {
    interrupted.replacementInServiceAfter().ifPresent(after -> record(replaced, after));
  }

  /** Clocks that differ may make an effect seem earlier than its cause; garbled times are worse. */
  private static void record(Timer timer, Duration duration) {
    if (duration.compareTo(LONGEST) < 0) {
      timer.record(duration.isNegative() ? Duration.ZERO : duration);
    }
  }

  @Override
  public void failed(Failure failure) {
    Metric.SIGNALS_FAILURES.count(registry, failure.kind().name());
  }
}
