package dev.hastack.provider.aws.gateway;

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
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.Tag;

/** Auto Scaling groups. */
public final class AutoScalingGroupGateway implements ResourceGateway {
  private static final String GRANULARITY = "1Minute";
  private static final String TAGGED_TYPE = "auto-scaling-group";

  /** What UpdateAutoScalingGroup changes, besides the members of the policy. */
  private static final Set<String> UPDATED =
      Set.of(
          AutoScalingGroup.MIN_SIZE,
          AutoScalingGroup.MAX_SIZE,
          AutoScalingGroup.DESIRED_CAPACITY,
          AutoScalingGroup.VPC_ZONE_IDENTIFIER,
          AutoScalingGroup.HEALTH_CHECK_TYPE,
          AutoScalingGroup.HEALTH_CHECK_GRACE_PERIOD,
          AutoScalingGroup.DEFAULT_INSTANCE_WARMUP,
          AutoScalingGroup.MAX_INSTANCE_LIFETIME,
          AutoScalingGroup.TERMINATION_POLICIES,
          AutoScalingGroup.PROTECTED_FROM_SCALE_IN);

  private final AutoScalingClient autoScaling;
  private final Inventory inventory;
  private final GroupReader reader;
  private final GroupDeletion deletion;

  public AutoScalingGroupGateway(AutoScalingClient autoScaling, Inventory inventory) {
    this.autoScaling = autoScaling;
    this.inventory = inventory;
    this.reader = new GroupReader(inventory);
    this.deletion = new GroupDeletion(autoScaling, inventory);
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
    for (var existing : inventory.autoScalingGroups(target.stack(), Set.of(name))) {
      if (existing.autoScalingGroupName().equals(name)) {
        if (existing.status() != null) {
          return new Outcome.Waiting("the deletion of the former " + name);
        }
        return AwsTags.claim(target.stack(), GroupReader.byKey(existing.tags()))
                .equals(Optional.of(target.id()))
            ? new Outcome.Done(outputs(name))
            : Refusals.notOwned("autoscaling:CreateAutoScalingGroup", name);
      }
    }
    AttributeValues after = target.after();
    var tags = new TreeMap<>(after.keyedTexts(AutoScalingGroup.TAGS));
    tags.putAll(AwsTags.ownership(target.stack(), target.id()));
    autoScaling.createAutoScalingGroup(
        request -> {
          request
              .autoScalingGroupName(name)
              .mixedInstancesPolicy(GroupPolicy.write(after))
              .tags(tags(name, tags, true));
          after.whole(AutoScalingGroup.MIN_SIZE).ifPresent(request::minSize);
          after.whole(AutoScalingGroup.MAX_SIZE).ifPresent(request::maxSize);
          after.whole(AutoScalingGroup.DESIRED_CAPACITY).ifPresent(request::desiredCapacity);
          subnets(after).ifPresent(request::vpcZoneIdentifier);
          healthCheckType(after).ifPresent(request::healthCheckType);
          after
              .whole(AutoScalingGroup.HEALTH_CHECK_GRACE_PERIOD)
              .ifPresent(request::healthCheckGracePeriod);
          after
              .whole(AutoScalingGroup.DEFAULT_INSTANCE_WARMUP)
              .ifPresent(request::defaultInstanceWarmup);
          after
              .whole(AutoScalingGroup.MAX_INSTANCE_LIFETIME)
              .ifPresent(request::maxInstanceLifetime);
          terminationPolicies(after).ifPresent(request::terminationPolicies);
          after
              .flag(AutoScalingGroup.PROTECTED_FROM_SCALE_IN)
              .ifPresent(request::newInstancesProtectedFromScaleIn);
          List<String> targetGroups = after.texts(AutoScalingGroup.TARGET_GROUP_ARNS);
          if (!targetGroups.isEmpty()) {
            request.targetGroupARNs(targetGroups);
          }
        });
    changeSuspensions(name, Set.of(), after.texts(AutoScalingGroup.SUSPENDED_PROCESSES));
    changeMetrics(name, Set.of(), after.texts(AutoScalingGroup.ENABLED_METRICS));
    return new Outcome.Done(outputs(name));
  }

