package dev.hastack.provider.aws.gateway;

import static dev.hastack.provider.aws.rights.Grant.FLEET_LINKED_ROLE;
import static dev.hastack.provider.aws.rights.Grant.FLEET_NEW_GROUPS;
import static dev.hastack.provider.aws.rights.Grant.FLEET_OWN_GROUPS;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.AwsCallException;
import dev.hastack.provider.aws.AwsNames;
import dev.hastack.provider.aws.AwsTags;
import dev.hastack.provider.aws.inventory.Inventory;
import dev.hastack.provider.aws.resource.AttributeValues;
import dev.hastack.provider.aws.resource.AutoScalingGroup;
import dev.hastack.provider.aws.resource.TargetGroup;
import dev.hastack.provider.aws.rights.AwsRight;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateOverrides;
import software.amazon.awssdk.services.autoscaling.model.Tag;

/** Auto Scaling groups. */
public final class AutoScalingGroupGateway implements ResourceGateway {
  static final List<AwsRight> RIGHTS =
      List.of(
          FLEET_NEW_GROUPS.toCall(
              "autoscaling:CreateAutoScalingGroup", "The servers are an Auto Scaling group's."),
          FLEET_LINKED_ROLE.dependent(
              "iam:CreateServiceLinkedRole",
              "The first group of an account has AWS make the role by which Auto Scaling acts.",
              "Service Authorization Reference: Amazon EC2 Auto Scaling, CreateAutoScalingGroup"),
          FLEET_OWN_GROUPS.toCall(
              "autoscaling:UpdateAutoScalingGroup",
              "Sizes, types, shares of Spot and the template's version follow the spec."),
          FLEET_OWN_GROUPS.toCall(
              "autoscaling:AttachLoadBalancerTargetGroups",
              "Servers receive what the target group is sent."),
          FLEET_OWN_GROUPS.toCall(
              "autoscaling:DetachLoadBalancerTargetGroups",
              "A group lets go of a target group that was replaced."),
          FLEET_OWN_GROUPS.toCall(
              "autoscaling:EnableMetricsCollection", "The spec may ask for metrics of the group."),
          FLEET_OWN_GROUPS.toCall(
              "autoscaling:DisableMetricsCollection",
              "Metrics that the spec has no more are stopped."),
          FLEET_OWN_GROUPS.toCall(
              "autoscaling:SuspendProcesses",
              "The spec may suspend processes, and a move of traffic suspends one for its while."),
          FLEET_OWN_GROUPS.toCall(
              "autoscaling:ResumeProcesses", "Processes that nobody wants suspended go on."),
          FLEET_OWN_GROUPS.toCall(
              "autoscaling:CreateOrUpdateTags",
              "Tags of the spec, and what the operator remembers on a group, are kept on it."),
          FLEET_OWN_GROUPS.toCall("autoscaling:DeleteTags", "Tags that nobody wants any more go."));

  private static final String GRANULARITY = "1Minute";

  private final AutoScalingClient autoScaling;
  private final Inventory inventory;
  private final GroupReader reader;
  private final GroupDeletion deletion;

  public AutoScalingGroupGateway(AutoScalingClient autoScaling, Inventory inventory) {
    this.autoScaling = autoScaling;
    this.inventory = inventory;
    this.reader = new GroupReader(inventory);
    this.deletion = new GroupDeletion(autoScaling, inventory, reader);
  }

  @Override
  public String kind() {
    return AutoScalingGroup.KIND;
  }

  @Override
  public Reading read(StackId stack, Set<ResourceId> ids, Map<String, ResourceId> expected) {
    var names = new HashMap<>(expected);
    ids.forEach(id -> names.put(AwsNames.autoScalingGroup(stack, id), id));
    var claims =
        new Claims<software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup>(
            kind(), stack, names);
    for (var group : inventory.autoScalingGroups(stack, names.keySet())) {
      Map<String, String> tags = GroupReader.byKey(group.tags());
      claims.judge(
          group,
          group.autoScalingGroupName(),
          tags,
          claims.claimed(tags).map(id -> AwsNames.autoScalingGroup(stack, id)));
    }
    return new Reading(
        claims.claims().stream()
            .map(
                claim ->
                    new Reading.Found(claim.id(), reader.present(claim.thing(), claim.ownership())))
            .toList(),
        claims.foreignCopies());
  }

