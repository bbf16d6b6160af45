package dev.hastack.provider.aws.gateway;

import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.stack.Health;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.Ownership;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.AwsCallException;
import dev.hastack.provider.aws.AwsTags;
import dev.hastack.provider.aws.inventory.Inventory;
import dev.hastack.provider.aws.resource.AttributeValues;
import dev.hastack.provider.aws.resource.AutoScalingGroup;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.autoscaling.model.Activity;
import software.amazon.awssdk.services.autoscaling.model.EnabledMetric;
import software.amazon.awssdk.services.autoscaling.model.Instance;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateSpecification;
import software.amazon.awssdk.services.autoscaling.model.LifecycleState;
import software.amazon.awssdk.services.autoscaling.model.ScalingActivityStatusCode;
import software.amazon.awssdk.services.autoscaling.model.SuspendedProcess;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;
import software.amazon.awssdk.services.ec2.model.InstanceLifecycleType;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;

/** Reads a group as AWS describes it into attributes, health and live numbers. */
final class GroupReader {
  private static final String REFUSING_PROTECTION = "prevent-all-deletion";
  private static final String PROPAGATE_AT_LAUNCH = "PropagateAtLaunch";

  private final Inventory inventory;

  /** By group, of the instances it has: what an instance was bought as never changes. */
  private final Map<String, Map<String, Boolean>> spotInstances = new ConcurrentHashMap<>();

  GroupReader(Inventory inventory) {
    this.inventory = inventory;
  }

  Present present(
      software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup group,
      Ownership ownership) {
    Set<String> inService = in(group, LifecycleState.IN_SERVICE.name());
    var live = new HashMap<String, Value>();
    live.put(AutoScalingGroup.LIVE_DESIRED, Value.whole(group.desiredCapacity()));
    live.put(AutoScalingGroup.LIVE_IN_SERVICE, Value.whole(inService.size()));
    live.put(AutoScalingGroup.LIVE_SERVERS, Value.setOf(inService));
    Set<String> pending = in(group, "PENDING");
    Map<String, Boolean> isSpot = isSpot(group);
    long spot = inService.stream().filter(id -> isSpot.getOrDefault(id, false)).count();
    live.put(AutoScalingGroup.LIVE_PENDING, Value.whole(pending.size()));
    live.put(
        AutoScalingGroup.LIVE_PENDING_SPOT,
        // EC2 lists a new instance later than its group does, and none is to be taken for
        // On-Demand.
        Value.whole(pending.stream().filter(id -> isSpot.getOrDefault(id, true)).count()));
    live.put(AutoScalingGroup.LIVE_TERMINATING, Value.whole(in(group, "TERMINAT").size()));
    live.put(AutoScalingGroup.LIVE_SPOT, Value.whole(spot));
    live.put(AutoScalingGroup.LIVE_ON_DEMAND, Value.whole(inService.size() - spot));
    live.put(AutoScalingGroup.LIVE_OUTDATED, Value.whole(outdated(group)));
    Optional.ofNullable(byKey(group.tags()).get(AwsTags.ON_DEMAND_FALLBACK))
        .ifPresent(memory -> live.put(AutoScalingGroup.LIVE_STANDING_IN, Value.text(memory)));
    Health health = health(group, inService.size(), live);
    return new Present(
        group.autoScalingGroupName(),
        group.autoScalingGroupARN(),
        new AutoScalingGroup(attributes(group)),
        Map.of(AutoScalingGroup.OUTPUT_NAME, Value.text(group.autoScalingGroupName())),
        ownership,
        health,
        protection(group.autoScalingGroupName()),
        live);
  }

  /** Why AWS would refuse to delete the group: the protection against force alone does not. */
  Optional<String> protection(String groupName) {
    return inventory
        .deletionProtection(groupName)
        .filter(REFUSING_PROTECTION::equals)
        .map(
            protection ->
                "the group's DeletionProtection on AWS is "
                    + protection
                    + "; set it to none to let it go");
  }

