package dev.hastack.engine;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;

import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.plan.LastApplied;
import dev.hastack.core.plan.LastApplied.Provenance;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.plan.Planner;
import dev.hastack.core.stack.DesiredStack;
import dev.hastack.core.stack.ObservedStack;
import dev.hastack.core.stack.Place;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import dev.hastack.provider.CloudProvider;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Takes from a stack that goes on without an operator what is of no good without one, by the same
 * planner and executor as any other change. Nothing else of the stack is changed, on the cloud or
 * in the cluster: whatever operator comes next finds those things missing and makes them again.
 */
public final class Retirement {
  private final CloudProvider<?> provider;
  private final Set<String> kinds;

  /**
   * @param kinds of what is taken away
   */
  public Retirement(CloudProvider<?> provider, Set<String> kinds) {
    this.provider = provider;
    this.kinds = Set.copyOf(kinds);
  }

  /**
   * What came of one look.
   *
   * @param whole done when all was read and nothing of ours is there; waiting when the next look
   *     will tell
   * @param left what is there, or may be
   */
  public record Look(Outcome whole, SortedSet<ResourceId> left) {}

  /** Looks at a stack, paused or not, and takes away what can be taken now. */
  public Look pass(StackId id, HAStack stack, Revisions revisions, Instant now) {
    LastApplied last;
    try {
      last = revisions.load();
    } catch (Revisions.UnreadableException unreadable) {
      return failed(unreadable.failure(), known(stack, LastApplied.nothing()));
    }
    HAStack leaving = leaving(stack, now);
    Optional<Place> recorded = Whereabouts.recorded(stack, last);
    Optional<Failure> lost = Whereabouts.misplaced(provider.locate(leaving), recorded);
    if (lost.isPresent()) {
      SortedSet<ResourceId> known = known(stack, last);
      // What is made is recorded before; without any record only a stack that was begun has some.
      boolean remembered = !last.equals(LastApplied.nothing());
      return known.isEmpty() && (remembered || recorded.isEmpty())
          ? new Look(Outcome.done(), known)
          : failed(lost.get(), known);
    }
    ObservedStack observed = observe(id, leaving, last);
    Plan plan = Planner.plan(DesiredStack.empty(id), observed, last, new Provenance("", "", 0));
    Map<ResourceId, Outcome> outcomes =
        PlanExecutor.execute(
            plan, (change, outputs) -> provider.apply(id, leaving, change, outputs, now));
    return new Look(whole(plan, outcomes), left(plan));
  }

  /** To take it away must not depend on what the spec may still ask for, as when it is deleted. */
  private static HAStack leaving(HAStack stack, Instant now) {
    if (StackPolicies.isDeleting(stack)) {
      return stack;
    }
    HAStack leaving = new HAStack();
    leaving.setMetadata(
        new ObjectMetaBuilder(stack.getMetadata()).withDeletionTimestamp(now.toString()).build());
    leaving.setSpec(stack.getSpec());
    leaving.setStatus(stack.getStatus());
    return leaving;
  }

  /** What else could not be read keeps nothing of these kinds. */
  private ObservedStack observe(StackId id, HAStack stack, LastApplied last) {
    Map<ResourceId, String> known =
        last.physicalNames().entrySet().stream()
            .filter(each -> kinds.contains(each.getKey().kind()))
            .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    return new ObservedStack(
        provider.observe(id, stack, DesiredStack.empty(id), known).resources().stream()
            .filter(entry -> kinds.contains(entry.id().kind()))
            .toList(),
        List.of());
  }

  private static Outcome whole(Plan plan, Map<ResourceId, Outcome> outcomes) {
    return Stream.concat(
            plan.unread().stream().map(Outcome.Failed::new), outcomes.values().stream())
        .filter(Outcome.Failed.class::isInstance)
        .findFirst()
        .orElseGet(
            () ->
                left(plan).isEmpty()
                    ? Outcome.done()
                    : new Outcome.Waiting(left(plan) + " to be gone"));
  }

  private static SortedSet<ResourceId> left(Plan plan) {
    var left = new TreeSet<>(plan.obstacles().keySet());
    plan.effective().forEach(change -> left.add(change.id()));
    return left;
  }

  private SortedSet<ResourceId> known(HAStack stack, LastApplied last) {
    return Whereabouts.known(stack, last)
        .filter(id -> kinds.contains(id.kind()))
        .collect(toCollection(TreeSet::new));
  }

  private static Look failed(Failure why, SortedSet<ResourceId> left) {
    return new Look(new Outcome.Failed(why), left);
  }
}
