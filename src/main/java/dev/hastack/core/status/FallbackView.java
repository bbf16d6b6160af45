package dev.hastack.core.status;

import static java.util.stream.Collectors.joining;

import dev.hastack.api.v1alpha1.AwsSpec;
import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.plan.AttributeChange;
import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.ChangeReason;
import dev.hastack.core.plan.HoldReason;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.render.PlanSentence;
import dev.hastack.core.render.PlanText;
import dev.hastack.core.stack.Health;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.Ownership;
import dev.hastack.core.stack.Value;
import dev.hastack.core.status.Verdict.Reason;
import java.util.List;
import java.util.Optional;

/** Whether the fleet gets the servers it wants, the way it wants them. */
public final class FallbackView {
  /** What a group remembers, as whoever read it says. */
  private static final String STANDING_IN = "StandingIn";

  private FallbackView() {}

  /**
   * Empty where the stack does not say what is done about Spot, and On-Demand does not stand in.
   */
  static Optional<Verdict> verdict(PassFacts facts) {
    if (isStandingIn(facts.plan())) {
      return Optional.of(Verdict.yes(Reason.OnDemandFallback, sentence(facts.plan())));
    }
    Optional<Verdict> remembered = remembered(facts);
    if (remembered.isPresent()) {
      return remembered;
    }
    boolean asked =
        Optional.ofNullable(facts.stack().getSpec())
            .map(spec -> spec.aws())
            .map(AwsSpec::spot)
            .isPresent();
    return asked && !facts.deleting() ? Optional.of(capacity(facts)) : Optional.empty();
  }

  /** Where nothing is planned for a group, the group itself still tells. */
  private static Optional<Verdict> remembered(PassFacts facts) {
    return TierVerdicts.groups(facts).entrySet().stream()
        .filter(group -> group.getValue().ownership() == Ownership.OURS)
        .filter(group -> group.getValue().live().containsKey(STANDING_IN))
        .findFirst()
        .map(
            group ->
                Verdict.yes(
                    Reason.OnDemandFallback,
                    group.getKey()
                        + ": On-Demand stands in for Spot with a share of "
                        + group.getValue().live().get(STANDING_IN)));
  }

  private static Verdict capacity(PassFacts facts) {
    Optional<Failure> unread = TierVerdicts.unreadGroup(facts);
    if (unread.isPresent()) {
      return Verdict.unknown(Reason.Unread, unread.get().sentence());
    }
    return TierVerdicts.groups(facts).entrySet().stream()
        .filter(group -> lacksCapacity(group.getValue()))
        .findFirst()
        .map(
            group ->
                Verdict.yes(
                    Reason.InsufficientCapacity,
                    group.getKey() + ": " + group.getValue().live().get("LastFailure")))
        .or(
            () ->
                facts
                    .obstacle()
                    .map(Failure::sentence)
                    .or(() -> blocked(facts))
                    .map(FallbackView::unplanned))
        .orElseGet(
            () -> Verdict.no(Reason.CapacityAvailable, "no launch fails for want of capacity"));
  }

  /** Why nothing is planned for a group, if that is so. */
  private static Optional<String> blocked(PassFacts facts) {
    return facts.plan().obstacles().entrySet().stream()
        .filter(obstacle -> obstacle.getKey().kind().equals(TierVerdicts.GROUP))
        .findFirst()
        .map(obstacle -> obstacle.getKey() + ": " + PlanText.words(obstacle.getValue()));
  }

  private static Verdict unplanned(String why) {
    return Verdict.unknown(Reason.Unread, "nothing can be planned for the fleet: " + why);
  }

  private static boolean lacksCapacity(Present group) {
    return group.health() == Health.DEGRADED
        && Value.text(FailureKind.CAPACITY.name()).equals(group.live().get("LastFailureKind"));
  }

  /** Whether On-Demand stands in for Spot in any group of the stack. */
  public static boolean isStandingIn(Plan plan) {
    return !held(plan).isEmpty() || !steps(plan).isEmpty();
  }

  private static String sentence(Plan plan) {
    return held(plan).isEmpty()
        ? PlanSentence.of(steps(plan))
        : held(plan).stream()
            .map(held -> held.change().id() + ": " + held.why())
            .collect(joining("; "));
  }

  private static List<Plan.Held> held(Plan plan) {
    return plan.held().stream().filter(held -> held.reason() == HoldReason.Fallback).toList();
  }

  /** What of the plan lets On-Demand stand in, or lets it go back. */
  static List<Change> steps(Plan plan) {
    return plan.effective().stream()
        .filter(change -> !attributes(change).isEmpty())
        .map(change -> change.narrowedTo(attributes(change)))
        .toList();
  }

  /** What of a change is none of that; empty when all of it is. */
  static Optional<Change> rest(Change change) {
    List<AttributeChange> steps = attributes(change);
    List<AttributeChange> others =
        change.attributeChanges().stream().filter(each -> !steps.contains(each)).toList();
    if (steps.isEmpty()) {
      return Optional.of(change);
    }
    return others.isEmpty() ? Optional.empty() : Optional.of(change.narrowedTo(others));
  }

  private static List<AttributeChange> attributes(Change change) {
    return change.attributeChanges().stream()
        .filter(attribute -> attribute.reason() == ChangeReason.Fallback)
        .toList();
  }

  /** Whether a step is the first: nothing was remembered before it. */
  static boolean begins(Change step) {
    return step.attributeChanges().stream().anyMatch(each -> each.from().isEmpty());
  }

  /** Whether a step is the last: nothing is remembered after it. */
  static boolean ends(Change step) {
    return step.attributeChanges().stream().anyMatch(each -> each.to().isEmpty());
  }
}