  @Override
  public Outcome create(Target target) {
    String name = target.physicalName();
    var existing = inventory.autoScalingGroup(name);
    if (existing.isPresent()) {
      if (existing.get().status() != null) {
        return new Outcome.Waiting("the deletion of the former " + name);
      }
      return Refusals.alreadyThere(
          target,
          GroupReader.byKey(existing.get().tags()),
          "autoscaling:CreateAutoScalingGroup",
          name);
    }
    autoScaling.createAutoScalingGroup(GroupRequests.creation(target));
    AttributeValues after = target.after();
    suspend(name, after.texts(AutoScalingGroup.SUSPENDED_PROCESSES));
    changeMetrics(name, Set.of(), after.texts(AutoScalingGroup.ENABLED_METRICS));
    return new Outcome.Done(outputs(name));
  }

  @Override
  public Outcome update(Target target, Present observed) {
    String name = observed.physicalName();
    var before = AttributeValues.of(observed.spec().values());
    AttributeValues after = target.after();
    // What is said of a move comes before it begins, and goes after it has ended.
    retag(observed, target.keysToSet(AutoScalingGroup.TAGS), Set.of());
    List<String> suspended = before.texts(AutoScalingGroup.SUSPENDED_PROCESSES);
    List<String> toSuspend = after.texts(AutoScalingGroup.SUSPENDED_PROCESSES);
    boolean changesProcesses = target.changes(AutoScalingGroup.SUSPENDED_PROCESSES);
    if (changesProcesses) {
      suspend(name, minus(toSuspend, suspended));
    }
    if (target.changes(AutoScalingGroup.TARGET_GROUP_ARNS)) {
      changeTargetGroups(target, name, before.texts(AutoScalingGroup.TARGET_GROUP_ARNS));
    }
    if (GroupRequests.isNeeded(target)) {
      Optional<Failure> refused = updateGroup(name, target);
      if (refused.isPresent()) {
        return new Outcome.Failed(refused.get());
      }
    }
    if (changesProcesses) {
      resume(name, minus(suspended, toSuspend));
    }
    if (target.changes(AutoScalingGroup.ENABLED_METRICS)) {
      changeMetrics(
          name,
          before.texts(AutoScalingGroup.ENABLED_METRICS),
          after.texts(AutoScalingGroup.ENABLED_METRICS));
    }
    retag(observed, Map.of(), target.keysToRemove(AutoScalingGroup.TAGS));
    return new Outcome.Done(outputs(name));
  }

  /**
   * AWS says {@code ValidationError} both to a wrong value and to a group that is gone, so a
   * refusal is looked into by reading again.
   */
  private Optional<Failure> updateGroup(String name, Target target) {
    try {
      autoScaling.updateAutoScalingGroup(
          GroupRequests.update(name, target, standingOverrides(name, target)));
      return Optional.empty();
    } catch (AwsCallException refused) {
      Failure failure = refused.failure();
      boolean there =
          failure.kind() != FailureKind.INVALID
              || inventory.autoScalingGroup(name).stream()
                  .anyMatch(group -> group.status() == null);
      return Optional.of(
          there
              ? failure
              : new Failure(
                  FailureKind.CONFLICT,
                  failure.operation(),
                  failure.code(),
                  name + " is gone or being deleted: " + failure.message()));
    }
  }