  private Health health(
      software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup group,
      int inService,
      Map<String, Value> live) {
    if (group.status() != null) {
      return Health.DELETING;
    }
    boolean whole = inService >= group.desiredCapacity();
    if (whole && !live.containsKey(AutoScalingGroup.LIVE_STANDING_IN)) {
      return Health.HEALTHY;
    }
    List<Activity> recent = inventory.recentActivities(group.autoScalingGroupName());
    LaunchFailures.run(recent)
        .ifPresent(
            run -> {
              live.put(AutoScalingGroup.LIVE_FAILING_SINCE, Value.text(run.since().toString()));
              live.put(AutoScalingGroup.LIVE_FAILED_LAST, Value.text(run.last().toString()));
            });
    LaunchFailures.capacityFailedLast(recent)
        .ifPresent(
            time ->
                live.put(AutoScalingGroup.LIVE_CAPACITY_FAILED_LAST, Value.text(time.toString())));
    if (whole) {
      return Health.HEALTHY;
    }
    Optional<Activity> failed = LaunchFailures.standing(recent);
    failed.ifPresent(
        activity -> {
          String message = String.valueOf(activity.statusMessage());
          live.put(AutoScalingGroup.LIVE_LAST_FAILURE, Value.text(message));
          live.put(
              AutoScalingGroup.LIVE_LAST_FAILURE_KIND,
              Value.text(LaunchFailures.classify(message).name()));
        });
    return failed.isPresent() ? Health.DEGRADED : Health.PROGRESSING;
  }

  /** Whether an activity has come to its end. */
  static boolean isOver(Activity activity) {
    return Set.of(
            ScalingActivityStatusCode.SUCCESSFUL,
            ScalingActivityStatusCode.FAILED,
            ScalingActivityStatusCode.CANCELLED)
        .contains(activity.statusCode());
  }

