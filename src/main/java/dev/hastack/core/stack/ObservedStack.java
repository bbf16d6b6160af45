package dev.hastack.core.stack;

import static java.util.stream.Collectors.toCollection;

import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the cloud has of a stack. An id may be there more than once while a replacement is under
 * way.
 *
 * @param resources one entry for each thing read, in no particular order
 * @param foreignCopies resources with our tags under another name, such as a restore inherits:
 *     never read as ours, never written, only reported
 * @param findings what others put on resources of ours, left alone and reported
 */
public record ObservedStack(
    List<Entry> resources, List<ForeignCopy> foreignCopies, List<Finding> findings) {

  /** A stack on which nobody put anything. */
  public ObservedStack(List<Entry> resources, List<ForeignCopy> foreignCopies) {
    this(resources, foreignCopies, List.of());
  }

  /** One thing read. */
  public record Entry(ResourceId id, Observation observation) {}

  /**
   * A resource that carries our tags but not our name.
   *
   * @param id the id its tags claim
   * @param physicalName the name it has
   */
  public record ForeignCopy(ResourceId id, String physicalName) {}

  /**
   * Something that is not ours on a resource of ours.
   *
   * @param reason what it is
   * @param sentence what it is and where, the same as long as it stays
   * @param sendsTo by physical id, the resources of ours that it sends requests to
   */
  public record Finding(Reason reason, String sentence, Set<String> sendsTo) {

    public Finding {
      sendsTo = Set.copyOf(sendsTo);
    }

    /** Something that sends nothing to a resource of ours. */
    public Finding(Reason reason, String sentence) {
      this(reason, sentence, Set.of());
    }

    /** The closed set of what is looked for. */
    public enum Reason {
      /** A listener or rule on our load balancer that the stack does not have. */
      ForeignListener,
      /** A target in our target group that neither our groups nor we registered. */
      UnknownTarget
    }
  }

  public ObservedStack {
    resources = List.copyOf(resources);
    foreignCopies = List.copyOf(foreignCopies);
    findings = List.copyOf(findings);
  }

  public List<Observation> of(ResourceId id) {
    return resources.stream()
        .filter(entry -> entry.id().equals(id))
        .map(Entry::observation)
        .toList();
  }

  /** What is there under an id; more than one during a replacement. */
  public List<Observation.Present> present(ResourceId id) {
    return of(id).stream()
        .filter(Observation.Present.class::isInstance)
        .map(Observation.Present.class::cast)
        .toList();
  }

  public SortedSet<ResourceId> ids() {
    return resources.stream().map(Entry::id).collect(toCollection(TreeSet::new));
  }

  /** Whether everything was read and nothing of ours is there: the moment a finalizer may go. */
  public boolean isEmpty() {
    return resources.stream()
        .allMatch(
            entry ->
                switch (entry.observation()) {
                  case Observation.Absent absent -> true;
                  case Observation.Present present -> present.ownership() != Ownership.OURS;
                  case Observation.Unread unread -> false;
                });
  }
}
