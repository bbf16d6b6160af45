package dev.hastack.engine;

import dev.hastack.api.v1alpha1.ApplySpec;
import dev.hastack.api.v1alpha1.DeletionSpec;
import dev.hastack.api.v1alpha1.DriftSpec;
import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.api.v1alpha1.Markers;
import dev.hastack.core.plan.ApprovalGate;
import dev.hastack.core.plan.LastApplied;
import dev.hastack.core.plan.LastApplied.Provenance;
import dev.hastack.core.plan.PlanPolicies;
import dev.hastack.core.plan.PlanPolicy;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.status.StatusProjector;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What the object says about how its plan is put into effect. */
final class StackPolicies {
  private StackPolicies() {}

  /** What is asked first, of the plan as the planner made it. */
  static PlanPolicy gate(HAStack stack, LastApplied last, Provenance provenance) {
    return isDeleting(stack) || !isOnApproval(stack)
        ? plan -> plan
        : plan ->
            ApprovalGate.apply(plan, last, provenance, annotation(stack, Markers.APPROVED_PLAN));
  }

  /**
   * The policies after that, in their order.
   *
   * @param remedyForLoss what a person can do when data is gone; empty where it may be made anew
   * @param staging how this cloud takes in steps what cannot be done at once
   */
  static PlanPolicy of(
      HAStack stack, LastApplied last, Optional<String> remedyForLoss, PlanPolicy staging) {
    if (isDeleting(stack)) {
      return isRetained(stack)
          ? PlanPolicies.retain().then(staging)
          : PlanPolicies.protectBeforeFirstDelete();
    }
    DriftSpec drift = stack.getSpec().drift();
    // Where a person looks at each plan, an upgrade of the operator goes on once it is approved.
    PlanPolicy upgrades = isOnApproval(stack) ? plan -> plan : PlanPolicies.holdOperatorUpgrades();
    PlanPolicy always =
        upgrades
            .then(PlanPolicies.protectStateful())
            .then(
                remedyForLoss
                    .map(remedy -> neverRecreateEmpty(stack, last, remedy))
                    .orElse(plan -> plan))
            .then(staging)
            .then(PlanPolicies.ignore(ignored(drift)))
            .then(PlanPolicies.stopRepeating(last))
            .then(PlanPolicies.protectBeforeFirstDelete());
    return drift.policy() == DriftSpec.Policy.Report
        ? always.then(PlanPolicies.reportOnly())
        : always;
  }

  /** The status remembers a database where the revisions are gone. */
  private static PlanPolicy neverRecreateEmpty(HAStack stack, LastApplied last, String remedy) {
    boolean existed =
        last.find(StatusProjector.DATABASE_CLUSTER).isEmpty()
            && stack.getStatus() != null
            && stack.getStatus().database() != null;
    return PlanPolicies.neverRecreateEmpty(
        existed ? Set.of(StatusProjector.DATABASE_CLUSTER) : Set.of(), remedy);
  }

  static boolean isDeleting(HAStack stack) {
    return stack.getMetadata().getDeletionTimestamp() != null;
  }

  static boolean isPaused(HAStack stack) {
    return annotation(stack, Markers.PAUSED).filter("true"::equals).isPresent();
  }

  private static Optional<String> annotation(HAStack stack, String name) {
    return Optional.ofNullable(stack.getMetadata().getAnnotations())
        .flatMap(annotations -> Optional.ofNullable(annotations.get(name)));
  }

  private static boolean isOnApproval(HAStack stack) {
    return stack.getSpec().apply().policy() == ApplySpec.Policy.OnApproval;
  }

  /** Whether the cloud resources outlive the object; a broken spec does not say so. */
  private static boolean isRetained(HAStack stack) {
    return Optional.ofNullable(stack.getSpec())
        .map(spec -> spec.deletion())
        .map(DeletionSpec::policy)
        .filter(policy -> policy == DeletionSpec.Policy.Retain)
        .isPresent();
  }

  private static Map<ResourceId, Set<String>> ignored(DriftSpec drift) {
    var ignored = new TreeMap<ResourceId, Set<String>>();
    Optional.ofNullable(drift.ignore())
        .orElse(List.of())
        .forEach(
            entry ->
                ignored
                    .computeIfAbsent(
                        ResourceId.parse(entry.resource()), resource -> new HashSet<>())
                    .addAll(entry.attributes()));
    return ignored;
  }
}
