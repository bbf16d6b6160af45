package dev.hastack.provider.aws.signal;

import static dev.hastack.provider.aws.rights.Grant.FLEET_READS;
import static dev.hastack.provider.aws.rights.Grant.TRAFFIC_READS;

import dev.hastack.provider.aws.AwsNames;
import dev.hastack.provider.aws.RegionClients;
import dev.hastack.provider.aws.rights.AwsRight;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;

/** What seldom changes and costs a call each, remembered for {@link #REMEMBERED}. */
final class SlowFacts {
  static final List<AwsRight> RIGHTS =
      List.of(
          FLEET_READS.toCall(
              "autoscaling:DescribeLifecycleHooks",
              "Whether a hook holds a server, its group says."),
          TRAFFIC_READS.toCall(
              "elasticloadbalancing:DescribeTargetGroups",
              "The zones of a target group tell whether others take over."),
          TRAFFIC_READS.toCall(
              "elasticloadbalancing:DescribeTargetGroupAttributes",
              "The deregistration delay tells how long a drain takes."));

  static final Duration REMEMBERED = Duration.ofMinutes(2);

  private static final String DELAY = "deregistration_delay.timeout_seconds";
  private static final String CROSS_ZONE = "load_balancing.cross_zone.enabled";

  private final String cluster;
  private final Supplier<RegionClients> clients;
  private final InstantSource clock;
  private final Map<String, Remembered<Boolean>> hooked = new ConcurrentHashMap<>();
  private final Map<String, Remembered<Leaving>> leaving = new ConcurrentHashMap<>();

  private record Remembered<T>(T value, Instant until) {}

  /**
   * How targets leave a target group.
   *
   * @param crossZone whether a zone without targets sends to those of others
   */
  record Leaving(Duration deregistrationDelay, boolean crossZone) {}

  SlowFacts(String cluster, Supplier<RegionClients> clients, InstantSource clock) {
    this.cluster = cluster;
    this.clients = clients;
    this.clock = clock;
  }

  /** Whether a group has our hook. */
  boolean isHooked(String group) {
    boolean there = recall(hooked, group, this::readHooked);
    if (!there) {
      // It may be made any moment.
      hooked.remove(group);
    }
    return there;
  }

  private boolean readHooked(String group) {
    String ours = AwsNames.terminateHook(cluster);
    return clients
        .get()
        .autoScaling()
        .describeLifecycleHooks(
            request -> request.autoScalingGroupName(group).lifecycleHookNames(ours))
        .lifecycleHooks()
        .stream()
        .anyMatch(hook -> ours.equals(hook.lifecycleHookName()));
  }

  Leaving leaving(String targetGroupArn) {
    return recall(leaving, targetGroupArn, this::readLeaving);
  }

  private Leaving readLeaving(String targetGroupArn) {
    var attributes = new HashMap<String, String>();
    for (TargetGroupAttribute attribute :
        clients
            .get()
            .loadBalancing()
            .describeTargetGroupAttributes(request -> request.targetGroupArn(targetGroupArn))
            .attributes()) {
      attributes.put(attribute.key(), attribute.value());
    }
    return new Leaving(
        Duration.ofSeconds(Long.parseLong(attributes.getOrDefault(DELAY, "300"))),
        crossZone(targetGroupArn, attributes.getOrDefault(CROSS_ZONE, "")));
  }

  /** What is not said is up to the load balancer: application ones do, network ones do not. */
  private boolean crossZone(String targetGroupArn, String said) {
    return switch (said) {
      case "true" -> true;
      case "false" -> false;
      default ->
          clients
              .get()
              .loadBalancing()
              .describeTargetGroups(request -> request.targetGroupArns(targetGroupArn))
              .targetGroups()
              .stream()
              .allMatch(group -> group.protocolAsString().startsWith("HTTP"));
    };
  }

  private <T> T recall(Map<String, Remembered<T>> known, String key, Function<String, T> read) {
    Instant now = clock.instant();
    Remembered<T> remembered = known.get(key);
    if (remembered != null && now.isBefore(remembered.until())) {
      return remembered.value();
    }
    known.values().removeIf(each -> !now.isBefore(each.until()));
    T value = read.apply(key);
    known.put(key, new Remembered<>(value, now.plus(REMEMBERED)));
    return value;
  }
}
