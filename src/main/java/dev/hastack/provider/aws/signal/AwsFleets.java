package dev.hastack.provider.aws.signal;

import static dev.hastack.provider.aws.rights.Grant.FLEET_READS;
import static dev.hastack.provider.aws.rights.Grant.SIGNALS_OWN_GROUPS;
import static dev.hastack.provider.aws.rights.Grant.SIGNALS_OWN_TARGETS;
import static dev.hastack.provider.aws.rights.Grant.SIGNALS_READS;
import static dev.hastack.provider.aws.rights.Grant.TRAFFIC_READS;

import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.signal.FleetView;
import dev.hastack.core.signal.Reaction;
import dev.hastack.core.signal.Signal;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import dev.hastack.provider.Fleets;
import dev.hastack.provider.aws.AwsCallException;
import dev.hastack.provider.aws.AwsNames;
import dev.hastack.provider.aws.AwsTags;
import dev.hastack.provider.aws.RegionClients;
import dev.hastack.provider.aws.resource.TargetGroup;
import dev.hastack.provider.aws.rights.AwsRight;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.Filter;
import software.amazon.awssdk.services.autoscaling.model.Instance;
import software.amazon.awssdk.services.autoscaling.model.LifecycleState;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;
import software.amazon.awssdk.services.ec2.model.SpotInstanceRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;

/**
 * The groups of this cluster's stacks as Auto Scaling and Elastic Load Balancing have them. A group
 * is ours when it has our tags and exactly the name we would build; of its target groups those are
 * ours whose names only we give.
 */
public final class AwsFleets implements Fleets {
  static final List<AwsRight> RIGHTS =
      List.of(
          FLEET_READS.toCall(
              "autoscaling:DescribeAutoScalingGroups",
              "Whose a server is that is taken back, its group says."),
          SIGNALS_READS.toCall(
              "autoscaling:DescribeAutoScalingInstances",
              "An event names a server, and AWS its group."),
          SIGNALS_READS.toCall(
              "ec2:DescribeSpotInstanceRequests",
              "After a start, servers that Spot has marked are found without their event."),
          TRAFFIC_READS.toCall(
              "elasticloadbalancing:DescribeTargetHealth",
              "A drain has ended when the target group has let go."),
          SIGNALS_OWN_TARGETS.toCall(
              "elasticloadbalancing:DeregisterTargets",
              "A server that is taken back gets no new requests from then on."),
          SIGNALS_OWN_GROUPS.toCall(
              "autoscaling:TerminateInstanceInAutoScalingGroup",
              "A server at risk is ended in good time, so that its group replaces it."),
          SIGNALS_OWN_GROUPS.toCall(
              "autoscaling:CompleteLifecycleAction",
              "A server that is drained need wait no longer."));

  private static final int GROUPS_A_PAGE = 100;
  private static final int INSTANCES_A_CALL = 50;

  /** The AWS Load Balancer Controller does the same, on the advice of ELB (its issue 1342). */
  private static final int TARGETS_A_CALL = 200;

  private final String cluster;
  private final Supplier<RegionClients> clients;
  private final SlowFacts slow;
  private final InstantSource clock;

  /**
   * @param cluster the Kubernetes cluster whose stacks it is about
   * @param clock for how long what seldom changes is remembered
   */
  public AwsFleets(String cluster, Supplier<RegionClients> clients, InstantSource clock) {
    this.cluster = cluster;
    this.clients = clients;
    this.clock = clock;
    this.slow = new SlowFacts(cluster, clients, clock);
  }

  @Override
  public Read<List<Membership>> memberships() {
    return reading(
        () ->
            clients
                .get()
                .autoScaling()
                .describeAutoScalingGroupsPaginator(
                    request ->
                        request
                            .maxRecords(GROUPS_A_PAGE)
                            .filters(
                                Filter.builder()
                                    .name("tag:" + AwsTags.CLUSTER)
                                    .values(cluster)
                                    .build()))
                .autoScalingGroups()
                .stream()
                .flatMap(group -> membership(group).stream())
                .toList());
  }

  private Optional<Membership> membership(AutoScalingGroup group) {
    return owner(group)
        .map(
            stack ->
                new Membership(
                    stack.qualifiedName(),
                    group.autoScalingGroupName(),
                    group.instances().stream().map(Instance::instanceId).toList(),
                    group.instances().stream()
                        .filter(each -> each.lifecycleState() == LifecycleState.TERMINATING_WAIT)
                        .map(Instance::instanceId)
                        .toList()));
  }

