package dev.hastack.sandbox.aws.rds;

import dev.hastack.sandbox.aws.world.CurrentCall;
import dev.hastack.sandbox.aws.world.Page;
import dev.hastack.sandbox.aws.world.SimulatedTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.rds.model.ClusterPendingModifiedValues;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DescribePendingMaintenanceActionsRequest;
import software.amazon.awssdk.services.rds.model.DescribePendingMaintenanceActionsResponse;
import software.amazon.awssdk.services.rds.model.PendingMaintenanceAction;
import software.amazon.awssdk.services.rds.model.ResourcePendingMaintenanceActions;

/**
 * What waits for the maintenance window, and the upgrades: "Maintaining an Amazon Aurora DB
 * cluster" and "Modifying an Amazon Aurora DB cluster", Aurora user guide. Minor upgrades happen by
 * themselves where AutoMinorVersionUpgrade is on, and where AWS requires them even if it is off.
 */
final class Maintenance {
  private final SimulatedTime time;
  private final Store store;
  private final RdsOptions options;
  private final Capacity capacity;
  private final Map<String, Engine.Version> ordered = new TreeMap<>();

  Maintenance(SimulatedTime time, Store store, RdsOptions options, Capacity capacity) {
    this.time = time;
    this.store = store;
    this.options = options;
    this.capacity = capacity;
  }

  /** Something waits: it is done in the next window. */
  void expect(ClusterRow row) {
    time.at(window(row).next(time.now()), () -> store.same(row).ifPresent(this::open));
  }

  /** AWS upgrades a cluster in its next window; nothing if it is as new. */
  void orderUpgrade(ClusterRow row) {
    Engine engine = Engine.named(row.settings().engine());
    engine
        .automaticTarget(engine.version(row.settings().engineVersion()))
        .ifPresent(
            target -> {
              ordered.put(row.resourceId(), target);
              expect(row);
            });
  }

  private static Window window(ClusterRow row) {
    return Window.maintenance(row.settings().preferredMaintenanceWindow());
  }

  private void open(ClusterRow row) {
    Engine.Version upgrade = ordered.get(row.resourceId());
    boolean pending = row.settings().pendingModifiedValues() != null;
    if (!pending && upgrade == null) {
      return;
    }
    if (!row.is(Status.AVAILABLE) || !window(row).contains(time.now())) {
      expect(row);
    } else if (upgrade != null) {
      ordered.remove(row.resourceId());
      upgrade(apply(row), upgrade);
    } else {
      apply(row);
    }
  }

  /** All that is pending is done now. */
  ClusterRow apply(ClusterRow row) {
    ClusterPendingModifiedValues pending = row.settings().pendingModifiedValues();
    if (pending == null) {
      return row;
    }
    DBCluster.Builder next = row.settings().toBuilder();
    if (pending.backupRetentionPeriod() != null) {
      next.backupRetentionPeriod(pending.backupRetentionPeriod());
    }
    if (pending.iamDatabaseAuthenticationEnabled() != null) {
      next.iamDatabaseAuthenticationEnabled(pending.iamDatabaseAuthenticationEnabled());
    }
    if (pending.storageType() != null) {
      next.storageType(NewClusters.storageType(pending.storageType()));
    }
    next.pendingModifiedValues((ClusterPendingModifiedValues) null);
    ClusterRow changed = row.with(any -> next);
    if (pending.engineVersion() == null) {
      return modifying(changed);
    }
    Engine engine = Engine.named(row.settings().engine());
    return upgrade(changed, engine.version(pending.engineVersion()));
  }

  /** It is being changed for a while. */
  ClusterRow modifying(ClusterRow row) {
    ClusterRow busy = store.put(row.becoming(Status.MODIFYING));
    store.later(busy, options.modification(), now -> store.put(now.becoming(Status.AVAILABLE)));
    return busy;
  }

  /**
   * An upgrade restarts all members; the snapshot that one to a major version makes is left out.
   */
  private ClusterRow upgrade(ClusterRow row, Engine.Version version) {
    capacity.wake(row, "upgrade");
    ClusterRow busy =
        store.put(
            row.with(
                each ->
                    each.status(Status.UPGRADING)
                        .pendingModifiedValues(pending -> pending.engineVersion(version.name()))));
    Members members = new Members(store);
    members.become(busy, Status.AVAILABLE, Status.UPGRADING);
    store.later(busy, options.upgrade(), now -> upgraded(now, version));
    return busy;
  }

  private void upgraded(ClusterRow row, Engine.Version version) {
    Members members = new Members(store);
    members.upgraded(row, version);
    members.become(row, Status.UPGRADING, Status.AVAILABLE);
    store.put(
        row.with(
            each ->
                each.status(Status.AVAILABLE)
                    .engineVersion(version.name())
                    .dbClusterParameterGroup("default." + version.family())
                    .pendingModifiedValues((ClusterPendingModifiedValues) null)));
  }

  /** RDS API reference, DescribePendingMaintenanceActions: of clusters, and upgrades only. */
  DescribePendingMaintenanceActionsResponse describe(
      DescribePendingMaintenanceActionsRequest request, CurrentCall call) {
    List<ResourcePendingMaintenanceActions> all =
        store.clusters().all(call.readsAsOf()).stream()
            .filter(row -> isAsked(row, request.resourceIdentifier()))
            .flatMap(row -> actions(row).stream())
            .toList();
    Page<ResourcePendingMaintenanceActions> page =
        new Pages(call).of(all, request.marker(), request.maxRecords());
    return DescribePendingMaintenanceActionsResponse.builder()
        .pendingMaintenanceActions(page.items())
        .marker(page.nextToken())
        .build();
  }

  private static boolean isAsked(ClusterRow row, @Nullable String arn) {
    return arn == null || arn.equals(row.settings().dbClusterArn());
  }

  private Optional<ResourcePendingMaintenanceActions> actions(ClusterRow row) {
    Instant window = window(row).next(store.now());
    return Optional.ofNullable(ordered.get(row.resourceId()))
        .map(
            target ->
                ResourcePendingMaintenanceActions.builder()
                    .resourceIdentifier(row.settings().dbClusterArn())
                    .pendingMaintenanceActionDetails(
                        PendingMaintenanceAction.builder()
                            .action("db-upgrade")
                            .description("Automatic minor version upgrade to " + target.name())
                            .autoAppliedAfterDate(window)
                            .currentApplyDate(window)
                            .build())
                    .build());
  }
}