  @Override
  public Outcome update(Target target, Present observed) {
    String name = observed.physicalName();
    if (target.changesAny(UPDATED) || target.changesAny(GroupPolicy.MEMBERS)) {
      Optional<Failure> refused = updateGroup(name, target);
      if (refused.isPresent()) {
        return new Outcome.Failed(refused.get());
      }
    }
    var before = AttributeValues.of(observed.spec().values());
    AttributeValues after = target.after();
    if (target.changes(AutoScalingGroup.TARGET_GROUP_ARNS)) {
      changeTargetGroups(target, name, before.texts(AutoScalingGroup.TARGET_GROUP_ARNS));
    }
    if (target.changes(AutoScalingGroup.SUSPENDED_PROCESSES)) {
      changeSuspensions(
          name,
          before.texts(AutoScalingGroup.SUSPENDED_PROCESSES),
          after.texts(AutoScalingGroup.SUSPENDED_PROCESSES));
    }
    if (target.changes(AutoScalingGroup.ENABLED_METRICS)) {
      changeMetrics(
          name,
          before.texts(AutoScalingGroup.ENABLED_METRICS),
          after.texts(AutoScalingGroup.ENABLED_METRICS));
    }
    retag(
        observed,
        target.keysToSet(AutoScalingGroup.TAGS),
        target.keysToRemove(AutoScalingGroup.TAGS));
    return new Outcome.Done(outputs(name));
  }

