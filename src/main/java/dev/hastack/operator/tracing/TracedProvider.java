package dev.hastack.operator.tracing;

import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.stack.DesiredStack;
import dev.hastack.core.stack.Observation;
import dev.hastack.core.stack.ObservedStack;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.CloudProvider;
import dev.hastack.provider.Discovery;
import dev.hastack.provider.Facts;
import dev.hastack.provider.Located;
import io.opentelemetry.api.trace.Tracer;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A cloud with a span for everything that may block; what is pure takes no time worth seeing. */
final class TracedProvider<F extends Facts> implements CloudProvider<F> {
  private final CloudProvider<F> cloud;
  private final Tracer tracer;

  TracedProvider(CloudProvider<F> cloud, Tracer tracer) {
    this.cloud = cloud;
    this.tracer = tracer;
  }

  @Override
  public String name() {
    return cloud.name();
  }

  @Override
  public int blueprintVersion() {
    return cloud.blueprintVersion();
  }

  @Override
  public Located locate(HAStack stack) {
    return SpannedWork.during(
        tracer.spanBuilder("locate"),
        () -> cloud.locate(stack),
        (span, located) -> {
          if (located instanceof Located.Unknown unknown) {
            TraceAttribute.fail(span, unknown.why());
          }
        });
  }

  @Override
  public Discovery<F> discover(StackId id, HAStack stack) {
    return SpannedWork.during(
        tracer.spanBuilder("discover"),
        () -> cloud.discover(id, stack),
        (span, discovery) -> {
          if (discovery instanceof Discovery.Undiscovered<F> undiscovered) {
            TraceAttribute.fail(span, undiscovered.why());
          }
        });
  }

  @Override
  public DesiredStack design(StackId id, HAStack stack, F facts, Instant now) {
    return cloud.design(id, stack, facts, now);
  }

  @Override
  public ObservedStack observe(
      StackId id, HAStack stack, DesiredStack desired, Map<ResourceId, String> known) {
    return SpannedWork.during(
        tracer.spanBuilder("observe"),
        () -> cloud.observe(id, stack, desired, known),
        (span, observed) ->
            TraceAttribute.UNREAD.put(
                span,
                observed.resources().stream()
                    .filter(each -> each.observation() instanceof Observation.Unread)
                    .count()));
  }

  @Override
  public Plan stage(HAStack stack, Plan plan, ObservedStack observed, Instant now) {
    return cloud.stage(stack, plan, observed, now);
  }

  @Override
  public Optional<String> remedyForLoss(HAStack stack) {
    return cloud.remedyForLoss(stack);
  }

  @Override
  public Outcome apply(
      StackId id,
      HAStack stack,
      Change change,
      Map<ResourceId, Map<String, Value>> outputs,
      Instant now) {
    return SpannedWork.during(
        tracer
            .spanBuilder(change.action() + " " + change.id().kind())
            .setAttribute(TraceAttribute.RESOURCE.key(), change.id().toString())
            .setAttribute(TraceAttribute.CHANGE_REASON.key(), change.reason().name()),
        () -> cloud.apply(id, stack, change, outputs, now),
        TraceAttribute::tell);
  }
}
