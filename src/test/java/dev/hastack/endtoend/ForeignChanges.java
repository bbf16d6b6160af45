package dev.hastack.endtoend;

import dev.hastack.provider.aws.resource.AutoScalingGroup;
import dev.hastack.provider.aws.resource.LaunchTemplate;
import dev.hastack.provider.aws.resource.TargetGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.autoscaling.model.EnabledMetric;
import software.amazon.awssdk.services.autoscaling.model.SuspendedProcess;

/**
 * A foreign change of every attribute that anybody can change, of a stack as {@link FullStack} has
 * it.
 */
final class ForeignChanges {
  private static final String TEAM = "team";

  /** One for all that a version holds: a version is made as a whole. */
  private static final Consumer<Intruder> OWN_VERSION = Intruder::makeOwnVersionDefault;

  private ForeignChanges() {}

  static List<ForeignChange> all() {
    return Stream.concat(ofGroupAndTargetGroup().stream(), ofTemplate().stream()).toList();
  }

  /**
   * While the template is as it should be, so that it is known which version the group should have.
   */
  static List<ForeignChange> ofGroupAndTargetGroup() {
    return Stream.concat(group().stream(), targetGroup().stream()).toList();
  }

  static List<ForeignChange> ofTemplate() {
    return List.of(
        version(LaunchTemplate.IMAGE_ID, live -> live.data().imageId()),
        version(LaunchTemplate.IAM_INSTANCE_PROFILE, live -> live.data().iamInstanceProfile()),
        version(LaunchTemplate.KEY_NAME, live -> live.data().keyName()),
        version(LaunchTemplate.SECURITY_GROUP_IDS, live -> live.data().securityGroupIds()),
        version(LaunchTemplate.USER_DATA, live -> live.data().userData()),
        version(LaunchTemplate.BLOCK_DEVICE_MAPPINGS, live -> live.data().blockDeviceMappings()),
        version(LaunchTemplate.METADATA_OPTIONS, live -> live.data().metadataOptions()),
        version(LaunchTemplate.MONITORING, live -> live.data().monitoring()),
        version(LaunchTemplate.TAG_SPECIFICATIONS + "." + TEAM, live -> live.volumeTag(TEAM)),
        version(LaunchTemplate.LAUNCH_TEMPLATE_DATA, live -> live.data().instanceTypeAsString()),
        new ForeignChange(
            "LaunchTemplate/app",
            LaunchTemplate.TAGS + "." + TEAM,
            intruder -> intruder.untagTemplate(TEAM),
            live -> live.templateTag(TEAM)));
  }

  private static ForeignChange version(
      String attribute, Function<LiveStack, @Nullable Object> reader) {
    return new ForeignChange("LaunchTemplate/app", attribute, OWN_VERSION, reader);
  }

