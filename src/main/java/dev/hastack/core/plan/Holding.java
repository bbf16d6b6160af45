package dev.hastack.core.plan;

import dev.hastack.core.stack.Attribute;
import dev.hastack.core.stack.Impact;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Schema;
import dev.hastack.core.stack.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Takes changes out of a plan, and with them what would have followed from them. Goes through the
 * plan in its order, so that each change is looked at when it is known what becomes of those it
 * needs: what only followed from a held change is never held itself, it is gone.
 */
final class Holding {
  private final Plan plan;
  private final List<Change> kept = new ArrayList<>();
  private final List<Plan.Held> held;
  private final Map<ResourceId, Change> settled = new LinkedHashMap<>();

  private Holding(Plan plan) {
    this.plan = plan;
    this.held = new ArrayList<>(plan.held());
  }

  /** Holds whole changes. */
  static Plan changes(
      Plan plan, Predicate<Change> which, HoldReason reason, Function<Change, String> why) {
    var holding = new Holding(plan);
    for (Change change : plan.changes()) {
      holding
          .stillPossible(change)
          .ifPresent(
              possible -> {
                if (which.test(possible)) {
                  holding.hold(possible, reason, why.apply(possible));
                } else {
                  holding.keep(possible);
                }
              });
    }
    return holding.plan();
  }

  /** Holds single attributes of updates and replacements. */
  static Plan attributes(
      Plan plan,
      BiPredicate<Change, AttributeChange> which,
      HoldReason reason,
      BiFunction<Change, AttributeChange, String> why) {
    var holding = new Holding(plan);
    for (Change change : plan.changes()) {
      holding
          .stillPossible(change)
          .ifPresent(
              possible -> {
                List<AttributeChange> caught = caught(possible, which);
                if (!caught.isEmpty()) {
                  holding.held.add(
                      new Plan.Held(
                          possible.narrowedTo(caught),
                          reason,
                          why.apply(possible, caught.getFirst())));
                }
                holding.keep(without(possible, caught));
              });
    }
    return holding.plan();
  }

  /**
   * Takes single attributes out without a word, also of what is held already; but not of what waits
   * for a person, or it would count as let through.
   */
  static Plan drop(Plan plan, BiPredicate<Change, AttributeChange> which) {
    var holding = new Holding(plan);
    holding.held.replaceAll(
        held ->
            held.reason() == HoldReason.AwaitingApproval
                ? held
                : new Plan.Held(
                    without(held.change(), caught(held.change(), which)),
                    held.reason(),
                    held.why()));
    holding.held.removeIf(held -> held.change() instanceof Change.NoOp);
    for (Change change : plan.changes()) {
      holding
          .stillPossible(change)
          .ifPresent(possible -> holding.keep(without(possible, caught(possible, which))));
    }
    return holding.plan();
  }

  private static List<AttributeChange> caught(
      Change change, BiPredicate<Change, AttributeChange> which) {
    return change instanceof Change.Create
        ? List.of()
        : change.attributeChanges().stream().filter(each -> which.test(change, each)).toList();
  }

  private static Change without(Change change, List<AttributeChange> caught) {
    return caught.isEmpty()
        ? change
        : change.narrowedTo(
            change.attributeChanges().stream().filter(each -> !caught.contains(each)).toList());
  }

  private Plan plan() {
    return new Plan(plan.stack(), kept, held, plan.obstacles());
  }

  private void keep(Change change) {
    kept.add(change);
    if (change.wanted().isPresent()) {
      settled.put(change.id(), change);
    }
  }

  private void hold(Change change, HoldReason reason, String why) {
    held.add(new Plan.Held(change, reason, why));
    standing(change).ifPresent(this::keep);
  }

  /** What a held change leaves in the plan: the resource as it is. */
  private static Optional<Change> standing(Change change) {
    return switch (change) {
      case Change.Update update ->
          Optional.of(new Change.NoOp(update.desired(), update.observed()));
      case Change.Replace replace ->
          Optional.of(new Change.NoOp(replace.desired(), replace.observed()));
      case Change.Adopt adopt -> Optional.of(new Change.NoOp(adopt.desired(), adopt.observed()));
      case Change.NoOp noOp -> Optional.of(noOp);
      case Change.Create create -> Optional.empty();
      case Change.Delete delete -> Optional.empty();
      case Change.Forget forget -> Optional.empty();
    };
  }

