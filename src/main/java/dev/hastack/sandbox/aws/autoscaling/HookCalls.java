package dev.hastack.sandbox.aws.autoscaling;

import static dev.hastack.sandbox.aws.autoscaling.Calls.invalid;

import dev.hastack.sandbox.aws.world.ApiError;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.autoscaling.model.CompleteLifecycleActionRequest;
import software.amazon.awssdk.services.autoscaling.model.CompleteLifecycleActionResponse;
import software.amazon.awssdk.services.autoscaling.model.DeleteLifecycleHookRequest;
import software.amazon.awssdk.services.autoscaling.model.DeleteLifecycleHookResponse;
import software.amazon.awssdk.services.autoscaling.model.DescribeLifecycleHookTypesRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeLifecycleHookTypesResponse;
import software.amazon.awssdk.services.autoscaling.model.DescribeLifecycleHooksRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeLifecycleHooksResponse;
import software.amazon.awssdk.services.autoscaling.model.LifecycleHook;
import software.amazon.awssdk.services.autoscaling.model.LifecycleHookSpecification;
import software.amazon.awssdk.services.autoscaling.model.PutLifecycleHookRequest;
import software.amazon.awssdk.services.autoscaling.model.PutLifecycleHookResponse;
import software.amazon.awssdk.services.autoscaling.model.RecordLifecycleActionHeartbeatRequest;
import software.amazon.awssdk.services.autoscaling.model.RecordLifecycleActionHeartbeatResponse;

/** Lifecycle hooks (API reference, PutLifecycleHook and the operations around it). */
final class HookCalls {
  private static final int MOST_HOOKS = 50;
  private static final int SHORTEST = 30;
  private static final int LONGEST = 7200;
  private static final int LONGEST_WAIT = 172_800;
  private static final int HEARTBEATS = 100;
  private static final String COMPLETED = "Lifecycle Action Completed with ABANDON Result";
  private static final Set<String> TRANSITIONS = Set.of(Hooks.LAUNCHING, Hooks.TERMINATING);
  private static final Set<String> RESULTS = Set.of(Hooks.CONTINUE, Hooks.ABANDON);

  /** An instance and the hook that holds it. */
  private record Held(Member member, HookAction action) {}

  private final Calls calls;

  HookCalls(Calls calls) {
    this.calls = calls;
  }

  /** A hook made together with its group. */
  static LifecycleHook made(String groupName, LifecycleHookSpecification asked) {
    return completed(
        LifecycleHook.builder()
            .autoScalingGroupName(groupName)
            .lifecycleHookName(asked.lifecycleHookName())
            .lifecycleTransition(asked.lifecycleTransition())
            .notificationTargetARN(asked.notificationTargetARN())
            .roleARN(asked.roleARN())
            .notificationMetadata(asked.notificationMetadata())
            .heartbeatTimeout(asked.heartbeatTimeout())
            .defaultResult(asked.defaultResult())
            .build());
  }

  PutLifecycleHookResponse put(PutLifecycleHookRequest request) {
    Group group = calls.groups().require(request.autoScalingGroupName());
    LifecycleHook before =
        Optional.ofNullable(group.hooks().get(request.lifecycleHookName()))
            .orElseGet(() -> LifecycleHook.builder().build());
    LifecycleHook hook =
        completed(
            LifecycleHook.builder()
                .autoScalingGroupName(group.name())
                .lifecycleHookName(request.lifecycleHookName())
                .lifecycleTransition(
                    or(request.lifecycleTransition(), before.lifecycleTransition()))
                .notificationTargetARN(
                    emptied(or(request.notificationTargetARN(), before.notificationTargetARN())))
                .roleARN(or(request.roleARN(), before.roleARN()))
                .notificationMetadata(
                    or(request.notificationMetadata(), before.notificationMetadata()))
                .heartbeatTimeout(or(request.heartbeatTimeout(), before.heartbeatTimeout()))
                .defaultResult(or(request.defaultResult(), before.defaultResult()))
                .build());
    var hooks = new TreeMap<>(group.hooks());
    hooks.put(hook.lifecycleHookName(), hook);
    if (hooks.size() > MOST_HOOKS) {
      throw new ApiError("LimitExceeded", "A group has at most 50 lifecycle hooks.");
    }
    calls.groups().put(group.withHooks(hooks));
    return PutLifecycleHookResponse.builder().build();
  }

