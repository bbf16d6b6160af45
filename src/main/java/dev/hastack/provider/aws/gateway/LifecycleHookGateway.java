package dev.hastack.provider.aws.gateway;

import static dev.hastack.provider.aws.rights.Grant.SIGNALS_OWN_GROUPS;

import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.stack.Health;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.Ownership;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import dev.hastack.provider.aws.AwsCallException;
import dev.hastack.provider.aws.AwsNames;
import dev.hastack.provider.aws.AwsTags;
import dev.hastack.provider.aws.inventory.Inventory;
import dev.hastack.provider.aws.resource.AttributeValues;
import dev.hastack.provider.aws.resource.LifecycleHook;
import dev.hastack.provider.aws.rights.AwsRight;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;

/**
 * The terminate hooks of our groups. Others' hooks on them are not looked at, and none is put on a
 * group that is not ours. A put overwrites, so that it is the same for what is there and what is
 * not.
 */
public final class LifecycleHookGateway implements ResourceGateway {
  static final List<AwsRight> RIGHTS =
      List.of(
          SIGNALS_OWN_GROUPS.toCall(
              "autoscaling:PutLifecycleHook",
              "A hook holds a server that ends until it is drained."),
          SIGNALS_OWN_GROUPS.toCall(
              "autoscaling:DeleteLifecycleHook",
              "A hook that nobody would answer only slows things."));

  private final AutoScalingClient autoScaling;
  private final Inventory inventory;

  public LifecycleHookGateway(AutoScalingClient autoScaling, Inventory inventory) {
    this.autoScaling = autoScaling;
    this.inventory = inventory;
  }

  @Override
  public String kind() {
    return LifecycleHook.KIND;
  }

  @Override
  public Reading read(StackId stack, Set<ResourceId> ids, Map<String, ResourceId> expected) {
    if (ids.isEmpty()) {
      return new Reading(List.of(), List.of());
    }
    Set<String> names =
        ids.stream()
            .map(id -> AwsNames.autoScalingGroup(stack, LifecycleHook.group(id)))
            .collect(Collectors.toSet());
    var found = new ArrayList<Reading.Found>();
    for (AutoScalingGroup group : inventory.autoScalingGroups(stack, names)) {
      owner(stack, group)
          .ifPresent(
              owner ->
                  hook(stack, group.autoScalingGroupName())
                      .map(hook -> new Reading.Found(LifecycleHook.terminate(owner), present(hook)))
                      .ifPresent(found::add));
    }
    return new Reading(found, List.of());
  }

  /** Which group of the stack it is, unless it is not ours or about to go with all its hooks. */
  private static Optional<ResourceId> owner(StackId stack, AutoScalingGroup group) {
    return group.status() != null
        ? Optional.empty()
        : AwsTags.claim(stack, GroupReader.byKey(group.tags()))
            .filter(id -> id.kind().equals(dev.hastack.provider.aws.resource.AutoScalingGroup.KIND))
            .filter(
                id -> AwsNames.autoScalingGroup(stack, id).equals(group.autoScalingGroupName()));
  }

  /** AWS says {@code ValidationError} of a group that is gone, so it is looked for again. */
  private Optional<software.amazon.awssdk.services.autoscaling.model.LifecycleHook> hook(
      StackId stack, String group) {
    try {
      return inventory.lifecycleHook(group, AwsNames.terminateHook(stack.cluster()));
    } catch (AwsCallException refused) {
      if (refused.failure().kind() == FailureKind.INVALID && !stands(stack, group)) {
        return Optional.empty();
      }
      throw refused;
    }
  }

  private boolean stands(StackId stack, String group) {
    return inventory.autoScalingGroup(group).flatMap(found -> owner(stack, found)).isPresent();
  }

  private static Present present(
      software.amazon.awssdk.services.autoscaling.model.LifecycleHook hook) {
    String name = AwsNames.lifecycleHook(hook.autoScalingGroupName(), hook.lifecycleHookName());
    return new Present(
        name,
        name,
        new LifecycleHook(
            AttributeValues.builder()
                .text(LifecycleHook.GROUP_NAME, hook.autoScalingGroupName())
                .text(LifecycleHook.TRANSITION, hook.lifecycleTransition())
                .whole(LifecycleHook.HEARTBEAT_TIMEOUT, hook.heartbeatTimeout())
                .text(LifecycleHook.DEFAULT_RESULT, hook.defaultResult())
                .build()),
        Map.of(),
        Ownership.OURS,
        Health.HEALTHY,
        Optional.empty(),
        Map.of());
  }

  @Override
  public Outcome create(Target target) {
    return put(target);
  }

  @Override
  public Outcome update(Target target, Present observed) {
    return put(target);
  }

  private Outcome put(Target target) {
    String name = target.after().text(LifecycleHook.GROUP_NAME).orElse("");
    Optional<AutoScalingGroup> group = inventory.autoScalingGroup(name);
    if (group.filter(found -> found.status() == null).isEmpty()) {
      return new Outcome.Waiting(name + " to be there");
    }
    if (owner(target.stack(), group.get()).isEmpty()) {
      return Refusals.notOwned("autoscaling:PutLifecycleHook", name);
    }
    AttributeValues after = target.after();
    autoScaling.putLifecycleHook(
        request -> {
          request
              .autoScalingGroupName(name)
              .lifecycleHookName(AwsNames.terminateHook(target.stack().cluster()));
          after.text(LifecycleHook.TRANSITION).ifPresent(request::lifecycleTransition);
          after.whole(LifecycleHook.HEARTBEAT_TIMEOUT).ifPresent(request::heartbeatTimeout);
          after.text(LifecycleHook.DEFAULT_RESULT).ifPresent(request::defaultResult);
        });
    return Outcome.done();
  }

  /** Instances that wait for it go on at once. */
  @Override
  public Outcome delete(Removal removal) {
    var values = AttributeValues.of(removal.observed().spec().values());
    String group = values.text(LifecycleHook.GROUP_NAME).orElse("");
    if (!stands(removal.stack(), group) || hook(removal.stack(), group).isEmpty()) {
      return Outcome.done();
    }
    autoScaling.deleteLifecycleHook(
        request ->
            request
                .autoScalingGroupName(group)
                .lifecycleHookName(AwsNames.terminateHook(removal.stack().cluster())));
    return Outcome.done();
  }

  /** It has no tags. */
  @Override
  public void retag(Present observed, Map<String, String> set, Set<String> removed) {}
}
