package dev.hastack.core.plan;

import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.ResourceId;
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

/** Takes changes out of a plan, and with them what would have followed from them. */
final class Holding {
  private Holding() {}

  /** Holds whole changes. */
  static Plan changes(
      Plan plan, Predicate<Change> which, HoldReason reason, Function<Change, String> why) {
    var kept = new ArrayList<Change>();
    var held = new ArrayList<>(plan.held());
    for (Change change : plan.changes()) {
      if (which.test(change)) {
        held.add(new Plan.Held(change, reason, why.apply(change)));
        standing(change).ifPresent(kept::add);
      } else {
        kept.add(change);
      }
    }
    return settled(new Plan(plan.stack(), kept, held, plan.obstacles()));
  }

  /** Holds single attributes of updates and replacements. */
  static Plan attributes(
      Plan plan,
      BiPredicate<Change, AttributeChange> which,
      HoldReason reason,
      BiFunction<Change, AttributeChange, String> why) {
    var kept = new ArrayList<Change>();
    var held = new ArrayList<>(plan.held());
    for (Change change : plan.changes()) {
      List<AttributeChange> caught =
          change.attributeChanges().stream().filter(each -> which.test(change, each)).toList();
      if (caught.isEmpty() || change instanceof Change.Create) {
        kept.add(change);
        continue;
      }
      held.add(new Plan.Held(only(change, caught), reason, why.apply(change, caught.getFirst())));
      kept.add(without(change, caught));
    }
    return settled(new Plan(plan.stack(), kept, held, plan.obstacles()));
  }

  /** Takes single attributes out without a word. */
  static Plan drop(Plan plan, BiPredicate<Change, AttributeChange> which) {
    List<Change> kept =
        plan.changes().stream()
            .map(
                change ->
                    without(
                        change,
                        change.attributeChanges().stream()
                            .filter(each -> which.test(change, each))
                            .toList()))
            .toList();
    return settled(new Plan(plan.stack(), kept, plan.held(), plan.obstacles()));
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

  private static Change without(Change change, List<AttributeChange> caught) {
    return only(
        change, change.attributeChanges().stream().filter(each -> !caught.contains(each)).toList());
  }

  private static Change only(Change change, List<AttributeChange> attributes) {
    return switch (change) {
      case Change.Update update when attributes.isEmpty() ->
          new Change.NoOp(update.desired(), update.observed());
      case Change.Update update ->
          new Change.Update(
              update.desired(), update.observed(), attributes, attributes.getFirst().reason());
      case Change.Replace replace when attributes.isEmpty() ->
          new Change.NoOp(replace.desired(), replace.observed());
      case Change.Replace replace ->
          new Change.Replace(
              replace.desired(), replace.observed(), attributes, replace.order(), replace.reason());
      case Change.Create create -> create;
      case Change.Delete delete -> delete;
      case Change.Adopt adopt -> adopt;
      case Change.Forget forget -> forget;
      case Change.NoOp noOp -> noOp;
    };
  }

  /**
   * Resolves again what waits for outputs: those of a resource that now stays as it is are known,
   * and what needs a resource that is now not made is held with it.
   */
  private static Plan settled(Plan plan) {
    Map<ResourceId, Change> settled = new LinkedHashMap<>();
    var kept = new ArrayList<Change>();
    var held = new ArrayList<>(plan.held());
    for (Change change : plan.changes()) {
      Optional<ResourceId> missing =
          change.wanted().stream()
              .flatMap(wanted -> wanted.dependsOn().stream())
              .filter(needed -> plan.changes().stream().noneMatch(each -> each.id().equals(needed)))
              .filter(needed -> pends(change, needed))
              .findFirst();
      if (missing.isPresent()) {
        held.add(new Plan.Held(change, HoldReason.DependencyHeld, "waits for " + missing.get()));
        standing(change).ifPresent(kept::add);
        continue;
      }
      Change again = resolvedAgain(change, settled);
      settled.put(again.id(), again);
      kept.add(again);
    }
    return new Plan(plan.stack(), kept, held, plan.obstacles());
  }

  private static boolean pends(Change change, ResourceId needed) {
    return change.attributeChanges().stream()
        .flatMap(attribute -> attribute.to().stream())
        .flatMap(Value::pendings)
        .anyMatch(pending -> pending.resource().equals(needed));
  }

  private static Change resolvedAgain(Change change, Map<ResourceId, Change> settled) {
    Optional<Present> observed =
        switch (change) {
          case Change.Update update -> Optional.of(update.observed());
          case Change.Replace replace -> Optional.of(replace.observed());
          case Change.Create create -> Optional.empty();
          case Change.Delete delete -> Optional.empty();
          case Change.Adopt adopt -> Optional.empty();
          case Change.Forget forget -> Optional.empty();
          case Change.NoOp noOp -> Optional.empty();
        };
    if (observed.isEmpty()) {
      return change;
    }
    var schema = observed.get().spec().schema();
    var attributes = new ArrayList<AttributeChange>();
    for (AttributeChange attribute : change.attributeChanges()) {
      Optional<Value> to = attribute.to().map(value -> value.resolve(known(settled)));
      boolean same =
          to.isPresent()
              && attribute.from().isPresent()
              && to.get().pendings().findAny().isEmpty()
              && schema
                  .attribute(attribute.name())
                  .equivalence()
                  .test(to.get(), attribute.from().get());
      if (!same || to.equals(attribute.to())) {
        attributes.add(
            new AttributeChange(
                attribute.name(),
                attribute.from(),
                to,
                attribute.unsets(),
                attribute.impact(),
                attribute.sensitive(),
                attribute.reason()));
      }
    }
    return only(change, attributes);
  }

  private static Function<Value.Pending, Optional<Value>> known(Map<ResourceId, Change> settled) {
    return pending ->
        Optional.ofNullable(settled.get(pending.resource()))
            .flatMap(change -> StandingOutputs.of(change, pending.output()));
  }
}
