package dev.hastack.core.plan;

import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.plan.LastApplied.Applied;
import dev.hastack.core.plan.LastApplied.Provenance;
import dev.hastack.core.stack.DesiredResource;
import dev.hastack.core.stack.DesiredStack;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Value;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** How {@link LastApplied} goes on: what it becomes before the first write, and after the last. */
public final class AppliedTarget {
  private AppliedTarget() {}

  /**
   * What to record before anything is written. Equal to {@code last} when there is nothing new to
   * record: drift repaired, or a plan that is empty.
   */
  public static LastApplied before(
      DesiredStack desired, Plan plan, LastApplied last, Provenance provenance) {
    var resources = new TreeMap<>(last.resources());
    resources.keySet().removeIf(id -> isGone(id, desired, plan));
    for (DesiredResource resource : desired.resources()) {
      target(resource, plan, last, provenance)
          .ifPresent(applied -> resources.put(resource.id(), applied));
    }
    SortedMap<ResourceId, Set<String>> unfinished = new TreeMap<>(last.unfinished());
    unfinished.keySet().retainAll(resources.keySet());
    for (Change change : plan.effective()) {
      Set<String> names = unfinishedBy(change);
      if (!names.isEmpty()) {
        var all = new TreeSet<>(unfinished.getOrDefault(change.id(), Set.of()));
        all.addAll(names);
        unfinished.put(change.id(), all);
      }
    }
    return new LastApplied(last.place(), resources, unfinished, freshened(plan, last));
  }

  /** No longer wanted and, as nothing is planned for it, no longer there. */
  private static boolean isGone(ResourceId id, DesiredStack desired, Plan plan) {
    return desired.find(id).isEmpty()
        && !plan.obstacles().containsKey(id)
        && plan.changes().stream().noneMatch(change -> change.id().equals(id))
        && plan.held().stream().noneMatch(held -> held.change().id().equals(id));
  }

  private static Optional<Applied> target(
      DesiredResource resource, Plan plan, LastApplied last, Provenance provenance) {
    Optional<Applied> before = last.find(resource.id());
    Optional<Change> change =
        plan.changes().stream()
            .filter(each -> each.id().equals(resource.id()) && each.wanted().isPresent())
            .findFirst();
    if (change.isEmpty() || change.get() instanceof Change.Adopt) {
      // Unread, not ours, held as a whole, or only taken up: what we last wanted still stands.
      return before;
    }
    Set<String> heldBack = new HashSet<>();
    boolean heldUpgrade = false;
    boolean heldReplacement = false;
    for (Plan.Held held : plan.held()) {
      if (held.change().id().equals(resource.id())) {
        held.change().attributeChanges().forEach(attribute -> heldBack.add(attribute.name()));
        heldUpgrade |= held.reason() == HoldReason.OperatorUpgraded;
        heldReplacement |= held.change() instanceof Change.Replace;
      }
    }
    var values = new TreeMap<String, Value>();
    resource
        .spec()
        .values()
        .forEach(
            (name, value) -> {
              if (!heldBack.contains(name)) {
                values.put(name, resource.spec().schema().seal(name, value));
              }
            });
    before.ifPresent(
        applied ->
            heldBack.forEach(
                name ->
                    Optional.ofNullable(applied.values().get(name))
                        .ifPresent(value -> values.put(name, value))));
    Provenance from =
        heldUpgrade && before.isPresent()
            ? new Provenance(
                provenance.specGeneration(),
                provenance.factsDigest(),
                before.get().provenance().blueprintVersion())
            : provenance;
    String physicalName =
        heldReplacement && before.isPresent()
            ? before.get().physicalName()
            : resource.physicalName();
    return Optional.of(new Applied(physicalName, values, from));
  }

  /** What must be finished even if it looks like drift after a crash. Drift itself must not. */
  private static Set<String> unfinishedBy(Change change) {
    return switch (change) {
      case Change.Create create -> Set.of(LastApplied.WHOLE);
      case Change.Update update -> ownDoing(update);
      case Change.Replace replace -> ownDoing(replace);
      case Change.Adopt adopt -> Set.of();
      case Change.Delete delete -> Set.of();
      case Change.Forget forget -> Set.of();
      case Change.NoOp noOp -> Set.of();
    };
  }

  private static Set<String> ownDoing(Change change) {
    var names = new TreeSet<String>();
    for (AttributeChange attribute : change.attributeChanges()) {
      if (attribute.reason() != ChangeReason.Drifted) {
        names.add(attribute.name());
      }
    }
    return names;
  }

  /** A change to a new value is not a repeat of the old one. */
  private static SortedMap<ResourceId, SortedMap<String, Integer>> freshened(
      Plan plan, LastApplied last) {
    var repeats = new TreeMap<ResourceId, SortedMap<String, Integer>>(last.repeats());
    for (Change change : plan.effective()) {
      for (AttributeChange attribute : change.attributeChanges()) {
        boolean fresh =
            attribute.reason() != ChangeReason.Drifted
                && !last.isUnfinished(change.id(), attribute.name());
        if (fresh) {
          forget(repeats, change.id(), attribute.name());
        }
      }
    }
    return repeats;
  }

  private static void forget(
      SortedMap<ResourceId, SortedMap<String, Integer>> repeats, ResourceId id, String attribute) {
    SortedMap<String, Integer> counts = repeats.get(id);
    if (counts != null && counts.containsKey(attribute)) {
      var fewer = new TreeMap<>(counts);
      fewer.remove(attribute);
      if (fewer.isEmpty()) {
        repeats.remove(id);
      } else {
        repeats.put(id, fewer);
      }
    }
  }

  /** What to record once the changes were made, or tried. */
  public static LastApplied after(
      LastApplied target, Plan plan, Map<ResourceId, Outcome> outcomes) {
    SortedMap<ResourceId, Set<String>> unfinished = new TreeMap<>(target.unfinished());
    var repeats = new TreeMap<ResourceId, SortedMap<String, Integer>>();
    for (Change change : plan.changes()) {
      boolean done =
          change instanceof Change.NoOp || outcomes.get(change.id()) instanceof Outcome.Done;
      if (done) {
        unfinished.remove(change.id());
      }
      carry(change, done, target, repeats);
    }
    for (Plan.Held held : plan.held()) {
      // Held because it repeats: it keeps its count, or it would be written again.
      keepCounts(held.change(), target, repeats);
    }
    plan.obstacles()
        .keySet()
        .forEach(
            id ->
                Optional.ofNullable(target.repeats().get(id))
                    .ifPresent(counts -> repeats.put(id, counts)));
    return target.withUnfinished(unfinished).withRepeats(repeats);
  }

  private static void carry(
      Change change,
      boolean done,
      LastApplied target,
      SortedMap<ResourceId, SortedMap<String, Integer>> repeats) {
    if (!(change instanceof Change.Update)) {
      return;
    }
    for (AttributeChange attribute : change.attributeChanges()) {
      int count = target.repeatsOf(change.id(), attribute.name()) + (done ? 1 : 0);
      if (count > 0) {
        repeats.computeIfAbsent(change.id(), id -> new TreeMap<>()).put(attribute.name(), count);
      }
    }
  }

  private static void keepCounts(
      Change change,
      LastApplied target,
      SortedMap<ResourceId, SortedMap<String, Integer>> repeats) {
    for (AttributeChange attribute : change.attributeChanges()) {
      int count = target.repeatsOf(change.id(), attribute.name());
      if (count > 0) {
        repeats.computeIfAbsent(change.id(), id -> new TreeMap<>()).put(attribute.name(), count);
      }
    }
  }
}
