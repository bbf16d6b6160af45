package dev.hastack.provider.aws.gateway;

import static dev.hastack.provider.aws.rights.Grant.FLEET_OWN_GROUPS;
import static dev.hastack.provider.aws.rights.Grant.FLEET_READS;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import dev.hastack.provider.aws.AwsCallException;
import dev.hastack.provider.aws.AwsTags;
import dev.hastack.provider.aws.inventory.Inventory;
import dev.hastack.provider.aws.rights.AwsRight;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.Instance;
import software.amazon.awssdk.services.autoscaling.model.LifecycleState;
import software.amazon.awssdk.services.autoscaling.model.ScalingPolicy;
import software.amazon.awssdk.services.autoscaling.model.ScheduledUpdateGroupAction;
import software.amazon.awssdk.services.autoscaling.model.SuspendedProcess;

/**
 * Empties a group and takes it away, without force, so that hooks and load balancers have their
 * say. Remembers nothing: each pass reads the group and moves it on as far as it will go.
 */
final class GroupDeletion {
  static final List<AwsRight> RIGHTS =
      List.of(
          FLEET_OWN_GROUPS.toCall(
              "autoscaling:UpdateAutoScalingGroup",
              "A group is emptied before it is deleted, so that its servers drain."),
          FLEET_OWN_GROUPS.toCall(
              "autoscaling:ResumeProcesses",
              "With suspended processes a group does not become empty."),
          FLEET_READS.toCall(
              "autoscaling:DescribePolicies",
              "Scaling policies would fill again a group that is being emptied."),
          FLEET_READS.toCall(
              "autoscaling:DescribeScheduledActions",
              "Scheduled actions would fill again a group that is being emptied."),
          FLEET_OWN_GROUPS.toCall(
              "autoscaling:DeletePolicy",
              "Scaling policies would fill again a group that is being emptied."),
          FLEET_OWN_GROUPS.toCall(
              "autoscaling:DeleteScheduledAction",
              "Scheduled actions would fill again a group that is being emptied."),
          FLEET_OWN_GROUPS.toCall(
              "autoscaling:SetInstanceProtection",
              "Servers protected from scale-in stay in a group that is being emptied."),
          FLEET_OWN_GROUPS.toCall(
              "autoscaling:ExitStandby",
              "Servers on standby stay in a group that is being emptied."),
          FLEET_OWN_GROUPS.toCall(
              "autoscaling:TerminateInstanceInAutoScalingGroup",
              "A server on standby that cannot come back is ended."),
          FLEET_OWN_GROUPS.toCall(
              "autoscaling:DeleteAutoScalingGroup",
              "A group goes with its stack, or when another has taken its place."));

  private static final Set<String> NEEDED_PROCESSES = Set.of("Launch", "Terminate");

  /** SetInstanceProtection refuses the whole call for an instance in any other state. */
  private static final Set<LifecycleState> UNPROTECTABLE_STATES =
      Set.of(LifecycleState.IN_SERVICE, LifecycleState.ENTERING_STANDBY, LifecycleState.STANDBY);

  /** Auto Scaling API reference, SetInstanceProtection. */
  private static final int PROTECTED_A_CALL = 50;

  private final AutoScalingClient autoScaling;
  private final Inventory inventory;
  private final GroupReader reader;

  GroupDeletion(AutoScalingClient autoScaling, Inventory inventory, GroupReader reader) {
    this.autoScaling = autoScaling;
    this.inventory = inventory;
    this.reader = reader;
  }

  Outcome advance(StackId stack, ResourceId id, String name) {
    Optional<AutoScalingGroup> found = inventory.autoScalingGroup(name);
    if (found.isEmpty()) {
      return Outcome.done();
    }
    AutoScalingGroup group = found.get();
    if (!AwsTags.claim(stack, GroupReader.byKey(group.tags())).equals(Optional.of(id))) {
      return Refusals.notOwned("autoscaling:DeleteAutoScalingGroup", name);
    }
    if (group.status() != null) {
      return new Outcome.Waiting("AWS to finish deleting " + name);
    }
    Optional<String> protection = reader.protection(name);
    if (protection.isPresent()) {
      return new Outcome.Failed(
          new Failure(
              FailureKind.INVALID,
              "autoscaling:DeleteAutoScalingGroup",
              "DeletionProtected",
              protection.get()));
    }
    resumeProcesses(group);
    boolean shrunk = isShrunk(group);
    if (!shrunk) {
      removeWhatWouldRefill(name);
    }
    liftProtection(group);
    if (shrunk) {
      return finish(name, found);
    }
    endStandby(group);
    shrinkToZero(name);
    return finish(name, inventory.autoScalingGroup(name));
  }

  /** What refills a group went before it was shrunk; what came since shows in its size. */
  private static boolean isShrunk(AutoScalingGroup group) {
    return group.minSize() == 0
        && group.maxSize() == 0
        && group.desiredCapacity() == 0
        && group.instances().stream()
            .noneMatch(instance -> instance.lifecycleState() == LifecycleState.STANDBY);
  }