  /**
   * What is left of a change now that those before it are settled: outputs of a resource that stays
   * as it is are known, and what needs a resource that is not made is held. Empty when all of it
   * is.
   */
  private Optional<Change> stillPossible(Change change) {
    Change again = resolvedAgain(change);
    List<AttributeChange> waiting =
        again.attributeChanges().stream().filter(each -> missing(each).isPresent()).toList();
    if (waiting.isEmpty()) {
      return Optional.of(again);
    }
    String why = "waits for " + missing(waiting.getFirst()).orElseThrow();
    if (!(again instanceof Change.Update)) {
      hold(again, HoldReason.DependencyHeld, why);
      return Optional.empty();
    }
    held.add(new Plan.Held(again.narrowedTo(waiting), HoldReason.DependencyHeld, why));
    return Optional.of(without(again, waiting));
  }

  /** A resource whose output the attribute needs and that is neither there nor made. */
  private Optional<ResourceId> missing(AttributeChange attribute) {
    return attribute.to().stream()
        .flatMap(Value::pendings)
        .map(Value.Pending::resource)
        .filter(needed -> !settled.containsKey(needed))
        .findFirst();
  }

  private Change resolvedAgain(Change change) {
    if (change instanceof Change.Create create) {
      return new Change.Create(
          create.desired(),
          create.attributes().stream().map(each -> resolved(each, each.impact())).toList(),
          create.reason(),
          create.onceCreated());
    }
    if (change.attributeChanges().isEmpty()) {
      return change;
    }
    Schema<?> schema = change.wanted().orElseThrow().spec().schema();
    var attributes = new ArrayList<AttributeChange>();
    for (AttributeChange before : change.attributeChanges()) {
      Attribute<?> attribute = schema.attribute(before.name());
      AttributeChange after = resolved(before, before.impact());
      if (after.to().equals(before.to())) {
        attributes.add(before);
      } else if (!followsDrift(before) && !isSatisfied(attribute, after)) {
        attributes.add(resolved(before, attribute.impact().apply(after.from(), after.to())));
      }
    }
    return change.narrowedTo(attributes);
  }

  /**
   * Whether it waits for a resource that somebody else changed. When that one is left as it is,
   * what it provides is not what anybody wanted, so nothing must follow it.
   */
  private boolean followsDrift(AttributeChange waiting) {
    return waiting.to().stream().flatMap(Value::pendings).anyMatch(this::isRenewedByDrift);
  }

  private boolean isRenewedByDrift(Value.Pending pending) {
    return plan.changes().stream()
        .filter(change -> change.id().equals(pending.resource()))
        .anyMatch(
            change ->
                change.attributeChanges().stream()
                    .filter(attribute -> attribute.reason() == ChangeReason.Drifted)
                    .anyMatch(attribute -> renews(change, attribute, pending.output())));
  }

  private static boolean renews(Change change, AttributeChange attribute, String output) {
    return change
        .wanted()
        .map(wanted -> wanted.spec().schema().attribute(attribute.name()))
        .filter(declared -> declared.renews().contains(output))
        .isPresent();
  }

  private AttributeChange resolved(AttributeChange attribute, Impact impact) {
    return new AttributeChange(
        attribute.name(),
        attribute.from(),
        attribute.to().map(value -> value.resolve(this::known)),
        attribute.unsets(),
        impact,
        attribute.sensitive(),
        attribute.reason());
  }

  private static boolean isSatisfied(Attribute<?> attribute, AttributeChange change) {
    return change.from().isPresent()
        && change
            .to()
            .filter(wanted -> wanted.pendings().findAny().isEmpty())
            .filter(wanted -> attribute.equivalence().test(wanted, change.from().get()))
            .isPresent();
  }

  private Optional<Value> known(Value.Pending pending) {
    return Optional.ofNullable(settled.get(pending.resource()))
        .flatMap(change -> StandingOutputs.of(change, pending.output()));
  }
}
