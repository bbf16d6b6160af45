package dev.hastack.core.plan;

import dev.hastack.core.plan.LastApplied.Applied;
import dev.hastack.core.stack.DesiredResource;
import dev.hastack.core.stack.DesiredStack;
import dev.hastack.core.stack.Impact;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Value;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What people approved, as far as later passes must know. What is among the targets of {@link
 * LastApplied} was approved when it got there; here is what comes later, since a plan may take many
 * steps. It is remembered by what is wanted before outputs are known, so that a resource that is
 * made meanwhile makes no other plan of it.
 *
 * @param latest the digest approved last; each digest is made with it, so that an approval counts
 *     once, even if the very same plan comes up again
 * @param open by resource and attribute, a digest of the approved value; instead of an attribute
 *     {@link #WHOLE}, {@link #GONE} or {@link #TAKEN_UP}
 */
public record Approvals(
    Optional<String> latest, SortedMap<ResourceId, SortedMap<String, String>> open) {

  public static final Approvals NONE = new Approvals(Optional.empty(), new TreeMap<>());

  /** The creation of the resource as it is wanted. */
  static final String WHOLE = LastApplied.WHOLE;

  /** Before the {@code physicalId} of one that is deleted. */
  static final String GONE = "-";

  /** Its being taken up again. */
  static final String TAKEN_UP = "<";

  /** After the digest of a value that makes another resource necessary. */
  private static final String REPLACES = "!";

  private static final String UNSET = "(unset)";

  /** Instead of a digest: the value may be gone, and that it goes is approved no longer. */
  private static final String DOUBTFUL = "~";

  public Approvals {
    open = Collections.unmodifiableSortedMap(new TreeMap<>(open));
  }

  /** Whether the whole change was approved; not what its attributes say. */
  boolean covers(Change change) {
    return switch (change) {
      case Change.Create create -> says(create.id(), WHOLE, digest(create.desired()));
      case Change.Delete delete -> says(delete.id(), gone(delete), "");
      case Change.Adopt adopt -> says(adopt.id(), TAKEN_UP, digest(adopt.desired()));
      case Change.Update update -> false;
      case Change.Replace replace -> false;
      case Change.Forget forget -> false;
      case Change.NoOp noOp -> false;
    };
  }

  /** Whether this value was approved for the attribute, with what it takes to write it. */
  boolean covers(Change change, AttributeChange attribute) {
    return says(change.id(), attribute.name(), digest(change, attribute));
  }

  /** Whether the resource's deletion was approved and has not ended. */
  boolean deletes(ResourceId id) {
    return lines(id).keySet().stream().anyMatch(Approvals::isGone);
  }

  /** Whether it was approved that the attribute goes, and it is not known to be gone. */
  boolean unsets(ResourceId id, String name) {
    return isUnset(lines(id).getOrDefault(name, ""));
  }

  private static boolean isUnset(String line) {
    return line.equals(DOUBTFUL) || line.replace(REPLACES, "").equals(digest(Optional.empty()));
  }

  private static String gone(Change.Delete delete) {
    return GONE + delete.observed().physicalId();
  }

  private static boolean isGone(String key) {
    return key.startsWith(GONE);
  }

  private SortedMap<String, String> lines(ResourceId id) {
    return open.getOrDefault(id, Collections.emptySortedMap());
  }

  private boolean says(ResourceId id, String key, String digest) {
    return digest.equals(lines(id).get(key));
  }

  /** With these approved too; what was approved before of another value is taken back. */
  Approvals with(String digest, List<Change> changes) {
    var all = new TreeMap<>(open);
    for (Change change : changes) {
      var lines = new TreeMap<>(all.getOrDefault(change.id(), Collections.emptySortedMap()));
      switch (change) {
        case Change.Create create -> lines.put(WHOLE, digest(create.desired()));
        case Change.Delete delete -> lines.put(gone(delete), "");
        case Change.Adopt adopt -> lines.put(TAKEN_UP, digest(adopt.desired()));
        case Change.Update update -> lines.putAll(lines(update));
        case Change.Replace replace -> lines.putAll(lines(replace));
        case Change.Forget forget -> {}
        case Change.NoOp noOp -> {}
      }
      all.put(change.id(), lines);
    }
    return new Approvals(Optional.of(digest), all);
  }

  private static Map<String, String> lines(Change change) {
    var lines = new TreeMap<String, String>();
    change
        .attributeChanges()
        .forEach(attribute -> lines.put(attribute.name(), digest(change, attribute)));
    return lines;
  }

  /** With nothing open: whoever applies each plan at once approves nothing for later. */
  Approvals closed() {
    return new Approvals(latest, new TreeMap<>());
  }

  /**
   * Before a plan is carried out: without what is among its targets, what is about resources that
   * are not wanted any more, or wanted again, and without values that are not wanted now: an edit
   * that was taken back takes its approval with it. Of an attribute that was to go, and whose
   * resource is not looked at now, it stays known that it may be gone.
   */
  Approvals during(Plan plan, DesiredStack desired, Map<ResourceId, Applied> targets) {
    List<ResourceId> planned = plan.changes().stream().map(Change::id).toList();
    List<ResourceId> held = plan.held().stream().map(each -> each.change().id()).toList();
    var left = new TreeMap<ResourceId, SortedMap<String, String>>();
    open.forEach(
        (id, lines) -> {
          boolean there = targets.containsKey(id) || planned.contains(id) || held.contains(id);
          var kept = new TreeMap<>(lines);
          desired
              .find(id)
              .ifPresentOrElse(
                  wanted ->
                      kept.entrySet()
                          .removeIf(
                              line ->
                                  isGone(line.getKey())
                                      ? planned.contains(id)
                                      : !isOf(wanted, line.getKey(), line.getValue())),
                  () -> kept.keySet().removeIf(key -> !there || !isGone(key)));
          if (plan.changes().stream().noneMatch(change -> isSeenThrough(change, id))) {
            lines.entrySet().stream()
                .filter(line -> isUnset(line.getValue()))
                .forEach(line -> kept.putIfAbsent(line.getKey(), DOUBTFUL));
          }
          left.put(id, kept);
        });
    return new Approvals(latest, left).after(List.of(), targets);
  }

  /** Whether the change makes a new target of a resource; without one the one before stays. */
  private static boolean isSeenThrough(Change change, ResourceId id) {
    return change.id().equals(id)
        && change.wanted().isPresent()
        && !(change instanceof Change.Adopt);
  }

  /** Whether a line is of what is wanted now. */
  private static boolean isOf(DesiredResource wanted, String key, String line) {
    return switch (key) {
      case WHOLE, TAKEN_UP -> line.equals(digest(wanted));
      case String name -> line.replace(REPLACES, "").equals(digest(wish(wanted, name)));
    };
  }

  /** Without what is among the targets, and without resources that went. */
  Approvals after(Collection<ResourceId> gone, Map<ResourceId, Applied> targets) {
    var left = new TreeMap<ResourceId, SortedMap<String, String>>();
    open.forEach(
        (id, lines) -> {
          var kept = new TreeMap<>(lines);
          Optional.ofNullable(targets.get(id)).ifPresent(applied -> removeDone(kept, applied));
          if (!kept.isEmpty() && !gone.contains(id)) {
            left.put(id, kept);
          }
        });
    return new Approvals(latest, left);
  }

  private static void removeDone(Map<String, String> lines, Applied applied) {
    lines
        .entrySet()
        .removeIf(
            line ->
                switch (line.getKey()) {
                  case WHOLE -> line.getValue().equals(digest(applied.values()));
                  case TAKEN_UP -> true;
                  case String key when isGone(key) -> false;
                  case String name when line.getValue().equals(DOUBTFUL) ->
                      !applied.values().containsKey(name);
                  case String name ->
                      line.getValue()
                          .replace(REPLACES, "")
                          .equals(digest(Optional.ofNullable(applied.values().get(name))));
                });
  }

  private static String digest(DesiredResource desired) {
    return digest(sealed(desired));
  }

  private static String digest(SortedMap<String, Value> values) {
    return Plan.digest(values.toString());
  }

  private static String digest(Change change, AttributeChange attribute) {
    return digest(wish(change, attribute.name()))
        + (attribute.impact() == Impact.REPLACE ? REPLACES : "");
  }

  private static String digest(Optional<Value> value) {
    return Plan.digest(value.map(Value::toString).orElse(UNSET));
  }

  /** What a resource is to be, as {@link LastApplied} keeps it. */
  static SortedMap<String, Value> sealed(DesiredResource desired) {
    var values = new TreeMap<String, Value>();
    desired
        .spec()
        .values()
        .forEach((name, value) -> values.put(name, desired.spec().schema().seal(name, value)));
    return values;
  }

  /** What is wanted of an attribute before outputs are known; empty to unset it. */
  static Optional<Value> wish(Change change, String name) {
    return change.wanted().flatMap(desired -> wish(desired, name));
  }

  private static Optional<Value> wish(DesiredResource desired, String name) {
    return Optional.ofNullable(desired.spec().values().get(name))
        .map(value -> desired.spec().schema().seal(name, value));
  }
}
