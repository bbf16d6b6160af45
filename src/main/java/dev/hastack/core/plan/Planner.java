package dev.hastack.core.plan;

import dev.hastack.core.plan.LastApplied.Provenance;
import dev.hastack.core.stack.Attribute;
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
import java.util.TreeMap;

/**
 * Desired, observed and last applied become a plan. Knows nothing of any cloud: all it needs of a
 * kind is in its {@link Schema}.
 */
public final class Planner {
  private final DesiredStack desired;
  private final ObservedStack observed;
  private final LastApplied last;
  private final Provenance provenance;

  private final Map<ResourceId, Change> changes = new LinkedHashMap<>();
  private final List<Plan.Held> held = new ArrayList<>();
  private final NavigableMap<ResourceId, Obstacle> obstacles = new TreeMap<>();

  private Planner(
      DesiredStack desired, ObservedStack observed, LastApplied last, Provenance provenance) {
    this.desired = desired;
    this.observed = observed;
    this.last = last;
    this.provenance = provenance;
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
    Optional<Obstacle> obstacle = obstacleOf(id);
    if (obstacle.isPresent()) {
      obstacles.put(id, obstacle.get());
      return;
    }
    Change change = changeOf(resource);
    Optional<ResourceId> blocked =
        resource.dependsOn().stream().filter(obstacles::containsKey).findFirst();
    if (blocked.isEmpty()) {
      changes.put(id, change);
      return;
    }
    Obstacle inherited = Objects.requireNonNull(obstacles.get(blocked.get()));
    obstacles.put(id, inherited);
    boolean known =
        change instanceof Change.Create
            || change.attributeChanges().stream().anyMatch(Planner::isKnown);
    if (known) {
      held.add(new Plan.Held(change, inherited.holdReason(), "waits for " + blocked.get()));
    }
  }

  private static boolean isKnown(AttributeChange attribute) {
    return attribute.to().stream().flatMap(Value::pendings).findAny().isEmpty();
  }

  private Optional<Obstacle> obstacleOf(ResourceId id) {
    for (Observation observation : observed.of(id)) {
      switch (observation) {
        case Observation.Unread unread -> {
          return Optional.of(new Obstacle.Unread(unread.why()));
        }
        case Present present when present.ownership() == Ownership.NOT_OURS -> {
          return Optional.of(new Obstacle.NotOwned(present.physicalName()));
        }
        case Present present when present.health() == Health.DELETING -> {
          return Optional.of(new Obstacle.BeingDeleted(present.physicalName()));
        }
        case Present present -> {}
        case Observation.Absent absent -> {}
      }
    }
    return Optional.empty();
  }

  private Change changeOf(DesiredResource resource) {
    List<Present> present = observed.present(resource.id());
    if (present.isEmpty()) {
      return new Change.Create(
          resource, creation(resource), ChangeReason.Missing, last.wasCreated(resource.id()));
    }
    Present current = currentOf(resource, present);
    if (current.ownership() == Ownership.RETAINED) {
      return new Change.Adopt(resource, current, ChangeReason.SpecChanged);
    }
    List<AttributeChange> attributes = differences(resource, current);
    if (attributes.isEmpty()) {
      return new Change.NoOp(resource, current);
    }
    ChangeReason reason = attributes.getFirst().reason();
    boolean replace = attributes.stream().anyMatch(each -> each.impact() == Impact.REPLACE);
    return replace
        ? new Change.Replace(
            resource,
            current,
            attributes,
            resource.spec().schema().replaceOrder(),
            ChangeReason.CannotUpdateInPlace)
        : new Change.Update(resource, current, attributes, reason);
  }

  /** Of several under one id, the one whose immutable attributes are as desired; else the first. */
  private Present currentOf(DesiredResource resource, List<Present> present) {
    return present.stream()
        .filter(
            each ->
                differences(resource, each).stream()
                    .noneMatch(attribute -> attribute.impact() == Impact.REPLACE))
        .findFirst()
        .orElseGet(present::getFirst);
  }

  private List<AttributeChange> creation(DesiredResource resource) {
    Schema<?> schema = resource.spec().schema();
    var attributes = new ArrayList<AttributeChange>();
    resource
        .spec()
        .values()
        .forEach(
            (name, value) ->
                attributes.add(
                    new AttributeChange(
                        name,
                        Optional.empty(),
                        Optional.of(resolve(value)),
                        false,
                        Impact.IN_PLACE,
                        schema.attribute(name).sensitive(),
                        ChangeReason.Missing)));
    return attributes;
  }

