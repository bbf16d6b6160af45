package dev.hastack.sandbox;

import dev.hastack.sandbox.aws.EmbeddedAws;
import dev.hastack.sandbox.aws.front.SimulatedRegion;
import dev.hastack.sandbox.aws.world.Instance;
import dev.hastack.sandbox.report.SandboxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.LifecycleState;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** The servers of the embedded account's Auto Scaling groups as they are now. */
final class EmbeddedFleet {
  /** The operator's own, with namespace and name. */
  static final String STACK_TAG = "hastack.dev/stack";

  private final EmbeddedAws aws;
  private final Predicate<AutoScalingGroup> counts;

  /** Of all groups. */
  EmbeddedFleet(EmbeddedAws aws) {
    this(aws, any -> true);
  }

  /** Of the groups of one stack, as {@code default/web}. */
  EmbeddedFleet(EmbeddedAws aws, String stack) {
    this(
        aws,
        group ->
            group.tags().stream()
                .anyMatch(tag -> tag.key().equals(STACK_TAG) && tag.value().equals(stack)));
  }

  private EmbeddedFleet(EmbeddedAws aws, Predicate<AutoScalingGroup> counts) {
    this.aws = aws;
    this.counts = counts;
  }

  /**
   * One of them.
   *
   * @param state of the instance, as {@code running}
   * @param lifecycle its state in its group, as {@code InService}
   * @param healthy whether its group thinks so
   * @param targets its states in target groups, as {@code draining}; none where it is in none
   */
  record Server(
      String id,
      String group,
      String type,
      String zone,
      boolean spot,
      String state,
      String lifecycle,
      boolean healthy,
      List<String> targets) {
    Server {
      targets = List.copyOf(targets);
    }

    boolean isInService() {
      return healthy && lifecycle.equals(LifecycleState.IN_SERVICE.toString());
    }

    boolean takesRequests() {
      return isInService() && targets.contains(TargetHealthStateEnum.HEALTHY.toString());
    }

    /** For sentences: {@code i-0123 (t3.medium, Spot, us-east-1a)}. */
    @Override
    public String toString() {
      return "%s (%s, %s, %s)".formatted(id, type, spot ? "Spot" : "On-Demand", zone);
    }
  }

  /** All servers, in the order of groups and ids. */
  List<Server> servers() {
    return aws.look(
        region -> {
          Map<String, List<String>> targets = targetStates(region);
          return groups(region).stream()
              .flatMap(
                  group ->
                      group.instances().stream()
                          .flatMap(member -> server(region, group, member, targets).stream()))
              .toList();
        });
  }

  private static Optional<Server> server(
      SimulatedRegion region,
      AutoScalingGroup group,
      software.amazon.awssdk.services.autoscaling.model.Instance member,
      Map<String, List<String>> targets) {
    return region
        .ec2()
        .instances()
        .find(member.instanceId())
        .map(
            instance ->
                new Server(
                    instance.id(),
                    group.autoScalingGroupName(),
                    instance.order().instanceType(),
                    instance.order().zone(),
                    instance.order().spot(),
                    state(instance),
                    member.lifecycleStateAsString(),
                    member.healthStatus().equals("Healthy"),
                    targets.getOrDefault(instance.id(), List.of())));
  }

  /** EC2 API reference, InstanceState: the names in lower case, with hyphens. */
  private static String state(Instance instance) {
    return instance.impaired()
        ? "impaired"
        : instance.state().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The first running server of this kind, or the one that is named. */
  Server choose(@Nullable String id, String kind, Predicate<Server> fits) {
    List<Server> candidates =
        servers().stream()
            .filter(each -> each.state().equals("running"))
            .filter(each -> id == null || each.id().equals(id))
            .filter(fits)
            .toList();
    if (!candidates.isEmpty()) {
      return candidates.getFirst();
    }
    throw new SandboxException(
        id == null
            ? "No running %s is there now: ./hastack sandbox status shows what is.".formatted(kind)
            : "'%s' is no running %s: ./hastack sandbox status shows what there is."
                .formatted(id, kind));
  }

  /** How many servers each zone has that are in service. */
  SortedMap<String, Long> inServiceByZone() {
    return servers().stream()
        .filter(Server::isInService)
        .collect(Collectors.groupingBy(Server::zone, TreeMap::new, Collectors.counting()));
  }

  /** The zone with the most servers; of several the first. */
  Optional<String> busiestZone() {
    return inServiceByZone().entrySet().stream()
        .max(
            Map.Entry.<String, Long>comparingByValue()
                .thenComparing(Map.Entry.<String, Long>comparingByKey().reversed()))
        .map(Map.Entry::getKey);
  }

  List<AutoScalingGroup> groups() {
    return aws.look(this::groups);
  }

  private List<AutoScalingGroup> groups(SimulatedRegion region) {
    return region
        .autoScaling()
        .service()
        .describeAutoScalingGroupsPaginator()
        .autoScalingGroups()
        .stream()
        .filter(counts)
        .toList();
  }

  private static Map<String, List<String>> targetStates(SimulatedRegion region) {
    var service = region.loadBalancing().service();
    return service.describeTargetGroupsPaginator().targetGroups().stream()
        .flatMap(
            group ->
                service
                    .describeTargetHealth(request -> request.targetGroupArn(group.targetGroupArn()))
                    .targetHealthDescriptions()
                    .stream())
        .collect(
            Collectors.groupingBy(
                each -> each.target().id(),
                Collectors.mapping(
                    each -> each.targetHealth().stateAsString(), Collectors.toList())));
  }
}
