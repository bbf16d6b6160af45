package dev.hastack.sandbox.aws.rds;

import dev.hastack.sandbox.aws.world.SimulatedTime;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Function;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.MasterUserSecret;

/**
 * What a person or a test has happen to databases, and what they can know of them that AWS tells
 * nobody. All throw an {@link dev.hastack.sandbox.aws.world.ApiError} for what does not exist.
 */
public final class RdsIncidents {
  /** Why AWS cannot use a cluster: "Viewing DB cluster status", Aurora user guide. */
  public enum Unusable {
    FAILED(Status.FAILED),
    INACCESSIBLE_ENCRYPTION_CREDENTIALS(Status.INACCESSIBLE);

    private final String status;

    Unusable(String status) {
      this.status = status;
    }
  }

  private final SimulatedTime time;
  private final RdsParts parts;

  RdsIncidents(SimulatedTime time, RdsParts parts) {
    this.time = time;
    this.parts = parts;
  }

  /** The writer fails, and the best reader takes over; needs a reader and an available cluster. */
  public void failover(String clusterId) {
    with(clusterId, parts.clusters().failovers()::happen);
  }

  /** A member is gone in this moment, as if somebody had deleted it. */
  public void loseMember(String instanceId) {
    time.exclusively(
        () -> {
          parts.instances().deletion().lose(parts.store().instance(instanceId));
          return instanceId;
        });
  }

  /** A cluster is gone in this moment with its members and without a snapshot, protected or not. */
  public void loseCluster(String clusterId) {
    with(clusterId, row -> parts.clusters().deletion().lose(row));
  }

  /** AWS cannot use an available cluster any more: its storage failed, or its key is lost. */
  public void failUsing(String clusterId, Unusable why) {
    with(
        clusterId,
        row -> {
          if (!row.is(Status.AVAILABLE)) {
            throw Errors.clusterState(
                "DB cluster %s isn't in the available state: it is %s."
                    .formatted(row.id(), row.settings().status()));
          }
          ClusterRow lost = parts.store().put(row.becoming(why.status));
          new Members(parts.store()).become(lost, Status.AVAILABLE, why.status);
        });
  }

  /** Support has mended a cluster that AWS could not use. */
  public void mend(String clusterId) {
    with(
        clusterId,
        row -> {
          if (row.isUnusable()) {
            ClusterRow mended = parts.store().put(row.becoming(Status.AVAILABLE));
            new Members(parts.store()).become(mended, row.settings().status(), Status.AVAILABLE);
          }
        });
  }

  /**
   * Somebody has made a copy of a cluster under another name, all its tags included, as a restore
   * of a snapshot with its tags does. It is available, and has no members.
   */
  public void restoreCopyWithTags(String clusterId, String copyId) {
    with(
        clusterId,
        row -> {
          DBCluster copy =
              parts
                  .clusters()
                  .creation()
                  .copied(row.settings(), copyId)
                  .status(Status.AVAILABLE)
                  .masterUserSecret((MasterUserSecret) null)
                  .deletionProtection(false)
                  .tagList(row.settings().tagList())
                  .build();
          parts.store().put(new ClusterRow(copy, null));
        });
  }

  /** AWS upgrades a cluster in its next window, if it may: AutoMinorVersionUpgrade is on. */
  public void automaticMinorUpgrade(String clusterId) {
    with(
        clusterId,
        row -> {
          if (Boolean.TRUE.equals(row.settings().autoMinorVersionUpgrade())) {
            parts.clusters().maintenance().orderUpgrade(row);
          }
        });
  }

  /** AWS upgrades a cluster in its next window, wanted or not. */
  public void requiredMinorUpgrade(String clusterId) {
    with(clusterId, row -> parts.clusters().maintenance().orderUpgrade(row));
  }

  /** Whether snapshots that come to their end fail. */
  public void snapshotsFail(boolean fail) {
    time.exclusively(
        () -> {
          parts.snapshots().fail(fail);
          return fail;
        });
  }

  /** A cluster needs so many ACUs from now on; zero for none. */
  public void loadOn(String clusterId, double acu) {
    with(clusterId, row -> parts.capacity().load(row, acu));
  }

  /** So many connections are open from now on; any keeps a cluster from pausing. */
  public void connections(String clusterId, int count) {
    with(clusterId, row -> parts.capacity().connections(row, count));
  }

  /** In ACUs; empty if it does not serve. */
  public OptionalDouble capacity(String clusterId) {
    return from(clusterId, row -> parts.capacity().of(row).at(time.now()));
  }

  public boolean isPaused(String clusterId) {
    return from(clusterId, parts.capacity()::isPaused);
  }

  /** How often a cluster that was paused was woken, and by what. */
  public List<Wake> wakes(String clusterId) {
    return from(clusterId, parts.capacity()::wakes);
  }

  private void with(String clusterId, Consumer<ClusterRow> what) {
    from(
        clusterId,
        row -> {
          what.accept(row);
          return row;
        });
  }

  private <T> T from(String clusterId, Function<ClusterRow, T> what) {
    return time.exclusively(() -> what.apply(parts.store().cluster(clusterId)));
  }
}
