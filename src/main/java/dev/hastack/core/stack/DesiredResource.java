package dev.hastack.core.stack;

import static java.util.stream.Collectors.toCollection;

import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A resource the stack should have.
 *
 * @param id its stable id
 * @param physicalName the name it has, or will have, on AWS
 * @param spec its attributes; those left out are not managed
 */
public record DesiredResource(ResourceId id, String physicalName, ResourceSpec spec) {

  /** The resources whose outputs this one needs. */
  public SortedSet<ResourceId> dependsOn() {
    return spec.values().values().stream()
        .flatMap(Value::pendings)
        .map(Value.Pending::resource)
        .collect(toCollection(TreeSet::new));
  }
}
