package dev.hastack.engine;

import dev.hastack.core.outcome.ContinuationPolicy;
import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.outcome.Movement;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.plan.LastApplied;
import dev.hastack.core.plan.LastApplied.Provenance;
import dev.hastack.core.plan.Obstacle;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.plan.Planner;
import dev.hastack.core.stack.DesiredStack;
import dev.hastack.core.stack.ObservedStack;
import dev.hastack.core.stack.Ownership;
import dev.hastack.core.stack.Place;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.InternalStackProvider;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One pass over a stack that the operator has for itself, by the same planner and executor as any
 * other. No object asks for it, so nothing is remembered of it: whatever differs is corrected.
 */
public final class InternalStacks {
  private static final String NAMESPACE = "hastack-system";

  private final InternalStackProvider provider;
  private final ContinuationPolicy continuations;

  public InternalStacks(InternalStackProvider provider, ContinuationPolicy continuations) {
    this.provider = provider;
    this.continuations = continuations;
  }

  /** The id of the operator's own stack in a place; no object can have such a name. */
  public static StackId id(String cluster, Place place) {
    return new StackId(cluster, NAMESPACE, place.toString());
  }

  /**
   * Looks at the operator's stack in a place and does what can be done now.
   *
   * @param wanted whether it should be there; otherwise it is taken away
   */
  public InternalPass pass(String cluster, Place place, boolean wanted, Instant now) {
    StackId id = id(cluster, place);
    Optional<Failure> lost =
        Whereabouts.misplaced(provider.locate(place.region()), Optional.of(place));
    if (lost.isPresent()) {
      return new InternalPass(
          new Plan(id, List.of(), List.of(), new TreeMap<>()),
          Map.of(),
          new Outcome.Failed(lost.get()),
          Map.of(),
          false,
          continuations.next(lost, List.of(), Movement.NONE, List.of()));
    }
    DesiredStack desired = wanted ? provider.design(id, place) : DesiredStack.empty(id);
    ObservedStack observed = provider.observe(id, place);
    Plan plan = Planner.plan(desired, observed, LastApplied.nothing(), new Provenance("", "", 0));
    Map<ResourceId, Outcome> outcomes =
        PlanExecutor.execute(
            plan, (change, outputs) -> provider.apply(id, place, change, outputs, now));
    return new InternalPass(
        plan,
        outcomes,
        whole(plan, outcomes),
        outputs(observed, outcomes),
        !wanted && observed.isEmpty(),
        continuations.next(
            Optional.empty(),
            outcomes.values(),
            Movements.of(plan, observed, outcomes),
            plan.unread()));
  }

  /** The worst of it: a failure before anything that is waited for. */
  private static Outcome whole(Plan plan, Map<ResourceId, Outcome> outcomes) {
    Stream<Outcome> kept =
        plan.obstacles().entrySet().stream().map(each -> of(each.getKey(), each.getValue()));
    List<Outcome> all = Stream.concat(outcomes.values().stream(), kept).toList();
    return all.stream()
        .filter(Outcome.Failed.class::isInstance)
        .findFirst()
        .or(() -> all.stream().filter(Outcome.Waiting.class::isInstance).findFirst())
        .orElseGet(Outcome::done);
  }

  private static Outcome of(ResourceId id, Obstacle obstacle) {
    return switch (obstacle) {
      case Obstacle.Unread unread -> new Outcome.Failed(unread.why());
      case Obstacle.NotOwned notOwned ->
          new Outcome.Failed(
              Failure.ofSpec(
                  FailureKind.CONFLICT,
                  "NotOwned",
                  id
                      + ": "
                      + notOwned.physicalName()
                      + " exists and does not carry this operator's hastack.dev tags; it is left"
                      + " alone. Remove it"));
      case Obstacle.BeingDeleted deleting ->
          new Outcome.Waiting(deleting.physicalName() + " to be gone");
    };
  }

  private static Map<ResourceId, Map<String, Value>> outputs(
      ObservedStack observed, Map<ResourceId, Outcome> outcomes) {
    var outputs = new TreeMap<ResourceId, Map<String, Value>>();
    observed
        .ids()
        .forEach(
            id ->
                observed.present(id).stream()
                    .filter(present -> present.ownership() == Ownership.OURS)
                    .forEach(present -> outputs.put(id, present.outputs())));
    outcomes.forEach(
        (id, outcome) -> {
          if (outcome instanceof Outcome.Done done && !done.outputs().isEmpty()) {
            outputs.put(id, done.outputs());
          }
        });
    return outputs;
  }
}
