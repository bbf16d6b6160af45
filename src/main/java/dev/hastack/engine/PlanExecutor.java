package dev.hastack.engine;

import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.stack.DesiredResource;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Value;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Does a plan in its own order; what a change provides feeds those that wait for it. */
final class PlanExecutor {
  private final Plan plan;
  private final BiFunction<Change, Map<ResourceId, Map<String, Value>>, Outcome> apply;
  private final Map<ResourceId, Map<String, Value>> outputs = new HashMap<>();
  private final Map<ResourceId, Outcome> outcomes = new LinkedHashMap<>();

  private PlanExecutor(
      Plan plan, BiFunction<Change, Map<ResourceId, Map<String, Value>>, Outcome> apply) {
    this.plan = plan;
    this.apply = apply;
  }

  /**
   * Does every change that can be done now.
   *
   * @param apply does one change, given what other resources provide by now
   * @return what came of each, NoOps left out
   */
  static Map<ResourceId, Outcome> execute(
      Plan plan, BiFunction<Change, Map<ResourceId, Map<String, Value>>, Outcome> apply) {
    var executor = new PlanExecutor(plan, apply);
    plan.changes().forEach(executor::step);
    return executor.outcomes;
  }

  private void step(Change change) {
    if (change.wanted().isPresent()) {
      change
          .standing()
          .ifPresent(present -> outputs.put(change.id(), new HashMap<>(present.outputs())));
    }
    if (change instanceof Change.NoOp) {
      return;
    }
    Optional<ResourceId> unfinished = waitsFor(change);
    Outcome outcome =
        unfinished
            .<Outcome>map(id -> new Outcome.Waiting("waits for " + id))
            .orElseGet(() -> apply.apply(change, outputs));
    // A predecessor's deletion shares the id of its successor, whose trouble it must not hide.
    outcomes.merge(
        change.id(), outcome, (before, now) -> before instanceof Outcome.Done ? now : before);
    outputs.computeIfAbsent(change.id(), id -> new HashMap<>()).putAll(provided(outcome));
  }

  private static Map<String, Value> provided(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Done done -> done.outputs();
      case Outcome.Failed failed -> failed.outputs();
      case Outcome.Waiting waiting -> Map.of();
    };
  }

  private Optional<ResourceId> waitsFor(Change change) {
    return switch (change) {
      case Change.Delete delete -> unfinishedDependent(delete.observed(), change.id());
      case Change.Forget forget -> unfinishedDependent(forget.observed(), change.id());
      case Change.Create create -> unfinishedDependency(create.desired());
      case Change.Update update -> unfinishedProvider(update);
      case Change.Replace replace -> unfinishedDependency(replace.desired());
      case Change.Adopt adopt -> Optional.empty();
      case Change.NoOp noOp -> Optional.empty();
    };
  }

  /** Something that must be there, and as wanted, before it; and is not. */
  private Optional<ResourceId> unfinishedDependency(DesiredResource desired) {
    return desired.dependsOn().stream().filter(this::isUnfinished).findFirst();
  }

  /** Something that was to provide a value of its, and did not. */
  private Optional<ResourceId> unfinishedProvider(Change.Update update) {
    return update.attributes().stream()
        .flatMap(attribute -> attribute.to().stream())
        .flatMap(Value::pendings)
        .map(Value.Pending::resource)
        .filter(this::isUnfinished)
        .findFirst();
  }

  /** Something of a kind that needs this one, and has neither gone nor let go of it. */
  private Optional<ResourceId> unfinishedDependent(Present observed, ResourceId id) {
    String kind = observed.spec().schema().kind();
    return plan.changes().stream()
        .filter(other -> !other.id().equals(id))
        .filter(
            other ->
                other.standing().stream()
                    .anyMatch(each -> each.spec().schema().dependsOnKinds().contains(kind)))
        .map(Change::id)
        .filter(this::isUnfinished)
        .findFirst();
  }

  /** What others need of it may be there though it is not in all as wanted. */
  private boolean isUnfinished(ResourceId id) {
    return switch (outcomes.get(id)) {
      case null -> false;
      case Outcome.Done done -> false;
      case Outcome.Failed failed -> failed.outputs().isEmpty();
      case Outcome.Waiting waiting -> waiting.outputs().isEmpty();
    };
  }
}