  private static LifecycleHook completed(LifecycleHook hook) {
    if (hook.lifecycleHookName() == null || !TRANSITIONS.contains(hook.lifecycleTransition())) {
      throw invalid("Invalid lifecycle hook name or transition " + hook.lifecycleTransition());
    }
    int heartbeat = Optional.ofNullable(hook.heartbeatTimeout()).orElse(GroupDefaults.HEARTBEAT);
    String result = Optional.ofNullable(hook.defaultResult()).orElse(Hooks.ABANDON);
    if (heartbeat < SHORTEST || heartbeat > LONGEST || !RESULTS.contains(result)) {
      throw invalid(
          "HeartbeatTimeout must be within %d and %d, DefaultResult CONTINUE or ABANDON."
              .formatted(SHORTEST, LONGEST));
    }
    return hook.toBuilder()
        .heartbeatTimeout(heartbeat)
        .globalTimeout(Math.min(LONGEST_WAIT, HEARTBEATS * heartbeat))
        .defaultResult(result)
        .build();
  }

  private static <T> @Nullable T or(@Nullable T asked, @Nullable T before) {
    return asked == null ? before : asked;
  }

  private static @Nullable String emptied(@Nullable String target) {
    return target == null || target.isEmpty() ? null : target;
  }

  /** Waiting instances are let go: abandoned where they launch, else continued. */
  DeleteLifecycleHookResponse delete(DeleteLifecycleHookRequest request) {
    Group group = calls.groups().require(request.autoScalingGroupName());
    var hooks = new TreeMap<>(group.hooks());
    if (hooks.remove(request.lifecycleHookName()) == null) {
      throw invalid("No Lifecycle Hook found with name: " + request.lifecycleHookName());
    }
    Group changed =
        group.eachMember(
            (current, member) ->
                member.heldBy().stream()
                    .filter(
                        action ->
                            action.hook().lifecycleHookName().equals(request.lifecycleHookName()))
                    .findFirst()
                    .map(
                        action ->
                            complete(
                                current,
                                new Held(member, action),
                                member.isPending() ? Hooks.ABANDON : Hooks.CONTINUE))
                    .orElse(current));
    calls.groups().put(changed.withHooks(hooks));
    return DeleteLifecycleHookResponse.builder().build();
  }

  DescribeLifecycleHooksResponse describe(DescribeLifecycleHooksRequest request) {
    Group group = calls.groups().requireSeen(request.autoScalingGroupName());
    List<String> names = request.lifecycleHookNames();
    return DescribeLifecycleHooksResponse.builder()
        .lifecycleHooks(
            group.hooks().values().stream()
                .filter(hook -> names.isEmpty() || names.contains(hook.lifecycleHookName()))
                .toList())
        .build();
  }

  static DescribeLifecycleHookTypesResponse types(DescribeLifecycleHookTypesRequest request) {
    return DescribeLifecycleHookTypesResponse.builder()
        .lifecycleHookTypes(Hooks.LAUNCHING, Hooks.TERMINATING)
        .build();
  }

  CompleteLifecycleActionResponse complete(CompleteLifecycleActionRequest request) {
    Group group = calls.groups().require(request.autoScalingGroupName());
    if (!RESULTS.contains(request.lifecycleActionResult())) {
      throw invalid("Invalid lifecycle action result " + request.lifecycleActionResult());
    }
    Held held =
        find(
            group,
            request.lifecycleHookName(),
            request.lifecycleActionToken(),
            request.instanceId());
    calls.groups().put(complete(group, held, request.lifecycleActionResult()));
    return CompleteLifecycleActionResponse.builder().build();
  }

  private Group complete(Group group, Held held, String result) {
    return held.member().isPending()
        ? calls.entrances().complete(group, held.member(), held.action(), result, COMPLETED)
        : group.with(Hooks.complete(held.member(), held.action(), result));
  }

  RecordLifecycleActionHeartbeatResponse heartbeat(RecordLifecycleActionHeartbeatRequest request) {
    Group group = calls.groups().require(request.autoScalingGroupName());
    Held held =
        find(
            group,
            request.lifecycleHookName(),
            request.lifecycleActionToken(),
            request.instanceId());
    Member extended =
        held.member()
            .heldBy(
                held.member().heldBy().stream()
                    .map(
                        action ->
                            action.equals(held.action()) ? action.heartbeat(calls.now()) : action)
                    .toList());
    calls.groups().put(group.with(extended));
    return RecordLifecycleActionHeartbeatResponse.builder().build();
  }

  private static Held find(
      Group group, String hookName, @Nullable String token, @Nullable String instanceId) {
    for (Member member : group.all()) {
      for (HookAction action : member.heldBy()) {
        boolean meant =
            action.hook().lifecycleHookName().equals(hookName)
                && (token == null ? member.id().equals(instanceId) : action.token().equals(token));
        if (meant) {
          return new Held(member, action);
        }
      }
    }
    throw invalid(
        token == null
            ? "No active Lifecycle Action found with instance ID " + instanceId
            : "No active Lifecycle Action found with token " + token);
  }
}