  /** The instances whose state begins so, as each state does that a lifecycle hook divides. */
  private static Set<String> in(
      software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup group, String state) {
    return group.instances().stream()
        .filter(instance -> instance.lifecycleState() != null)
        .filter(instance -> instance.lifecycleState().name().startsWith(state))
        .map(Instance::instanceId)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Of those that EC2 lists, which is asked when the group has one that it did not list before. */
  private Map<String, Boolean> isSpot(
      software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup group) {
    String name = group.autoScalingGroupName();
    Set<String> ids =
        group.instances().stream().map(Instance::instanceId).collect(Collectors.toSet());
    if (ids.isEmpty()) {
      spotInstances.remove(name);
      return Map.of();
    }
    Map<String, Boolean> listed = spotInstances.getOrDefault(name, Map.of());
    if (!listed.keySet().containsAll(ids)) {
      listed =
          inventory.instancesOfGroup(name).stream()
              .collect(
                  Collectors.toUnmodifiableMap(
                      software.amazon.awssdk.services.ec2.model.Instance::instanceId,
                      instance -> instance.instanceLifecycle() == InstanceLifecycleType.SPOT));
      spotInstances.put(name, listed);
    }
    return listed;
  }

  private long outdated(software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup group) {
    LaunchTemplateSpecification pinned = numbered(GroupPolicy.template(group));
    return group.instances().stream()
        .map(Instance::launchTemplate)
        .filter(template -> pinned == null || template == null || !sameVersion(pinned, template))
        .count();
  }

  /** Instances have the number of the version they run, whatever their group calls it. */
  private @Nullable LaunchTemplateSpecification numbered(
      @Nullable LaunchTemplateSpecification pinned) {
    if (pinned == null || (pinned.version() != null && !pinned.version().startsWith("$"))) {
      return pinned;
    }
    return versions(pinned).stream()
        .findFirst()
        .map(version -> pinned.toBuilder().version(version.versionNumber().toString()).build())
        .orElse(pinned);
  }

  /** None where somebody removed the template, which its groups outlive. */
  private List<LaunchTemplateVersion> versions(LaunchTemplateSpecification pinned) {
    try {
      return inventory.launchTemplateVersion(
          pinned.launchTemplateId(),
          Objects.requireNonNullElse(pinned.version(), GroupPolicy.DEFAULT_VERSION));
    } catch (AwsCallException refused) {
      if (refused.failure().kind() != FailureKind.NOT_FOUND) {
        throw refused;
      }
      return List.of();
    }
  }

  private static boolean sameVersion(
      LaunchTemplateSpecification pinned, LaunchTemplateSpecification running) {
    return Objects.equals(pinned.launchTemplateId(), running.launchTemplateId())
        && Objects.equals(pinned.version(), running.version());
  }

  private static AttributeValues attributes(
      software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup group) {
    var attributes =
        AttributeValues.builder()
            .whole(AutoScalingGroup.MIN_SIZE, group.minSize())
            .whole(AutoScalingGroup.MAX_SIZE, group.maxSize())
            .whole(AutoScalingGroup.DESIRED_CAPACITY, group.desiredCapacity())
            .set(AutoScalingGroup.VPC_ZONE_IDENTIFIER, split(group.vpcZoneIdentifier()))
            .put(
                AutoScalingGroup.HEALTH_CHECK_TYPE,
                AutoScalingGroup.healthCheckTypes(split(group.healthCheckType())))
            .whole(AutoScalingGroup.HEALTH_CHECK_GRACE_PERIOD, group.healthCheckGracePeriod())
            .whole(
                AutoScalingGroup.DEFAULT_INSTANCE_WARMUP, orElse(group.defaultInstanceWarmup(), -1))
            .whole(AutoScalingGroup.MAX_INSTANCE_LIFETIME, orElse(group.maxInstanceLifetime(), 0))
            .list(AutoScalingGroup.TERMINATION_POLICIES, group.terminationPolicies())
            .flag(
                AutoScalingGroup.PROTECTED_FROM_SCALE_IN,
                Boolean.TRUE.equals(group.newInstancesProtectedFromScaleIn()))
            .flag(
                AutoScalingGroup.CAPACITY_REBALANCE, Boolean.TRUE.equals(group.capacityRebalance()))
            .set(
                AutoScalingGroup.SUSPENDED_PROCESSES,
                group.suspendedProcesses().stream().map(SuspendedProcess::processName).toList())
            .set(
                AutoScalingGroup.ENABLED_METRICS,
                group.enabledMetrics().stream().map(EnabledMetric::metric).toList())
            .set(AutoScalingGroup.TARGET_GROUP_ARNS, group.targetGroupARNs());
    GroupPolicy.read(group, attributes);
    Value tags = tagValues(group.tags());
    return attributes.put(AutoScalingGroup.TAGS, tags).build();
  }

  /** A tag that instances do not get is shown as such, since ours always reach them. */
  private static @Nullable Value tagValues(List<TagDescription> tags) {
    Set<String> attributes = AwsTags.attributes(byKey(tags)).keySet();
    var values = new TreeMap<String, Value>();
    for (TagDescription tag : tags) {
      if (attributes.contains(tag.key())) {
        values.put(
            tag.key(),
            Boolean.FALSE.equals(tag.propagateAtLaunch()) && AwsTags.isForInstances(tag.key())
                ? Value.struct(
                    Map.of(
                        "Value", Value.text(tag.value()), PROPAGATE_AT_LAUNCH, Value.flag(false)))
                : Value.text(tag.value()));
      }
    }
    return values.isEmpty() ? null : Value.struct(values);
  }

  static Map<String, String> byKey(List<TagDescription> tags) {
    var byKey = new TreeMap<String, String>();
    tags.forEach(tag -> byKey.put(tag.key(), tag.value()));
    return byKey;
  }

  private static int orElse(@Nullable Integer number, int otherwise) {
    return number == null ? otherwise : number;
  }

  private static List<String> split(@Nullable String commaSeparated) {
    return commaSeparated == null
        ? List.of()
        : Arrays.stream(commaSeparated.split(",", -1))
            .map(String::trim)
            .filter(item -> !item.isEmpty())
            .toList();
  }
}
