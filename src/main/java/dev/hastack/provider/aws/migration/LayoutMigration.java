package dev.hastack.provider.aws.migration;

import dev.hastack.core.plan.AttributeChange;
import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.ChangeReason;
import dev.hastack.core.plan.HoldReason;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.plan.PlanPolicies;
import dev.hastack.core.stack.Impact;
import dev.hastack.core.stack.ObservedStack;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.AwsTags;
import dev.hastack.provider.aws.resource.AttributeValues;
import dev.hastack.provider.aws.resource.AutoScalingGroup;
import dev.hastack.provider.aws.resource.LifecycleHook;
import dev.hastack.provider.aws.resource.TargetGroup;
import java.util.List;
import java.util.Optional;

/**
 * Lets the servers of a stack go over to other Auto Scaling groups, as when its layout changes: the
 * new groups first, and what is no longer wanted goes when each of them serves. Until then the old
 * groups are left as they are, and there may be more servers than the spec's maximum.
 *
 * <p>Where nobody writes {@code capacity.desired}, the groups that are wanted are given what those
 * that go have, since they may have been scaled. A new target group waits until the groups have
 * changed.
 */
final class LayoutMigration {
  static final String TAKEN_OVER = AutoScalingGroup.TAGS + "." + AwsTags.TAKEN_OVER;

  private static final Handover INHERITED =
      new Handover(AutoScalingGroup.TAGS + "." + AwsTags.INHERITED, ChangeReason.SpecChanged);

  private static final String WAITS =
      "waits until the new groups serve; until then there may be more servers than"
          + " capacity.max";

  private LayoutMigration() {}

  /** What of a plan can be done in this pass; the rest is held. */
  static Plan stage(Plan plan, ObservedStack observed) {
    List<Change.Delete> leaving =
        plan.changes().stream()
            .filter(LayoutMigration::isGroup)
            .filter(Change.Delete.class::isInstance)
            .map(Change.Delete.class::cast)
            .toList();
    if (leaving.isEmpty()) {
      return INHERITED.forget(plan);
    }
    Plan onOneTargetGroup =
        PlanPolicies.hold(
                (change, attribute) ->
                    change.id().equals(TargetGroup.APP) && attribute.impact() == Impact.REPLACE,
                HoldReason.Migrating,
                (change, attribute) -> "waits until the servers are in their new groups")
            .apply(plan);
    Plan succeeded = withNumbersOf(leaving, onOneTargetGroup);
    return isServed(succeeded, observed)
        ? succeeded
        : PlanPolicies.hold(
                (Change change) -> isOf(leaving, change), HoldReason.Migrating, change -> WAITS)
            .apply(succeeded);
  }

  /** Whether it takes away one of these groups, or what serves it as long as it stands. */
  private static boolean isOf(List<Change.Delete> leaving, Change change) {
    return change instanceof Change.Delete
        && leaving.stream()
            .map(Change.Delete::id)
            .anyMatch(
                group ->
                    change.id().equals(group)
                        || change.id().equals(LifecycleHook.terminate(group)));
  }

  static boolean isGroup(Change change) {
    return change.id().kind().equals(AutoScalingGroup.KIND);
  }

  /** Whether every group that is wanted is known to be there and to serve. */
  private static boolean isServed(Plan plan, ObservedStack observed) {
    boolean unknown =
        !plan.obstacles().isEmpty()
            || plan.held().stream()
                .map(Plan.Held::change)
                .anyMatch(change -> isGroup(change) && change instanceof Change.Create);
    Serving serving = Serving.of(observed);
    return !unknown
        && plan.changes().stream()
            .filter(change -> isGroup(change) && change.wanted().isPresent())
            .allMatch(serving::isWhole);
  }

  /**
   * With the servers of the groups that go in those that stay or are new, where AWS keeps the
   * number: not more than before, and not fewer.
   */
  private static Plan withNumbersOf(List<Change.Delete> leaving, Plan plan) {
    List<Change> heirs =
        plan.changes().stream()
            .filter(change -> isGroup(change) && change.wanted().isPresent())
            .filter(change -> !isNumberManaged(change))
            .toList();
    // What they were given by one that stays after all counts there.
    boolean oneStands = heirs.stream().anyMatch(heir -> heir.standing().isPresent());
    int number =
        leaving.stream()
            .mapToInt(group -> ownNumber(group) - (oneStands ? INHERITED.given(group) : 0))
            .map(own -> Math.max(own, 0))
            .sum();
    return INHERITED.give(number, heirs, plan);
  }

  /** Without what it took over for another of the old groups, which counts there. */
  private static int ownNumber(Change.Delete delete) {
    var values = AttributeValues.of(delete.observed().spec().values());
    int takenOver =
        values
            .text(TAKEN_OVER)
            .filter(text -> text.matches("[0-9]{1,6}"))
            .map(Integer::parseInt)
            .orElse(0);
    return Math.max(values.whole(AutoScalingGroup.DESIRED_CAPACITY).orElse(0) - takenOver, 0);
  }

  static boolean isNumberManaged(Change change) {
    return change
        .wanted()
        .filter(each -> each.spec().values().containsKey(AutoScalingGroup.DESIRED_CAPACITY))
        .isPresent();
  }

  /** Another number of servers, which the spec does not ask for. */
  static AttributeChange number(Change change, int number, ChangeReason why) {
    return new AttributeChange(
        AutoScalingGroup.DESIRED_CAPACITY,
        change
            .standing()
            .map(present -> present.spec().values().get(AutoScalingGroup.DESIRED_CAPACITY)),
        Optional.of(Value.whole(number)),
        false,
        Impact.IN_PLACE,
        false,
        why);
  }
}
