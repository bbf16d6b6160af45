package dev.hastack.provider.aws.gateway;

import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.ObservedStack.Finding;
import dev.hastack.core.stack.ObservedStack.ForeignCopy;
import dev.hastack.core.stack.ResourceId;
import java.util.List;

/**
 * Everything of one kind that concerns one stack, from complete lists: what is not in it is not
 * there.
 */
public record Reading(List<Found> found, List<ForeignCopy> foreignCopies, List<Finding> findings) {

  /** A reading of what nobody put anything on. */
  Reading(List<Found> found, List<ForeignCopy> foreignCopies) {
    this(found, foreignCopies, List.of());
  }

  /** One thing that has a name we would build. */
  public record Found(ResourceId id, Present present) {}

  public Reading {
    found = List.copyOf(found);
    foreignCopies = List.copyOf(foreignCopies);
    findings = List.copyOf(findings);
  }
}