  private Optional<StackId> owner(AutoScalingGroup group) {
    var tags = new TreeMap<String, String>();
    for (TagDescription tag : group.tags()) {
      tags.put(tag.key(), tag.value());
    }
    String[] parts = tags.getOrDefault(AwsTags.STACK, "").split("/", -1);
    if (parts.length != 2) {
      return Optional.empty();
    }
    var stack = new StackId(cluster, parts[0], parts[1]);
    return AwsTags.claim(stack, tags)
        .map((ResourceId id) -> AwsNames.autoScalingGroup(stack, id))
        .filter(group.autoScalingGroupName()::equals)
        .map(name -> stack);
  }

  @Override
  public Read<Map<String, String>> groupsOf(Collection<String> servers) {
    return reading(
        () -> {
          var groups = new HashMap<String, String>();
          var all = new ArrayList<>(servers);
          for (int from = 0; from < all.size(); from += INSTANCES_A_CALL) {
            List<String> some = all.subList(from, Math.min(from + INSTANCES_A_CALL, all.size()));
            clients
                .get()
                .autoScaling()
                .describeAutoScalingInstances(request -> request.instanceIds(some))
                .autoScalingInstances()
                .forEach(
                    instance -> groups.put(instance.instanceId(), instance.autoScalingGroupName()));
          }
          return groups;
        });
  }

  @Override
  public Read<FleetView> view(String stack, Collection<String> groups) {
    return reading(
        () -> {
          List<AutoScalingGroup> ours =
              clients
                  .get()
                  .autoScaling()
                  .describeAutoScalingGroupsPaginator(
                      request -> request.autoScalingGroupNames(groups).maxRecords(GROUPS_A_PAGE))
                  .autoScalingGroups()
                  .stream()
                  .filter(
                      group -> owner(group).map(StackId::qualifiedName).equals(Optional.of(stack)))
                  .toList();
          Map<String, FleetView.Server> servers = servers(ours);
          return new FleetView(
              stack,
              ours.stream()
                  .collect(Collectors.toMap(AutoScalingGroup::autoScalingGroupName, this::group)),
              servers,
              targetGroups(ours).stream()
                  .flatMap(arn -> targetGroup(arn, servers).stream())
                  .toList());
        });
  }

  private FleetView.Group group(AutoScalingGroup group) {
    return new FleetView.Group(
        group.desiredCapacity(),
        Boolean.TRUE.equals(group.capacityRebalance()),
        slow.isHooked(group.autoScalingGroupName()));
  }

  private static Map<String, FleetView.Server> servers(List<AutoScalingGroup> groups) {
    var servers = new HashMap<String, FleetView.Server>();
    groups.forEach(
        group ->
            group
                .instances()
                .forEach(
                    instance ->
                        servers.put(
                            instance.instanceId(),
                            new FleetView.Server(
                                group.autoScalingGroupName(),
                                instance.availabilityZone(),
                                instance.instanceType(),
                                state(instance.lifecycleState())))));
    return servers;
  }

  private static FleetView.State state(LifecycleState state) {
    return switch (state) {
      case IN_SERVICE -> FleetView.State.IN_SERVICE;
      case PENDING, PENDING_WAIT, PENDING_PROCEED -> FleetView.State.PENDING;
      case TERMINATING_WAIT -> FleetView.State.TERMINATING_WAIT;
      case TERMINATING, TERMINATING_PROCEED, TERMINATED -> FleetView.State.TERMINATING;
      default -> FleetView.State.ASIDE;
    };
  }

  /** Those of the stack itself; what others attached is theirs. */
  private SortedSet<String> targetGroups(List<AutoScalingGroup> groups) {
    var arns = new TreeSet<String>();
    for (AutoScalingGroup group : groups) {
      StackId stack = owner(group).orElseThrow();
      group.targetGroupARNs().stream()
          .filter(arn -> AwsNames.isTargetGroup(stack, TargetGroup.APP, name(arn)))
          .forEach(arns::add);
    }
    return arns;
  }

  /** {@code arn:…:targetgroup/<name>/<id>}. */
  private static String name(String targetGroupArn) {
    String[] parts = targetGroupArn.split("/", -1);
    return parts.length == 3 ? parts[1] : "";
  }

  /** None where somebody removed it, whose ARN its groups keep. */
  private Optional<FleetView.TargetGroup> targetGroup(
      String arn, Map<String, FleetView.Server> servers) {
    try {
      return Optional.of(readTargetGroup(arn, servers));
    } catch (AwsCallException failed) {
      if (failed.failure().kind() != FailureKind.NOT_FOUND) {
        throw failed;
      }
      return Optional.empty();
    }
  }