  private static List<ForeignChange> targetGroup() {
    return List.of(
        check(
            TargetGroup.HEALTH_CHECK_PROTOCOL,
            intruder -> intruder.modifyTargetGroup(request -> request.healthCheckProtocol("HTTPS")),
            live -> live.targetGroup().healthCheckProtocolAsString()),
        check(
            TargetGroup.HEALTH_CHECK_PORT,
            intruder -> intruder.modifyTargetGroup(request -> request.healthCheckPort("9999")),
            live -> live.targetGroup().healthCheckPort()),
        check(
            TargetGroup.HEALTH_CHECK_PATH,
            intruder -> intruder.modifyTargetGroup(request -> request.healthCheckPath("/intruder")),
            live -> live.targetGroup().healthCheckPath()),
        check(
            TargetGroup.HEALTH_CHECK_INTERVAL_SECONDS,
            intruder ->
                intruder.modifyTargetGroup(request -> request.healthCheckIntervalSeconds(99)),
            live -> live.targetGroup().healthCheckIntervalSeconds()),
        check(
            TargetGroup.HEALTH_CHECK_TIMEOUT_SECONDS,
            intruder -> intruder.modifyTargetGroup(request -> request.healthCheckTimeoutSeconds(9)),
            live -> live.targetGroup().healthCheckTimeoutSeconds()),
        check(
            TargetGroup.HEALTHY_THRESHOLD_COUNT,
            intruder -> intruder.modifyTargetGroup(request -> request.healthyThresholdCount(9)),
            live -> live.targetGroup().healthyThresholdCount()),
        check(
            TargetGroup.UNHEALTHY_THRESHOLD_COUNT,
            intruder -> intruder.modifyTargetGroup(request -> request.unhealthyThresholdCount(9)),
            live -> live.targetGroup().unhealthyThresholdCount()),
        check(
            TargetGroup.MATCHER,
            intruder ->
                intruder.modifyTargetGroup(
                    request -> request.matcher(matcher -> matcher.httpCode("404"))),
            live -> live.targetGroup().matcher().httpCode()),
        attribute(TargetGroup.DEREGISTRATION_DELAY, "9"),
        attribute(TargetGroup.SLOW_START, "0"),
        attribute(TargetGroup.ALGORITHM, "least_outstanding_requests"),
        attribute(TargetGroup.STICKINESS_ENABLED, "false"),
        attribute(
            TargetGroup.STICKINESS_TYPE,
            "app_cookie",
            "stickiness.app_cookie.cookie_name",
            "crumb"),
        attribute(TargetGroup.STICKINESS_DURATION, "99"),
        check(
            TargetGroup.TAGS + "." + TEAM,
            intruder -> intruder.untagTargetGroup(TEAM),
            live -> live.elbTags().get(TEAM)));
  }

  private static ForeignChange check(
      String attribute, Consumer<Intruder> make, Function<LiveStack, @Nullable Object> reader) {
    return new ForeignChange("TargetGroup/app", attribute, make, reader);
  }

  private static ForeignChange attribute(String key, String value, String... more) {
    var all = new ArrayList<>(List.of(key, value));
    all.addAll(List.of(more));
    return new ForeignChange(
        "TargetGroup/app",
        key,
        intruder -> intruder.setTargetGroupAttributes(all.toArray(String[]::new)),
        live -> live.targetGroupAttributes().get(key));
  }

