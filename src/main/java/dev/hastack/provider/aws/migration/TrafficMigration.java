package dev.hastack.provider.aws.migration;

import dev.hastack.core.plan.AttributeChange;
import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.ChangeReason;
import dev.hastack.core.plan.HoldReason;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.plan.PlanPolicies;
import dev.hastack.core.stack.ObservedStack;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.migration.Move.Front;
import dev.hastack.provider.aws.resource.Actions;
import dev.hastack.provider.aws.resource.TargetGroup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Moves traffic to the successor of a target group whose port, protocol or target type changes,
 * which AWS cannot change in place. In each pass one of:
 *
 * <ol>
 *   <li>create the successor;
 *   <li>put the servers into both, without letting the group replace those that are not healthy in
 *       both; tell a load balancer of the successor, without a request, so that its servers are
 *       checked;
 *   <li>when as many servers are healthy in it as before, let each listener and rule send there;
 *   <li>when every node of the load balancer has learnt that, take the servers out of what was
 *       there before;
 *   <li>when they have drained, delete it and let the group replace servers again.
 * </ol>
 *
 * <p>Which step is due is read off AWS each time, so the way back is the same way.
 */
public final class TrafficMigration {
  private final Move move;
  private final GroupSteps groups;
  private final List<Change> changes = new ArrayList<>();
  private final List<Plan.Held> held;

  /** Why no load balancer can be told of the successor, if so. */
  private final Optional<String> noRoom;

  private boolean successorIsKnown;

  private TrafficMigration(Move move, Plan plan, Instant now) {
    this.move = move;
    this.noRoom =
        move.isSuccessorInUse()
            ? Optional.empty()
            : UnmovableTraffic.noRoom(plan, move.front(), move.predecessorArns());
    this.groups = new GroupSteps(move, now, noRoom.isPresent());
    this.held = new ArrayList<>(plan.held());
    this.successorIsKnown = move.isSuccessorInUse();
  }

  /** What of a plan can be done in this pass; the rest is held. */
  public static Plan stage(Plan plan, ObservedStack observed, Instant now) {
    Plan possible =
        UnmovableTraffic.hold(
            HandingBack.stage(
                StandingIn.stage(
                    LayoutMigration.stage(FormerListener.stage(plan), observed), observed),
                observed),
            observed);
    if (isBeingReplaced(possible)) {
      return successorFirst(possible, observed);
    }
    return Move.of(possible, observed, TargetGroup.APP)
        .map(move -> new TrafficMigration(move, possible, now).staged(possible))
        .orElseGet(() -> ended(possible));
  }

  /** What takes requests to the target group waits for it, what is there and what is new. */
  private static Plan successorFirst(Plan plan, ObservedStack observed) {
    String why = "waits for the successor of " + TargetGroup.APP;
    Plan standing =
        PlanPolicies.hold(
                TrafficMigration::followsTargetGroup,
                HoldReason.Migrating,
                (change, attribute) -> why)
            .apply(plan);
    boolean serves =
        observed.present(TargetGroup.APP).stream()
            .anyMatch(group -> !Move.loadBalancers(group).isEmpty());
    return serves
        ? PlanPolicies.hold(
                (Change change) ->
                    change instanceof Change.Create
                        && sends(change)
                        && change.attributeChanges().stream()
                            .anyMatch(each -> followsTargetGroup(change, each)),
                HoldReason.Migrating,
                change -> why)
            .apply(standing)
        : standing;
  }

  /** Where no target group is wanted any more, a move that had begun is over. */
  private static Plan ended(Plan plan) {
    boolean wanted =
        plan.obstacles().containsKey(TargetGroup.APP)
            || plan.changes().stream()
                .anyMatch(
                    change -> change.id().equals(TargetGroup.APP) && change.wanted().isPresent());
    if (wanted) {
      return plan;
    }
    List<Change> changes =
        plan.changes().stream()
            .map(
                change ->
                    isStandingGroup(change)
                        ? GroupSteps.resumed(change, change.standing().orElseThrow())
                        : change)
            .toList();
    return new Plan(plan.stack(), changes, plan.held(), plan.obstacles());
  }

  private static boolean isStandingGroup(Change change) {
    return LayoutMigration.isGroup(change)
        && (change instanceof Change.Update || change instanceof Change.NoOp);
  }

  private static boolean isBeingReplaced(Plan plan) {
    return plan.changes().stream()
        .anyMatch(
            change -> change.id().equals(TargetGroup.APP) && change instanceof Change.Replace);
  }

  private static boolean followsTargetGroup(Change change, AttributeChange attribute) {
    return attribute.to().stream()
        .flatMap(Value::pendings)
        .anyMatch(pending -> pending.resource().equals(TargetGroup.APP));
  }

  /** Whether it is a listener or a rule. */
  private static boolean sends(Change change) {
    return Front.actionsOf(change.id().kind()).isPresent();
  }

