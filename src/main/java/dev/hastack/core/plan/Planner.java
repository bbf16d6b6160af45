package dev.hastack.core.plan;

import dev.hastack.core.plan.LastApplied.Provenance;
import dev.hastack.core.stack.DesiredResource;
import dev.hastack.core.stack.DesiredStack;
import dev.hastack.core.stack.Health;
import dev.hastack.core.stack.Impact;
import dev.hastack.core.stack.Observation;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.ObservedStack;
import dev.hastack.core.stack.Ownership;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Schema;
import dev.hastack.core.stack.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Desired, observed and last applied become a plan. Knows nothing of any cloud: all it needs of a
 * kind is in its {@link Schema}.
 */
public final class Planner {
  private final DesiredStack desired;
  private final ObservedStack observed;
  private final LastApplied last;
  private final Comparison comparison;

  private final Map<ResourceId, Change> changes = new LinkedHashMap<>();
  private final List<Plan.Held> held = new ArrayList<>();
  private final NavigableMap<ResourceId, Obstacle> obstacles = new TreeMap<>();

  /** What stands in the way of a resource, be it its own obstacle or that of one it needs. */
  private final Map<ResourceId, Obstacle> blocked = new TreeMap<>();

  private Planner(
      DesiredStack desired, ObservedStack observed, LastApplied last, Provenance provenance) {
    this.desired = desired;
    this.observed = observed;
    this.last = last;
    this.comparison = new Comparison(changes, last, provenance);
  }

  /**
   * Plans how {@code observed} becomes {@code desired}.
   *
   * @param last what was last applied; decides what is drift
   * @param provenance what {@code desired} was made from
   */
  public static Plan plan(
      DesiredStack desired, ObservedStack observed, LastApplied last, Provenance provenance) {
    return new Planner(desired, observed, last, provenance).plan();
  }

  private Plan plan() {
    for (DesiredResource resource : desired.resources()) {
      planResource(resource);
    }
    var ordered = new ArrayList<>(changes.values());
    ordered.addAll(deletions());
    return new Plan(desired.id(), ordered, held, obstacles);
  }

  private void planResource(DesiredResource resource) {
    ResourceId id = resource.id();
    Optional<Obstacle> obstacle = obstacleOf(resource);
    if (obstacle.isPresent()) {
      obstacles.put(id, obstacle.get());
      blocked.put(id, obstacle.get());
      return;
    }
    Change change = changeOf(resource);
    SortedSet<ResourceId> dependencies =
        change instanceof Change.Create ? resource.dependsOn() : resource.needs();
    Optional<ResourceId> needed = dependencies.stream().filter(blocked::containsKey).findFirst();
    if (needed.isEmpty()) {
      changes.put(id, change);
      return;
    }
    Obstacle inherited = Objects.requireNonNull(blocked.get(needed.get()));
    blocked.put(id, inherited);
    Change known =
        change.narrowedTo(change.attributeChanges().stream().filter(Planner::isKnown).toList());
    if (!(known instanceof Change.NoOp)) {
      held.add(new Plan.Held(known, inherited.holdReason(), "waits for " + needed.get()));
    }
  }

  private static boolean isKnown(AttributeChange attribute) {
    return attribute.to().stream().flatMap(Value::pendings).findAny().isEmpty();
  }

  private Optional<Obstacle> obstacleOf(DesiredResource resource) {
    ResourceId id = resource.id();
    // A successor that is there already does not mind what becomes of its predecessor.
    boolean taken =
        candidates(id).stream()
            .anyMatch(each -> each.physicalName().equals(resource.physicalName()));
    for (Observation observation : observed.of(id)) {
      switch (observation) {
        case Observation.Unread unread -> {
          return Optional.of(new Obstacle.Unread(unread.why()));
        }
        case Present present when !taken && present.ownership() == Ownership.NOT_OURS -> {
          return Optional.of(new Obstacle.NotOwned(present.physicalName()));
        }
        case Present present when !taken && present.health() == Health.DELETING -> {
          return Optional.of(new Obstacle.BeingDeleted(present.physicalName()));
        }
        case Present present -> {}
        case Observation.Absent absent -> {}
      }
    }
    return Optional.empty();
  }

