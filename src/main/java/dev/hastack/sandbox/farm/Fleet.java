package dev.hastack.sandbox.farm;

import dev.hastack.sandbox.aws.EmbeddedAws;
import dev.hastack.sandbox.aws.front.SimulatedRegion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.Instance;
import software.amazon.awssdk.services.autoscaling.model.LifecycleState;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/**
 * The servers of all stacks at a moment.
 *
 * @param spot Spot servers that take requests, by group
 * @param healthy all servers that do
 * @param queue the name of the queue that signals come through, once there is one
 */
public record Fleet(
    SortedMap<String, List<String>> spot, Set<String> healthy, Optional<String> queue) {

  /** As it is now. */
  public static Fleet of(EmbeddedAws aws) {
    return aws.look(
        region -> {
          Set<String> healthy = healthy(region);
          return new Fleet(spot(region, healthy), healthy, queue(region));
        });
  }

  public int stacks() {
    return spot.size();
  }

  /**
   * Spot servers, one of each group in turn, so that all stacks are concerned alike.
   *
   * @param spared so many of each group are left out
   */
  public List<String> inTurn(int spared) {
    var inTurn = new ArrayList<String>();
    int most = spot.values().stream().mapToInt(List::size).max().orElse(0);
    for (int turn = 0; turn < most; turn++) {
      for (List<String> servers : spot.values()) {
        if (turn < servers.size() - spared) {
          inTurn.add(servers.get(turn));
        }
      }
    }
    return inTurn;
  }

  private static SortedMap<String, List<String>> spot(SimulatedRegion region, Set<String> healthy) {
    var servers = new TreeMap<String, List<String>>();
    for (AutoScalingGroup group :
        region.autoScaling().service().describeAutoScalingGroupsPaginator().autoScalingGroups()) {
      servers.put(
          group.autoScalingGroupName(),
          group.instances().stream()
              .filter(each -> each.lifecycleState() == LifecycleState.IN_SERVICE)
              .map(Instance::instanceId)
              .filter(healthy::contains)
              .filter(id -> isSpot(region, id))
              .toList());
    }
    return servers;
  }

  private static boolean isSpot(SimulatedRegion region, String id) {
    return region.ec2().instances().find(id).filter(each -> each.order().spot()).isPresent();
  }

  private static Set<String> healthy(SimulatedRegion region) {
    var service = region.loadBalancing().service();
    return service.describeTargetGroupsPaginator().targetGroups().stream()
        .flatMap(
            group ->
                service
                    .describeTargetHealth(request -> request.targetGroupArn(group.targetGroupArn()))
                    .targetHealthDescriptions()
                    .stream())
        .filter(target -> target.targetHealth().state() == TargetHealthStateEnum.HEALTHY)
        .map(target -> target.target().id())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The one from which messages go to another when nobody can handle them. */
  private static Optional<String> queue(SimulatedRegion region) {
    var service = region.sqs().service();
    return region.sqs().names().stream()
        .filter(
            name -> {
              String url = service.getQueueUrl(request -> request.queueName(name)).queueUrl();
              return service
                  .getQueueAttributes(
                      request -> request.queueUrl(url).attributeNamesWithStrings("RedrivePolicy"))
                  .attributesAsStrings()
                  .containsKey("RedrivePolicy");
            })
        .findFirst();
  }

  @Override
  public String toString() {
    return "%d groups; %d Spot servers and %d in all take requests."
        .formatted(stacks(), spot.values().stream().mapToInt(List::size).sum(), healthy.size());
  }
}
