package dev.hastack.operator;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.api.v1alpha1.HAStackStatus;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.plan.AttributeChange;
import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.LastApplied;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.status.DriftList;
import dev.hastack.core.status.FallbackView;
import dev.hastack.engine.PassResult;
import dev.hastack.operator.metric.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Counts what passes do. Tags come from closed sets only, never from what people name things. */
final class PassMetrics {
  private final MeterRegistry registry;
  private final InstantSource clock;

  /** Of each stack in which On-Demand stands in: until when that was counted. */
  private final Map<String, Instant> countedUntil = new ConcurrentHashMap<>();

  /**
   * One drifted attribute.
   *
   * @param resource its id, as {@code status.drift} has it
   * @param attribute its name, as {@code status.drift} has it
   * @param kind the resource's kind
   * @param declared the name the kind declares it under: {@code Tags}, not {@code Tags.team}
   */
  private record Drift(String resource, String attribute, String kind, String declared) {
    boolean isListed(HAStackStatus.Drifted listed) {
      return listed.resource().equals(resource) && listed.attribute().equals(attribute);
    }
  }

  PassMetrics(MeterRegistry registry, InstantSource clock) {
    this.registry = registry;
    this.clock = clock;
  }

  /** Takes the stack as it was before the pass: what its status listed is not detected again. */
  void record(HAStack stack, PassResult result, Duration took) {
    Metric.PASS.timer(registry).record(took);
    countFallback(stack, result);
    for (Change change : result.plan().effective()) {
      if (result.outcomes().get(change.id()) instanceof Outcome.Done) {
        Metric.PLAN_CHANGES.count(registry, change.action(), change.reason().name());
        drifts(change).forEach(drift -> count(Metric.DRIFT_CORRECTED, drift));
      }
    }
    List<HAStackStatus.Drifted> listed = listed(stack.getStatus());
    seen(result.plan()).stream()
        .filter(drift -> listed.stream().noneMatch(drift::isListed))
        .forEach(drift -> count(Metric.DRIFT_DETECTED, drift));
  }

  /** Counts from pass to pass for how long On-Demand stood in for Spot. */
  private void countFallback(HAStack stack, PassResult result) {
    String name = stack.getMetadata().getNamespace() + "/" + stack.getMetadata().getName();
    Instant now = clock.instant();
    Instant before =
        FallbackView.isStandingIn(result.plan())
            ? countedUntil.put(name, now)
            : countedUntil.remove(name);
    if (before != null) {
      Metric.FALLBACK
          .counter(registry)
          .increment((double) Duration.between(before, now).toSeconds());
    }
  }

  private static List<HAStackStatus.Drifted> listed(@Nullable HAStackStatus before) {
    return before == null ? List.of() : Objects.requireNonNullElse(before.drift(), List.of());
  }

  private static Set<Drift> seen(Plan plan) {
    return Stream.concat(plan.effective().stream(), plan.held().stream().map(Plan.Held::change))
        .flatMap(PassMetrics::drifts)
        .collect(toUnmodifiableSet());
  }

  private static Stream<Drift> drifts(Change change) {
    String resource = change.id().toString();
    String kind = change.id().kind();
    if (change instanceof Change.Create create && create.onceCreated()) {
      return Stream.of(new Drift(resource, LastApplied.WHOLE, kind, LastApplied.WHOLE));
    }
    return DriftList.attributes(change).stream()
        .map(attribute -> new Drift(resource, attribute.name(), kind, declared(change, attribute)));
  }

  private static String declared(Change change, AttributeChange attribute) {
    return change
        .wanted()
        .map(wanted -> wanted.spec().schema().attribute(attribute.name()).name())
        .orElse(attribute.name());
  }

  private void count(Metric metric, Drift drift) {
    metric.count(registry, drift.kind(), drift.declared());
  }
}