  private FleetView.TargetGroup readTargetGroup(String arn, Map<String, FleetView.Server> servers) {
    SlowFacts.Leaving leaving = slow.leaving(arn);
    var targets = new HashMap<String, FleetView.Target>();
    clients
        .get()
        .loadBalancing()
        .describeTargetHealth(request -> request.targetGroupArn(arn))
        .targetHealthDescriptions()
        .forEach(
            target ->
                targets.put(
                    target.target().id(),
                    new FleetView.Target(zone(target, servers), health(target))));
    return new FleetView.TargetGroup(
        arn, leaving.deregistrationDelay(), leaving.crossZone(), targets);
  }

  private static String zone(
      TargetHealthDescription target, Map<String, FleetView.Server> servers) {
    FleetView.Server server = servers.get(target.target().id());
    return server == null
        ? Optional.ofNullable(target.target().availabilityZone()).orElse("")
        : server.zone();
  }

  private static FleetView.Health health(TargetHealthDescription target) {
    return switch (target.targetHealth().state()) {
      case HEALTHY -> FleetView.Health.HEALTHY;
      case UNUSED -> FleetView.Health.UNUSED;
      case DRAINING, UNHEALTHY_DRAINING -> FleetView.Health.DRAINING;
      default -> FleetView.Health.UNPROVEN;
    };
  }

  @Override
  public Read<List<Signal.OfServer>> marked() {
    return reading(
        () ->
            clients
                .get()
                .ec2()
                .describeSpotInstanceRequestsPaginator(
                    request ->
                        request.filters(
                            List.of(
                                software.amazon.awssdk.services.ec2.model.Filter.builder()
                                    .name("status-code")
                                    .values("marked-for-termination", "marked-for-stop")
                                    .build())))
                .spotInstanceRequests()
                .stream()
                .filter(each -> each.instanceId() != null)
                .map(this::warning)
                .toList());
  }

  private Signal.OfServer warning(SpotInstanceRequest marked) {
    return new Signal.InterruptionWarning(
        marked.instanceId(),
        Optional.ofNullable(marked.status().updateTime()).orElseGet(clock::instant),
        Signal.Market.SPOT);
  }

  @Override
  public Outcome react(Reaction reaction) {
    try {
      switch (reaction) {
        case Reaction.Deregister deregister -> deregister(deregister);
        case Reaction.Replace replace ->
            clients
                .get()
                .autoScaling()
                .terminateInstanceInAutoScalingGroup(
                    request ->
                        request.instanceId(replace.server()).shouldDecrementDesiredCapacity(false));
        case Reaction.CompleteHook complete ->
            clients
                .get()
                .autoScaling()
                .completeLifecycleAction(
                    request ->
                        request
                            .autoScalingGroupName(complete.group())
                            .lifecycleHookName(AwsNames.terminateHook(cluster))
                            .instanceId(complete.server())
                            .lifecycleActionResult("CONTINUE"));
      }
      return Outcome.done();
    } catch (AwsCallException failed) {
      return isPast(failed.failure().kind())
          ? Outcome.done()
          : new Outcome.Failed(failed.failure());
    }
  }

  /**
   * A target group, a server or an action that is not there any more needs nothing. Auto Scaling
   * answers {@code ValidationError} to a server of no group and to an action that has ended.
   */
  private static boolean isPast(FailureKind kind) {
    return switch (kind) {
      case NOT_FOUND, INVALID -> true;
      case THROTTLED, TRANSIENT, CONFLICT, CAPACITY, QUOTA, UNAUTHORIZED, UNKNOWN -> false;
    };
  }

  private void deregister(Reaction.Deregister deregister) {
    var all = new ArrayList<>(deregister.servers());
    for (int from = 0; from < all.size(); from += TARGETS_A_CALL) {
      List<TargetDescription> some =
          all.subList(from, Math.min(from + TARGETS_A_CALL, all.size())).stream()
              .map(server -> TargetDescription.builder().id(server).build())
              .toList();
      clients
          .get()
          .loadBalancing()
          .deregisterTargets(
              request -> request.targetGroupArn(deregister.targetGroup()).targets(some));
    }
  }

  private static <T> Read<T> reading(Supplier<T> read) {
    try {
      return new Read.Seen<>(read.get());
    } catch (AwsCallException failed) {
      return new Read.Unread<>(failed.failure());
    }
  }
}
