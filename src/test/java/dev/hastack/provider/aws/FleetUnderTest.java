package dev.hastack.provider.aws;

import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.plan.AppliedTarget;
import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.LastApplied;
import dev.hastack.core.plan.LastApplied.Provenance;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.plan.PlanPolicies;
import dev.hastack.core.plan.PlanPolicy;
import dev.hastack.core.plan.Planner;
import dev.hastack.core.stack.DesiredStack;
import dev.hastack.core.stack.Observation;
import dev.hastack.core.stack.ObservedStack;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.Discovery;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Drives a provider through passes as an engine would, remembering what was applied. */
final class FleetUnderTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final AwsProvider provider;
  private final StackId id;
  private HAStack stack;
  private LastApplied last = LastApplied.nothing();

  /** What one pass planned and what came of it. */
  record Pass(Plan plan, Map<ResourceId, Outcome> outcomes) {}

  FleetUnderTest(AwsProvider provider, StackId id, HAStack stack) {
    this.provider = provider;
    this.id = id;
    this.stack = stack;
  }

  void becomes(HAStack changed) {
    stack = changed;
  }

  /** As an operator that lost its memory. */
  void forgetLastApplied() {
    last = LastApplied.nothing();
  }

  DesiredStack desired() {
    return switch (provider.discover(id, stack)) {
      case Discovery.Discovered<AwsFacts> known -> provider.design(id, stack, known.facts(), NOW);
      case Discovery.Undiscovered<AwsFacts> unknown ->
          throw new AssertionError(unknown.why().sentence());
    };
  }

  Discovery<AwsFacts> discover() {
    return provider.discover(id, stack);
  }

  ObservedStack observe() {
    return observe(desired());
  }

  ObservedStack observe(DesiredStack desired) {
    return provider.observe(id, stack, desired, last.physicalNames());
  }

  Observation.Present present(ResourceId resource) {
    return observe(DesiredStack.empty(id)).present(resource).getFirst();
  }

  Plan plan() {
    DesiredStack desired = desired();
    return Planner.plan(desired, observe(desired), last, provenance());
  }

  Pass pass() {
    return pass(desired(), plan -> plan, true);
  }

  /** A pass that takes in steps what must not be done at once, and does not stop at what waits. */
  Pass stagedPass() {
    DesiredStack desired = desired();
    return pass(desired, plan -> provider.stage(stack, plan, observe(desired), NOW), false);
  }

  /** A pass of a stack that is being deleted. */
  Pass deletionPass() {
    return pass(DesiredStack.empty(id), plan -> plan, true);
  }

  /** A pass of a stack that is being deleted and leaves its resources. */
  Pass retainingPass() {
    return pass(DesiredStack.empty(id), PlanPolicies.retain(), true);
  }

  /** The same of one whose object says so, and that looks at protection first. */
  Pass guardedDeletionPass() {
    stack.getMetadata().setDeletionTimestamp(NOW.toString());
    return pass(DesiredStack.empty(id), PlanPolicies.protectBeforeFirstDelete(), false);
  }

  private Pass pass(DesiredStack desired, PlanPolicy policy, boolean stopsAtWhatWaits) {
    ObservedStack observed = observe(desired);
    Plan plan = policy.apply(Planner.plan(desired, observed, last, provenance()));
    last = AppliedTarget.before(desired, plan, last, provenance());
    var outputs = new HashMap<ResourceId, Map<String, Value>>();
    observed
        .ids()
        .forEach(
            resource ->
                observed
                    .present(resource)
                    .forEach(present -> outputs.put(resource, present.outputs())));
    var outcomes = new LinkedHashMap<ResourceId, Outcome>();
    for (Change change : plan.effective()) {
      if (isStillNeeded(change, plan, outcomes)) {
        continue;
      }
      Outcome outcome = provider.apply(id, stack, change, outputs, NOW);
      outcomes.put(change.id(), outcome);
      if (outcome instanceof Outcome.Done done) {
        outputs.put(change.id(), done.outputs());
      } else if (stopsAtWhatWaits) {
        break;
      }
    }
    last = AppliedTarget.after(last, plan, outcomes);
    return new Pass(plan, outcomes);
  }

  /** Whether it would go from under something that goes too and is not gone. */
  private static boolean isStillNeeded(
      Change change, Plan plan, Map<ResourceId, Outcome> outcomes) {
    return change instanceof Change.Delete goes
        && plan.effective().stream()
            .filter(Change.Delete.class::isInstance)
            .filter(other -> !(outcomes.get(other.id()) instanceof Outcome.Done))
            .flatMap(other -> other.standing().stream())
            .anyMatch(
                other ->
                    other
                        .spec()
                        .schema()
                        .dependsOnKinds()
                        .contains(goes.observed().spec().schema().kind()));
  }

  Outcome apply(Change change) {
    return provider.apply(id, stack, change, Map.of(), NOW);
  }

  StackId id() {
    return id;
  }

  private Provenance provenance() {
    return new Provenance(
        Integer.toHexString(stack.getSpec().hashCode()), "facts", provider.blueprintVersion());
  }
}
