package dev.hastack.sandbox.aws.autoscaling.capacity;

import java.util.List;
import java.util.Set;

/**
 * What a group's owner asks of its capacity.
 *
 * @param zones those of its subnets, in their order
 * @param terminationPolicies in the order in which they are applied
 * @param suspended names of processes that are suspended
 * @param capacityRebalance whether instances at risk are replaced before they are lost
 */
public record Rules(
    int desired,
    List<String> zones,
    Share share,
    List<String> terminationPolicies,
    Set<String> suspended,
    boolean capacityRebalance) {
  private static final int REBALANCE_TENTH = 10;

  public Rules {
    zones = List.copyOf(zones);
    terminationPolicies = List.copyOf(terminationPolicies);
    suspended = Set.copyOf(suspended);
  }

  public boolean runs(String process) {
    return !suspended.contains(process);
  }

  /**
   * How far a group may exceed its size while it rebalances: a tenth, at least one (user guide,
   * "Example: Rebalancing activities" and "Capacity Rebalancing").
   */
  int margin() {
    return Math.max(1, desired / REBALANCE_TENTH);
  }
}
