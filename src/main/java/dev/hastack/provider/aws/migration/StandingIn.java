package dev.hastack.provider.aws.migration;

import dev.hastack.core.plan.AttributeChange;
import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.ChangeReason;
import dev.hastack.core.plan.HoldReason;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.stack.ObservedStack;
import dev.hastack.provider.aws.AwsTags;
import dev.hastack.provider.aws.resource.AutoScalingGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lets the groups of other zones run what an impaired zone's group is to run now, where AWS keeps
 * that number; the spec's minimum, which is all that the design knows of, may be far less. They
 * give it back when the zones serve again.
 */
final class StandingIn {
  private static final String IMPAIRED = AutoScalingGroup.TAGS + "." + AwsTags.IMPAIRED;
  private static final Handover STANDS_IN =
      new Handover(AutoScalingGroup.TAGS + "." + AwsTags.STANDS_IN, ChangeReason.FactsChanged);

  private StandingIn() {}

  /** What of a plan can be done in this pass; the rest is held. */
  static Plan stage(Plan plan, ObservedStack observed) {
    List<Change> groups =
        plan.changes().stream()
            .filter(change -> LayoutMigration.isGroup(change) && change.wanted().isPresent())
            .filter(change -> !LayoutMigration.isNumberManaged(change))
            .toList();
    List<Change> impaired = groups.stream().filter(StandingIn::isImpaired).toList();
    if (!impaired.isEmpty()) {
      int lost =
          impaired.stream()
              .mapToInt(group -> Handover.number(group) - STANDS_IN.given(group))
              .map(own -> Math.max(own, 0))
              .sum();
      List<Change> well = groups.stream().filter(group -> !impaired.contains(group)).toList();
      return STANDS_IN.give(lost, well, plan);
    }
    return groups.stream().anyMatch(group -> STANDS_IN.given(group) > 0)
        ? givenBack(groups, plan, observed)
        : plan;
  }

  private static boolean isImpaired(Change change) {
    return change.wanted().stream().anyMatch(group -> group.spec().values().containsKey(IMPAIRED));
  }

  private static Plan givenBack(List<Change> groups, Plan plan, ObservedStack observed) {
    Serving serving = Serving.of(observed);
    boolean early =
        !groups.stream().filter(group -> STANDS_IN.given(group) == 0).allMatch(serving::isWhole);
    var changes = new ArrayList<Change>();
    var held = new ArrayList<>(plan.held());
    for (Change change : plan.changes()) {
      int given = groups.contains(change) ? STANDS_IN.given(change) : 0;
      Step step = given > 0 ? back(change, given, early) : Step.of(change);
      changes.add(step.change());
      held.addAll(step.held());
    }
    return new Plan(plan.stack(), changes, held, plan.obstacles());
  }

  private static Step back(Change change, int given, boolean early) {
    int number = Math.max(Handover.number(change) - given, Handover.least(change));
    AttributeChange fewer =
        LayoutMigration.number(change, number, ChangeReason.CannotUpdateInPlace);
    if (early) {
      return new Step(
          change,
          List.of(
              new Plan.Held(
                  new Change.Update(
                      change.wanted().orElseThrow(),
                      change.standing().orElseThrow(),
                      List.of(fewer),
                      fewer.reason()),
                  HoldReason.Migrating,
                  "waits until the zones in whose stead it runs servers serve again")));
    }
    Change lower = Step.with(change, AutoScalingGroup.DESIRED_CAPACITY, Optional.of(fewer));
    return Step.of(
        Step.with(
            lower, STANDS_IN.tag(), Optional.of(STANDS_IN.remembered(lower, Optional.empty()))));
  }
}
