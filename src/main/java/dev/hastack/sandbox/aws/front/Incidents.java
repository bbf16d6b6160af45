package dev.hastack.sandbox.aws.front;

import dev.hastack.sandbox.aws.ec2.Ec2Region;
import dev.hastack.sandbox.aws.rds.RdsRegion;
import dev.hastack.sandbox.aws.world.Foundation;

/**
 * What a person or a test has happen to the servers and databases of a region; each order is noted
 * in the record. What goes wrong with calls is ordered at {@link Faults}.
 */
public final class Incidents {
  private final Foundation foundation;
  private final CallRecord record;
  private final Ec2Region ec2;
  private final RdsRegion rds;

  Incidents(Foundation foundation, CallRecord record, Ec2Region ec2, RdsRegion rds) {
    this.foundation = foundation;
    this.record = record;
    this.ec2 = ec2;
    this.rds = rds;
  }

  /** An instance is gone in this moment. */
  public void kill(String instanceId) {
    order(instanceId, "is killed", () -> ec2.mishaps().kill(instanceId));
  }

  /** An instance fails its status checks from now on. */
  public void impair(String instanceId) {
    order(instanceId, "is impaired", () -> ec2.mishaps().failStatusChecks(instanceId));
  }

  /** Nothing reaches a port of an instance any more. */
  public void blockPort(String instanceId, int port) {
    order(
        instanceId,
        "port " + port + " is blocked",
        () -> ec2.mishaps().blockPort(instanceId, port));
  }

  /** A port can be reached again. */
  public void unblockPort(String instanceId, int port) {
    order(
        instanceId,
        "port " + port + " is open again",
        () -> ec2.mishaps().unblockPort(instanceId, port));
  }

  /** A zone goes dark: nothing in it serves, nothing launches there. */
  public void darken(String zone) {
    order(zone, "goes dark", () -> ec2.mishaps().darken(zone));
  }

  /** A zone is back. */
  public void lighten(String zone) {
    order(zone, "is lit again", () -> ec2.mishaps().lighten(zone));
  }

  /** Spot takes an instance back, with its usual notice. */
  public void reclaim(String instanceId) {
    order(instanceId, "is reclaimed", () -> ec2.spotMarket().warn(instanceId));
  }

  /** AWS recommends to replace a Spot instance. */
  public void recommendRebalance(String instanceId) {
    order(instanceId, "is at risk", () -> ec2.spotMarket().recommendRebalance(instanceId));
  }

  /** No pool of a zone has Spot capacity any more. */
  public void dry(String zone) {
    order(zone, "has no Spot capacity", () -> ec2.spotMarket().dry(zone));
  }

  /** The pools of a zone are as they were. */
  public void endDrought(String zone) {
    order(zone, "has Spot capacity again", () -> ec2.spotMarket().endDrought(zone));
  }

  /** The writer of a database fails, and a reader takes over. */
  public void failover(String clusterId) {
    order(clusterId, "fails over", () -> rds.incidents().failover(clusterId));
  }

  /** A member of a database is gone, as if somebody had deleted it. */
  public void loseMember(String instanceId) {
    order(instanceId, "is gone", () -> rds.incidents().loseMember(instanceId));
  }

  /** A database is gone with all its members. */
  public void loseCluster(String clusterId) {
    order(clusterId, "is gone", () -> rds.incidents().loseCluster(clusterId));
  }

  private void order(String subject, String what, Runnable incident) {
    foundation
        .time()
        .exclusively(
            () -> {
              record.note(foundation.time().now(), subject, "by order: " + what);
              incident.run();
              return subject;
            });
  }
}
