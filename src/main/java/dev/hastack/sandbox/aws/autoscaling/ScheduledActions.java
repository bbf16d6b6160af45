package dev.hastack.sandbox.aws.autoscaling;

import static dev.hastack.sandbox.aws.autoscaling.Activities.at;

import java.time.Instant;
import java.util.TreeMap;
import software.amazon.awssdk.services.autoscaling.model.ScheduledUpdateGroupAction;

/**
 * Scheduled actions act once, at their start, and are gone then (user guide, "Scheduled scaling").
 * A recurring one is kept but never acts: that is not modelled.
 */
final class ScheduledActions {
  private final Surroundings world;

  ScheduledActions(Surroundings world) {
    this.world = world;
  }

  Group advance(Group group) {
    Group changed = group;
    for (ScheduledUpdateGroupAction action : group.plans().scheduledActions().values()) {
      boolean due = action.recurrence() == null && !action.startTime().isAfter(world.now());
      if (due) {
        changed = act(changed, action, world.now());
      }
    }
    return changed;
  }

  private static Group act(Group group, ScheduledUpdateGroupAction action, Instant now) {
    var others = new TreeMap<>(group.plans().scheduledActions());
    others.remove(action.scheduledActionName());
    Group without = group.with(new Group.Plans(group.plans().policies(), others));
    if (!group.runs("ScheduledActions")) {
      return without;
    }
    Sizes sizes =
        Sizes.of(group.settings())
            .changed(action.minSize(), action.maxSize(), action.desiredCapacity());
    String cause =
        "%s a scheduled action update of AutoScalingGroup constraints to %s changing the desired"
            .concat(" capacity from %d to %d.")
            .formatted(at(now), sizes.text(), group.desired(), sizes.desired());
    return sizes.applyTo(without).with(without.activities().causedBy(cause));
  }
}
