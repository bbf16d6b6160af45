package dev.hastack.provider.aws.gateway;

import static java.util.stream.Collectors.toMap;

import dev.hastack.core.stack.Health;
import dev.hastack.core.stack.ObservedStack.Finding;
import dev.hastack.core.stack.StackId;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.AwsNames;
import dev.hastack.provider.aws.AwsTags;
import dev.hastack.provider.aws.inventory.Inventory;
import dev.hastack.provider.aws.resource.AutoScalingGroup;
import dev.hastack.provider.aws.resource.TargetGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** Counts the targets of a target group by health and zone, and finds those that nobody knows. */
record TargetHealthReader(Inventory inventory) {
  private static final String GROUP_NAME = "aws:autoscaling:groupName";

  /** What {@code live} tells, how the group does, and what does not belong there. */
  record TargetHealth(Map<String, Value> live, Health health, List<Finding> findings) {}

  /** Counts of one zone, or of all. */
  private static final class Count {
    private int registered;
    private int healthy;
    private int unhealthy;
    private int draining;

    void add(TargetHealthStateEnum state) {
      if (state == TargetHealthStateEnum.DRAINING) {
        draining++;
        return;
      }
      if (state == TargetHealthStateEnum.UNUSED) {
        // Nobody checks it, and nobody will by itself: it counts for nothing and is waited for by
        // none.
        return;
      }
      registered++;
      if (state == TargetHealthStateEnum.HEALTHY) {
        healthy++;
      }
      if (state == TargetHealthStateEnum.UNHEALTHY
          || state == TargetHealthStateEnum.UNHEALTHY_DRAINING) {
        unhealthy++;
      }
    }
  }

  TargetHealth read(StackId stack, String targetGroupName, String arn) {
    List<TargetHealthDescription> targets = inventory.targetHealth(arn);
    Map<String, Instance> instances =
        inventory
            .instances(targets.stream().map(each -> each.target().id()).distinct().toList())
            .stream()
            .collect(toMap(Instance::instanceId, instance -> instance));
    var all = new Count();
    var zones = new TreeMap<String, Count>();
    var findings = new ArrayList<Finding>();
    for (TargetHealthDescription target : targets) {
      TargetHealthStateEnum state = target.targetHealth().state();
      all.add(state);
      Instance instance = instances.get(target.target().id());
      if (instance == null) {
        // Gone, and about to leave the target group too.
        continue;
      }
      zones
          .computeIfAbsent(instance.placement().availabilityZone(), zone -> new Count())
          .add(state);
      if (state != TargetHealthStateEnum.DRAINING && !isKnown(stack, instance)) {
        findings.add(unknown(targetGroupName, target));
      }
    }
    return new TargetHealth(live(all, zones, healthy(targets)), health(all), findings);
  }

  private static Value healthy(List<TargetHealthDescription> targets) {
    return Value.setOf(
        targets.stream()
            .filter(each -> each.targetHealth().state() == TargetHealthStateEnum.HEALTHY)
            .map(each -> each.target().id())
            .toList());
  }

  private static Map<String, Value> live(Count all, Map<String, Count> zones, Value healthy) {
    var byZone = new TreeMap<String, Value>();
    zones.forEach(
        (zone, count) ->
            byZone.put(
                zone,
                Value.struct(
                    Map.of(
                        TargetGroup.LIVE_HEALTHY,
                        Value.whole(count.healthy),
                        TargetGroup.LIVE_REGISTERED,
                        Value.whole(count.registered)))));
    return Map.of(
        TargetGroup.LIVE_REGISTERED,
        Value.whole(all.registered),
        TargetGroup.LIVE_HEALTHY,
        Value.whole(all.healthy),
        TargetGroup.LIVE_HEALTHY_TARGETS,
        healthy,
        TargetGroup.LIVE_UNHEALTHY,
        Value.whole(all.unhealthy),
        TargetGroup.LIVE_DRAINING,
        Value.whole(all.draining),
        TargetGroup.LIVE_ZONES,
        Value.struct(byZone));
  }

  /** On its way while checks have not told yet. Servers that leave do so without us. */
  private static Health health(Count all) {
    if (all.healthy + all.unhealthy < all.registered) {
      return Health.PROGRESSING;
    }
    return all.registered > 0 && all.healthy == 0 ? Health.DEGRADED : Health.HEALTHY;
  }

  /** Whether one of our groups started it, which AWS's own tag tells. */
  private static boolean isKnown(StackId stack, Instance instance) {
    Map<String, String> tags =
        instance.tags().stream().collect(toMap(Tag::key, Tag::value, (one, other) -> one));
    return AwsTags.claim(stack, tags)
        .filter(id -> id.kind().equals(AutoScalingGroup.KIND))
        .filter(id -> AwsNames.autoScalingGroup(stack, id).equals(tags.get(GROUP_NAME)))
        .isPresent();
  }

  private static Finding unknown(String targetGroupName, TargetHealthDescription target) {
    boolean unused = target.targetHealth().state() == TargetHealthStateEnum.UNUSED;
    return new Finding(
        Finding.Reason.UnknownTarget,
        "security finding: target %s on port %d of target group %s is no server of this stack and %s; it is left alone, deregister it if it is not yours"
            .formatted(
                target.target().id(),
                target.target().port(),
                targetGroupName,
                unused ? "would get its requests, were it used" : "gets its requests"));
  }
}
