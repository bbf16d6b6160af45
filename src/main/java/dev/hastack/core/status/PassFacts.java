package dev.hastack.core.status;

import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.api.v1alpha1.HAStackStatus;
import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.plan.MissingPrerequisite;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.stack.DesiredStack;
import dev.hastack.core.stack.ObservedStack;
import dev.hastack.core.stack.Place;
import dev.hastack.core.stack.ResourceId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything a pass knows when it is over.
 *
 * @param stack the object the pass began with, its old status included
 * @param place where the stack lives, if anybody could tell
 * @param obstacle what kept the whole stack from being designed
 * @param missing what single resources need and the account lacks
 * @param outcomes of the changes that were tried
 * @param interruptions what is known of servers that AWS takes back
 * @param paused whether nothing was tried because a person said so
 * @param released whether the object may go
 */
public record PassFacts(
    HAStack stack,
    Optional<Place> place,
    Optional<Failure> obstacle,
    List<MissingPrerequisite> missing,
    DesiredStack desired,
    ObservedStack observed,
    Plan plan,
    Map<ResourceId, Outcome> outcomes,
    Interruptions interruptions,
    boolean paused,
    boolean released,
    Instant now) {

  boolean deleting() {
    return stack.getMetadata().getDeletionTimestamp() != null;
  }

  Optional<HAStackStatus> before() {
    return Optional.ofNullable(stack.getStatus());
  }

  /** The message of a condition as it was before this pass; empty if there was none. */
  String messageBefore(ConditionType type) {
    return conditionBefore(type).map(Condition::message).orElse("");
  }

  /** A condition as it was before this pass. */
  Optional<Condition> conditionBefore(ConditionType type) {
    return before()
        .flatMap(status -> Optional.ofNullable(status.conditions()))
        .orElse(List.of())
        .stream()
        .filter(condition -> condition.type().equals(type.name()))
        .findFirst();
  }

  /** Why what could not be read was not, each once. */
  List<Failure> unread() {
    return plan.unread().stream().distinct().toList();
  }

  List<Failure> failures() {
    return outcomes.values().stream()
        .filter(Outcome.Failed.class::isInstance)
        .map(Outcome.Failed.class::cast)
        .map(Outcome.Failed::failure)
        .toList();
  }

  /** What is waited for, in words, by resource. */
  List<String> waiting() {
    return outcomes.entrySet().stream()
        .filter(entry -> entry.getValue() instanceof Outcome.Waiting)
        .map(entry -> entry.getKey() + ": " + ((Outcome.Waiting) entry.getValue()).what())
        .toList();
  }
}
