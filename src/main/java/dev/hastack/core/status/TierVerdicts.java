package dev.hastack.core.status;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.stack.Health;
import dev.hastack.core.stack.Observation;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.Ownership;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Value;
import dev.hastack.core.status.Verdict.Reason;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** How each tier of the stack does, from what was observed of it. */
final class TierVerdicts {
  static final String GROUP = "AutoScalingGroup";

  private TierVerdicts() {}

  static Verdict fleet(PassFacts facts) {
    Optional<Failure> unread = unreadGroup(facts);
    if (unread.isPresent()) {
      return Verdict.unknown(Reason.Unread, unread.get().sentence());
    }
    SortedMap<ResourceId, Present> groups = groups(facts);
    if (groups.isEmpty()) {
      return Verdict.no(Reason.NotCreated, "the Auto Scaling group does not exist yet");
    }
    String count = count(groups.values()) + " servers in service";
    Optional<Map.Entry<ResourceId, Present>> failing = first(groups, Health.DEGRADED);
    if (failing.isPresent()) {
      return Verdict.no(
          Reason.LaunchFailing,
          count
              + among(groups, failing.get())
              + Optional.ofNullable(failing.get().getValue().live().get("LastFailure"))
                  .map(failure -> ": " + failure)
                  .orElse(""));
    }
    Optional<Map.Entry<ResourceId, Present>> scaling = first(groups, Health.PROGRESSING);
    if (scaling.isPresent()) {
      return Verdict.no(Reason.Scaling, count + among(groups, scaling.get()));
    }
    return first(groups, Health.HEALTHY).isPresent()
        ? Verdict.yes(Reason.InService, count)
        : Verdict.no(Reason.Deleting, "the Auto Scaling group is being deleted");
  }

  /** The groups of the stack that are there, those on their way out included. */
  static SortedMap<ResourceId, Present> groups(PassFacts facts) {
    var groups = new TreeMap<ResourceId, Present>();
    for (ResourceId id : facts.observed().ids()) {
      if (id.kind().equals(GROUP)) {
        present(facts, id).ifPresent(present -> groups.put(id, present));
      }
    }
    return groups;
  }

  /** Why a group of the stack could not be read, if one could not. */
  static Optional<Failure> unreadGroup(PassFacts facts) {
    return facts.observed().ids().stream()
        .filter(id -> id.kind().equals(GROUP))
        .flatMap(id -> unread(facts, id).stream())
        .findFirst();
  }

  private static Optional<Map.Entry<ResourceId, Present>> first(
      SortedMap<ResourceId, Present> groups, Health health) {
    return groups.entrySet().stream()
        .filter(group -> group.getValue().health() == health)
        .findFirst();
  }

  /** Which of several it is, and how it does. */
  private static String among(
      SortedMap<ResourceId, Present> groups, Map.Entry<ResourceId, Present> group) {
    return groups.size() == 1
        ? ""
        : "; " + group.getKey() + " has " + count(List.of(group.getValue()));
  }

  private static String count(Collection<Present> groups) {
    return sum(groups, "InService").map(String::valueOf).orElse("?")
        + " of "
        + sum(groups, "Desired").map(String::valueOf).orElse("?");
  }

  /** Over all of them; empty where one does not tell. */
  static Optional<Long> sum(Collection<Present> groups, String name) {
    return groups.stream()
        .map(group -> number(group.live(), name))
        .reduce((one, other) -> one.flatMap(some -> other.map(more -> some + more)))
        .flatMap(total -> total);
  }

  /** What is there under an id and ours; of several the one that is planned with. */
  static Optional<Present> present(PassFacts facts, ResourceId id) {
    return facts.plan().changes().stream()
        .filter(change -> change.id().equals(id) && change.wanted().isPresent())
        .flatMap(change -> change.standing().stream())
        .findFirst()
        .or(
            () ->
                facts.observed().present(id).stream()
                    .filter(present -> present.ownership() != Ownership.NOT_OURS)
                    .findFirst());
  }

  static Optional<Long> number(Map<String, Value> live, String name) {
    return live.get(name) instanceof Value.Whole whole
        ? Optional.of(whole.number())
        : Optional.empty();
  }

  /** Why it could not be read, if it could not. */
  static Optional<Failure> unread(PassFacts facts, ResourceId id) {
    return facts.observed().of(id).stream()
        .filter(Observation.Unread.class::isInstance)
        .map(Observation.Unread.class::cast)
        .map(Observation.Unread::why)
        .findFirst();
  }
}
