package dev.hastack.sandbox.aws.autoscaling;

import static dev.hastack.sandbox.aws.autoscaling.Calls.invalid;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Page;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.autoscaling.model.DeletePolicyRequest;
import software.amazon.awssdk.services.autoscaling.model.DeletePolicyResponse;
import software.amazon.awssdk.services.autoscaling.model.DeleteScheduledActionRequest;
import software.amazon.awssdk.services.autoscaling.model.DeleteScheduledActionResponse;
import software.amazon.awssdk.services.autoscaling.model.DescribePoliciesRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribePoliciesResponse;
import software.amazon.awssdk.services.autoscaling.model.DescribeScheduledActionsRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeScheduledActionsResponse;
import software.amazon.awssdk.services.autoscaling.model.PutScalingPolicyRequest;
import software.amazon.awssdk.services.autoscaling.model.PutScalingPolicyResponse;
import software.amazon.awssdk.services.autoscaling.model.PutScheduledUpdateGroupActionRequest;
import software.amazon.awssdk.services.autoscaling.model.PutScheduledUpdateGroupActionResponse;
import software.amazon.awssdk.services.autoscaling.model.ScalingPolicy;
import software.amazon.awssdk.services.autoscaling.model.ScheduledUpdateGroupAction;

/** Scaling policies and scheduled actions (API reference, operations of these names). */
final class PlanCalls {
  private static final int MOST_POLICIES = 50;
  private static final int MOST_ACTIONS = 125;
  private static final int BY_DEFAULT = 50;
  private static final int MOST = 100;
  private static final String SIMPLE = "SimpleScaling";

  private final Calls calls;

  PlanCalls(Calls calls) {
    this.calls = calls;
  }

  PutScalingPolicyResponse putPolicy(PutScalingPolicyRequest request) {
    Group group = calls.groups().require(request.autoScalingGroupName());
    SortedMap<String, ScalingPolicy> policies = new TreeMap<>(group.plans().policies());
    ScalingPolicy before = policies.get(request.policyName());
    String arn =
        before == null
            ? arn("scalingPolicy", group, "policyName", request.policyName())
            : before.policyARN();
    policies.put(request.policyName(), policy(request, arn));
    if (policies.size() > MOST_POLICIES) {
      throw new ApiError("LimitExceeded", "A group has at most 50 scaling policies.");
    }
    calls.groups().put(group.with(new Group.Plans(policies, group.plans().scheduledActions())));
    return PutScalingPolicyResponse.builder().policyARN(arn).alarms(List.of()).build();
  }

  private static ScalingPolicy policy(PutScalingPolicyRequest request, String arn) {
    return ScalingPolicy.builder()
        .autoScalingGroupName(request.autoScalingGroupName())
        .policyName(request.policyName())
        .policyARN(arn)
        .policyType(Optional.ofNullable(request.policyType()).orElse(SIMPLE))
        .adjustmentType(request.adjustmentType())
        .minAdjustmentStep(request.minAdjustmentStep())
        .minAdjustmentMagnitude(request.minAdjustmentMagnitude())
        .scalingAdjustment(request.scalingAdjustment())
        .cooldown(request.cooldown())
        .metricAggregationType(request.metricAggregationType())
        .stepAdjustments(request.stepAdjustments())
        .estimatedInstanceWarmup(request.estimatedInstanceWarmup())
        .targetTrackingConfiguration(request.targetTrackingConfiguration())
        .predictiveScalingConfiguration(request.predictiveScalingConfiguration())
        .enabled(!Boolean.FALSE.equals(request.enabled()))
        .alarms(List.of())
        .build();
  }

  private String arn(String kind, Group group, String part, String name) {
    SplittableRandom random =
        calls.world().foundation().chance().of("%s %s %s".formatted(kind, group.name(), name));
    return calls
        .world()
        .foundation()
        .arn(
            "autoscaling",
            "%s:%s:autoScalingGroupName/%s:%s/%s"
                .formatted(
                    kind,
                    new UUID(random.nextLong(), random.nextLong()),
                    group.name(),
                    part,
                    name));
  }

  /** A policy is named by its name or its ARN; without a group the ARN finds it. */
  DeletePolicyResponse deletePolicy(DeletePolicyRequest request) {
    for (Group group : calls.groups().all()) {
      boolean meant =
          request.autoScalingGroupName() == null
              || request.autoScalingGroupName().equals(group.name());
      for (ScalingPolicy policy : group.plans().policies().values()) {
        if (meant && isNamed(policy, request.policyName())) {
          SortedMap<String, ScalingPolicy> left = new TreeMap<>(group.plans().policies());
          left.remove(policy.policyName());
          calls.groups().put(group.with(new Group.Plans(left, group.plans().scheduledActions())));
          return DeletePolicyResponse.builder().build();
        }
      }
    }
    throw invalid("The policy %s does not exist.".formatted(request.policyName()));
  }

