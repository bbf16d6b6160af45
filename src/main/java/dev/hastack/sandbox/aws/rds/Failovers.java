package dev.hastack.sandbox.aws.rds;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.FailoverDbClusterRequest;
import software.amazon.awssdk.services.rds.model.FailoverDbClusterResponse;

/**
 * Another member becomes the writer: "Fault tolerance for an Aurora DB cluster" and "High
 * availability for Amazon Aurora", Aurora user guide. The reader of the best promotion tier is
 * promoted; which of several in one tier is "arbitrary" where their sizes are the same, and here
 * the first by name.
 */
final class Failovers {
  private final Store store;
  private final RdsOptions options;
  private final Capacity capacity;

  Failovers(Store store, RdsOptions options, Capacity capacity) {
    this.store = store;
    this.options = options;
    this.capacity = capacity;
  }

  /** RDS API reference, FailoverDBCluster. */
  FailoverDbClusterResponse failover(FailoverDbClusterRequest request) {
    ClusterRow row = store.cluster(request.dbClusterIdentifier());
    store.require("FailoverDBCluster", row.settings().dbClusterArn());
    DBInstance target = target(row, request.targetDBInstanceIdentifier());
    store.require("FailoverDBCluster", target.dbInstanceArn());
    ClusterRow busy = fail(row, target.dbInstanceIdentifier());
    return FailoverDbClusterResponse.builder().dbCluster(new ClusterView(store).now(busy)).build();
  }

  private DBInstance target(ClusterRow row, @Nullable String asked) {
    if (!row.is(Status.AVAILABLE)) {
      throw Errors.clusterState(
          "Cannot fail over cluster %s: its status is %s."
              .formatted(row.id(), row.settings().status()));
    }
    if (asked == null) {
      return best(row)
          .orElseThrow(
              () ->
                  Errors.clusterState(
                      "Cluster %s has no reader to fail over to.".formatted(row.id())));
    }
    String id = store.instance(asked).dbInstanceIdentifier();
    return readers(row).stream()
        .filter(each -> each.dbInstanceIdentifier().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                Errors.instanceState(
                    "%s is no reader of cluster %s that is available.".formatted(id, row.id())));
  }

  /**
   * As somebody orders it, or as it happens by itself.
   *
   * @throws dev.hastack.sandbox.aws.world.ApiError if there is no reader to promote
   */
  void happen(ClusterRow row) {
    fail(row, target(row, null).dbInstanceIdentifier());
  }

  private ClusterRow fail(ClusterRow row, String target) {
    capacity.wake(row, "failover");
    ClusterRow busy = store.put(row.becoming(Status.FAILING_OVER));
    store.later(
        busy,
        options.failover(),
        now -> {
          boolean there = store.instances().get(target).isPresent();
          ClusterRow over = there ? now.writtenBy(target) : now;
          store.put(over.becoming(Status.AVAILABLE));
          if (!there) {
            succeed(over.becoming(Status.AVAILABLE));
          }
        });
    return busy;
  }

  /** The writer is gone, or going: the best reader takes over, or the next member to come. */
  void succeed(ClusterRow row) {
    Optional<DBInstance> heir = best(row);
    if (heir.isEmpty()) {
      store.put(row.writtenBy(anyOther(row)));
      return;
    }
    String target = heir.get().dbInstanceIdentifier();
    if (row.is(Status.AVAILABLE)) {
      fail(row, target);
    } else {
      store.soon(
          options.failover(),
          () -> store.same(row).ifPresent(now -> store.put(now.writtenBy(target))));
    }
  }

  /** A member that is not up yet writes once it is. */
  private @Nullable String anyOther(ClusterRow row) {
    return store.members(row.id()).stream()
        .filter(each -> !each.dbInstanceStatus().equals(Status.DELETING))
        .map(DBInstance::dbInstanceIdentifier)
        .filter(id -> !id.equals(row.writerId()))
        .findFirst()
        .orElse(null);
  }

  private Optional<DBInstance> best(ClusterRow row) {
    return readers(row).stream()
        .min(
            Comparator.comparing(DBInstance::promotionTier)
                .thenComparing(DBInstance::dbInstanceIdentifier));
  }

  private List<DBInstance> readers(ClusterRow row) {
    return store.members(row.id()).stream()
        .filter(each -> !each.dbInstanceIdentifier().equals(row.writerId()))
        .filter(each -> each.dbInstanceStatus().equals(Status.AVAILABLE))
        .toList();
  }
}
