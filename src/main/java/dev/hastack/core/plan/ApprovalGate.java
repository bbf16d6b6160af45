package dev.hastack.core.plan;

import static java.util.stream.Collectors.toSet;

import dev.hastack.core.plan.LastApplied.Applied;
import dev.hastack.core.plan.LastApplied.Provenance;
import dev.hastack.core.stack.DesiredResource;
import dev.hastack.core.stack.Impact;
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
import java.util.Set;

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
  private final Consent consent;

  /** What waits, with what follows from it, in the order of the plan. */
  private final List<Change> waiting = new ArrayList<>();

  private ApprovalGate(Plan plan, LastApplied last, Provenance provenance) {
    this.plan = plan;
    this.last = last;
    this.consent = new Consent(plan, last, provenance);
    plan.changes().forEach(this::look);
  }

  /**
   * Lets through what was approved.
   *
   * @param plan as the planner made it: how it is staged follows from it
   * @param provenance of what is wanted
   * @param approved the digest that a person named
   */
  public static Plan apply(
      Plan plan, LastApplied last, Provenance provenance, Optional<String> approved) {
    var gate = new ApprovalGate(plan, last, provenance);
    if (gate.waiting.isEmpty()) {
      return plan.withApproval(new Approval.NothingWaits());
    }
    List<Change> changes = List.copyOf(gate.waiting);
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
    if (Consent.isWhole(change)) {
      if (!consent.isFree(change)) {
        waiting.add(change);
      }
      return;
    }
    Change asked = consent.asked(change);
    List<AttributeChange> attributes =
        asked.attributeChanges().stream()
            .filter(attribute -> !consent.isFree(asked, attribute) || follows(attribute))
            .toList();
    if (!attributes.isEmpty()) {
      waiting.add(asked.narrowedTo(attributes));
    }
  }

  /** Whether it takes an output of what waits. */
  private boolean follows(AttributeChange attribute) {
    return attribute.to().stream()
        .flatMap(Value::pendings)
        .anyMatch(
            pending ->
                waiting.stream()
                    .filter(change -> change.id().equals(pending.resource()))
                    .anyMatch(change -> StandingOutputs.of(change, pending.output()).isEmpty()));
  }

  /** The plan without what waits. */
  private Plan held() {
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
                change -> Consent.isWhole(change) && !consent.isFree(change),
                HoldReason.AwaitingApproval,
                change -> WHY),
            (change, attribute) -> !Consent.isWhole(change) && !consent.isFree(change, attribute),
            HoldReason.AwaitingApproval,
            (change, attribute) -> WHY);
    var held = new ArrayList<>(plan.held());
    Set<ResourceId> ids = waiting.stream().map(Change::id).collect(toSet());
    waiting.stream()
        .map(change -> new Plan.Held(change, HoldReason.AwaitingApproval, WHY))
        .forEach(held::add);
    rest.held().stream()
        .skip(plan.held().size())
        .filter(each -> !ids.contains(each.change().id()))
        .forEach(held::add);
    return new Plan(plan.stack(), rest.changes(), held, plan.obstacles());
  }

  /**
   * The change as if its resource were wanted as it was let through: what is decided later, from
   * what is wanted of it, must not follow what waits.
   */
  private Change asBefore(Change change) {
    if (Consent.isWhole(change)) {
      return change;
    }
    Change asked = consent.asked(change);
    List<String> names =
        asked.attributeChanges().stream()
            .filter(attribute -> !consent.isFree(asked, attribute))
            .map(AttributeChange::name)
            .toList();
    if (names.isEmpty()) {
      return change;
    }
    return switch (change) {
      case Change.Update update ->
          new Change.Update(
              asBefore(update, update.desired(), update.observed(), names),
              update.observed(),
              update.attributes(),
              update.reason());
      case Change.Replace replace ->
          new Change.Replace(
              asBefore(replace, replace.desired(), replace.observed(), names),
              replace.observed(),
              replace.attributes(),
              replace.order(),
              replace.reason());
      case Change.NoOp noOp ->
          new Change.NoOp(asBefore(noOp, noOp.desired(), noOp.observed(), names), noOp.observed());
      case Change.Create create -> create;
      case Change.Delete delete -> delete;
      case Change.Adopt adopt -> adopt;
      case Change.Forget forget -> forget;
    };
  }

  private DesiredResource asBefore(
      Change change, DesiredResource desired, Present observed, List<String> names) {
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
    boolean replaced =
        change.attributeChanges().stream()
            .anyMatch(each -> each.impact() == Impact.REPLACE && !names.contains(each.name()));
    return new DesiredResource(
        desired.id(),
        replaced ? desired.physicalName() : observed.physicalName(),
        new Earlier(schema, Collections.unmodifiableMap(values)),
        desired.after());
  }

  /** A resource as it was wanted before. */
  private record Earlier(Schema<? extends ResourceSpec> schema, Map<String, Value> values)
      implements ResourceSpec {}
}
