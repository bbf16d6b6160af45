package dev.hastack.engine;

import dev.hastack.core.outcome.Movement;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.HoldReason;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.stack.DesiredResource;
import dev.hastack.core.stack.Health;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.ObservedStack;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.ResourceSpec;
import dev.hastack.core.stack.Schema;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** What of a stack is under way when a pass ends. */
final class Movements {
  private Movements() {}

  static Movement of(Plan plan, ObservedStack observed, Map<ResourceId, Outcome> outcomes) {
    Stream<Movement> tried =
        plan.changes().stream()
            .filter(change -> outcomes.containsKey(change.id()))
            .map(Movements::of);
    Stream<Movement> moving =
        observed.ids().stream()
            .flatMap(id -> observed.present(id).stream())
            .filter(
                present ->
                    present.health() == Health.PROGRESSING || present.health() == Health.DELETING)
            .map(present -> of(present.spec()));
    Stream<Movement> later = plan.held().stream().map(held -> of(held.reason()));
    return Stream.of(tried, moving, later)
        .flatMap(each -> each)
        .max(Comparator.naturalOrder())
        .orElse(Movement.NONE);
  }

  private static Movement of(Change change) {
    return Stream.concat(
            change.wanted().map(DesiredResource::spec).stream(),
            change.standing().map(Present::spec).stream())
        .findFirst()
        .map(Movements::of)
        .orElse(Movement.WITHIN_SECONDS);
  }

  private static Movement of(ResourceSpec spec) {
    return spec.schema().pace() == Schema.Pace.MINUTES
        ? Movement.WITHIN_MINUTES
        : Movement.WITHIN_SECONDS;
  }

  private static Movement of(HoldReason reason) {
    return switch (reason) {
      case Migrating -> Movement.WITHIN_SECONDS;
      case LaterStep -> Movement.WITHIN_MINUTES;
      case AwaitingApproval,
          Fallback,
          MissingPrerequisite,
          ReportOnly,
          NeedsTrafficMigration,
          NeedsRollout,
          StatefulReplacement,
          DatabaseLost,
          MajorVersionUpgrade,
          Downgrade,
          ProtectionStays,
          NotConverging,
          OperatorUpgraded,
          Unread,
          NotOwned,
          BeingDeleted,
          DependencyHeld,
          DeletionProtected ->
          Movement.NONE;
    };
  }
}
