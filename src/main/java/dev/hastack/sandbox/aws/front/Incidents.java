package dev.hastack.sandbox.aws.front;

import dev.hastack.sandbox.aws.ec2.Ec2Region;
import dev.hastack.sandbox.aws.ec2.SpotMarket;
import dev.hastack.sandbox.aws.rds.RdsRegion;

/**
 * What a person or a test has happen to the servers and databases of a region; each order is noted
 * in the record. What goes wrong with calls is ordered at {@link Faults}.
 */
public final class Incidents {
  private final Orders orders;
  private final Ec2Region ec2;
  private final RdsRegion rds;

  Incidents(Orders orders, Ec2Region ec2, RdsRegion rds) {
    this.orders = orders;
    this.ec2 = ec2;
    this.rds = rds;
  }

  /** An instance is gone in this moment. */
  public void kill(String instanceId) {
    orders.give(instanceId, "is killed", () -> ec2.mishaps().kill(instanceId));
  }

  /** An instance fails its status checks from now on. */
  public void impair(String instanceId) {
    orders.give(instanceId, "is impaired", () -> ec2.mishaps().failStatusChecks(instanceId));
  }

  /** Nothing reaches a port of an instance any more. */
  public void blockPort(String instanceId, int port) {
    orders.give(
        instanceId,
        "port " + port + " is blocked",
        () -> ec2.mishaps().blockPort(instanceId, port));
  }

  /** A port can be reached again. */
  public void unblockPort(String instanceId, int port) {
    orders.give(
        instanceId,
        "port " + port + " is open again",
        () -> ec2.mishaps().unblockPort(instanceId, port));
  }

  /** A zone goes dark: nothing in it serves, nothing launches there. */
  public void darken(String zone) {
    orders.give(zone, "goes dark", () -> ec2.mishaps().darken(zone));
  }

  /** A zone is back. */
  public void lighten(String zone) {
    orders.give(zone, "is lit again", () -> ec2.mishaps().lighten(zone));
  }

  /** Spot takes an instance back, with its usual notice. */
  public void reclaim(String instanceId) {
    orders.give(instanceId, "is reclaimed", () -> ec2.spotMarket().warn(instanceId));
  }

  /** Spot takes an instance back, with its notice late or missing as likely as said. */
  public void reclaim(String instanceId, SpotMarket.Warnings warnings) {
    orders.give(
        instanceId,
        "is reclaimed, with " + warnings,
        () -> ec2.spotMarket().warn(instanceId, warnings));
  }

  /** AWS recommends to replace a Spot instance. */
  public void recommendRebalance(String instanceId) {
    orders.give(instanceId, "is at risk", () -> ec2.spotMarket().recommendRebalance(instanceId));
  }

  /** No pool of a zone has Spot capacity any more. */
  public void dry(String zone) {
    orders.give(zone, "has no Spot capacity", () -> ec2.spotMarket().dry(zone));
  }

  /** The pools of a zone are as they were. */
  public void endDrought(String zone) {
    orders.give(zone, "has Spot capacity again", () -> ec2.spotMarket().endDrought(zone));
  }

  /** The writer of a database fails, and a reader takes over. */
  public void failover(String clusterId) {
    orders.give(clusterId, "fails over", () -> rds.incidents().failover(clusterId));
  }

  /** A member of a database is gone, as if somebody had deleted it. */
  public void loseMember(String instanceId) {
    orders.give(instanceId, "is gone", () -> rds.incidents().loseMember(instanceId));
  }

  /** A database is gone with all its members. */
  public void loseCluster(String clusterId) {
    orders.give(clusterId, "is gone", () -> rds.incidents().loseCluster(clusterId));
  }
}