  private static List<ForeignChange> group() {
    return List.of(
        group(
            AutoScalingGroup.DESIRED_CAPACITY,
            intruder -> intruder.setDesiredCapacity(2),
            live -> live.group().desiredCapacity()),
        group(
            AutoScalingGroup.MIN_SIZE,
            intruder -> intruder.updateGroup(request -> request.minSize(2)),
            live -> live.group().minSize()),
        group(
            AutoScalingGroup.MAX_SIZE,
            intruder -> intruder.updateGroup(request -> request.maxSize(9)),
            live -> live.group().maxSize()),
        group(
            AutoScalingGroup.VPC_ZONE_IDENTIFIER,
            intruder ->
                intruder.updateGroup(
                    request ->
                        request.vpcZoneIdentifier(
                            String.join(",", intruder.scene().ground().subnetIds().subList(3, 5)))),
            live -> live.group().vpcZoneIdentifier()),
        group(
            AutoScalingGroup.OVERRIDES,
            intruder -> intruder.changeInstanceTypes("t2.medium"),
            LiveStack::instanceTypes),
        group(
            AutoScalingGroup.ON_DEMAND_BASE_CAPACITY,
            intruder -> intruder.changeDistribution(each -> each.onDemandBaseCapacity(2)),
            live -> live.distribution().onDemandBaseCapacity()),
        group(
            AutoScalingGroup.ON_DEMAND_PERCENTAGE,
            intruder ->
                intruder.changeDistribution(each -> each.onDemandPercentageAboveBaseCapacity(99)),
            live -> live.distribution().onDemandPercentageAboveBaseCapacity()),
        group(
            AutoScalingGroup.ON_DEMAND_STRATEGY,
            intruder ->
                intruder.changeDistribution(
                    each -> each.onDemandAllocationStrategy("lowest-price")),
            live -> live.distribution().onDemandAllocationStrategy()),
        group(
            AutoScalingGroup.SPOT_INSTANCE_POOLS,
            intruder -> intruder.changeDistribution(each -> each.spotInstancePools(9)),
            live -> live.distribution().spotInstancePools()),
        // AWS has a number of pools beside lowest-price only.
        group(
            AutoScalingGroup.SPOT_STRATEGY,
            intruder ->
                intruder.changeDistribution(
                    each -> each.spotAllocationStrategy("diversified").spotInstancePools(null)),
            live -> live.distribution().spotAllocationStrategy()),
        group(
            AutoScalingGroup.SPOT_MAX_PRICE,
            intruder -> intruder.changeDistribution(each -> each.spotMaxPrice("9.99")),
            live -> live.distribution().spotMaxPrice()),
        group(
            AutoScalingGroup.LAUNCH_TEMPLATE_ID,
            intruder -> intruder.changePin(pin -> pin.launchTemplateId(intruder.createTemplate(2))),
            live -> live.pin().launchTemplateId()),
        group(
            AutoScalingGroup.VERSION,
            intruder -> intruder.changePin(pin -> pin.version("2")),
            live -> live.pin().version()),
        group(
            AutoScalingGroup.HEALTH_CHECK_TYPE,
            intruder -> intruder.updateGroup(request -> request.healthCheckType("EC2")),
            live -> live.group().healthCheckType()),
        group(
            AutoScalingGroup.HEALTH_CHECK_GRACE_PERIOD,
            intruder -> intruder.updateGroup(request -> request.healthCheckGracePeriod(9)),
            live -> live.group().healthCheckGracePeriod()),
        group(
            AutoScalingGroup.DEFAULT_INSTANCE_WARMUP,
            intruder -> intruder.updateGroup(request -> request.defaultInstanceWarmup(99)),
            live -> live.group().defaultInstanceWarmup()),
        group(
            AutoScalingGroup.MAX_INSTANCE_LIFETIME,
            intruder -> intruder.updateGroup(request -> request.maxInstanceLifetime(99_999)),
            live -> live.group().maxInstanceLifetime()),
        group(
            AutoScalingGroup.TERMINATION_POLICIES,
            intruder -> intruder.updateGroup(request -> request.terminationPolicies("Default")),
            live -> live.group().terminationPolicies()),
        group(
            AutoScalingGroup.PROTECTED_FROM_SCALE_IN,
            intruder ->
                intruder.updateGroup(request -> request.newInstancesProtectedFromScaleIn(false)),
            live -> live.group().newInstancesProtectedFromScaleIn()),
        group(
            AutoScalingGroup.CAPACITY_REBALANCE,
            intruder -> intruder.updateGroup(request -> request.capacityRebalance(true)),
            live -> live.group().capacityRebalance()),
        group(
            AutoScalingGroup.SUSPENDED_PROCESSES,
            intruder -> intruder.suspend("ReplaceUnhealthy"),
            live ->
                sorted(
                    live.group().suspendedProcesses().stream()
                        .map(SuspendedProcess::processName)
                        .toList())),
        group(
            AutoScalingGroup.ENABLED_METRICS,
            intruder -> intruder.disableMetric("GroupMinSize"),
            live ->
                sorted(live.group().enabledMetrics().stream().map(EnabledMetric::metric).toList())),
        group(
            AutoScalingGroup.TARGET_GROUP_ARNS,
            Intruder::detachTargetGroup,
            live -> live.group().targetGroupARNs()),
        group(
            AutoScalingGroup.TAGS + "." + TEAM,
            intruder -> intruder.tagGroup(TEAM, Intruder.NAME),
            live -> live.groupTag(TEAM)));
  }

  private static ForeignChange group(
      String attribute, Consumer<Intruder> make, Function<LiveStack, @Nullable Object> reader) {
    return new ForeignChange("AutoScalingGroup/app", attribute, make, reader);
  }

  private static Set<String> sorted(List<String> items) {
    return new TreeSet<>(items);
  }
}
