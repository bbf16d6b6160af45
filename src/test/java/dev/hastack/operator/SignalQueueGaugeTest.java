package dev.hastack.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.stack.Place;
import dev.hastack.operator.SignalQueues.Inlet;
import dev.hastack.operator.SignalQueues.SignalQueue;
import dev.hastack.operator.metric.Metric;
import dev.hastack.provider.aws.signal.QueueDepth.Waiting;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SignalQueueGaugeTest {
  private static final SignalQueue OURS = new SignalQueue("eu-west-1", "https://ours");
  private static final SignalQueue THEIRS = new SignalQueue("us-east-1", "https://theirs");

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Map<SignalQueue, Waiting> waiting = new HashMap<>();
  private boolean leading = true;
  private final SignalQueueGauge gauge =
      new SignalQueueGauge(
          () ->
              Map.of(
                  new Place("111111111111", "eu-west-1"),
                  new Inlet(Optional.of(OURS), Outcome.done()),
                  new Place("222222222222", "us-east-1"),
                  new Inlet(Optional.of(THEIRS), Outcome.done()),
                  new Place("333333333333", "us-east-1"),
                  new Inlet(Optional.empty(), Outcome.done())),
          () -> leading,
          (place, queue) -> Optional.ofNullable(waiting.get(queue)).orElseThrow(),
          registry);

  @Test
  void shouldTellBothQueuesOfEachPlaceWhenMeasured() {
    // Given
    waiting.put(OURS, new Waiting(3, OptionalLong.of(1)));
    waiting.put(THEIRS, new Waiting(0, OptionalLong.empty()));

    // When
    gauge.measure();

    // Then
    assertThat(told())
        .isEqualTo(
            Map.of(
                "111111111111 signals", 3.0,
                "111111111111 dead-letters", 1.0,
                "222222222222 signals", 0.0));
  }

  @Test
  void shouldTellTheOthersAndNothingOldWhenOneCannotBeAsked() {
    // Given
    waiting.put(OURS, new Waiting(3, OptionalLong.of(1)));
    waiting.put(THEIRS, new Waiting(7, OptionalLong.empty()));
    gauge.measure();

    // When
    waiting.remove(OURS);
    gauge.measure();

    // Then
    assertThat(told()).isEqualTo(Map.of("222222222222 signals", 7.0));
  }

  @Test
  void shouldAskNobodyWhenStandingBy() {
    // Given
    waiting.put(OURS, new Waiting(3, OptionalLong.of(1)));
    gauge.measure();

    // When
    leading = false;
    gauge.measure();

    // Then
    assertThat(told()).isEmpty();
  }

  private Map<String, Double> told() {
    var told = new TreeMap<String, Double>();
    for (Gauge each : registry.find(Metric.QUEUE_MESSAGES.meter()).gauges()) {
      told.put(each.getId().getTag("account") + " " + each.getId().getTag("queue"), each.value());
    }
    return told;
  }
}
