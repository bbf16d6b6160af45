package dev.hastack.core.plan;

import static java.util.stream.Collectors.toSet;

import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.plan.LastApplied.Applied;
import dev.hastack.core.plan.LastApplied.Provenance;
import dev.hastack.core.stack.DesiredResource;
import dev.hastack.core.stack.DesiredStack;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

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
    var ownDoings = new TreeSet<ResourceId>();
    for (Change change : plan.effective()) {
      Set<String> names = unfinishedBy(change);
      if (!names.isEmpty()) {
        ownDoings.add(change.id());
        mark(change.id(), names, unfinished);
      }
    }
    for (DesiredResource resource : desired.resources()) {
      boolean planned =
          plan.changes().stream().anyMatch(change -> change.id().equals(resource.id()));
      Set<String> names = following(resource, ownDoings);
      if (!planned && resources.containsKey(resource.id()) && !names.isEmpty()) {
        mark(resource.id(), names, unfinished);
      }
    }
    Approvals approvals =
        ApprovalGate.after(plan.approval(), last.approvals()).during(plan, desired, resources);
    return new LastApplied(last.place(), resources, unfinished, freshened(plan, last), approvals);
  }

  private static void mark(
      ResourceId id, Set<String> names, SortedMap<ResourceId, Set<String>> unfinished) {
    var all = new TreeSet<>(unfinished.getOrDefault(id, Set.of()));
    all.addAll(names);
    unfinished.put(id, all);
  }

  /**
   * The attributes that take outputs of what is about to change. Where their own resource is held
   * up, they will lag behind, and nobody else did that.
   */
  private static Set<String> following(DesiredResource resource, Set<ResourceId> changed) {
    var names = new TreeSet<String>();
    resource
        .spec()
        .values()
        .forEach(
            (name, value) -> {
              if (value.pendings().anyMatch(pending -> changed.contains(pending.resource()))) {
                names.add(name);
              }
            });
    return names;
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
    boolean adopted =
        Stream.concat(change.stream(), plan.held().stream().map(Plan.Held::change))
            .anyMatch(each -> each instanceof Change.Adopt && each.id().equals(resource.id()));
    if (change.isEmpty() || adopted) {
      // Unread, not ours, held as a whole, or only taken up: what we last wanted still stands.
      return before;
    }
    Set<String> heldBack = heldBack(plan, resource.id());
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
    // What is still to be unset must be known to be ours until it is done.
    before.ifPresent(
        applied ->
            Stream.concat(
                    heldBack.stream().filter(name -> !wasUnset(last, resource, name)),
                    unset(change.get()))
                .forEach(
                    name ->
                        Optional.ofNullable(applied.values().get(name))
                            .ifPresent(value -> values.put(name, value))));
    boolean heldUpgrade = isHeld(plan, resource.id(), HoldReason.OperatorUpgraded);
    if (before.isPresent() && isHeld(plan, resource.id(), HoldReason.AwaitingApproval)) {
      // What waits keeps its reason: a changed fact is one until somebody approved it.
      return Optional.of(
          new Applied(physicalName(change.get(), resource), values, before.get().provenance()));
    }
    Provenance from =
        heldUpgrade && before.isPresent()
            ? new Provenance(
                provenance.specGeneration(),
                provenance.factsDigest(),
                before.get().provenance().blueprintVersion())
            : provenance;
    return Optional.of(new Applied(physicalName(change.get(), resource), values, from));
  }

  /** Whether it was approved to go, and is wanted again: it counts as gone. */
  private static boolean wasUnset(LastApplied last, DesiredResource resource, String name) {
    return resource.spec().values().containsKey(name)
        && last.approvals().unsets(resource.id(), name);
  }

  private static boolean isHeld(Plan plan, ResourceId id, HoldReason reason) {
    return plan.held().stream()
        .anyMatch(held -> held.change().id().equals(id) && held.reason() == reason);
  }

  /** Of drift that is only reported, what is wanted counts as applied: so it stays drift. */
  private static Set<String> heldBack(Plan plan, ResourceId id) {
    return plan.held().stream()
        .filter(held -> held.change().id().equals(id))
        .flatMap(
            held ->
                held.change().attributeChanges().stream()
                    .filter(
                        attribute ->
                            held.reason() != HoldReason.ReportOnly
                                || attribute.reason() != ChangeReason.Drifted
                                || attribute.unsets()))
        .map(AttributeChange::name)
        .collect(toSet());
  }

  private static Stream<String> unset(Change change) {
    return change.attributeChanges().stream()
        .filter(AttributeChange::unsets)
        .map(AttributeChange::name);
  }

  /** A predecessor keeps its name until its successor is there: it must still be found. */
  private static String physicalName(Change change, DesiredResource resource) {
    return change.standing().map(Present::physicalName).orElse(resource.physicalName());
  }

  /** What must be finished even if it looks like drift after a crash. Drift itself must not. */
  private static Set<String> unfinishedBy(Change change) {
    return switch (change) {
      case Change.Create create -> Set.of(LastApplied.WHOLE);
      case Change.Update update -> ownDoing(update);
      // Halfway through, the resource is not there, and nobody else removed it.
      case Change.Replace replace -> Set.of(LastApplied.WHOLE);
      case Change.Delete delete -> isSuperseded(delete) ? Set.of() : Set.of(LastApplied.WHOLE);
      case Change.Adopt adopt -> Set.of();
      case Change.Forget forget -> Set.of();
      case Change.NoOp noOp -> Set.of();
    };
  }

  /** Whether another of the same id has taken its place. */
  private static boolean isSuperseded(Change.Delete delete) {
    return delete.reason() != ChangeReason.NoLongerDesired;
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
        if (!change.isRepeat(attribute)) {
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
    var resources = new TreeMap<>(target.resources());
    SortedMap<ResourceId, Set<String>> unfinished = new TreeMap<>(target.unfinished());
    var repeats = new TreeMap<ResourceId, SortedMap<String, Integer>>(target.repeats());
    for (Change change : plan.changes()) {
      boolean done =
          change instanceof Change.NoOp || outcomes.get(change.id()) instanceof Outcome.Done;
      if (done) {
        finish(change, plan, resources, unfinished);
      }
      count(change, done, plan, repeats);
    }
    repeats.keySet().retainAll(resources.keySet());
    List<ResourceId> gone =
        target.resources().keySet().stream().filter(id -> !resources.containsKey(id)).toList();
    return new LastApplied(
        target.place(), resources, unfinished, repeats, target.approvals().after(gone, resources));
  }

  private static void finish(
      Change change,
      Plan plan,
      SortedMap<ResourceId, Applied> resources,
      SortedMap<ResourceId, Set<String>> unfinished) {
    if (change instanceof Change.Delete delete) {
      if (!isSuperseded(delete)) {
        resources.remove(change.id());
        unfinished.remove(change.id());
      }
      return;
    }
    var left = new TreeSet<>(unfinished.getOrDefault(change.id(), Set.of()));
    left.retainAll(heldBack(plan, change.id()));
    if (left.isEmpty()) {
      unfinished.remove(change.id());
    } else {
      unfinished.put(change.id(), left);
    }
    resources.computeIfPresent(change.id(), (id, applied) -> finished(change, applied));
  }

  private static Applied finished(Change change, Applied applied) {
    var values = new TreeMap<>(applied.values());
    unset(change).forEach(values::remove);
    String physicalName =
        change instanceof Change.Replace replace
            ? replace.desired().physicalName()
            : applied.physicalName();
    return new Applied(physicalName, values, applied.provenance());
  }

  /**
   * One more for what was written again, none for what is as wanted or wanted otherwise. What was
   * held or not done keeps its count.
   */
  private static void count(
      Change change,
      boolean done,
      Plan plan,
      SortedMap<ResourceId, SortedMap<String, Integer>> repeats) {
    if (change.wanted().isEmpty() || change instanceof Change.Create) {
      return;
    }
    SortedMap<String, Integer> before = repeats.getOrDefault(change.id(), new TreeMap<>());
    var counts = new TreeMap<String, Integer>();
    heldBack(plan, change.id())
        .forEach(
            name -> {
              if (before.containsKey(name)) {
                counts.put(name, before.get(name));
              }
            });
    for (AttributeChange attribute : change.attributeChanges()) {
      boolean again = done && change.isRepeat(attribute);
      int count = before.getOrDefault(attribute.name(), 0) + (again ? 1 : 0);
      if (count > 0) {
        counts.put(attribute.name(), count);
      }
    }
    if (counts.isEmpty()) {
      repeats.remove(change.id());
    } else {
      repeats.put(change.id(), counts);
    }
  }
}
