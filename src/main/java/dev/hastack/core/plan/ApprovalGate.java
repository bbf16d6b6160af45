package dev.hastack.core.plan;

import dev.hastack.core.plan.LastApplied.Applied;
import dev.hastack.core.stack.DesiredResource;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.ResourceSpec;
import dev.hastack.core.stack.Schema;
import dev.hastack.core.stack.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * {@code apply.policy: OnApproval}: holds what nobody has approved. Asked is for each value that is
 * to be written and is not the one last let through, whoever wants it, be it the spec, a fact or a
 * newer operator. What was let through is a target of {@link LastApplied}; to write it again, since
 * somebody else changed it or a crash came between, is asked for no second time.
 */
public final class ApprovalGate {
  private static final String WHY = "waits for approval";

  private final Plan plan;
  private final LastApplied last;

  /** What waits, with what follows from it, in the order of the plan. */
  private final Map<ResourceId, Change> waiting = new LinkedHashMap<>();

  private ApprovalGate(Plan plan, LastApplied last) {
    this.plan = plan;
    this.last = last;
    plan.changes().forEach(this::look);
  }

  /**
   * Lets through what was approved.
   *
   * @param plan as the planner made it: how it is staged follows from it
   * @param approved the digest that a person named
   */
  public static Plan apply(Plan plan, LastApplied last, Optional<String> approved) {
    var gate = new ApprovalGate(plan, last);
    if (gate.waiting.isEmpty()) {
      return plan.withApproval(new Approval.NothingWaits());
    }
    List<Change> changes = List.copyOf(gate.waiting.values());
    Optional<String> latest = last.approvals().latest();
    String digest = Plan.digest(changes, latest);
    if (approved.filter(digest::equals).isPresent()) {
      return plan.withApproval(new Approval.Given(digest, changes));
    }
    Optional<String> outdated = approved.filter(named -> !latest.equals(Optional.of(named)));
    return gate.held().withApproval(new Approval.Waiting(digest, outdated));
  }

  /** What approvals become by a plan's. */
  static Approvals after(Approval approval, Approvals before) {
    return switch (approval) {
      case Approval.NotAsked notAsked -> before.closed();
      case Approval.NothingWaits nothing -> before;
      case Approval.Waiting waits -> before;
      case Approval.Given given -> before.with(given.digest(), given.changes());
    };
  }

  private void look(Change change) {
    if (isWhole(change)) {
      if (!isFree(change)) {
        waiting.put(change.id(), change);
      }
      return;
    }
    List<AttributeChange> attributes =
        change.attributeChanges().stream()
            .filter(attribute -> !isFree(change, attribute) || follows(attribute))
            .toList();
    if (!attributes.isEmpty()) {
      waiting.put(change.id(), change.narrowedTo(attributes));
    }
  }

  /** Whether it is made as a whole or not at all. */
  private static boolean isWhole(Change change) {
    return switch (change) {
      case Change.Create create -> true;
      case Change.Delete delete -> true;
      case Change.Adopt adopt -> true;
      case Change.Forget forget -> true;
      case Change.Update update -> false;
      case Change.Replace replace -> false;
      case Change.NoOp noOp -> false;
    };
  }

  private boolean isFree(Change change) {
    Approvals approvals = last.approvals();
    return approvals.covers(change)
        || switch (change) {
          case Change.Create create ->
              !approvals.deletes(create.id())
                  && last.find(create.id())
                      .filter(
                          applied -> applied.values().equals(Approvals.sealed(create.desired())))
                      .isPresent();
          // Otherwise another has taken its place, which was approved.
          case Change.Delete delete -> delete.reason() != ChangeReason.NoLongerDesired;
          case Change.Adopt adopt -> false;
          case Change.Forget forget -> true;
          case Change.Update update -> true;
          case Change.Replace replace -> true;
          case Change.NoOp noOp -> true;
        };
  }

  private boolean isFree(Change change, AttributeChange attribute) {
    return switch (attribute.reason()) {
          case Scheduled, Fallback, Unhealthy -> true;
          case Missing,
              SpecChanged,
              FactsChanged,
              OperatorUpgraded,
              Drifted,
              CannotUpdateInPlace,
              NoLongerDesired ->
              false;
        }
        || last.approvals().covers(change, attribute)
        || last.find(change.id())
            .filter(applied -> isTarget(change, attribute, applied))
            .isPresent();
  }