  /**
   * AWS says {@code ValidationError} both to a wrong value and to a group that is gone, so a
   * refusal is looked into by reading again.
   */
  private Optional<Failure> updateGroup(String name, Target target) {
    AttributeValues after = target.after();
    try {
      autoScaling.updateAutoScalingGroup(
          request -> {
            // The policy goes along whole each time: what is left out of it would be up to AWS.
            request.autoScalingGroupName(name).mixedInstancesPolicy(GroupPolicy.write(after));
            changed(target, AutoScalingGroup.MIN_SIZE)
                .flatMap(after::whole)
                .ifPresent(request::minSize);
            changed(target, AutoScalingGroup.MAX_SIZE)
                .flatMap(after::whole)
                .ifPresent(request::maxSize);
            changed(target, AutoScalingGroup.DESIRED_CAPACITY)
                .flatMap(after::whole)
                .ifPresent(request::desiredCapacity);
            changed(target, AutoScalingGroup.VPC_ZONE_IDENTIFIER)
                .flatMap(attribute -> subnets(after))
                .ifPresent(request::vpcZoneIdentifier);
            changed(target, AutoScalingGroup.HEALTH_CHECK_TYPE)
                .flatMap(attribute -> healthCheckType(after))
                .ifPresent(request::healthCheckType);
            changed(target, AutoScalingGroup.HEALTH_CHECK_GRACE_PERIOD)
                .flatMap(after::whole)
                .ifPresent(request::healthCheckGracePeriod);
            changed(target, AutoScalingGroup.DEFAULT_INSTANCE_WARMUP)
                .flatMap(after::whole)
                .ifPresent(request::defaultInstanceWarmup);
            changed(target, AutoScalingGroup.MAX_INSTANCE_LIFETIME)
                .flatMap(after::whole)
                .ifPresent(request::maxInstanceLifetime);
            changed(target, AutoScalingGroup.TERMINATION_POLICIES)
                .flatMap(attribute -> terminationPolicies(after))
                .ifPresent(request::terminationPolicies);
            changed(target, AutoScalingGroup.PROTECTED_FROM_SCALE_IN)
                .flatMap(after::flag)
                .ifPresent(request::newInstancesProtectedFromScaleIn);
          });
      return Optional.empty();
    } catch (AwsCallException refused) {
      Failure failure = refused.failure();
      boolean there =
          failure.kind() != FailureKind.INVALID
              || inventory.autoScalingGroups(target.stack(), Set.of(name)).stream()
                  .anyMatch(
                      group -> group.autoScalingGroupName().equals(name) && group.status() == null);
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

  private static Optional<String> changed(Target target, String attribute) {
    return target.changes(attribute) ? Optional.of(attribute) : Optional.empty();
  }

  /** Attaches what is wanted; detaches only target groups of this stack, never somebody else's. */
  private void changeTargetGroups(Target target, String name, List<String> attached) {
    List<String> wanted = target.after().texts(AutoScalingGroup.TARGET_GROUP_ARNS);
    List<String> missing = wanted.stream().filter(arn -> !attached.contains(arn)).toList();
    if (!missing.isEmpty()) {
      autoScaling.attachLoadBalancerTargetGroups(
          request -> request.autoScalingGroupName(name).targetGroupARNs(missing));
    }
    List<String> surplus = attached.stream().filter(arn -> !wanted.contains(arn)).toList();
    if (surplus.isEmpty()) {
      return;
    }
    Set<String> ours = targetGroupsOf(target.stack());
    List<String> detached = surplus.stream().filter(ours::contains).toList();
    if (!detached.isEmpty()) {
      autoScaling.detachLoadBalancerTargetGroups(
          request -> request.autoScalingGroupName(name).targetGroupARNs(detached));
    }
  }

  private Set<String> targetGroupsOf(StackId stack) {
    var groups = inventory.targetGroups(Set.of(stack.name()));
    var ours = new HashSet<String>();
    inventory
        .targetGroupTags(groups.stream().map(group -> group.targetGroupArn()).toList())
        .forEach(
            (arn, tags) ->
                AwsTags.claim(stack, tags)
                    .filter(id -> id.kind().equals(TargetGroup.KIND))
                    .ifPresent(id -> ours.add(arn)));
    return ours;
  }

  private void changeSuspensions(
      String name, Collection<String> suspended, Collection<String> wanted) {
    List<String> toSuspend = minus(wanted, suspended);
    if (!toSuspend.isEmpty()) {
      autoScaling.suspendProcesses(
          request -> request.autoScalingGroupName(name).scalingProcesses(toSuspend));
    }
    List<String> toResume = minus(suspended, wanted);
    if (!toResume.isEmpty()) {
      autoScaling.resumeProcesses(
          request -> request.autoScalingGroupName(name).scalingProcesses(toResume));
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
  public Outcome delete(StackId stack, ResourceId id, Present observed) {
    return deletion.advance(stack, id, observed.physicalName());
  }

  @Override
  public void retag(Present observed, Map<String, String> set, Set<String> removed) {
    String name = observed.physicalName();
    if (!set.isEmpty()) {
      boolean propagated = !set.containsKey(AwsTags.RETAINED);
      autoScaling.createOrUpdateTags(request -> request.tags(tags(name, set, propagated)));
    }
    if (!removed.isEmpty()) {
      List<Tag> keys =
          removed.stream()
              .map(key -> Tag.builder().resourceId(name).resourceType(TAGGED_TYPE).key(key).build())
              .toList();
      autoScaling.deleteTags(request -> request.tags(keys));
    }
  }

  private static Collection<Tag> tags(String name, Map<String, String> tags, boolean propagated) {
    return tags.entrySet().stream()
        .map(
            tag ->
                Tag.builder()
                    .resourceId(name)
                    .resourceType(TAGGED_TYPE)
                    .key(tag.getKey())
                    .value(tag.getValue())
                    .propagateAtLaunch(propagated)
                    .build())
        .toList();
  }

  private static Optional<String> subnets(AttributeValues after) {
    return after
        .value(AutoScalingGroup.VPC_ZONE_IDENTIFIER)
        .map(value -> String.join(",", after.texts(AutoScalingGroup.VPC_ZONE_IDENTIFIER)));
  }

  private static Optional<String> healthCheckType(AttributeValues after) {
    return after
        .value(AutoScalingGroup.HEALTH_CHECK_TYPE)
        .map(
            value ->
                AutoScalingGroup.healthCheckType(after.texts(AutoScalingGroup.HEALTH_CHECK_TYPE)));
  }

  private static Optional<List<String>> terminationPolicies(AttributeValues after) {
    return after
        .value(AutoScalingGroup.TERMINATION_POLICIES)
        .map(value -> after.texts(AutoScalingGroup.TERMINATION_POLICIES));
  }

  private static Map<String, Value> outputs(String name) {
    return Map.of(AutoScalingGroup.OUTPUT_NAME, Value.text(name));
  }
}
