package dev.hastack.provider.aws.migration;

import dev.hastack.core.plan.AttributeChange;
import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.HoldReason;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.stack.ObservedStack;
import dev.hastack.provider.aws.resource.AttributeValues;
import dev.hastack.provider.aws.resource.AutoScalingGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Lets a zone's group give back the servers it took over for impaired zones: not before those zones
 * serve again, and down to its own minimum also where AWS keeps the number of servers, which only
 * the raised minimum had raised. A tag on the group remembers that it took over.
 */
final class HandingBack {
  private static final Set<String> GIVEN_BACK =
      Set.of(
          AutoScalingGroup.MIN_SIZE, AutoScalingGroup.DESIRED_CAPACITY, LayoutMigration.TAKEN_OVER);

  private HandingBack() {}

  /** What of a plan can be done in this pass; the rest is held. */
  static Plan stage(Plan plan, ObservedStack observed) {
    List<Change> groups =
        plan.changes().stream()
            .filter(change -> LayoutMigration.isGroup(change) && change.wanted().isPresent())
            .toList();
    if (groups.stream().noneMatch(HandingBack::hasTakenOver)) {
      return plan;
    }
    Serving serving = Serving.of(observed);
    boolean early =
        groups.stream().noneMatch(HandingBack::takesOver)
            && !groups.stream().filter(change -> !hasTakenOver(change)).allMatch(serving::isWhole);
    var changes = new ArrayList<Change>();
    var held = new ArrayList<>(plan.held());
    for (Change change : plan.changes()) {
      Step step =
          groups.contains(change) && hasTakenOver(change) ? step(change, early) : Step.of(change);
      changes.add(step.change());
      held.addAll(step.held());
    }
    return new Plan(plan.stack(), changes, held, plan.obstacles());
  }

  private static Step step(Change change, boolean early) {
    List<AttributeChange> back =
        change.attributeChanges().stream()
            .filter(each -> GIVEN_BACK.contains(each.name()))
            .toList();
    if (!early) {
      return Step.of(withNumberAtMinimum(change));
    }
    if (back.isEmpty()) {
      return Step.of(change);
    }
    return new Step(
        change.narrowedTo(
            change.attributeChanges().stream().filter(each -> !back.contains(each)).toList()),
        List.of(
            new Plan.Held(
                change.narrowedTo(back),
                HoldReason.Migrating,
                "waits until the zones whose servers it took over serve again")));
  }

  private static Change withNumberAtMinimum(Change change) {
    Optional<AttributeChange> minimum =
        change.attributeChanges().stream()
            .filter(each -> each.name().equals(AutoScalingGroup.MIN_SIZE))
            .findFirst();
    var before = AttributeValues.of(change.standing().orElseThrow().spec().values());
    int least = before.whole(AutoScalingGroup.MIN_SIZE).orElse(0);
    int after = AttributeValues.of(change.valuesAfter()).whole(AutoScalingGroup.MIN_SIZE).orElse(0);
    boolean stands = before.whole(AutoScalingGroup.DESIRED_CAPACITY).orElse(0) == least;
    return minimum.isPresent()
            && after < least
            && stands
            && !LayoutMigration.isNumberManaged(change)
        ? Step.with(
            change,
            AutoScalingGroup.DESIRED_CAPACITY,
            Optional.of(LayoutMigration.number(change, after, minimum.get().reason())))
        : change;
  }

  /** Whether it is larger for the sake of zones that are impaired, or were. */
  private static boolean hasTakenOver(Change change) {
    return change
        .standing()
        .filter(group -> group.spec().values().containsKey(LayoutMigration.TAKEN_OVER))
        .isPresent();
  }

  private static boolean takesOver(Change change) {
    return change
        .wanted()
        .filter(group -> group.spec().values().containsKey(LayoutMigration.TAKEN_OVER))
        .isPresent();
  }
}