  private static boolean isTarget(Change change, AttributeChange attribute, Applied applied) {
    return Optional.ofNullable(applied.values().get(attribute.name()))
        .equals(Approvals.wish(change, attribute.name()));
  }

  /** Whether it takes an output of what waits. */
  private boolean follows(AttributeChange attribute) {
    return attribute.to().stream()
        .flatMap(Value::pendings)
        .anyMatch(
            pending ->
                Optional.ofNullable(waiting.get(pending.resource()))
                    .filter(change -> StandingOutputs.of(change, pending.output()).isEmpty())
                    .isPresent());
  }

  /** The plan without what waits. */
  private Plan held() {
    Map<ResourceId, Change> raw = new TreeMap<>();
    plan.changes().stream()
        .filter(change -> change.wanted().isPresent())
        .forEach(change -> raw.put(change.id(), change));
    Plan asBefore =
        new Plan(
            plan.stack(),
            plan.changes().stream().map(this::asBefore).toList(),
            plan.held(),
            plan.obstacles());
    Plan rest =
        Holding.attributes(
            Holding.changes(
                asBefore,
                change -> isWhole(change) && !isFree(change),
                HoldReason.AwaitingApproval,
                change -> WHY),
            (change, attribute) -> !isFree(raw.getOrDefault(change.id(), change), attribute),
            HoldReason.AwaitingApproval,
            (change, attribute) -> WHY);
    var held = new ArrayList<>(plan.held());
    waiting.values().stream()
        .map(change -> new Plan.Held(change, HoldReason.AwaitingApproval, WHY))
        .forEach(held::add);
    rest.held().stream()
        .skip(plan.held().size())
        .filter(each -> !waiting.containsKey(each.change().id()))
        .forEach(held::add);
    return new Plan(plan.stack(), rest.changes(), held, plan.obstacles());
  }

  /**
   * The change as if its resource were wanted as it was let through: what is decided later, from
   * what is wanted of it, must not follow what waits.
   */
  private Change asBefore(Change change) {
    List<String> names =
        change.attributeChanges().stream()
            .filter(attribute -> !isWhole(change) && !isFree(change, attribute))
            .map(AttributeChange::name)
            .toList();
    if (names.isEmpty()) {
      return change;
    }
    return switch (change) {
      case Change.Update update ->
          new Change.Update(
              asBefore(update.desired(), update.observed(), names),
              update.observed(),
              update.attributes(),
              update.reason());
      case Change.Replace replace ->
          new Change.Replace(
              asBefore(replace.desired(), replace.observed(), names),
              replace.observed(),
              replace.attributes(),
              replace.order(),
              replace.reason());
      case Change.Create create -> create;
      case Change.Delete delete -> delete;
      case Change.Adopt adopt -> adopt;
      case Change.Forget forget -> forget;
      case Change.NoOp noOp -> noOp;
    };
  }

  private DesiredResource asBefore(DesiredResource desired, Present observed, List<String> names) {
    Schema<?> schema = desired.spec().schema();
    Map<String, Value> targets =
        last.find(desired.id()).<Map<String, Value>>map(Applied::values).orElse(Map.of());
    var values = new LinkedHashMap<>(desired.spec().values());
    for (String name : names) {
      // Of a sensitive value only the digest is known.
      Value before = schema.attribute(name).sensitive() ? null : targets.get(name);
      Optional.ofNullable(before)
          .or(() -> Optional.ofNullable(observed.spec().values().get(name)))
          .ifPresentOrElse(value -> values.put(name, value), () -> values.remove(name));
    }
    return new DesiredResource(
        desired.id(),
        observed.physicalName(),
        new Earlier(schema, Collections.unmodifiableMap(values)),
        desired.after());
  }

  /** A resource as it was wanted before. */
  private record Earlier(Schema<? extends ResourceSpec> schema, Map<String, Value> values)
      implements ResourceSpec {}
}
