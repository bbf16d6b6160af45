package dev.hastack.sandbox.aws.autoscaling;

import static dev.hastack.sandbox.aws.autoscaling.Activities.at;
import static dev.hastack.sandbox.aws.autoscaling.Calls.invalid;

import dev.hastack.sandbox.aws.autoscaling.Phase.Exit;
import dev.hastack.sandbox.aws.world.ApiError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.autoscaling.model.Activity;
import software.amazon.awssdk.services.autoscaling.model.DetachInstancesRequest;
import software.amazon.awssdk.services.autoscaling.model.DetachInstancesResponse;
import software.amazon.awssdk.services.autoscaling.model.EnterStandbyRequest;
import software.amazon.awssdk.services.autoscaling.model.EnterStandbyResponse;
import software.amazon.awssdk.services.autoscaling.model.ExitStandbyRequest;
import software.amazon.awssdk.services.autoscaling.model.ExitStandbyResponse;
import software.amazon.awssdk.services.autoscaling.model.ScalingActivityStatusCode;
import software.amazon.awssdk.services.autoscaling.model.TerminateInstanceInAutoScalingGroupRequest;
import software.amazon.awssdk.services.autoscaling.model.TerminateInstanceInAutoScalingGroupResponse;

/**
 * Takes single instances out of a group or out of service (API reference, operations of these
 * names; user guide, "Temporarily remove instances" and "Detach or attach instances").
 */
final class InstanceCalls {
  private static final int MOST_AT_ONCE = 20;

  private final Calls calls;

  InstanceCalls(Calls calls) {
    this.calls = calls;
  }

  TerminateInstanceInAutoScalingGroupResponse terminate(
      TerminateInstanceInAutoScalingGroupRequest request) {
    Group group = calls.groupOf(request.instanceId());
    Member member = group.member(request.instanceId()).orElseThrow();
    boolean shrinks = required(request.shouldDecrementDesiredCapacity()) && member.counts();
    if (shrinks && group.desired() <= group.settings().minSize()) {
      throw invalid(
          "Currently, desiredSize equals minSize (%d). Terminating instance without replacement will"
              .concat(
                  " violate group's min size constraint. Either set shouldDecrementDesiredCapacity"
                      + " flag to false or lower group's min size.")
              .formatted(group.settings().minSize()));
    }
    boolean leaving = !member.counts() && !(member.phase() instanceof Phase.Standby);
    if (leaving) {
      throw new ApiError(
          "ScalingActivityInProgress",
          "Activity %s is in progress for instance %s."
              .formatted(member.activityId(), member.id()));
    }
    Group changed =
        calls
            .exits()
            .begin(
                group,
                member,
                Exit.TERMINATION,
                cause(group, member, "taken out of service", shrinks));
    changed = shrinks ? resized(changed, -1) : changed;
    calls.groups().put(changed);
    return TerminateInstanceInAutoScalingGroupResponse.builder()
        .activity(changed.activities().newest())
        .build();
  }

  DetachInstancesResponse detach(DetachInstancesRequest request) {
    boolean shrinks = required(request.shouldDecrementDesiredCapacity());
    List<Activity> activities =
        leave(
            request.autoScalingGroupName(),
            request.instanceIds(),
            new Leaving(Exit.DETACHMENT, shrinks, "detached", "detach"));
    return DetachInstancesResponse.builder().activities(activities).build();
  }

  EnterStandbyResponse enterStandby(EnterStandbyRequest request) {
    boolean shrinks = required(request.shouldDecrementDesiredCapacity());
    List<Activity> activities =
        leave(
            request.autoScalingGroupName(),
            request.instanceIds(),
            new Leaving(Exit.STANDBY, shrinks, "moved to standby", "place into standby"));
    return EnterStandbyResponse.builder().activities(activities).build();
  }

  /**
   * A way out that a call asks for.
   *
   * @param done in the words of a cause
   * @param verb in the words of an error
   */
  private record Leaving(Exit exit, boolean shrinks, String done, String verb) {}

