package dev.hastack.core.plan;

import dev.hastack.core.stack.Impact;
import dev.hastack.core.stack.ResourceId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The rules there are. */
public final class PlanPolicies {
  /** A change written this often in a row and still needed is held: it will not converge. */
  public static final int REPEATS_BEFORE_HOLDING = 3;

  private PlanPolicies() {}

  /** Holds what somebody else changed, removed or broke; everything else is done. */
  public static PlanPolicy reportOnly() {
    return plan ->
        Holding.attributes(
            Holding.changes(
                plan,
                change -> change instanceof Change.Create create && create.onceCreated(),
                HoldReason.ReportOnly,
                change -> "somebody removed it; drift.policy is Report"),
            (change, attribute) ->
                attribute.reason() == ChangeReason.Drifted
                    || attribute.reason() == ChangeReason.Unhealthy,
            HoldReason.ReportOnly,
            (change, attribute) -> "drift.policy is Report");
  }

  /**
   * Leaves drift of the named attributes alone: neither changed nor reported.
   *
   * @param ignored by resource, attribute names or {@code *}; a keyed attribute's name covers all
   *     keys
   */
  public static PlanPolicy ignore(Map<ResourceId, Set<String>> ignored) {
    return plan ->
        Holding.drop(
            plan,
            (change, attribute) ->
                attribute.reason() == ChangeReason.Drifted
                    && names(ignored.getOrDefault(change.id(), Set.of()), attribute.name()));
  }

  private static boolean names(Set<String> ignored, String attribute) {
    int dot = attribute.indexOf('.');
    return ignored.contains("*")
        || ignored.contains(attribute)
        || (dot > 0 && ignored.contains(attribute.substring(0, dot)));
  }

  /** On deletion lets go of everything, instead of deleting it, that is of use by itself. */
  public static PlanPolicy retain() {
    return plan ->
        new Plan(
            plan.stack(),
            plan.changes().stream()
                .map(
                    change ->
                        change instanceof Change.Delete delete
                                && !delete.observed().spec().schema().served()
                            ? new Change.Forget(delete.id(), delete.observed(), delete.reason())
                            : change)
                .toList(),
            plan.held(),
            plan.obstacles());
  }

  /** Deletes nothing at all while anything to be deleted is protected. */
  public static PlanPolicy protectBeforeFirstDelete() {
    return plan -> {
      Optional<String> protection =
          plan.changes().stream()
              .filter(Change.Delete.class::isInstance)
              .map(Change.Delete.class::cast)
              .flatMap(
                  delete ->
                      delete.observed().protection().map(why -> delete.id() + ": " + why).stream())
              .findFirst();
      return protection
          .map(
              why ->
                  Holding.changes(
                      plan,
                      change -> change instanceof Change.Delete,
                      HoldReason.DeletionProtected,
                      change -> why))
          .orElse(plan);
    };
  }

  /** Holds what would put another resource in the place of one that has data. */
  public static PlanPolicy protectStateful() {
    return plan ->
        Holding.attributes(
            plan,
            (change, attribute) ->
                attribute.impact() == Impact.REPLACE
                    && change
                        .wanted()
                        .filter(wanted -> wanted.spec().schema().stateful())
                        .isPresent(),
            HoldReason.StatefulReplacement,
            (change, attribute) ->
                attribute.name()
                    + " cannot be changed on AWS: it would be another resource, and the data of"
                    + " this one would be lost; take the change back, or make another HAStack with"
                    + " it and move the data");
  }

  /**
   * Makes nothing anew, and empty, that had data and is gone.
   *
   * @param known besides what was last applied, what is known to have been there
   * @param remedy what a person can do
   */
  public static PlanPolicy neverRecreateEmpty(Set<ResourceId> known, String remedy) {
    return plan ->
        Holding.changes(
            plan,
            change ->
                change instanceof Change.Create create
                    && create.desired().spec().schema().stateful()
                    && (create.onceCreated() || known.contains(create.id())),
            HoldReason.DatabaseLost,
            change -> "it is gone, and nobody told the operator to delete it; " + remedy);
  }

  /** Holds single attributes of updates and replacements, and what would have followed them. */
  public static PlanPolicy hold(
      BiPredicate<Change, AttributeChange> which,
      HoldReason reason,
      BiFunction<Change, AttributeChange, String> why) {
    return plan -> Holding.attributes(plan, which, reason, why);
  }

  /** Leaves single attributes out without a word: their time has not come. */
  public static PlanPolicy leave(BiPredicate<Change, AttributeChange> which) {
    return plan -> Holding.drop(plan, which);
  }

  /** Holds whole changes, and what would have followed them. */
  public static PlanPolicy hold(
      Predicate<Change> which, HoldReason reason, Function<Change, String> why) {
    return plan -> Holding.changes(plan, which, reason, why);
  }

  /** Holds what cannot be made, or set, for want of what the spec names; the rest goes on. */
  public static PlanPolicy holdMissing(List<MissingPrerequisite> missing) {
    return plan ->
        Holding.attributes(
            Holding.changes(
                plan,
                change ->
                    change instanceof Change.Create
                        && missing.stream()
                            .filter(MissingPrerequisite::vital)
                            .anyMatch(each -> each.resource().equals(change.id())),
                HoldReason.MissingPrerequisite,
                change -> why(missing, change)),
            (change, attribute) ->
                missing.stream()
                    .filter(each -> each.resource().equals(change.id()))
                    .anyMatch(each -> each.isNamedBy(attribute.name())),
            HoldReason.MissingPrerequisite,
            (change, attribute) -> why(missing, change));
  }

  private static String why(List<MissingPrerequisite> missing, Change change) {
    return missing.stream()
        .filter(each -> each.resource().equals(change.id()))
        .map(each -> each.why().sentence())
        .distinct()
        .collect(Collectors.joining("; "));
  }

  /** Holds what only a newer operator wants and what would replace servers or resources. */
  public static PlanPolicy holdOperatorUpgrades() {
    return plan ->
        Holding.attributes(
            plan,
            (change, attribute) ->
                attribute.reason() == ChangeReason.OperatorUpgraded
                    && attribute.impact().compareTo(Impact.ROLLING) >= 0,
            HoldReason.OperatorUpgraded,
            (change, attribute) -> "waits for the next change of the spec");
  }

  /**
   * Holds what was written {@link #REPEATS_BEFORE_HOLDING} times in a row and still differs;
   * another wish is something else.
   */
  public static PlanPolicy stopRepeating(LastApplied last) {
    return plan ->
        Holding.attributes(
            plan,
            (change, attribute) ->
                change.isRepeat(attribute)
                    && last.repeatsOf(change.id(), attribute.name()) >= REPEATS_BEFORE_HOLDING,
            HoldReason.NotConverging,
            (change, attribute) ->
                "written "
                    + REPEATS_BEFORE_HOLDING
                    + " times in a row, and AWS still answers another value");
  }
}
