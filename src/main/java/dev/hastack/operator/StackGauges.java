package dev.hastack.operator;

import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.api.v1alpha1.HAStackStatus;
import dev.hastack.operator.metric.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the status of each stack says, for alerts and dashboards. Told by the replica that leads
 * alone, so that nothing is counted twice; a stack that goes takes its series along.
 */
final class StackGauges {
  /** Half of what Prometheus is told to wait between two scrapes by the chart. */
  static final Duration PERIOD = Duration.ofSeconds(15);

  private final Supplier<List<HAStack>> stacks;
  private final BooleanSupplier leading;
  private final MultiGauge conditions;
  private final MultiGauge drift;
  private final MultiGauge servers;

  /**
   * @param stacks those that are served, as last seen
   */
  StackGauges(Supplier<List<HAStack>> stacks, BooleanSupplier leading, MeterRegistry registry) {
    this.stacks = stacks;
    this.leading = leading;
    this.conditions = Metric.STACK_CONDITION.rows(registry);
    this.drift = Metric.STACK_DRIFT_SINCE.rows(registry);
    this.servers = Metric.STACK_SERVERS.rows(registry);
  }

  /** Looks once. */
  void measure() {
    List<HAStack> served =
        leading.getAsBoolean()
            ? stacks.get().stream().filter(stack -> stack.getStatus() != null).toList()
            : List.of();
    replace(conditions, served, StackGauges::conditions);
    replace(drift, served, StackGauges::drift);
    replace(servers, served, StackGauges::servers);
  }

  private static void replace(
      MultiGauge gauge,
      List<HAStack> stacks,
      Function<HAStack, Stream<? extends MultiGauge.Row<?>>> rows) {
    gauge.register(stacks.stream().<MultiGauge.Row<?>>flatMap(rows).toList(), true);
  }

  private static Stream<MultiGauge.Row<?>> conditions(HAStack stack) {
    return each(stack.getStatus().conditions())
        .map(
            condition ->
                Metric.STACK_CONDITION.row(
                    1,
                    stack.getMetadata().getNamespace(),
                    stack.getMetadata().getName(),
                    condition.type(),
                    condition.status().name()));
  }

  private static Stream<MultiGauge.Row<?>> drift(HAStack stack) {
    return each(stack.getStatus().drift())
        .map(drifted -> Instant.parse(drifted.since()))
        .min(Comparator.naturalOrder())
        .stream()
        .map(
            since ->
                Metric.STACK_DRIFT_SINCE.row(
                    (double) since.getEpochSecond(),
                    stack.getMetadata().getNamespace(),
                    stack.getMetadata().getName()));
  }

  private static Stream<MultiGauge.Row<?>> servers(HAStack stack) {
    HAStackStatus.Fleet fleet = stack.getStatus().fleet();
    return fleet == null
        ? Stream.empty()
        : Stream.of(
                number(stack, "desired", fleet.desired()),
                number(stack, "in-service", fleet.inService()),
                number(stack, "spot", fleet.spot()),
                number(stack, "on-demand", fleet.onDemand()),
                number(stack, "outdated", fleet.outdated()))
            .flatMap(row -> row);
  }

  private static Stream<MultiGauge.Row<?>> number(
      HAStack stack, String state, @Nullable Integer servers) {
    return Stream.ofNullable(servers)
        .map(
            number ->
                Metric.STACK_SERVERS.row(
                    number,
                    stack.getMetadata().getNamespace(),
                    stack.getMetadata().getName(),
                    state));
  }

  private static <T> Stream<T> each(@Nullable List<T> listed) {
    return Objects.requireNonNullElse(listed, List.<T>of()).stream();
  }
}
