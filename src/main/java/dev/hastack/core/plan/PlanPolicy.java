package dev.hastack.core.plan;

/** A rule about what may be done now: a function from plan to plan. */
@FunctionalInterface
public interface PlanPolicy {

  Plan apply(Plan plan);

  /** This rule, then the other. */
  default PlanPolicy then(PlanPolicy other) {
    return plan -> other.apply(apply(plan));
  }
}