  private Outcome finish(String name, Optional<AutoScalingGroup> group) {
    if (group.isEmpty()) {
      return Outcome.done();
    }
    int instances = group.get().instances().size();
    if (instances > 0) {
      return new Outcome.Waiting(instances + " instances of " + name + " to end");
    }
    if (!inventory.recentActivities(name).stream().allMatch(GroupReader::isOver)) {
      return new Outcome.Waiting("the scaling activities of " + name + " to end");
    }
    try {
      autoScaling.deleteAutoScalingGroup(
          request -> request.autoScalingGroupName(name).forceDelete(false));
    } catch (AwsCallException refused) {
      if (refused.failure().kind() == FailureKind.CONFLICT) {
        return new Outcome.Waiting(name + " to come to rest: " + refused.failure().message());
      }
      if (inventory.autoScalingGroup(name).isPresent()) {
        throw refused;
      }
    }
    return inventory.autoScalingGroup(name).isEmpty()
        ? Outcome.done()
        : new Outcome.Waiting("AWS to finish deleting " + name);
  }

  /** Without Terminate nothing ends; without Launch an instance in standby cannot come back. */
  private void resumeProcesses(AutoScalingGroup group) {
    List<String> suspended =
        group.suspendedProcesses().stream()
            .map(SuspendedProcess::processName)
            .filter(NEEDED_PROCESSES::contains)
            .toList();
    if (!suspended.isEmpty()) {
      autoScaling.resumeProcesses(
          request ->
              request
                  .autoScalingGroupName(group.autoScalingGroupName())
                  .scalingProcesses(suspended));
    }
  }

  private void removeWhatWouldRefill(String name) {
    autoScaling
        .describeScheduledActionsPaginator(request -> request.autoScalingGroupName(name))
        .scheduledUpdateGroupActions()
        .stream()
        .map(ScheduledUpdateGroupAction::scheduledActionName)
        .toList()
        .forEach(
            action ->
                autoScaling.deleteScheduledAction(
                    request -> request.autoScalingGroupName(name).scheduledActionName(action)));
    autoScaling
        .describePoliciesPaginator(request -> request.autoScalingGroupName(name))
        .scalingPolicies()
        .stream()
        .map(ScalingPolicy::policyName)
        .toList()
        .forEach(
            policy ->
                autoScaling.deletePolicy(
                    request -> request.autoScalingGroupName(name).policyName(policy)));
  }

  private void liftProtection(AutoScalingGroup group) {
    String name = group.autoScalingGroupName();
    if (Boolean.TRUE.equals(group.newInstancesProtectedFromScaleIn())) {
      autoScaling.updateAutoScalingGroup(
          request -> request.autoScalingGroupName(name).newInstancesProtectedFromScaleIn(false));
    }
    List<String> guarded =
        group.instances().stream()
            .filter(instance -> Boolean.TRUE.equals(instance.protectedFromScaleIn()))
            .filter(instance -> UNPROTECTABLE_STATES.contains(instance.lifecycleState()))
            .map(Instance::instanceId)
            .toList();
    for (int from = 0; from < guarded.size(); from += PROTECTED_A_CALL) {
      List<String> some = guarded.subList(from, Math.min(from + PROTECTED_A_CALL, guarded.size()));
      autoScaling.setInstanceProtection(
          request ->
              request.autoScalingGroupName(name).instanceIds(some).protectedFromScaleIn(false));
    }
  }

  /**
   * Before the group shrinks, because an instance comes back from standby by raising the desired
   * capacity. Where the maximum forbids that, the instance ends where it stands. AWS refuses with
   * the same code what is no longer in standby, or of this group, so it is looked at again.
   */
  private void endStandby(AutoScalingGroup group) {
    String name = group.autoScalingGroupName();
    for (Instance instance : group.instances()) {
      if (instance.lifecycleState() != LifecycleState.STANDBY) {
        continue;
      }
      try {
        autoScaling.exitStandby(
            request -> request.autoScalingGroupName(name).instanceIds(instance.instanceId()));
      } catch (AwsCallException refused) {
        if (refused.failure().kind() != FailureKind.INVALID) {
          throw refused;
        }
        if (isStandingBy(name, instance.instanceId())) {
          autoScaling.terminateInstanceInAutoScalingGroup(
              request ->
                  request.instanceId(instance.instanceId()).shouldDecrementDesiredCapacity(false));
        }
      }
    }
  }

  private boolean isStandingBy(String name, String instanceId) {
    return inventory.autoScalingGroup(name).stream()
        .filter(group -> group.status() == null)
        .flatMap(group -> group.instances().stream())
        .filter(instance -> instance.lifecycleState() == LifecycleState.STANDBY)
        .anyMatch(instance -> instance.instanceId().equals(instanceId));
  }

  private void shrinkToZero(String name) {
    autoScaling.updateAutoScalingGroup(
        request -> request.autoScalingGroupName(name).minSize(0).maxSize(0).desiredCapacity(0));
  }
}