  /** Read only where the attributes do not tell them. */
  private List<LaunchTemplateOverrides> standingOverrides(String name, Target target) {
    return GroupPolicy.hasForeignOverrides(target.after())
        ? inventory.autoScalingGroup(name).stream()
            .filter(group -> group.mixedInstancesPolicy() != null)
            .flatMap(group -> group.mixedInstancesPolicy().launchTemplate().overrides().stream())
            .toList()
        : List.of();
  }

  /**
   * Attaches what is wanted; detaches only target groups of this stack, never somebody else's. What
   * is gone is detached before anything else: beside it AWS launches nothing and may refuse other
   * changes, and while a wanted one is missing all of it is done again after a crash.
   */
  private void changeTargetGroups(Target target, String name, List<String> attached) {
    List<String> wanted = target.after().texts(AutoScalingGroup.TARGET_GROUP_ARNS);
    List<String> surplus = minus(attached, wanted);
    var known =
        surplus.isEmpty()
            ? new AttachedTargetGroups(List.of(), List.of())
            : AttachedTargetGroups.of(inventory, target.stack(), TargetGroup.APP, surplus);
    detach(name, known.gone());
    List<String> missing = minus(wanted, attached);
    if (!missing.isEmpty()) {
      autoScaling.attachLoadBalancerTargetGroups(
          request -> request.autoScalingGroupName(name).targetGroupARNs(missing));
    }
    detach(name, known.ours());
  }

  private void detach(String name, List<String> arns) {
    if (!arns.isEmpty()) {
      autoScaling.detachLoadBalancerTargetGroups(
          request -> request.autoScalingGroupName(name).targetGroupARNs(arns));
    }
  }

  private void suspend(String name, List<String> processes) {
    if (!processes.isEmpty()) {
      autoScaling.suspendProcesses(
          request -> request.autoScalingGroupName(name).scalingProcesses(processes));
    }
  }

  private void resume(String name, List<String> processes) {
    if (!processes.isEmpty()) {
      autoScaling.resumeProcesses(
          request -> request.autoScalingGroupName(name).scalingProcesses(processes));
    }
  }

  private void changeMetrics(String name, Collection<String> enabled, Collection<String> wanted) {
    if (!minus(wanted, enabled).isEmpty()) {
      autoScaling.enableMetricsCollection(
          request -> request.autoScalingGroupName(name).granularity(GRANULARITY).metrics(wanted));
    }
    if (wanted.isEmpty() && !enabled.isEmpty()) {
      autoScaling.disableMetricsCollection(
          request -> request.autoScalingGroupName(name).metrics(enabled));
    }
  }

  private static List<String> minus(Collection<String> all, Collection<String> without) {
    var rest = new ArrayList<>(all);
    rest.removeAll(without);
    return rest;
  }

  @Override
  public Outcome delete(Removal removal) {
    return deletion.advance(removal.stack(), removal.id(), removal.observed().physicalName());
  }

  @Override
  public void retag(Present observed, Map<String, String> set, Set<String> removed) {
    String name = observed.physicalName();
    Set<String> marks =
        AttributeValues.of(observed.spec().values()).keyed(AutoScalingGroup.TAGS).keySet();
    if (set.containsKey(AwsTags.RETAINED) && marks.contains(AwsTags.SUSPENDED)) {
      // Nobody would end the move that had begun: the group looks after its servers again.
      resume(name, List.of(AutoScalingGroup.REPLACE_UNHEALTHY));
      autoScaling.deleteTags(
          request ->
              request.tags(
                  GroupRequests.keys(name, Set.of(AwsTags.SUSPENDED, AwsTags.TRAFFIC_MOVED))));
    }
    if (!set.isEmpty()) {
      autoScaling.createOrUpdateTags(request -> request.tags(GroupRequests.tags(name, set)));
    }
    if (!removed.isEmpty()) {
      Collection<Tag> keys = GroupRequests.keys(name, removed);
      autoScaling.deleteTags(request -> request.tags(keys));
    }
  }

  private static Map<String, Value> outputs(String name) {
    return Map.of(AutoScalingGroup.OUTPUT_NAME, Value.text(name));
  }
}