  private Plan staged(Plan plan) {
    for (Change change : plan.changes()) {
      boolean stands = change instanceof Change.Update || change instanceof Change.NoOp;
      if (isStandingGroup(change)) {
        keep(groups.step(change));
      } else if (stands && sends(change)) {
        keep(front(change));
      } else if (change instanceof Change.Create && comesTooEarly(change)) {
        held.add(new Plan.Held(change, waitsBecause(), why()));
      } else if (change instanceof Change.Delete delete && isPredecessor(delete)) {
        predecessor(delete);
      } else {
        changes.add(change);
      }
    }
    return new Plan(plan.stack(), changes, held, plan.obstacles());
  }

  private void keep(Step step) {
    changes.add(step.change());
    held.addAll(step.held());
  }

  private boolean isPredecessor(Change.Delete delete) {
    return delete.id().equals(TargetGroup.APP)
        && move.predecessorArns().contains(delete.observed().physicalId());
  }

  private void predecessor(Change.Delete delete) {
    if (groups.areDone() && !move.arePredecessorsInUse()) {
      changes.add(delete);
    } else if (groups.areDone()) {
      held.add(
          new Plan.Held(
              delete,
              HoldReason.NeedsTrafficMigration,
              UnmovableTraffic.senderFirst(move.foreignSender())));
    } else {
      held.add(new Plan.Held(delete, HoldReason.Migrating, "waits for its last requests to end"));
    }
  }

  /** One listener or rule: it moves when the successor can take the load. */
  private Step front(Change change) {
    String name = Front.actionsOf(change.id().kind()).orElseThrow();
    Optional<AttributeChange> actions =
        change.attributeChanges().stream().filter(each -> each.name().equals(name)).findFirst();
    Optional<Front> standing = change.standing().map(present -> new Front(change.id(), present));
    boolean fromPredecessor = standing.filter(move::isFromPredecessor).isPresent();
    if (!actions.map(this::namesSuccessor).orElse(false)
        || !(fromPredecessor || comesTooEarly(change))) {
      return Step.of(change);
    }
    AttributeChange planned = actions.orElseThrow();
    if (move.isSuccessorReady()) {
      return Step.of(Step.with(change, name, Optional.of(ours(planned, planned.to()))));
    }
    Plan.Held waiting =
        new Plan.Held(
            change.narrowedTo(List.of(ours(planned, planned.to()))), waitsBecause(), why());
    boolean full =
        standing
            .filter(Front::isFull)
            .filter(each -> !each.sendsTo(move.successor().physicalId()))
            .isPresent();
    if (successorIsKnown || !fromPredecessor || full) {
      return new Step(
          Step.with(change, name, Optional.empty()),
          Stream.concat(
                  Stream.of(waiting), full ? Stream.empty() : weighted(change, planned).stream())
              .toList());
    }
    successorIsKnown = true;
    Optional<Value> introduced =
        planned.from().map(from -> Actions.withIdle(from, move.successorArn()));
    return new Step(
        Step.with(change, name, Optional.of(ours(planned, introduced))), List.of(waiting));
  }

  /** The other way, where servers serve only one of the two: each target group its own servers. */
  private Optional<Plan.Held> weighted(Change change, AttributeChange planned) {
    return move.isSuccessorRefused()
        ? planned
            .from()
            .map(from -> Actions.shared(from, move.successorArn(), move.formerArn(from)))
            .map(
                both ->
                    new Plan.Held(
                        change.narrowedTo(List.of(ours(planned, Optional.of(both)))),
                        HoldReason.NeedsRollout,
                        "or, while servers are replaced: to both target groups by weight, the new"
                            + " servers only in the new one"))
        : Optional.empty();
  }

  private boolean namesSuccessor(AttributeChange attribute) {
    return attribute.to().stream()
        .flatMap(Value::texts)
        .anyMatch(move.successor().physicalId()::equals);
  }

  /** Whether it would send requests to a successor that cannot take them yet. */
  private boolean comesTooEarly(Change change) {
    return sends(change)
        && move.hasSenders()
        && !move.isSuccessorReady()
        && change.attributeChanges().stream().anyMatch(this::namesSuccessor);
  }

  private HoldReason waitsBecause() {
    if (noRoom.isPresent()) {
      return HoldReason.NeedsTrafficMigration;
    }
    return move.isSuccessorRefused() ? HoldReason.NeedsRollout : HoldReason.Migrating;
  }

  private String why() {
    if (noRoom.isPresent()) {
      return noRoom.get();
    }
    String successor = "target group " + move.successor().physicalName();
    return move.isSuccessorRefused()
        ? "no server is healthy in "
            + successor
            + ", so those that run cannot serve both; take the change back, or replace the servers"
            + " by ones that can; "
            + GroupSteps.UNREPLACED
        : "waits until as many servers are healthy in " + successor + " as before";
  }

  /** A step of ours is no drift, whoever looks at it. */
  private static AttributeChange ours(AttributeChange planned, Optional<Value> to) {
    return new AttributeChange(
        planned.name(),
        planned.from(),
        to,
        false,
        planned.impact(),
        planned.sensitive(),
        ChangeReason.CannotUpdateInPlace);
  }
}
