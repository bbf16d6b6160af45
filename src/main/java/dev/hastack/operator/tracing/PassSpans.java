package dev.hastack.operator.tracing;

import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import dev.hastack.core.status.ConditionType;
import dev.hastack.engine.InternalPass;
import dev.hastack.engine.PassResult;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.Tracer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** One trace for each pass over a stack. */
final class PassSpans {
  private final Tracer tracer;

  PassSpans(Tracer tracer) {
    this.tracer = tracer;
  }

  PassResult pass(StackId id, HAStack stack, Supplier<PassResult> pass) {
    return SpannedWork.during(
        begin(id),
        pass,
        (span, result) -> {
          TraceAttribute.GENERATION.put(
              span, Objects.requireNonNullElse(stack.getMetadata().getGeneration(), 0L));
          Objects.requireNonNullElse(result.status().conditions(), List.<Condition>of()).stream()
              .filter(condition -> condition.type().equals(ConditionType.Ready.name()))
              .forEach(
                  ready -> {
                    TraceAttribute.READY.put(span, ready.status().name());
                    TraceAttribute.REASON.put(span, ready.reason());
                  });
          tell(span, result.plan(), result.outcomes());
        });
  }

  /** Over one of the operator's own. */
  InternalPass internal(StackId id, Supplier<InternalPass> pass) {
    return SpannedWork.during(
        begin(id), pass, (span, result) -> tell(span, result.plan(), result.outcomes()));
  }

  private SpanBuilder begin(StackId id) {
    return tracer
        .spanBuilder("pass")
        .setNoParent()
        .setAttribute(TraceAttribute.NAMESPACE.key(), id.namespace())
        .setAttribute(TraceAttribute.NAME.key(), id.name());
  }

  private static void tell(Span span, Plan plan, Map<ResourceId, Outcome> outcomes) {
    TraceAttribute.CHANGES.put(span, outcomes.size());
    TraceAttribute.HELD.put(span, plan.held().size());
    outcomes.values().stream()
        .filter(Outcome.Failed.class::isInstance)
        .map(Outcome.Failed.class::cast)
        .findFirst()
        .ifPresent(failed -> TraceAttribute.fail(span, failed.failure()));
  }
}