  private static boolean isNamed(ScalingPolicy policy, String nameOrArn) {
    return policy.policyName().equals(nameOrArn) || policy.policyARN().equals(nameOrArn);
  }

  DescribePoliciesResponse describePolicies(DescribePoliciesRequest request) {
    List<ScalingPolicy> all =
        seen(request.autoScalingGroupName()).stream()
            .flatMap(group -> group.plans().policies().values().stream())
            .filter(
                policy ->
                    request.policyNames().isEmpty()
                        || request.policyNames().stream().anyMatch(name -> isNamed(policy, name)))
            .filter(
                policy ->
                    request.policyTypes().isEmpty()
                        || request.policyTypes().contains(policy.policyType()))
            .toList();
    Page<ScalingPolicy> page = page(all, request.nextToken(), request.maxRecords());
    return DescribePoliciesResponse.builder()
        .scalingPolicies(page.items())
        .nextToken(page.nextToken())
        .build();
  }

  private List<Group> seen(@Nullable String groupName) {
    return groupName == null
        ? calls.groups().seen()
        : List.of(calls.groups().requireSeen(groupName));
  }

  private <T> Page<T> page(List<T> all, @Nullable String token, @Nullable Integer asked) {
    return Page.of(all, token, calls.call().pageSize(asked, BY_DEFAULT, MOST), "InvalidNextToken");
  }

  PutScheduledUpdateGroupActionResponse putScheduledAction(
      PutScheduledUpdateGroupActionRequest request) {
    Group group = calls.groups().require(request.autoScalingGroupName());
    SortedMap<String, ScheduledUpdateGroupAction> actions =
        new TreeMap<>(group.plans().scheduledActions());
    ScheduledUpdateGroupAction before = actions.get(request.scheduledActionName());
    String arn =
        before == null
            ? arn(
                "scheduledUpdateGroupAction",
                group,
                "scheduledActionName",
                request.scheduledActionName())
            : before.scheduledActionARN();
    actions.put(request.scheduledActionName(), action(request, arn));
    if (actions.size() > MOST_ACTIONS) {
      throw new ApiError("LimitExceeded", "A group has at most 125 scheduled actions.");
    }
    calls.groups().put(group.with(new Group.Plans(group.plans().policies(), actions)));
    return PutScheduledUpdateGroupActionResponse.builder().build();
  }

  private ScheduledUpdateGroupAction action(
      PutScheduledUpdateGroupActionRequest request, String arn) {
    Instant start = Optional.ofNullable(request.startTime()).orElse(request.time());
    if (start != null && start.isBefore(calls.now())) {
      throw invalid("Given start time is in the past");
    }
    if (start == null && request.recurrence() == null) {
      throw invalid("Either a start time or a recurrence is required.");
    }
    if (request.minSize() == null
        && request.maxSize() == null
        && request.desiredCapacity() == null) {
      throw invalid("At least one of MinSize, MaxSize and DesiredCapacity is required.");
    }
    return ScheduledUpdateGroupAction.builder()
        .autoScalingGroupName(request.autoScalingGroupName())
        .scheduledActionName(request.scheduledActionName())
        .scheduledActionARN(arn)
        .time(start)
        .startTime(start)
        .endTime(request.endTime())
        .recurrence(request.recurrence())
        .minSize(request.minSize())
        .maxSize(request.maxSize())
        .desiredCapacity(request.desiredCapacity())
        .timeZone(request.timeZone())
        .build();
  }

  DeleteScheduledActionResponse deleteScheduledAction(DeleteScheduledActionRequest request) {
    Group group = calls.groups().require(request.autoScalingGroupName());
    SortedMap<String, ScheduledUpdateGroupAction> left =
        new TreeMap<>(group.plans().scheduledActions());
    if (left.remove(request.scheduledActionName()) == null) {
      throw invalid("Scheduled action name not found");
    }
    calls.groups().put(group.with(new Group.Plans(group.plans().policies(), left)));
    return DeleteScheduledActionResponse.builder().build();
  }

  DescribeScheduledActionsResponse describeScheduledActions(
      DescribeScheduledActionsRequest request) {
    List<ScheduledUpdateGroupAction> all =
        seen(request.autoScalingGroupName()).stream()
            .flatMap(group -> group.plans().scheduledActions().values().stream())
            .filter(
                action ->
                    request.scheduledActionNames().isEmpty()
                        || request.scheduledActionNames().contains(action.scheduledActionName()))
            .filter(
                action ->
                    request.startTime() == null
                        || action.startTime() == null
                        || !action.startTime().isBefore(request.startTime()))
            .filter(
                action ->
                    request.endTime() == null
                        || action.startTime() == null
                        || !action.startTime().isAfter(request.endTime()))
            .toList();
    Page<ScheduledUpdateGroupAction> page = page(all, request.nextToken(), request.maxRecords());
    return DescribeScheduledActionsResponse.builder()
        .scheduledUpdateGroupActions(page.items())
        .nextToken(page.nextToken())
        .build();
  }
}