  private List<Activity> leave(String groupName, List<String> instanceIds, Leaving leaving) {
    Group group = calls.groups().require(groupName);
    List<Member> members = calls.members(group, atMost(instanceIds));
    for (Member member : members) {
      if (!member.isInService()) {
        throw invalid("The instance %s is not in InService.".formatted(member.id()));
      }
    }
    if (leaving.shrinks() && group.desired() - members.size() < group.settings().minSize()) {
      throw invalid(
          "AutoScalingGroup %s has min-size=%d, max-size=%d, and desired-size=%d. To %s %d instance,"
              .concat(" please update the AutoScalingGroup sizes appropriately.")
              .formatted(
                  groupName,
                  group.settings().minSize(),
                  group.settings().maxSize(),
                  group.desired(),
                  leaving.verb(),
                  members.size()));
    }
    var activities = new ArrayList<Activity>();
    for (Member member : members) {
      String cause = cause(group, member, leaving.done(), leaving.shrinks());
      group = calls.exits().begin(group, member, leaving.exit(), cause);
      group = leaving.shrinks() ? resized(group, -1) : group;
      activities.add(group.activities().newest());
    }
    calls.groups().put(group);
    return activities;
  }

  ExitStandbyResponse exitStandby(ExitStandbyRequest request) {
    Group group = calls.groups().require(request.autoScalingGroupName());
    List<Member> members = calls.members(group, atMost(request.instanceIds()));
    for (Member member : members) {
      if (!(member.phase() instanceof Phase.Standby)) {
        throw invalid("The instance %s is not in Standby.".formatted(member.id()));
      }
    }
    if (!group.runs("Launch")) {
      // "Considerations for suspending processes": there is no way out of standby without Launch.
      throw invalid(
          "The Launch process of AutoScalingGroup %s is suspended.".formatted(group.name()));
    }
    if (group.desired() + members.size() > group.settings().maxSize()) {
      throw invalid(
          "AutoScalingGroup %s has min-size=%d, max-size=%d, and desired-size=%d. To take out of"
              .concat(
                  " standby %d instance, please update the AutoScalingGroup sizes appropriately.")
              .formatted(
                  group.name(),
                  group.settings().minSize(),
                  group.settings().maxSize(),
                  group.desired(),
                  members.size()));
    }
    var activities = new ArrayList<Activity>();
    for (Member member : members) {
      group = reenter(group, member);
      activities.add(group.activities().newest());
    }
    calls.groups().put(group);
    return ExitStandbyResponse.builder().activities(activities).build();
  }

  private Group reenter(Group group, Member member) {
    String cause =
        "%s instance %s was moved out of standby in response to a user request, increasing the"
            .concat(" capacity from %d to %d.")
            .formatted(at(calls.now()), member.id(), group.desired(), group.desired() + 1);
    Activities begun =
        group
            .activities()
            .begin(
                "Moving EC2 instance out of Standby: " + member.id(),
                cause,
                Exits.place(member),
                calls.now());
    String activity = begun.newest().activityId();
    return resized(group, 1)
        .with(begun.become(activity, ScalingActivityStatusCode.PRE_IN_SERVICE))
        .with(member.doing(activity).in(new Phase.Entering()));
  }

  private String cause(Group group, Member member, String what, boolean shrinks) {
    String shrinking =
        ", shrinking the capacity from %d to %d".formatted(group.desired(), group.desired() - 1);
    return "%s instance %s was %s in response to a user request%s."
        .formatted(at(calls.now()), member.id(), what, shrinks ? shrinking : "");
  }

  private static Group resized(Group group, int by) {
    return group.set(settings -> settings.desiredCapacity(group.desired() + by));
  }

  private static List<String> atMost(List<String> instanceIds) {
    if (instanceIds.isEmpty() || instanceIds.size() > MOST_AT_ONCE) {
      throw invalid("Between 1 and %d instance ids are needed.".formatted(MOST_AT_ONCE));
    }
    return instanceIds;
  }

  private static boolean required(@Nullable Boolean shouldDecrementDesiredCapacity) {
    if (shouldDecrementDesiredCapacity == null) {
      throw invalid("ShouldDecrementDesiredCapacity is required.");
    }
    return shouldDecrementDesiredCapacity;
  }
}
