package dev.hastack.provider.aws.migration;

import dev.hastack.core.plan.AttributeChange;
import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.ChangeReason;
import dev.hastack.core.plan.HoldReason;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.stack.Impact;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.AwsTags;
import dev.hastack.provider.aws.resource.AttributeValues;
import dev.hastack.provider.aws.resource.AutoScalingGroup;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The Auto Scaling group's part of a move. While its servers are in two target groups they may be
 * healthy in one only, and the group would replace them for that; so it must not, for as long, and
 * a tag on the group remembers that it was us who said so.
 */
final class GroupSteps {
  /** What a person must know of a move that stands still and may for ever. */
  static final String UNREPLACED =
      "until then the Auto Scaling group replaces no server that is unhealthy, since its"
          + " ReplaceUnhealthy is suspended";

  private static final String SUSPENDED = AutoScalingGroup.TAGS + "." + AwsTags.SUSPENDED;
  private static final String TRAFFIC_MOVED = AutoScalingGroup.TAGS + "." + AwsTags.TRAFFIC_MOVED;

  private final Move move;
  private final Instant now;
  private final boolean stuck;
  private boolean done = true;

  /**
   * @param stuck whether no load balancer can be told of the successor, so that no server is
   *     checked in it
   */
  GroupSteps(Move move, Instant now, boolean stuck) {
    this.move = move;
    this.now = now;
    this.stuck = stuck;
  }

  /** Whether no group has a part left to do. */
  boolean areDone() {
    return done;
  }

  /** What the group does in this pass. */
  Step step(Change change) {
    Present group = change.standing().orElseThrow();
    var attached = new TreeSet<>(list(group, AutoScalingGroup.TARGET_GROUP_ARNS));
    boolean attachedToPredecessor = move.predecessorArns().stream().anyMatch(attached::contains);
    if (!move.isUnderWay()) {
      return Step.of(resumed(change, group));
    }
    boolean serves = move.hasSenders() || move.isSuccessorInUse() || move.arePredecessorsInUse();
    if (!serves) {
      // Nobody sends a request to either: nothing can be lost.
      return Step.of(resumed(attachedToSuccessorAlone(change, attached), group));
    }
    if (move.hasSenders()) {
      done = false;
      if (stuck) {
        // It may last, and the group is to replace servers all the while.
        return Step.of(
            resumed(
                Step.with(change, AutoScalingGroup.TARGET_GROUP_ARNS, Optional.empty()), group));
      }
      Change both = attachedToBoth(change, attached);
      return Step.of(without(suspended(both, group), group, TRAFFIC_MOVED));
    }
    if (attachedToPredecessor) {
      done = false;
      return leave(attachedToBoth(change, attached), group, attached);
    }
    boolean drained =
        !move.isDraining()
            && movedAt(group)
                .map(
                    at ->
                        !now.isBefore(at.plus(move.nodesLearnWithin()).plus(move.drainedWithin())))
                .orElse(true);
    if (drained) {
      return Step.of(resumed(change, group));
    }
    done = false;
    return Step.of(stillSuspended(change, group));
  }

  /** Out of what was there before, once every node knows that it sends elsewhere. */
  private Step leave(Change change, Present group, Set<String> attached) {
    Change suspended = stillSuspended(change, group);
    AttributeChange leaving = targetGroups(attached, withoutPredecessors(attached));
    Optional<Instant> movedAt = movedAt(group);
    if (movedAt.isEmpty()) {
      return new Step(
          Step.with(
              suspended,
              TRAFFIC_MOVED,
              Optional.of(
                  tag(TRAFFIC_MOVED, Optional.empty(), Optional.of(Value.text(nowText()))))),
          List.of(
              waits(suspended, leaving, "waits until every load balancer node sends elsewhere")));
    }
    Instant from = movedAt.get().plus(move.nodesLearnWithin());
    if (!now.isBefore(from) && move.arePredecessorsInUse()) {
      // Nothing of ours is left, so it is somebody else's, and that may stay for ever.
      return new Step(
          suspended,
          List.of(
              held(
                  suspended,
                  leaving,
                  HoldReason.NeedsTrafficMigration,
                  UnmovableTraffic.senderFirst(move.foreignSender()) + "; " + UNREPLACED)));
    }
    if (now.isBefore(from)) {
      return new Step(
          suspended,
          List.of(
              waits(
                  suspended,
                  leaving,
                  "waits until every load balancer node sends elsewhere, from " + from)));
    }
    return Step.of(Step.with(suspended, AutoScalingGroup.TARGET_GROUP_ARNS, Optional.of(leaving)));
  }

  private static Plan.Held waits(Change change, AttributeChange attribute, String why) {
    return held(change, attribute, HoldReason.Migrating, why);
  }

  private static Plan.Held held(
      Change change, AttributeChange attribute, HoldReason reason, String why) {
    return new Plan.Held(
        new Change.Update(
            change.wanted().orElseThrow(),
            change.standing().orElseThrow(),
            List.of(attribute),
            ChangeReason.CannotUpdateInPlace),
        reason,
        why);
  }

