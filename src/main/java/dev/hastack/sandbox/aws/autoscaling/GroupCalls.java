package dev.hastack.sandbox.aws.autoscaling;

import static dev.hastack.sandbox.aws.autoscaling.Activities.at;
import static dev.hastack.sandbox.aws.autoscaling.Calls.invalid;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Foundation;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.CreateAutoScalingGroupRequest;
import software.amazon.awssdk.services.autoscaling.model.CreateAutoScalingGroupResponse;
import software.amazon.awssdk.services.autoscaling.model.DeleteAutoScalingGroupRequest;
import software.amazon.awssdk.services.autoscaling.model.DeleteAutoScalingGroupResponse;
import software.amazon.awssdk.services.autoscaling.model.LifecycleHook;
import software.amazon.awssdk.services.autoscaling.model.UpdateAutoScalingGroupRequest;
import software.amazon.awssdk.services.autoscaling.model.UpdateAutoScalingGroupResponse;

/** Makes, changes and deletes groups (API reference, operations of these names). */
final class GroupCalls {
  /** User guide, "Quotas for Auto Scaling resources and groups". */
  static final int MOST_GROUPS = 500;

  static final String DELETING = "Delete in progress";
  private static final Pattern NAME = Pattern.compile("[!-9;-~]{1,255}");

  private final Calls calls;
  private final Settings settings;

  GroupCalls(Calls calls) {
    this.calls = calls;
    this.settings = new Settings(calls.world());
  }

  CreateAutoScalingGroupResponse create(CreateAutoScalingGroupRequest request) {
    String name = request.autoScalingGroupName();
    validateNew(request);
    AutoScalingGroup made = settings.changed(blank(name, request), Wishes.of(request));
    var attachments = new TreeMap<String, Attachment>();
    request
        .targetGroupARNs()
        .forEach(arn -> attachments.put(TargetGroupCalls.existing(calls, arn), Attachment.ADDING));
    var hooks = new TreeMap<String, LifecycleHook>();
    request
        .lifecycleHookSpecificationList()
        .forEach(hook -> hooks.put(hook.lifecycleHookName(), HookCalls.made(name, hook)));
    Group group = Group.of(made).withAttachments(attachments).withHooks(hooks);
    String cause =
        "%s a user request created an AutoScalingGroup changing the desired capacity from 0 to %d."
            .formatted(at(calls.now()), made.desiredCapacity());
    calls.groups().put(group.with(group.activities().causedBy(cause)));
    return CreateAutoScalingGroupResponse.builder().build();
  }

  private void validateNew(CreateAutoScalingGroupRequest request) {
    String name = request.autoScalingGroupName();
    if (name == null || !NAME.matcher(name).matches()) {
      throw invalid("Invalid AutoScalingGroupName " + name);
    }
    calls.call().concerns(name);
    if (calls.groups().find(name).isPresent()) {
      throw new ApiError(
          "AlreadyExists",
          "AutoScalingGroup by this name already exists - A group with the name %s already exists"
              .formatted(name));
    }
    if (calls.groups().all().size() >= MOST_GROUPS) {
      throw new ApiError(
          "LimitExceeded", "You have already reached your limit of AutoScalingGroups.");
    }
    if (request.minSize() == null || request.maxSize() == null) {
      throw invalid("MinSize and MaxSize are required.");
    }
    if (request.launchTemplate() == null && request.mixedInstancesPolicy() == null) {
      throw invalid(
          "Valid requests must contain either LaunchTemplate, LaunchConfigurationName, InstanceId"
              + " or MixedInstancesPolicy parameter.");
    }
    if (request.vpcZoneIdentifier() == null || request.vpcZoneIdentifier().isBlank()) {
      throw invalid("At least one Availability Zone or VPC Subnet is required.");
    }
  }