  /** What may serve as the resource, in an order that does not depend on how it was read. */
  private List<Present> candidates(ResourceId id) {
    return observed.present(id).stream()
        .filter(each -> each.ownership() != Ownership.NOT_OURS)
        .filter(each -> each.health() != Health.DELETING)
        .sorted(Comparator.comparing(Present::physicalName).thenComparing(Present::physicalId))
        .toList();
  }

  private Change changeOf(DesiredResource resource) {
    Optional<Present> found = currentOf(resource);
    if (found.isEmpty()) {
      return new Change.Create(
          resource,
          comparison.creation(resource),
          ChangeReason.Missing,
          last.wasCreated(resource.id()));
    }
    Present current = found.get();
    if (current.ownership() == Ownership.RETAINED) {
      return new Change.Adopt(resource, current, ChangeReason.SpecChanged);
    }
    return new Change.Replace(
            resource,
            current,
            List.of(),
            resource.spec().schema().replaceOrder(),
            ChangeReason.CannotUpdateInPlace)
        .narrowedTo(comparison.differences(resource, current));
  }

  /** Of several under one id, the one whose immutable attributes are as desired; else the last. */
  private Optional<Present> currentOf(DesiredResource resource) {
    List<Present> candidates = candidates(resource.id());
    String known = last.find(resource.id()).map(LastApplied.Applied::physicalName).orElse("");
    return candidates.stream()
        .filter(
            each ->
                comparison.differences(resource, each).stream()
                    .noneMatch(attribute -> attribute.impact() == Impact.REPLACE))
        .findFirst()
        .or(() -> candidates.stream().filter(each -> each.physicalName().equals(known)).findFirst())
        .or(() -> candidates.stream().findFirst());
  }

  /** What is there and not wanted: in reverse order of dependence. */
  private List<Change> deletions() {
    var deletions = new ArrayList<Change.Delete>();
    for (ObservedStack.Entry entry : observed.resources()) {
      ResourceId id = entry.id();
      switch (entry.observation()) {
        case Present present when present.ownership() != Ownership.OURS -> {}
        case Present present when !changes.containsKey(id) && !blocked.containsKey(id) ->
            deletions.add(new Change.Delete(id, present, ChangeReason.NoLongerDesired));
        case Present present when isSuperseded(id, present) ->
            deletions.add(new Change.Delete(id, present, ChangeReason.CannotUpdateInPlace));
        case Present present -> {}
        case Observation.Absent absent -> {}
        case Observation.Unread unread ->
            obstacles.putIfAbsent(id, new Obstacle.Unread(unread.why()));
      }
    }
    Map<String, Schema<?>> schemas = new TreeMap<>();
    deletions.forEach(change -> schemas.put(change.id().kind(), change.observed().spec().schema()));
    deletions.sort(
        Comparator.comparingInt((Change.Delete change) -> -depth(change.id().kind(), schemas))
            .thenComparing(Change::id)
            .thenComparing(change -> change.observed().physicalName()));
    boolean unread = obstacles.values().stream().anyMatch(Obstacle.Unread.class::isInstance);
    if (!unread) {
      return List.copyOf(deletions);
    }
    // What could not be read may still need what would be deleted.
    deletions.forEach(
        change ->
            held.add(
                new Plan.Held(
                    change, HoldReason.Unread, "another resource of the stack could not be read")));
    return List.of();
  }

  /** Whether another has taken its place and nothing names it any more. */
  private boolean isSuperseded(ResourceId id, Present present) {
    Change change = changes.get(id);
    boolean succeeded =
        (change instanceof Change.NoOp || change instanceof Change.Update)
            && change.standing().filter(present::equals).isEmpty();
    return succeeded
        && observed.resources().stream()
            .map(ObservedStack.Entry::observation)
            .filter(Present.class::isInstance)
            .map(Present.class::cast)
            .flatMap(other -> other.spec().values().values().stream())
            .flatMap(Value::texts)
            .noneMatch(present.physicalId()::equals);
  }

  /** How many kinds must exist before this one: the deepest goes first. */
  private static int depth(String kind, Map<String, Schema<?>> schemas) {
    Schema<?> schema = schemas.get(kind);
    return schema == null
        ? 0
        : 1
            + schema.dependsOnKinds().stream()
                .mapToInt(needed -> depth(needed, schemas))
                .max()
                .orElse(0);
  }
}