  private List<AttributeChange> differences(DesiredResource resource, Present current) {
    Schema<?> schema = resource.spec().schema();
    Map<String, Value> wanted = resource.spec().values();
    Map<String, Value> found = current.spec().values();
    var attributes = new ArrayList<AttributeChange>();
    wanted.forEach(
        (name, raw) -> {
          Attribute<?> attribute = schema.attribute(name);
          Value value = resolve(raw);
          Optional<Value> from = Optional.ofNullable(found.get(name));
          boolean same =
              value.pendings().findAny().isEmpty()
                  && from.filter(answer -> attribute.equivalence().test(value, answer)).isPresent();
          if (!same) {
            attributes.add(
                new AttributeChange(
                    name,
                    from,
                    Optional.of(value),
                    false,
                    attribute.impact().apply(from, Optional.of(value)),
                    attribute.sensitive(),
                    reasonOf(resource, name, raw, value)));
          }
        });
    attributes.addAll(unset(resource, wanted, found));
    return attributes;
  }

  /** Attributes we set once and no longer want go back to AWS's own default. */
  private List<AttributeChange> unset(
      DesiredResource resource, Map<String, Value> wanted, Map<String, Value> found) {
    Schema<?> schema = resource.spec().schema();
    var attributes = new ArrayList<AttributeChange>();
    last.find(resource.id())
        .ifPresent(
            applied ->
                applied
                    .values()
                    .keySet()
                    .forEach(
                        name -> {
                          Optional<Value> from = Optional.ofNullable(found.get(name));
                          if (wanted.containsKey(name)
                              || from.isEmpty()
                              || !schema.declares(name)) {
                            return;
                          }
                          Attribute<?> attribute = schema.attribute(name);
                          Optional<Value> to = attribute.unset();
                          boolean removable = attribute.removable();
                          boolean differs = to.isPresent() ? !to.equals(from) : removable;
                          if (differs) {
                            attributes.add(
                                new AttributeChange(
                                    name,
                                    from,
                                    to,
                                    true,
                                    attribute.impact().apply(from, to),
                                    attribute.sensitive(),
                                    provenanceReason(applied.provenance())));
                          }
                        }));
    return attributes;
  }

  private ChangeReason reasonOf(DesiredResource resource, String name, Value raw, Value resolved) {
    Optional<Change> cause =
        resolved
            .pendings()
            .map(pending -> Optional.ofNullable(changes.get(pending.resource())))
            .flatMap(Optional::stream)
            .findFirst();
    if (cause.isPresent()) {
      return cause.get().reason();
    }
    Optional<LastApplied.Applied> applied = last.find(resource.id());
    if (applied.isEmpty()) {
      return ChangeReason.SpecChanged;
    }
    Value wanted = resource.spec().schema().seal(name, raw);
    if (!wanted.equals(applied.get().values().get(name))) {
      return provenanceReason(applied.get().provenance());
    }
    return last.isUnfinished(resource.id(), name) ? ChangeReason.SpecChanged : ChangeReason.Drifted;
  }

  private ChangeReason provenanceReason(Provenance before) {
    if (!before.specGeneration().equals(provenance.specGeneration())) {
      return ChangeReason.SpecChanged;
    }
    if (!before.factsDigest().equals(provenance.factsDigest())) {
      return ChangeReason.FactsChanged;
    }
    return before.blueprintVersion() == provenance.blueprintVersion()
        ? ChangeReason.SpecChanged
        : ChangeReason.OperatorUpgraded;
  }

  private Value resolve(Value value) {
    return value.resolve(
        pending ->
            Optional.ofNullable(changes.get(pending.resource()))
                .flatMap(change -> StandingOutputs.of(change, pending.output())));
  }

  /** What is there and not wanted: in reverse order of dependence. */
  private List<Change> deletions() {
    var deletions = new ArrayList<Change.Delete>();
    for (ObservedStack.Entry entry : observed.resources()) {
      boolean kept = changes.containsKey(entry.id()) || obstacles.containsKey(entry.id());
      switch (entry.observation()) {
        case Present present when present.ownership() == Ownership.OURS && !kept ->
            deletions.add(new Change.Delete(entry.id(), present, ChangeReason.NoLongerDesired));
        case Present present
            when present.ownership() == Ownership.OURS && isSuperseded(entry.id(), present) ->
            deletions.add(new Change.Delete(entry.id(), present, ChangeReason.CannotUpdateInPlace));
        case Present present -> {}
        case Observation.Absent absent -> {}
        case Observation.Unread unread ->
            obstacles.putIfAbsent(entry.id(), new Obstacle.Unread(unread.why()));
      }
    }
    Map<String, Schema<?>> schemas = new TreeMap<>();
    deletions.forEach(change -> schemas.put(change.id().kind(), change.observed().spec().schema()));
    deletions.sort(
        Comparator.comparingInt((Change.Delete change) -> -depth(change.id().kind(), schemas))
            .thenComparing(Change::id));
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
    if (!(change instanceof Change.NoOp noOp) || noOp.observed().equals(present)) {
      return false;
    }
    return observed.resources().stream()
        .map(ObservedStack.Entry::observation)
        .filter(Present.class::isInstance)
        .map(Present.class::cast)
        .flatMap(other -> other.spec().values().values().stream())
        .noneMatch(value -> value.toString().contains(present.physicalId()));
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