  /** A group of which nothing was asked yet, with what AWS echoes by default. */
  private AutoScalingGroup blank(String name, CreateAutoScalingGroupRequest request) {
    Foundation foundation = calls.world().foundation();
    SplittableRandom random =
        foundation.chance().of("group " + name + " " + foundation.time().now());
    String id = new UUID(random.nextLong(), random.nextLong()).toString();
    return AutoScalingGroup.builder()
        .autoScalingGroupName(name)
        .autoScalingGroupARN(
            foundation.arn(
                "autoscaling", "autoScalingGroup:%s:autoScalingGroupName/%s".formatted(id, name)))
        .minSize(0)
        .maxSize(0)
        .desiredCapacity(0)
        .defaultCooldown(GroupDefaults.COOLDOWN)
        .healthCheckType(GroupDefaults.HEALTH_CHECK_TYPE)
        .healthCheckGracePeriod(0)
        .terminationPolicies(GroupDefaults.TERMINATION_POLICY)
        .newInstancesProtectedFromScaleIn(false)
        .availabilityZoneDistribution(
            zones -> zones.capacityDistributionStrategy(GroupDefaults.ZONE_DISTRIBUTION))
        .serviceLinkedRoleARN(
            "arn:aws:iam::%s:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling"
                .formatted(foundation.accountId()))
        .createdTime(calls.now().truncatedTo(ChronoUnit.MILLIS))
        .tags(Tags.put(name, java.util.List.of(), request.tags()))
        .build();
  }

  UpdateAutoScalingGroupResponse update(UpdateAutoScalingGroupRequest request) {
    Group group = calls.groups().require(request.autoScalingGroupName());
    AutoScalingGroup changed = settings.changed(group.settings(), Wishes.of(request));
    Group updated = group.with(changed);
    if (changed.desiredCapacity() != group.desired()) {
      String cause =
          "%s a user request update of AutoScalingGroup constraints to %s changing the desired"
              .concat(" capacity from %d to %d.")
              .formatted(
                  at(calls.now()),
                  Sizes.of(changed).text(),
                  group.desired(),
                  changed.desiredCapacity());
      updated = updated.with(group.activities().causedBy(cause));
    }
    calls.backoff().forget(group.name());
    calls.groups().put(updated);
    return UpdateAutoScalingGroupResponse.builder().build();
  }

  DeleteAutoScalingGroupResponse delete(DeleteAutoScalingGroupRequest request) {
    Group group = calls.groups().require(request.autoScalingGroupName());
    boolean force = Boolean.TRUE.equals(request.forceDelete());
    refuseProtected(group, force);
    if (!force) {
      refuseBusy(group);
    }
    Group deleting =
        group.set(settings -> settings.status(DELETING).minSize(0).maxSize(0).desiredCapacity(0));
    Collection<Member> members = group.all();
    for (Member member : members) {
      deleting = calls.exits().force(deleting, member);
    }
    for (String targetGroup : group.attachments().keySet()) {
      deleting = TargetGroups.set(deleting, targetGroup, Attachment.REMOVING);
    }
    calls.backoff().forget(group.name());
    calls.groups().put(deleting);
    return DeleteAutoScalingGroupResponse.builder().build();
  }

  /** User guide, "Configure deletion protection"; the code of the refusal is not documented. */
  private void refuseProtected(Group group, boolean force) {
    String protection = calls.groups().deletionProtection(group.name());
    boolean refused =
        protection.equals("prevent-all-deletion")
            || (force && protection.equals("prevent-force-deletion"));
    if (refused) {
      throw new ApiError(
          "ResourceInUse",
          "AutoScalingGroup %s has deletion protection %s.".formatted(group.name(), protection));
    }
  }

  private static void refuseBusy(Group group) {
    if (!group.members().isEmpty()) {
      throw new ApiError(
          "ResourceInUse",
          "You cannot delete an AutoScalingGroup while there are instances or pending Spot instance"
              + " request(s) still in the group.");
    }
    if (group.activities().anyInProgress()) {
      throw new ApiError(
          "ScalingActivityInProgress",
          "You cannot delete an AutoScalingGroup while there are scaling activities in progress for"
              + " that group.");
    }
  }
}
