package dev.hastack.sandbox.aws.autoscaling;

import dev.hastack.sandbox.aws.autoscaling.Phase.Exit;
import dev.hastack.sandbox.aws.world.InstanceState;
import dev.hastack.sandbox.aws.world.Targets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.autoscaling.model.ScalingActivityStatusCode;

/**
 * The way out of a group. An instance is deregistered first and waits for the deregistration delay;
 * only then the termination hooks hold it, and only then it is terminated (user guide, "Amazon EC2
 * Auto Scaling lifecycle hooks" and "instance lifecycle"). Hooks are not run on the way to standby
 * nor out of the group. Whether the wait begins anew for a target that was draining already is not
 * documented; here it does not.
 */
final class Exits {
  private static final String REASON = "Server.AutoScaling";

  private final Surroundings world;
  private final Hooks hooks;

  Exits(Surroundings world) {
    this.world = world;
    this.hooks = new Hooks(world.foundation());
  }

  /** Begins; the newest activity of the group is about it then. */
  Group begin(Group group, Member member, Exit exit, String cause) {
    Instant now = world.now();
    Duration delay = Duration.ZERO;
    for (String targetGroup : registrations(member)) {
      world.targets().deregister(targetGroup, member.id());
      Duration its = world.targets().deregistrationDelay(targetGroup);
      delay = its.compareTo(delay) > 0 ? its : delay;
    }
    Activities activities =
        group
            .activities()
            .end(
                member.activityId(),
                member.isPending()
                    ? ScalingActivityStatusCode.CANCELLED
                    : ScalingActivityStatusCode.SUCCESSFUL,
                null,
                now)
            .begin(description(exit, member.id()), cause, place(member), now);
    String activity = activities.newest().activityId();
    if (!delay.isZero()) {
      activities =
          activities.become(
              activity, ScalingActivityStatusCode.WAITING_FOR_ELB_CONNECTION_DRAINING);
    }
    return group
        .with(activities)
        .with(member.doing(activity).in(new Phase.Draining(exit, now.plus(delay))));
  }

  private static String description(Exit exit, String instanceId) {
    return switch (exit) {
      case TERMINATION -> "Terminating EC2 instance: " + instanceId;
      case DETACHMENT -> "Detaching EC2 instance: " + instanceId;
      case STANDBY -> "Moving EC2 instance to Standby: " + instanceId;
    };
  }

  static Activities.Place place(Member member) {
    return new Activities.Place(member.origin().order().subnetId(), member.origin().order().zone());
  }

  private List<String> registrations(Member member) {
    return member.registeredWith().stream().filter(world.targets()::exists).toList();
  }

  /** Moves an instance on that is on its way out. */
  Group advance(Group group, Member member) {
    Instant now = world.now();
    return switch (member.phase()) {
      case Phase.Draining draining ->
          draining.until().isAfter(now) && isRegistered(member)
              ? group
              : drained(group, member.registeredWith(Set.of()), draining.exit(), now);
      case Phase.HeldAtEnd held -> held(group, member, now);
      case Phase.Ending ending -> ending(group, member, now);
      case Phase.Starting starting -> group;
      case Phase.HeldAtStart held -> group;
      case Phase.Entering entering -> group;
      case Phase.InService inService -> group;
      case Phase.Standby standby -> group;
    };
  }

  private boolean isRegistered(Member member) {
    return registrations(member).stream()
        .anyMatch(
            targetGroup -> {
              Optional<Targets.Health> health = world.targets().health(targetGroup, member.id());
              return health.isPresent();
            });
  }

  private Group drained(Group group, Member member, Exit exit, Instant now) {
    return switch (exit) {
      case TERMINATION -> hold(group, member, now);
      case DETACHMENT ->
          group.without(member).with(group.activities().succeed(member.activityId(), now));
      case STANDBY ->
          group
              .with(member.in(new Phase.Standby()).doing(null))
              .with(group.activities().succeed(member.activityId(), now));
    };
  }

  private Group hold(Group group, Member member, Instant now) {
    List<HookAction> actions = hooks.begin(group, member.id(), Hooks.TERMINATING, now);
    if (actions.isEmpty()) {
      return end(group, member);
    }
    return group
        .with(member.in(new Phase.HeldAtEnd(actions)))
        .with(
            group
                .activities()
                .become(member.activityId(), ScalingActivityStatusCode.MID_LIFECYCLE_ACTION));
  }

  private Group held(Group group, Member member, Instant now) {
    Member changed = member;
    Optional<HookAction> overdue = Hooks.overdue(changed, now);
    while (overdue.isPresent()) {
      changed = Hooks.complete(changed, overdue.get(), overdue.get().hook().defaultResult());
      overdue = Hooks.overdue(changed, now);
    }
    if (changed.heldBy().isEmpty()) {
      return end(group, changed);
    }
    return changed.equals(member) ? group : group.with(changed);
  }

  /** Has EC2 terminate it, whatever it waits for. */
  Group end(Group group, Member member) {
    world.instances().terminate(member.id(), REASON);
    return group
        .with(member.in(new Phase.Ending()))
        .with(
            group.activities().become(member.activityId(), ScalingActivityStatusCode.IN_PROGRESS));
  }

  /** Terminates an instance at once, without waiting for target groups or hooks. */
  Group force(Group group, Member member) {
    if (member.phase() instanceof Phase.Ending) {
      return group;
    }
    String cause =
        "%s instance %s was taken out of service in response to the forced deletion of its group."
            .formatted(Activities.at(world.now()), member.id());
    Group begun = begin(group, member, Exit.TERMINATION, cause);
    return end(begun, begun.members().getOrDefault(member.id(), member));
  }

  private Group ending(Group group, Member member, Instant now) {
    boolean gone =
        world
            .instances()
            .find(member.id())
            .filter(instance -> instance.state() != InstanceState.TERMINATED)
            .isEmpty();
    return gone
        ? group.without(member).with(group.activities().succeed(member.activityId(), now))
        : group;
  }
}
