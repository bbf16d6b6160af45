package dev.hastack.endtoend;

import dev.hastack.provider.aws.resource.AutoScalingGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.autoscaling.model.EnabledMetric;
import software.amazon.awssdk.services.autoscaling.model.SuspendedProcess;

/** A change of every field that AWS can change, of a stack as {@link FullStack} has it. */
final class FieldUpdates {
  private static final String NOTHING = "null";

  private FieldUpdates() {}

  static List<FieldUpdate> all(Scene scene, String otherImageId, String otherSecurityGroupId) {
    var all = new ArrayList<FieldUpdate>();
    all.addAll(capacity());
    all.addAll(network(scene, otherSecurityGroupId));
    all.addAll(template(scene, otherImageId));
    all.addAll(purchase());
    all.addAll(group());
    all.addAll(targetGroup());
    all.addAll(healthCheck());
    return all;
  }

  private static FieldUpdate field(
      String path,
      String value,
      Function<LiveStack, @Nullable Object> reader,
      String changed,
      String unset) {
    return new FieldUpdate(path, value, reader, changed, unset);
  }

  /** A field that reads on AWS as it is written. */
  private static FieldUpdate plain(
      String path, String value, Function<LiveStack, @Nullable Object> reader, String unset) {
    return field(path, value, reader, value.replace("\"", ""), unset);
  }

  private static List<FieldUpdate> capacity() {
    return List.of(
        plain("capacity.min", "2", live -> live.group().minSize(), "2"),
        plain("capacity.max", "8", live -> live.group().maxSize(), "8"),
        // Left out: AWS keeps the number.
        plain("capacity.desired", "4", live -> live.group().desiredCapacity(), "4"));
  }

  private static List<FieldUpdate> network(Scene scene, String otherSecurityGroupId) {
    List<String> subnetIds = scene.ground().subnetIds().subList(3, 5);
    return List.of(
        field(
            "aws.tags",
            "{\"team\": \"changed\", \"owner\": null, \"cost\": \"42\"}",
            live -> tags(live, "team") + tags(live, "owner") + tags(live, "cost"),
            "[changed, changed, changed, changed][null, null, null, null][42, 42, 42, 42]",
            "[null, null, null, null]".repeat(3)),
        field(
            "aws.network.subnetIds",
            json(subnetIds),
            live -> new TreeSet<>(List.of(live.group().vpcZoneIdentifier().split(",", -1))),
            new TreeSet<>(subnetIds).toString(),
            new TreeSet<>(subnetIds).toString()),
        field(
            "aws.network.securityGroupIds",
            json(List.of(otherSecurityGroupId)),
            live -> live.data().securityGroupIds(),
            List.of(otherSecurityGroupId).toString(),
            "[]"));
  }

  /** On the group, the template, the volumes and the target group. */
  private static String tags(LiveStack live, String key) {
    return Stream.of(
            live.groupTag(key),
            live.templateTag(key),
            live.volumeTag(key),
            live.targetGroupTags().get(key))
        .map(String::valueOf)
        .toList()
        .toString();
  }

  private static List<FieldUpdate> template(Scene scene, String otherImageId) {
    return List.of(
        // Instead of the id there is a parameter then, which has the image of the beginning.
        plain(
            "aws.fleet.image.id",
            '"' + otherImageId + '"',
            live -> live.data().imageId(),
            scene.ground().imageId()),
        field(
            "aws.fleet.instanceProfile",
            '"' + FullStack.OTHERS_NAMED + '"',
            live ->
                live.data().iamInstanceProfile() == null
                    ? null
                    : live.data().iamInstanceProfile().name(),
            FullStack.OTHERS_NAMED,
            NOTHING),
        plain(
            "aws.fleet.keyName",
            '"' + FullStack.OTHERS_NAMED + '"',
            live -> live.data().keyName(),
            NOTHING),
        field(
            "aws.fleet.userData",
            "\"changed\"",
            live -> live.data().userData(),
            "Y2hhbmdlZA==",
            NOTHING),
        plain(
            "aws.fleet.rootVolume.sizeGiB", "40", live -> live.rootVolume().volumeSize(), NOTHING),
        plain(
            "aws.fleet.rootVolume.type",
            "\"gp2\"",
            live -> live.rootVolume().volumeTypeAsString(),
            NOTHING),
        plain(
            "aws.fleet.rootVolume.encrypted",
            "false",
            live -> live.rootVolume().encrypted(),
            NOTHING),
        plain(
            "aws.fleet.metadata.httpTokens",
            "\"optional\"",
            live -> live.data().metadataOptions().httpTokensAsString(),
            "required"),
        plain(
            "aws.fleet.metadata.hopLimit",
            "3",
            live -> live.data().metadataOptions().httpPutResponseHopLimit(),
            "1"),
        plain(
            "aws.fleet.detailedMonitoring",
            "false",
            live -> live.data().monitoring() == null ? null : live.data().monitoring().enabled(),
            NOTHING));
  }

