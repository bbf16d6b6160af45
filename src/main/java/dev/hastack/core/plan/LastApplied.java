package dev.hastack.core.plan;

import dev.hastack.core.stack.Place;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Value;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What we last set out to make true, kept outside the cloud and written before the first write: the
 * difference between drift and a changed mind.
 *
 * @param place the account and region the stack was first seen in; empty before anything was
 *     applied
 * @param resources by id, everything the last plan wanted to exist
 * @param unfinished by id, the attributes that were to be written and are not known to have been;
 *     {@link #WHOLE} stands for the resource itself
 * @param repeats by id and attribute, how many passes in a row wrote the same again
 * @param approvals what people approved and is not among the targets yet
 */
public record LastApplied(
    Optional<Place> place,
    SortedMap<ResourceId, Applied> resources,
    SortedMap<ResourceId, Set<String>> unfinished,
    SortedMap<ResourceId, SortedMap<String, Integer>> repeats,
    Approvals approvals) {

  /** In {@link #unfinished}: the resource's creation itself. */
  public static final String WHOLE = "*";

  /**
   * What one resource was to be.
   *
   * @param physicalName its name on AWS
   * @param values by attribute, sealed: sensitive values are digests; pending ones stay pending
   * @param provenance what the values were made from
   */
  public record Applied(
      String physicalName, SortedMap<String, Value> values, Provenance provenance) {
    public Applied {
      values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }
  }

  /**
   * What desired values were made from; tells a changed spec from a changed fact from a new
   * operator.
   *
   * @param specGeneration which object and which generation of its spec, {@code
   *     <uid>/<generation>}; the generation and not the spec, because a newer operator may read
   *     more out of the same spec. Followed by {@code /<digest>} where other objects hold a part
   * @param factsDigest of the facts the design was given
   * @param blueprintVersion of the code that designed
   */
  public record Provenance(String specGeneration, String factsDigest, int blueprintVersion) {

    /**
     * Why something else is wanted than before. With the spec unchanged and the operator another,
     * it is the operator, whatever the facts say: a newer one may well learn more facts.
     */
    ChangeReason since(Provenance before) {
      if (!before.specGeneration().equals(specGeneration)) {
        return ChangeReason.SpecChanged;
      }
      if (before.blueprintVersion() != blueprintVersion) {
        return ChangeReason.OperatorUpgraded;
      }
      return before.factsDigest().equals(factsDigest)
          ? ChangeReason.SpecChanged
          : ChangeReason.FactsChanged;
    }
  }

  public LastApplied {
    resources = Collections.unmodifiableSortedMap(new TreeMap<>(resources));
    unfinished = Collections.unmodifiableSortedMap(new TreeMap<>(unfinished));
    repeats = Collections.unmodifiableSortedMap(new TreeMap<>(repeats));
  }

  /** Before anything was ever applied. */
  public static LastApplied nothing() {
    return new LastApplied(
        Optional.empty(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), Approvals.NONE);
  }

  public Optional<Applied> find(ResourceId id) {
    return Optional.ofNullable(resources.get(id));
  }

  /** Whether this attribute was to be written and may not have been. */
  public boolean isUnfinished(ResourceId id, String attribute) {
    Set<String> names = unfinished.getOrDefault(id, Set.of());
    return names.contains(attribute) || names.contains(WHOLE);
  }

  /** Whether the resource is known to have been created. */
  public boolean wasCreated(ResourceId id) {
    return resources.containsKey(id) && !unfinished.getOrDefault(id, Set.of()).contains(WHOLE);
  }

  /** How many passes in a row, up to the latest, wrote this attribute again. */
  public int repeatsOf(ResourceId id, String attribute) {
    SortedMap<String, Integer> counts = repeats.get(id);
    return counts == null ? 0 : counts.getOrDefault(attribute, 0);
  }

  public LastApplied withResources(SortedMap<ResourceId, Applied> targets) {
    return new LastApplied(place, targets, unfinished, repeats, approvals);
  }

  public LastApplied withUnfinished(SortedMap<ResourceId, Set<String>> marks) {
    return new LastApplied(place, resources, marks, repeats, approvals);
  }

  public LastApplied withPlace(Place recorded) {
    return new LastApplied(Optional.of(recorded), resources, unfinished, repeats, approvals);
  }

  public LastApplied withRepeats(SortedMap<ResourceId, SortedMap<String, Integer>> counts) {
    return new LastApplied(place, resources, unfinished, counts, approvals);
  }

  public LastApplied withApprovals(Approvals others) {
    return new LastApplied(place, resources, unfinished, repeats, others);
  }

  /** The names on AWS under which resources of a kind were last known, by id. */
  public Map<ResourceId, String> physicalNames() {
    var names = new TreeMap<ResourceId, String>();
    resources.forEach((id, applied) -> names.put(id, applied.physicalName()));
    return names;
  }
}
