package dev.hastack.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.api.v1alpha1.HAStackStatus;
import dev.hastack.operator.metric.Metric;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StackGaugesTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final List<HAStack> stacks = new ArrayList<>();
  private boolean leading = true;
  private final StackGauges gauges = new StackGauges(() -> stacks, () -> leading, registry);

  @Test
  void shouldTellConditionsDriftAndServersWhenStatusHasThem() {
    // Given
    stacks.add(
        stack(
            List.of(
                condition("Ready", Condition.Status.True),
                condition("Stalled", Condition.Status.Unknown)),
            List.of(drifted("2026-03-01T12:00:10Z"), drifted("2026-03-01T12:00:05Z")),
            new HAStackStatus.Fleet(4, 3, 2, 1, "67%", 0)));

    // When
    gauges.measure();

    // Then
    assertThat(told(Metric.STACK_CONDITION))
        .isEqualTo(Map.of("shop/web/Ready/True", 1.0, "shop/web/Stalled/Unknown", 1.0));
    assertThat(told(Metric.STACK_DRIFT_SINCE)).isEqualTo(Map.of("shop/web", 1772366405.0));
    assertThat(told(Metric.STACK_SERVERS))
        .isEqualTo(
            Map.of(
                "shop/web/desired", 4.0,
                "shop/web/in-service", 3.0,
                "shop/web/spot", 2.0,
                "shop/web/on-demand", 1.0,
                "shop/web/outdated", 0.0));
  }

  @Test
  void shouldForgetWhatIsNoMoreWhenMeasuredAgain() {
    // Given
    stacks.add(
        stack(
            List.of(condition("Ready", Condition.Status.False)),
            List.of(drifted("2026-03-01T12:00:05Z")),
            null));
    gauges.measure();

    // When
    stacks.set(0, stack(List.of(condition("Ready", Condition.Status.True)), List.of(), null));
    gauges.measure();

    // Then
    assertThat(told(Metric.STACK_CONDITION)).isEqualTo(Map.of("shop/web/Ready/True", 1.0));
    assertThat(told(Metric.STACK_DRIFT_SINCE)).isEmpty();

    // When
    stacks.clear();
    gauges.measure();

    // Then
    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void shouldTellNothingWhenStandingByOrBeforeTheFirstPass() {
    // Given
    stacks.add(stack(List.of(condition("Ready", Condition.Status.True)), List.of(), null));
    leading = false;

    // When
    gauges.measure();

    // Then
    assertThat(registry.getMeters()).isEmpty();

    // When
    leading = true;
    stacks.getFirst().setStatus(null);
    gauges.measure();

    // Then
    assertThat(registry.getMeters()).isEmpty();
  }

  private Map<String, Double> told(Metric metric) {
    return registry.find(metric.meter()).gauges().stream()
        .collect(
            Collectors.toMap(
                gauge ->
                    metric.labels().stream()
                        .map(label -> String.valueOf(gauge.getId().getTag(label)))
                        .collect(Collectors.joining("/")),
                Gauge::value,
                (first, second) -> first,
                TreeMap::new));
  }

  private static Condition condition(String type, Condition.Status status) {
    return new Condition(type, status, 1L, "2026-03-01T12:00:00Z", "Because", "");
  }

  private static HAStackStatus.Drifted drifted(String since) {
    return new HAStackStatus.Drifted("Bucket/app", "Tags.team", "web", "x", since);
  }

  private static HAStack stack(
      List<Condition> conditions,
      List<HAStackStatus.Drifted> drift,
      HAStackStatus.@Nullable Fleet fleet) {
    HAStack stack = new HAStack();
    stack.setMetadata(new ObjectMetaBuilder().withNamespace("shop").withName("web").build());
    stack.setStatus(
        new HAStackStatus(
            1L, conditions, null, null, drift, null, fleet, null, null, null, null, null, null));
    return stack;
  }
}