  private static List<FieldUpdate> purchase() {
    return List.of(
        plain(
            "aws.fleet.purchase.onDemandBaseCapacity",
            "2",
            live -> live.distribution().onDemandBaseCapacity(),
            "0"),
        plain(
            "aws.fleet.purchase.onDemandPercentageAboveBaseCapacity",
            "30",
            live -> live.distribution().onDemandPercentageAboveBaseCapacity(),
            "100"),
        plain(
            "aws.fleet.purchase.onDemandAllocationStrategy",
            "\"lowest-price\"",
            live -> live.distribution().onDemandAllocationStrategy(),
            "prioritized"),
        // It changes when it is left out: beside any other value spotInstancePools is refused.
        plain(
            "aws.fleet.purchase.spotAllocationStrategy",
            "\"lowest-price\"",
            live -> live.distribution().spotAllocationStrategy(),
            "price-capacity-optimized"),
        plain(
            "aws.fleet.purchase.spotInstancePools",
            "4",
            live -> live.distribution().spotInstancePools(),
            NOTHING),
        field(
            "aws.fleet.purchase.spotMaxPrice",
            "\"0.20\"",
            live -> String.valueOf(live.distribution().spotMaxPrice()),
            "0.20",
            ""));
  }

  private static List<FieldUpdate> group() {
    return List.of(
        field(
            "aws.fleet.instanceTypes",
            "[{\"type\": \"t3.small\"}, {\"type\": \"t2.small\"}]",
            LiveStack::instanceTypes,
            "[t3.small, t2.small]",
            "[t3.small, t2.small]"),
        field(
            "aws.fleet.healthCheck.types",
            "[\"EBS\", \"ELB\"]",
            live -> live.group().healthCheckType(),
            "EBS,ELB",
            "EC2"),
        plain(
            "aws.fleet.healthCheck.gracePeriodSeconds",
            "100",
            live -> live.group().healthCheckGracePeriod(),
            "0"),
        plain(
            "aws.fleet.defaultInstanceWarmupSeconds",
            "60",
            live -> live.group().defaultInstanceWarmup(),
            NOTHING),
        plain(
            "aws.fleet.maxInstanceLifetimeSeconds",
            "700000",
            live -> live.group().maxInstanceLifetime(),
            NOTHING),
        field(
            "aws.fleet.terminationPolicies",
            "[\"NewestInstance\"]",
            live -> live.group().terminationPolicies(),
            "[NewestInstance]",
            "[Default]"),
        plain(
            "aws.fleet.scaleInProtection",
            "false",
            live -> live.group().newInstancesProtectedFromScaleIn(),
            "false"),
        field(
            "aws.fleet.suspendedProcesses",
            "[\"AlarmNotification\"]",
            live ->
                live.group().suspendedProcesses().stream()
                    .map(SuspendedProcess::processName)
                    .toList(),
            "[AlarmNotification]",
            "[]"),
        field(
            "aws.fleet.groupMetrics",
            "false",
            live ->
                new TreeSet<>(
                    live.group().enabledMetrics().stream().map(EnabledMetric::metric).toList()),
            "[]",
            new TreeSet<>(AutoScalingGroup.ALL_METRICS).toString()));
  }

  private static List<FieldUpdate> targetGroup() {
    return List.of(
        attribute("deregistrationDelaySeconds", "50", "deregistration_delay.timeout_seconds", "60"),
        attribute("slowStartSeconds", "0", "slow_start.duration_seconds", "0"),
        attribute(
            "algorithm",
            "\"least_outstanding_requests\"",
            "load_balancing.algorithm.type",
            "round_robin"),
        attribute(
            "stickiness.durationSeconds",
            "7200",
            "stickiness.lb_cookie.duration_seconds",
            "86400"));
  }

  private static FieldUpdate attribute(String field, String value, String key, String unset) {
    return plain(
        "aws.targetGroup." + field, value, live -> live.targetGroupAttributes().get(key), unset);
  }

  private static List<FieldUpdate> healthCheck() {
    return List.of(
        check("path", "\"/up\"", live -> live.targetGroup().healthCheckPath(), "/"),
        check("port", "\"9090\"", live -> live.targetGroup().healthCheckPort(), "traffic-port"),
        // AWS's default of these two depends on the protocol, so there is no way back.
        check(
            "protocol",
            "\"HTTPS\"",
            live -> live.targetGroup().healthCheckProtocolAsString(),
            "HTTPS"),
        check("timeoutSeconds", "7", live -> live.targetGroup().healthCheckTimeoutSeconds(), "7"),
        check(
            "intervalSeconds", "25", live -> live.targetGroup().healthCheckIntervalSeconds(), "30"),
        check("healthyThreshold", "4", live -> live.targetGroup().healthyThresholdCount(), "5"),
        check("unhealthyThreshold", "5", live -> live.targetGroup().unhealthyThresholdCount(), "2"),
        check("matcher", "\"404\"", live -> live.targetGroup().matcher().httpCode(), "200"));
  }

  private static FieldUpdate check(
      String field, String value, Function<LiveStack, @Nullable Object> reader, String unset) {
    return plain("aws.targetGroup.healthCheck." + field, value, reader, unset);
  }

  private static String json(List<String> items) {
    return items.stream().map(item -> '"' + item + '"').toList().toString();
  }
}
