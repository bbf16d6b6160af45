package dev.hastack.core.status;

/**
 * The conditions, in the order in which they stand in status. The first three follow kstatus
 * (kubernetes-sigs/cli-utils, pkg/kstatus): {@code Reconciling} and {@code Stalled} are true only
 * when something is not as it should be; so is {@code CapacityAtRisk}, which stacks have that say
 * what is done about Spot, {@code AwaitingApproval}, which stacks have that want their plans
 * approved, and {@code SignalsDegraded}, which is there only while it is true.
 */
public enum ConditionType {
  Ready,
  Reconciling,
  Stalled,
  Synced,
  Drifted,
  AwaitingApproval,
  FleetReady,
  CapacityAtRisk,
  SignalsDegraded,
  TrafficReady,
  DatabaseReady
}
