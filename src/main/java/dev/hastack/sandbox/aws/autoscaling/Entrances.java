package dev.hastack.sandbox.aws.autoscaling;

import dev.hastack.sandbox.aws.world.Instance;
import dev.hastack.sandbox.aws.world.InstanceState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import software.amazon.awssdk.services.autoscaling.model.ScalingActivityStatusCode;

/**
 * The way into a group: EC2 starts an instance, launch hooks hold it, it is registered with the
 * target groups and in service (user guide, "Amazon EC2 Auto Scaling instance lifecycle"). Whether
 * termination hooks run for an instance whose launch was abandoned is not documented; here they do
 * not.
 */
final class Entrances {
  private static final String LAUNCHING = "Launching a new EC2 instance: ";

  private final Surroundings world;
  private final Exits exits;
  private final Backoff backoff;
  private final Hooks hooks;

  Entrances(Surroundings world, Exits exits, Backoff backoff) {
    this.world = world;
    this.exits = exits;
    this.backoff = backoff;
    this.hooks = new Hooks(world.foundation());
  }

  /** Moves an instance on that is on its way in. */
  Group advance(Group group, Member member) {
    Instant now = world.now();
    return switch (member.phase()) {
      case Phase.Starting starting -> starting(group, member, now);
      case Phase.HeldAtStart held -> held(group, member, now);
      case Phase.Entering entering -> enter(group, member, now);
      case Phase.InService inService -> warmUp(group, member, inService.since(), now);
      case Phase.Draining draining -> group;
      case Phase.HeldAtEnd held -> group;
      case Phase.Ending ending -> group;
      case Phase.Standby standby -> group;
    };
  }

  private Group starting(Group group, Member member, Instant now) {
    Optional<Instance> instance = alive(member);
    if (instance.isEmpty()) {
      return lost(group, member, now);
    }
    if (instance.get().state() == InstanceState.PENDING) {
      return group;
    }
    List<HookAction> actions = hooks.begin(group, member.id(), Hooks.LAUNCHING, now);
    if (actions.isEmpty()) {
      return group.with(member.in(new Phase.Entering()));
    }
    return group
        .with(member.in(new Phase.HeldAtStart(actions)))
        .with(
            group
                .activities()
                .become(member.activityId(), ScalingActivityStatusCode.MID_LIFECYCLE_ACTION));
  }

  private Optional<Instance> alive(Member member) {
    return world
        .instances()
        .find(member.id())
        .filter(
            instance ->
                instance.state() == InstanceState.PENDING
                    || instance.state() == InstanceState.RUNNING);
  }

  private Group held(Group group, Member member, Instant now) {
    if (alive(member).isEmpty()) {
      return lost(group, member, now);
    }
    Optional<HookAction> overdue = Hooks.overdue(member, now);
    if (overdue.isPresent()) {
      String result = overdue.get().hook().defaultResult();
      return complete(group, member, overdue.get(), result, "Heartbeat Timeout");
    }
    return member.heldBy().isEmpty() ? group.with(member.in(new Phase.Entering())) : group;
  }

  /**
   * Takes a hook's result into account.
   *
   * @param why in the words of a status message
   */
  Group complete(Group group, Member member, HookAction action, String result, String why) {
    if (!result.equals(Hooks.ABANDON)) {
      return group.with(Hooks.complete(member, action, result));
    }
    String message =
        "Instance failed to complete user's Lifecycle Action: Lifecycle Action with token %s was abandoned: %s"
            .formatted(action.token(), why);
    return exits.end(cancelled(group, member, message, world.now()), member.doing(null));
  }

  private Group lost(Group group, Member member, Instant now) {
    String reason =
        world
            .instances()
            .find(member.id())
            .map(Instance::stateReasonCode)
            .map(code -> "Termination Reason: " + code)
            .orElse("");
    var order = member.origin().order();
    backoff.failed(group.name(), order.zone(), order.spot(), now);
    String message =
        "Instance became unhealthy while waiting for instance to be in InService state. " + reason;
    return cancelled(group, member, message, now).without(member);
  }

  private static Group cancelled(Group group, Member member, String message, Instant now) {
    return group.with(
        group
            .activities()
            .describe(member.activityId(), LAUNCHING + member.id() + ".  Status Reason: " + message)
            .end(member.activityId(), ScalingActivityStatusCode.CANCELLED, message, now));
  }

  private Group enter(Group group, Member member, Instant now) {
    if (alive(member).isEmpty()) {
      return lost(group, member, now);
    }
    var registered = new TreeSet<String>();
    if (group.runs("AddToLoadBalancer")) {
      group
          .attachments()
          .forEach(
              (targetGroup, attachment) -> {
                if (attachment != Attachment.REMOVING && world.targets().exists(targetGroup)) {
                  world.targets().register(targetGroup, member.id());
                  registered.add(targetGroup);
                }
              });
    }
    Member entered = member.registeredWith(registered).in(new Phase.InService(now));
    Group changed =
        group
            .with(entered)
            .with(
                group
                    .activities()
                    .become(
                        member.activityId(),
                        ScalingActivityStatusCode.WAITING_FOR_INSTANCE_WARMUP));
    return warmUp(changed, entered, now, now);
  }

  /** The API reference names the status but not when it is shown; here while the warm-up lasts. */
  private static Group warmUp(Group group, Member member, Instant since, Instant now) {
    Integer warmup = group.settings().defaultInstanceWarmup();
    boolean warm = warmup == null || !since.plusSeconds(warmup).isAfter(now);
    if (member.activityId() == null || !warm) {
      return group;
    }
    return group
        .with(group.activities().succeed(member.activityId(), now))
        .with(member.doing(null));
  }

  static String launching(String instanceId) {
    return LAUNCHING + instanceId;
  }
}