  private Change attachedToBoth(Change change, Set<String> attached) {
    String successor = move.successor().physicalId();
    if (attached.contains(successor)) {
      return Step.with(change, AutoScalingGroup.TARGET_GROUP_ARNS, Optional.empty());
    }
    var both = new TreeSet<>(attached);
    both.add(successor);
    return Step.with(
        change, AutoScalingGroup.TARGET_GROUP_ARNS, Optional.of(targetGroups(attached, both)));
  }

  private Change attachedToSuccessorAlone(Change change, Set<String> attached) {
    Set<String> rest = withoutPredecessors(attached);
    return Step.with(
        change,
        AutoScalingGroup.TARGET_GROUP_ARNS,
        rest.equals(attached) ? Optional.empty() : Optional.of(targetGroups(attached, rest)));
  }

  private Set<String> withoutPredecessors(Set<String> attached) {
    var rest = new TreeSet<>(attached);
    rest.removeAll(move.predecessorArns());
    rest.add(move.successor().physicalId());
    return rest;
  }

  private static AttributeChange targetGroups(Set<String> from, Set<String> to) {
    return set(AutoScalingGroup.TARGET_GROUP_ARNS, from, to);
  }

  private static AttributeChange set(String name, Collection<String> from, Collection<String> to) {
    return new AttributeChange(
        name,
        Optional.of(Value.setOf(from)),
        Optional.of(Value.setOf(to)),
        false,
        Impact.IN_PLACE,
        false,
        ChangeReason.CannotUpdateInPlace);
  }

  /** Suspends, unless somebody has already; who did is remembered. */
  private static Change suspended(Change change, Present group) {
    if (list(group, AutoScalingGroup.SUSPENDED_PROCESSES)
        .contains(AutoScalingGroup.REPLACE_UNHEALTHY)) {
      return stillSuspended(change, group);
    }
    Change suspending = processes(change, group, true);
    return Step.with(
        suspending,
        SUSPENDED,
        Optional.of(
            tag(
                SUSPENDED,
                Optional.empty(),
                Optional.of(Value.text(AutoScalingGroup.REPLACE_UNHEALTHY)))));
  }

  private static Change stillSuspended(Change change, Present group) {
    return group.spec().values().containsKey(SUSPENDED) ? processes(change, group, true) : change;
  }

  /** As before the move, unless the spec itself wants it suspended. */
  static Change resumed(Change change, Present group) {
    Change resumed = change;
    if (group.spec().values().containsKey(SUSPENDED)) {
      boolean wanted =
          change
              .wanted()
              .map(desired -> AttributeValues.of(desired.spec().values()))
              .map(values -> values.texts(AutoScalingGroup.SUSPENDED_PROCESSES))
              .orElse(List.of())
              .contains(AutoScalingGroup.REPLACE_UNHEALTHY);
      resumed = processes(change, group, wanted);
    }
    return without(without(resumed, group, SUSPENDED), group, TRAFFIC_MOVED);
  }

  private static Change processes(Change change, Present group, boolean suspend) {
    List<String> found = list(group, AutoScalingGroup.SUSPENDED_PROCESSES);
    Optional<AttributeChange> planned =
        change.attributeChanges().stream()
            .filter(each -> each.name().equals(AutoScalingGroup.SUSPENDED_PROCESSES))
            .findFirst();
    var wanted = new TreeSet<>(found);
    planned.ifPresent(
        each -> {
          wanted.clear();
          each.to().stream().flatMap(Value::texts).forEach(wanted::add);
        });
    if (suspend) {
      wanted.add(AutoScalingGroup.REPLACE_UNHEALTHY);
    } else {
      wanted.remove(AutoScalingGroup.REPLACE_UNHEALTHY);
    }
    return Step.with(
        change,
        AutoScalingGroup.SUSPENDED_PROCESSES,
        wanted.equals(new TreeSet<>(found))
            ? Optional.empty()
            : Optional.of(set(AutoScalingGroup.SUSPENDED_PROCESSES, found, wanted)));
  }

  private static Change without(Change change, Present group, String tag) {
    return Optional.ofNullable(group.spec().values().get(tag))
        .map(
            value ->
                Step.with(change, tag, Optional.of(tag(tag, Optional.of(value), Optional.empty()))))
        .orElse(change);
  }

  private static AttributeChange tag(String name, Optional<Value> from, Optional<Value> to) {
    return new AttributeChange(
        name, from, to, false, Impact.IGNORED, false, ChangeReason.CannotUpdateInPlace);
  }

  private static Optional<Instant> movedAt(Present group) {
    return Optional.ofNullable(group.spec().values().get(TRAFFIC_MOVED))
        .flatMap(value -> instant(value.toString()));
  }

  /** A tag that somebody else wrote over tells nothing. */
  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException garbled) {
      return Optional.empty();
    }
  }

  private String nowText() {
    return now.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static List<String> list(Present group, String attribute) {
    return AttributeValues.of(group.spec().values()).texts(attribute);
  }
}
