package dev.hastack.sandbox.aws.rds;

import dev.hastack.sandbox.aws.world.SimulatedTime;
import java.util.Set;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceResponse;
import software.amazon.awssdk.services.rds.model.PendingModifiedValues;
import software.amazon.awssdk.services.rds.model.RebootDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.RebootDbInstanceResponse;

/**
 * Changes and reboots of members: RDS API reference, ModifyDBInstance and RebootDBInstance. Another
 * class or certificate authority waits for the member's maintenance window unless ApplyImmediately
 * is on, which then does all that waits; all else is done at once.
 */
record InstanceChanges(SimulatedTime time, Store store, RdsOptions options, Capacity capacity) {
  private static final Set<String> MODELLED =
      Set.of(
          "DBInstanceIdentifier",
          "DBInstanceClass",
          "CACertificateIdentifier",
          "PromotionTier",
          "AutoMinorVersionUpgrade",
          "PreferredMaintenanceWindow",
          "PubliclyAccessible",
          "EnablePerformanceInsights",
          "ApplyImmediately");

  ModifyDbInstanceResponse modify(ModifyDbInstanceRequest request) {
    Modelled.only(request, MODELLED);
    DBInstance before = available(request.dbInstanceIdentifier(), "ModifyDBInstance");
    DBInstance.Builder next = before.toBuilder();
    if (request.promotionTier() != null) {
      next.promotionTier(InstanceCreation.tier(request.promotionTier()));
    }
    if (request.autoMinorVersionUpgrade() != null) {
      next.autoMinorVersionUpgrade(request.autoMinorVersionUpgrade());
    }
    if (request.publiclyAccessible() != null) {
      next.publiclyAccessible(request.publiclyAccessible());
    }
    if (request.enablePerformanceInsights() != null) {
      next.performanceInsightsEnabled(request.enablePerformanceInsights());
    }
    if (request.preferredMaintenanceWindow() != null) {
      next.preferredMaintenanceWindow(
          Window.maintenance(request.preferredMaintenanceWindow()).text());
    }
    DBInstance atOnce = next.build();
    DBInstance waiting = pending(request, atOnce);
    DBInstance result = store.put(waiting);
    boolean applies = Boolean.TRUE.equals(request.applyImmediately());
    if (waiting.pendingModifiedValues() != null && !applies) {
      expect(waiting);
    }
    if (!atOnce.equals(before) || (applies && waiting.pendingModifiedValues() != null)) {
      result = modifying(applies ? applied(waiting) : waiting);
    }
    ClusterRow cluster = store.cluster(before.dbClusterIdentifier());
    return ModifyDbInstanceResponse.builder()
        .dbInstance(MemberSettings.of(result, cluster.settings(), store))
        .build();
  }

  /** A wish for what is already so takes back what was pending. */
  private DBInstance pending(ModifyDbInstanceRequest request, DBInstance instance) {
    PendingModifiedValues before = instance.pendingModifiedValues();
    PendingModifiedValues.Builder pending =
        before == null ? PendingModifiedValues.builder() : before.toBuilder();
    String asked = request.dbInstanceClass();
    if (asked != null) {
      InstanceCreation.instanceClass(asked, store.cluster(instance.dbClusterIdentifier()));
      pending.dbInstanceClass(asked.equals(instance.dbInstanceClass()) ? null : asked);
    }
    String authority = request.caCertificateIdentifier();
    if (authority != null) {
      pending.caCertificateIdentifier(
          authority.equals(instance.caCertificateIdentifier()) ? null : authority);
    }
    PendingModifiedValues all = pending.build();
    boolean none = all.dbInstanceClass() == null && all.caCertificateIdentifier() == null;
    return instance.toBuilder().pendingModifiedValues(none ? null : all).build();
  }

  private void expect(DBInstance instance) {
    time.at(
        Window.maintenance(instance.preferredMaintenanceWindow()).next(time.now()),
        () -> store.same(instance).ifPresent(this::open));
  }

  private void open(DBInstance instance) {
    if (instance.pendingModifiedValues() == null) {
      return;
    }
    boolean now = Window.maintenance(instance.preferredMaintenanceWindow()).contains(time.now());
    if (now && instance.dbInstanceStatus().equals(Status.AVAILABLE)) {
      modifying(applied(instance));
    } else {
      expect(instance);
    }
  }

  private static DBInstance applied(DBInstance instance) {
    PendingModifiedValues pending = instance.pendingModifiedValues();
    if (pending == null) {
      return instance;
    }
    DBInstance.Builder next = instance.toBuilder();
    if (pending.dbInstanceClass() != null) {
      next.dbInstanceClass(pending.dbInstanceClass());
    }
    if (pending.caCertificateIdentifier() != null) {
      next.caCertificateIdentifier(pending.caCertificateIdentifier());
    }
    return next.pendingModifiedValues((PendingModifiedValues) null).build();
  }

  private DBInstance modifying(DBInstance instance) {
    DBInstance busy = store.put(instance.toBuilder().dbInstanceStatus(Status.MODIFYING).build());
    store.later(
        busy,
        options.modification(),
        now -> store.put(now.toBuilder().dbInstanceStatus(Status.AVAILABLE).build()));
    return busy;
  }

  /** Static parameters take effect: "Rebooting an Amazon Aurora DB cluster", Aurora user guide. */
  RebootDbInstanceResponse reboot(RebootDbInstanceRequest request) {
    DBInstance before = available(request.dbInstanceIdentifier(), "RebootDBInstance");
    ClusterRow cluster = store.cluster(before.dbClusterIdentifier());
    capacity.wake(cluster, "reboot");
    DBInstance busy = store.put(before.toBuilder().dbInstanceStatus(Status.REBOOTING).build());
    store.later(
        busy,
        options.reboot(),
        now ->
            store.put(
                Members.withParameters(now, ClusterView.IN_SYNC).toBuilder()
                    .dbInstanceStatus(Status.AVAILABLE)
                    .build()));
    return RebootDbInstanceResponse.builder()
        .dbInstance(MemberSettings.of(busy, cluster.settings(), store))
        .build();
  }

  private DBInstance available(String id, String operation) {
    DBInstance instance = store.instance(id);
    store.require(operation, instance.dbInstanceArn());
    if (!instance.dbInstanceStatus().equals(Status.AVAILABLE)) {
      throw Errors.instanceState(
          "Database instance %s is not in available state but %s."
              .formatted(instance.dbInstanceIdentifier(), instance.dbInstanceStatus()));
    }
    return instance;
  }
}
