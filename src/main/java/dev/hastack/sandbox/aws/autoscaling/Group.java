package dev.hastack.sandbox.aws.autoscaling;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.LifecycleHook;
import software.amazon.awssdk.services.autoscaling.model.ScalingPolicy;
import software.amazon.awssdk.services.autoscaling.model.ScheduledUpdateGroupAction;
import software.amazon.awssdk.services.autoscaling.model.SuspendedProcess;

/**
 * The row of a group and of all that goes with it.
 *
 * @param settings as a describe echoes them, without instances and target groups
 * @param members by instance id
 * @param attachments by ARN of the target group
 * @param plans what is to change its size
 * @param activities newest first
 */
record Group(
    AutoScalingGroup settings,
    SortedMap<String, Member> members,
    SortedMap<String, Attachment> attachments,
    SortedMap<String, LifecycleHook> hooks,
    Plans plans,
    Activities activities) {

  Group {
    members = copy(members);
    attachments = copy(attachments);
    hooks = copy(hooks);
  }

  /** Policies and scheduled actions, by name. */
  record Plans(
      SortedMap<String, ScalingPolicy> policies,
      SortedMap<String, ScheduledUpdateGroupAction> scheduledActions) {
    Plans {
      policies = copy(policies);
      scheduledActions = copy(scheduledActions);
    }
  }

  static Group of(AutoScalingGroup settings) {
    return new Group(
        settings,
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>(),
        new Plans(new TreeMap<>(), new TreeMap<>()),
        Activities.none(settings.autoScalingGroupName(), settings.autoScalingGroupARN()));
  }

  String name() {
    return settings.autoScalingGroupName();
  }

  int desired() {
    return settings.desiredCapacity();
  }

  boolean isBeingDeleted() {
    return settings.status() != null;
  }

  boolean runs(String process) {
    return !suspended().contains(process);
  }

  Set<String> suspended() {
    return settings.suspendedProcesses().stream()
        .map(SuspendedProcess::processName)
        .collect(Collectors.toSet());
  }

  /** The types of health check that count besides EC2's. */
  boolean checksBy(String type) {
    return Arrays.asList(settings.healthCheckType().split(",", -1)).contains(type);
  }

  Collection<Member> all() {
    return members.values();
  }

  Optional<Member> member(String instanceId) {
    return Optional.ofNullable(members.get(instanceId));
  }

  List<Member> counting() {
    return members.values().stream().filter(Member::counts).toList();
  }

  Group with(AutoScalingGroup other) {
    return new Group(other, members, attachments, hooks, plans, activities);
  }

  Group with(Member member) {
    var changed = new TreeMap<>(members);
    changed.put(member.id(), member);
    return new Group(settings, changed, attachments, hooks, plans, activities);
  }

  Group without(Member member) {
    var changed = new TreeMap<>(members);
    changed.remove(member.id());
    return new Group(settings, changed, attachments, hooks, plans, activities);
  }

  Group withAttachments(SortedMap<String, Attachment> changed) {
    return new Group(settings, members, changed, hooks, plans, activities);
  }

  Group withHooks(SortedMap<String, LifecycleHook> changed) {
    return new Group(settings, members, attachments, changed, plans, activities);
  }

  Group with(Plans changed) {
    return new Group(settings, members, attachments, hooks, changed, activities);
  }

  Group with(Activities changed) {
    return new Group(settings, members, attachments, hooks, plans, changed);
  }

  /** Changes each member in turn; the change answers the whole group. */
  Group eachMember(BiFunction<Group, Member, Group> change) {
    Group changed = this;
    for (String id : members.keySet()) {
      Optional<Member> member = changed.member(id);
      if (member.isPresent()) {
        changed = change.apply(changed, member.get());
      }
    }
    return changed;
  }

  Group set(UnaryOperator<AutoScalingGroup.Builder> change) {
    return with(change.apply(settings.toBuilder()).build());
  }

  private static <V> SortedMap<String, V> copy(SortedMap<String, V> map) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }
}
