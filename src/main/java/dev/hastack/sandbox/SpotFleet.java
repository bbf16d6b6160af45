package dev.hastack.sandbox;

import dev.hastack.sandbox.EmbeddedFleet.Server;
import dev.hastack.sandbox.aws.EmbeddedAws;
import dev.hastack.sandbox.aws.front.SimulatedRegion;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;

/**
 * The servers of a stack that lives on Spot, in the embedded account as they are now.
 *
 * @param wanted how many servers the stack wants
 * @param wantedSpot how many of them are Spot while nothing is amiss
 */
record SpotFleet(EmbeddedAws aws, EmbeddedFleet fleet, int wanted, int wantedSpot) {

  /** Those in service. */
  List<Server> spot() {
    return fleet.servers().stream().filter(Server::isInService).filter(Server::spot).toList();
  }

  /** The others in service. */
  List<Server> onDemand() {
    return fleet.servers().stream()
        .filter(Server::isInService)
        .filter(each -> !each.spot())
        .toList();
  }

  /** Whether it has as many servers as it wants, of either kind, and nothing is under way. */
  boolean isWhole() {
    List<Server> servers = fleet.servers();
    return servers.size() == wanted
        && servers.stream().allMatch(Server::takesRequests)
        && spot().size() == wantedSpot;
  }

  /** Whether enough of its servers take requests, whatever was paid for them. */
  boolean serves() {
    return fleet.servers().stream().filter(Server::takesRequests).count() >= wanted;
  }

  /** Of these, those that a load balancer still sends requests to. */
  Set<String> takingRequests(Set<String> ids) {
    return fleet.servers().stream()
        .filter(each -> ids.contains(each.id()) && each.takesRequests())
        .map(Server::id)
        .collect(Collectors.toSet());
  }

  /** Has Spot take them back all at once, with two minutes' notice. */
  void takeBack(Set<String> ids) {
    aws.change(region -> ids.forEach(region.incidents()::reclaim));
  }

  /** Has AWS recommend to replace them, which no stack has to follow. */
  void callAtRisk() {
    List<String> ids = spot().stream().map(Server::id).toList();
    aws.change(region -> ids.forEach(region.incidents()::recommendRebalance));
  }

  /** Percentage of On-Demand above the base that its group buys now. */
  int onDemandShare() {
    return group()
        .mixedInstancesPolicy()
        .instancesDistribution()
        .onDemandPercentageAboveBaseCapacity();
  }

  /** Whether its group has its servers held while they end. */
  boolean isHooked() {
    String name = group().autoScalingGroupName();
    return aws.look(
        region ->
            !region
                .autoScaling()
                .service()
                .describeLifecycleHooks(request -> request.autoScalingGroupName(name))
                .lifecycleHooks()
                .isEmpty());
  }

  /** Whether what AWS tells of Spot servers reaches a queue of the operator. */
  boolean isHeard() {
    return aws.look(region -> !region.sqs().names().isEmpty() && allRulesLeadSomewhere(region));
  }

  private static boolean allRulesLeadSomewhere(SimulatedRegion region) {
    var service = region.eventBridge().service();
    var rules = service.listRules(request -> {}).rules();
    return !rules.isEmpty()
        && rules.stream()
            .noneMatch(
                rule ->
                    service
                        .listTargetsByRule(request -> request.rule(rule.name()))
                        .targets()
                        .isEmpty());
  }

  private AutoScalingGroup group() {
    return fleet.groups().getFirst();
  }
}
