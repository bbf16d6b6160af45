package dev.hastack.sandbox.aws.autoscaling.capacity;

import dev.hastack.sandbox.aws.autoscaling.capacity.CapacityPlan.Departure;
import dev.hastack.sandbox.aws.autoscaling.capacity.CapacityPlan.Launch;
import dev.hastack.sandbox.aws.autoscaling.capacity.CapacityPlan.Why;
import dev.hastack.sandbox.aws.autoscaling.capacity.Server.Slot;
import dev.hastack.sandbox.aws.autoscaling.capacity.Server.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides what a group launches and terminates. Sources, all of the user guide: "Benefits of Auto
 * Scaling" (zones are balanced on each launch and termination, rebalancing launches first), "Auto
 * Scaling groups with multiple instance types and purchase options" (the split; a changed one
 * replaces running instances gradually and launches first; there is no way from Spot to On-Demand),
 * "Configure termination policies" (purchase option, then zone, then policies), "Use Capacity
 * Rebalancing" and "How suspended processes affect other processes".
 */
public final class CapacityPlanner {
  private final Rules rules;
  private final List<Server> staying;
  private final List<Server> leaving;
  private final Fleet fleet;
  private final Instant now;

  private CapacityPlanner(Rules rules, List<Server> servers, Instant now) {
    this.rules = rules;
    this.staying = servers.stream().filter(server -> !server.isIn(Stage.LEAVING)).toList();
    this.leaving = servers.stream().filter(server -> server.isIn(Stage.LEAVING)).toList();
    this.fleet = new Fleet(staying);
    this.now = now;
  }

  /**
   * Plans the next step of a group.
   *
   * @param servers those that count: neither ending, detaching, nor in standby
   */
  public static CapacityPlan plan(Rules rules, List<Server> servers, Instant now) {
    var planner = new CapacityPlanner(rules, servers, now);
    List<Departure> departures = new ArrayList<>(planner.replaced());
    departures.addAll(planner.surplus());
    List<Launch> launches = planner.missing();
    if (launches.isEmpty() && departures.isEmpty()) {
      launches = planner.improvements();
    }
    return new CapacityPlan(launches, departures);
  }

  /** Those that leave as soon as there are enough in service without them. */
  private List<Departure> replaced() {
    long inService = count(staying, Stage.IN_SERVICE) + leaving.size();
    long spare = rules.runs("Terminate") ? Math.max(0, inService - rules.desired()) : 0;
    return leaving.stream()
        .limit(spare)
        .map(server -> new Departure(server.id(), Why.CAPACITY))
        .toList();
  }

  private List<Departure> surplus() {
    var departures = new ArrayList<Departure>();
    if (!rules.runs("Terminate")) {
      return departures;
    }
    var candidates = new ArrayList<>(staying.stream().filter(each -> !each.guarded()).toList());
    while (fleet.size() > rules.desired() && !candidates.isEmpty()) {
      Server chosen = choose(candidates, fleet.size() - 1);
      candidates.remove(chosen);
      fleet.remove(chosen.slot());
      departures.add(new Departure(chosen.id(), Why.CAPACITY));
    }
    return departures;
  }

  /** First the purchase option of which there are too many, then the zone, then the policies. */
  private Server choose(List<Server> candidates, int capacityAfter) {
    boolean tooMuchOnDemand = fleet.onDemand() > rules.share().onDemand(capacityAfter);
    List<Server> ofOption =
        candidates.stream().filter(each -> each.slot().spot() != tooMuchOnDemand).toList();
    return first(ofOption.isEmpty() ? candidates : ofOption);
  }

  private Server first(List<Server> candidates) {
    String zone = fleet.fullest(Set.copyOf(rules.zones()), candidates);
    return candidates.stream()
        .filter(each -> each.slot().zone().equals(zone) || isBalanced(zone, each.slot().zone()))
        .min(TerminationOrder.of(rules.terminationPolicies(), now))
        .orElseThrow();
  }

  /** Balanced zones are looked at together. */
  private boolean isBalanced(String fullest, String zone) {
    return rules.zones().contains(fullest) && fleet.in(zone) == fleet.in(fullest);
  }

  private List<Launch> missing() {
    var launches = new ArrayList<Launch>();
    if (!rules.runs("Launch")) {
      return launches;
    }
    while (fleet.size() < rules.desired()) {
      boolean spot = fleet.onDemand() >= rules.share().onDemand(rules.desired());
      List<String> zones = fleet.emptiestFirst(rules.zones(), spot);
      launches.add(new Launch(spot, zones, Why.CAPACITY, Optional.empty()));
      fleet.add(new Slot(zones.getFirst(), spot));
    }
    return launches;
  }

  /**
   * A group at rest may replace some, the most pressing first, and each launches before it ends.
   */
  private List<Launch> improvements() {
    boolean settled =
        leaving.isEmpty()
            && count(staying, Stage.PENDING) == 0
            && staying.size() == rules.desired();
    if (!settled || !rules.runs("Launch")) {
      return List.of();
    }
    List<Launch> atRisk = rules.capacityRebalance() ? atRisk() : List.of();
    if (!atRisk.isEmpty() || !rules.runs("Terminate")) {
      return atRisk;
    }
    return share()
        .or(() -> rules.runs("AZRebalance") ? zoneBalance() : Optional.empty())
        .map(List::of)
        .orElse(List.of());
  }

  private List<Launch> atRisk() {
    return staying.stream()
        .filter(server -> server.atRisk() && server.slot().spot() && !server.guarded())
        .limit(rules.margin())
        .map(server -> replacement(server, true, rules.zones(), Why.RISK))
        .toList();
  }

  private Optional<Launch> share() {
    int onDemand = rules.share().onDemand(rules.desired());
    if (fleet.onDemand() == onDemand) {
      return Optional.empty();
    }
    boolean toSpot = fleet.onDemand() > onDemand;
    List<Server> surplus =
        staying.stream().filter(each -> each.slot().spot() != toSpot && !each.guarded()).toList();
    return surplus.isEmpty()
        ? Optional.empty()
        : Optional.of(replacement(first(surplus), toSpot, rules.zones(), Why.SHARE));
  }

  private Optional<Launch> zoneBalance() {
    List<Server> free = staying.stream().filter(each -> !each.guarded()).toList();
    if (free.isEmpty()) {
      return Optional.empty();
    }
    String fullest = fleet.fullest(Set.copyOf(rules.zones()), free);
    boolean foreign = !rules.zones().contains(fullest);
    List<String> emptier =
        rules.zones().stream()
            .filter(zone -> foreign || fleet.in(fullest) - fleet.in(zone) > 1)
            .toList();
    if (emptier.isEmpty()) {
      return Optional.empty();
    }
    Server chosen =
        free.stream()
            .filter(each -> each.slot().zone().equals(fullest))
            .min(TerminationOrder.of(rules.terminationPolicies(), now))
            .orElseThrow();
    return Optional.of(replacement(chosen, chosen.slot().spot(), emptier, Why.ZONE_BALANCE));
  }

  private Launch replacement(Server replaced, boolean spot, List<String> zones, Why why) {
    fleet.remove(replaced.slot());
    List<String> order = fleet.emptiestFirst(zones, spot);
    fleet.add(new Slot(order.getFirst(), spot));
    return new Launch(spot, order, why, Optional.of(replaced.id()));
  }

  private static long count(List<Server> servers, Stage stage) {
    return servers.stream().filter(server -> server.isIn(stage)).count();
  }
}
