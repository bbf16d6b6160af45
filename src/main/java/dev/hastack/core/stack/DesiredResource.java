package dev.hastack.core.stack;

import static java.util.stream.Collectors.toCollection;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A resource the stack should have.
 *
 * @param id its stable id
 * @param physicalName the name it has, or will have, on AWS
 * @param spec its attributes; those left out are not managed
 * @param after what must be there before it, though it needs no output of it
 */
public record DesiredResource(
    ResourceId id, String physicalName, ResourceSpec spec, SortedSet<ResourceId> after) {

  public DesiredResource {
    after = Collections.unmodifiableSortedSet(new TreeSet<>(after));
  }

  /** A resource that needs only what it has outputs of. */
  public DesiredResource(ResourceId id, String physicalName, ResourceSpec spec) {
    this(id, physicalName, spec, Collections.emptySortedSet());
  }

  /** The resources that must be there before this one is made. */
  public SortedSet<ResourceId> dependsOn() {
    SortedSet<ResourceId> before = new TreeSet<>(needs());
    before.addAll(after);
    return before;
  }

  /** The resources whose outputs this one needs, be it there or not. */
  public SortedSet<ResourceId> needs() {
    return spec.values().values().stream()
        .flatMap(Value::pendings)
        .map(Value.Pending::resource)
        .collect(toCollection(TreeSet::new));
  }
}
