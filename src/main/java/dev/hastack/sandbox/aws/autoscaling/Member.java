package dev.hastack.sandbox.aws.autoscaling;

import dev.hastack.sandbox.aws.autoscaling.capacity.CapacityPlan.Why;
import dev.hastack.sandbox.aws.world.LaunchOrder;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An instance of a group.
 *
 * @param registeredWith ARNs of the target groups that the group has registered it with
 * @param activityId of the activity it is in; null if none
 */
record Member(
    String id,
    Origin origin,
    Phase phase,
    Marks marks,
    SortedSet<String> registeredWith,
    @Nullable String activityId) {

  Member {
    registeredWith = Collections.unmodifiableSortedSet(new TreeSet<>(registeredWith));
  }

  /** What it was launched from. */
  record Origin(
      LaunchOrder order,
      String templateName,
      String imageId,
      @Nullable String weight,
      Instant launchedAt) {}

  /**
   * What is noted about it.
   *
   * @param verdict why it is unhealthy, in the words of a cause; null if it is healthy
   * @param guarded whether it is protected from scale in
   * @param atRisk whether AWS recommends to replace it
   * @param replacedFor why it leaves once its replacement is in service; null if it stays
   */
  record Marks(
      @Nullable String verdict, boolean guarded, boolean atRisk, @Nullable Why replacedFor) {

    Marks unhealthy(@Nullable String because) {
      return new Marks(because, guarded, atRisk, replacedFor);
    }

    Marks guardedIf(boolean protectedFromScaleIn) {
      return new Marks(verdict, protectedFromScaleIn, atRisk, replacedFor);
    }

    Marks riskSeen() {
      return new Marks(verdict, guarded, true, replacedFor);
    }

    Marks replaced(Why why) {
      return new Marks(verdict, guarded, atRisk, why);
    }
  }

  Member in(Phase next) {
    return new Member(id, origin, next, marks, registeredWith, activityId);
  }

  Member marked(Marks other) {
    return new Member(id, origin, phase, other, registeredWith, activityId);
  }

  Member registeredWith(Set<String> targetGroups) {
    return new Member(id, origin, phase, marks, new TreeSet<>(targetGroups), activityId);
  }

  Member doing(@Nullable String activity) {
    return new Member(id, origin, phase, marks, registeredWith, activity);
  }

  boolean isHealthy() {
    return marks.verdict() == null;
  }

  boolean isInService() {
    return phase instanceof Phase.InService;
  }

  /** Whether it is part of what the desired capacity asks for. */
  boolean counts() {
    return isInService() || isPending();
  }

  boolean isPending() {
    return phase instanceof Phase.Starting
        || phase instanceof Phase.HeldAtStart
        || phase instanceof Phase.Entering;
  }

  /** The hooks that hold it. */
  List<HookAction> heldBy() {
    return switch (phase) {
      case Phase.HeldAtStart held -> held.actions();
      case Phase.HeldAtEnd held -> held.actions();
      case Phase.Starting starting -> List.of();
      case Phase.Entering entering -> List.of();
      case Phase.InService inService -> List.of();
      case Phase.Draining draining -> List.of();
      case Phase.Ending ending -> List.of();
      case Phase.Standby standby -> List.of();
    };
  }

  /** The same with other hooks that hold it. */
  Member heldBy(List<HookAction> actions) {
    return switch (phase) {
      case Phase.HeldAtStart held -> in(new Phase.HeldAtStart(actions));
      case Phase.HeldAtEnd held -> in(new Phase.HeldAtEnd(actions));
      case Phase.Starting starting -> this;
      case Phase.Entering entering -> this;
      case Phase.InService inService -> this;
      case Phase.Draining draining -> this;
      case Phase.Ending ending -> this;
      case Phase.Standby standby -> this;
    };
  }
}
