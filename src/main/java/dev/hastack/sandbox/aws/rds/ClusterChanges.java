package dev.hastack.sandbox.aws.rds;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.rds.model.ClusterPendingModifiedValues;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.ModifyDbClusterRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbClusterResponse;
import software.amazon.awssdk.services.rds.model.ServerlessV2ScalingConfigurationInfo;

/**
 * Changes of clusters: RDS API reference, ModifyDBCluster, and "Settings for Amazon Aurora", Aurora
 * user guide. What PendingModifiedValues has a member for waits for the maintenance window unless
 * ApplyImmediately is on, which then does all that waits; the rest is done at once.
 */
final class ClusterChanges {
  private static final Set<String> MODELLED =
      Set.of(
          "DBClusterIdentifier",
          "ApplyImmediately",
          "ServerlessV2ScalingConfiguration",
          "BackupRetentionPeriod",
          "PreferredBackupWindow",
          "PreferredMaintenanceWindow",
          "VpcSecurityGroupIds",
          "Port",
          "MasterUserPassword",
          "ManageMasterUserPassword",
          "RotateMasterUserPassword",
          "MasterUserSecretKmsKeyId",
          "EngineVersion",
          "AllowMajorVersionUpgrade",
          "EnableIAMDatabaseAuthentication",
          "StorageType",
          "DeletionProtection",
          "CopyTagsToSnapshot",
          "AutoMinorVersionUpgrade",
          "DatabaseInsightsMode",
          "EnablePerformanceInsights",
          "PerformanceInsightsRetentionPeriod");

  private final Store store;
  private final ClusterChecks checks;
  private final ManagedPasswords passwords;
  private final Maintenance maintenance;
  private final Capacity capacity;

  ClusterChanges(
      Store store,
      ClusterChecks checks,
      ManagedPasswords passwords,
      Maintenance maintenance,
      Capacity capacity) {
    this.store = store;
    this.checks = checks;
    this.passwords = passwords;
    this.maintenance = maintenance;
    this.capacity = capacity;
  }

  ModifyDbClusterResponse modify(ModifyDbClusterRequest request) {
    Modelled.only(request, MODELLED);
    ClusterRow before = store.cluster(request.dbClusterIdentifier());
    store.require("ModifyDBCluster", before.settings().dbClusterArn());
    if (before.isUnusable() && isProtectionAlone(request)) {
      return protection(request, before);
    }
    if (!before.is(Status.AVAILABLE)) {
      throw Errors.clusterState(
          "DB cluster %s isn't in the available state: it is %s."
              .formatted(before.id(), before.settings().status()));
    }
    ClusterPendingModifiedValues pending = pending(request, before.settings());
    DBCluster settings = atOnce(request, before.settings());
    ClusterRow changed = password(request, new ClusterRow(settings, before.writerId()));
    ClusterRow waiting = changed.with(each -> each.pendingModifiedValues(orNothing(pending)));
    ClusterRow result = store.put(waiting);
    if (!changed.equals(before)) {
      result = maintenance.modifying(waiting);
    }
    result = deferred(request, waiting, result);
    followRange(before, result);
    return ModifyDbClusterResponse.builder().dbCluster(new ClusterView(store).now(result)).build();
  }

  /** All that a cluster takes that AWS cannot use. */
  private static boolean isProtectionAlone(ModifyDbClusterRequest request) {
    ModifyDbClusterRequest alone =
        ModifyDbClusterRequest.builder()
            .dbClusterIdentifier(request.dbClusterIdentifier())
            .deletionProtection(request.deletionProtection())
            .build();
    return request.deletionProtection() != null && request.equalsBySdkFields(alone);
  }

  private ModifyDbClusterResponse protection(ModifyDbClusterRequest request, ClusterRow row) {
    ClusterRow changed =
        store.put(row.with(each -> each.deletionProtection(request.deletionProtection())));
    return ModifyDbClusterResponse.builder().dbCluster(new ClusterView(store).now(changed)).build();
  }

  /** What waits is done now, or in the next window. */
  private ClusterRow deferred(
      ModifyDbClusterRequest request, ClusterRow waiting, ClusterRow result) {
    if (waiting.settings().pendingModifiedValues() == null) {
      return result;
    }
    if (Boolean.TRUE.equals(request.applyImmediately())) {
      return maintenance.apply(waiting);
    }
    maintenance.expect(result);
    return result;
  }

  /** Null for nothing, which AWS does not show. */
  private static @Nullable ClusterPendingModifiedValues orNothing(
      ClusterPendingModifiedValues pending) {
    return pending.equals(ClusterPendingModifiedValues.builder().build()) ? null : pending;
  }

  /** A wish for what is already so takes back what was pending. */
  private static ClusterPendingModifiedValues pending(
      ModifyDbClusterRequest request, DBCluster before) {
    ClusterPendingModifiedValues.Builder pending =
        before.pendingModifiedValues() == null
            ? ClusterPendingModifiedValues.builder()
            : before.pendingModifiedValues().toBuilder();
    if (request.engineVersion() != null) {
      String version = upgrade(request, before).name();
      pending.engineVersion(unless(before.engineVersion(), version));
    }
    if (request.backupRetentionPeriod() != null) {
      int days = ClusterChecks.retention(request.backupRetentionPeriod(), 1);
      pending.backupRetentionPeriod(unless(before.backupRetentionPeriod(), days));
    }
    if (request.enableIAMDatabaseAuthentication() != null) {
      pending.iamDatabaseAuthenticationEnabled(
          unless(
              before.iamDatabaseAuthenticationEnabled(),
              request.enableIAMDatabaseAuthentication()));
    }
    if (request.storageType() != null) {
      NewClusters.storageType(request.storageType());
      String now = Optional.ofNullable(before.storageType()).orElse("aurora");
      pending.storageType(unless(now, request.storageType()));
    }
    return pending.build();
  }

  private static <T> @Nullable T unless(T before, T asked) {
    return asked.equals(before) ? null : asked;
  }

  /** A downgrade is refused; a major version needs AllowMajorVersionUpgrade. */
  private static Engine.Version upgrade(ModifyDbClusterRequest request, DBCluster before) {
    Engine engine = Engine.named(before.engine());
    Engine.Version from = engine.version(before.engineVersion());
    if (from.major().equals(request.engineVersion())) {
      return from;
    }
    Engine.Version to = engine.version(request.engineVersion());
    if (!to.equals(from) && !to.isUpgradeOf(from)) {
      throw Errors.wrongCombination(
          "Cannot upgrade %s from %s to %s".formatted(engine.wireName(), from.name(), to.name()));
    }
    boolean allowed = Boolean.TRUE.equals(request.allowMajorVersionUpgrade());
    if (to.isMajorUpgradeOf(from) && !allowed) {
      throw Errors.wrongCombination(
          "The AllowMajorVersionUpgrade flag must be present when upgrading to a new major"
              + " version.");
    }
    return to;
  }

  private DBCluster atOnce(ModifyDbClusterRequest request, DBCluster before) {
    DBCluster.Builder next = before.toBuilder();
    if (request.serverlessV2ScalingConfiguration() != null) {
      Engine.Version version = Engine.named(before.engine()).version(before.engineVersion());
      next.serverlessV2ScalingConfiguration(
          checks.scaling(
              version,
              request.serverlessV2ScalingConfiguration(),
              before.serverlessV2ScalingConfiguration()));
    }
    ClusterChecks.windows(
        next,
        orBefore(request.preferredBackupWindow(), before.preferredBackupWindow()),
        orBefore(request.preferredMaintenanceWindow(), before.preferredMaintenanceWindow()));
    if (!request.vpcSecurityGroupIds().isEmpty()) {
      String vpcId = store.subnetGroup(before.dbSubnetGroup()).settings().vpcId();
      next.vpcSecurityGroups(checks.securityGroups(request.vpcSecurityGroupIds(), vpcId));
    }
    next.port(orBefore(request.port(), before.port()))
        .deletionProtection(orBefore(request.deletionProtection(), before.deletionProtection()))
        .copyTagsToSnapshot(orBefore(request.copyTagsToSnapshot(), before.copyTagsToSnapshot()))
        .autoMinorVersionUpgrade(
            orBefore(request.autoMinorVersionUpgrade(), before.autoMinorVersionUpgrade()));
    Insights.set(
        next,
        request.databaseInsightsModeAsString(),
        request.enablePerformanceInsights(),
        request.performanceInsightsRetentionPeriod());
    return next.build();
  }

  private static <T> T orBefore(@Nullable T asked, T before) {
    return asked == null ? before : asked;
  }

  private ClusterRow password(ModifyDbClusterRequest request, ClusterRow row) {
    boolean isManaged = row.settings().masterUserSecret() != null;
    if (Boolean.TRUE.equals(request.rotateMasterUserPassword())) {
      if (!Boolean.TRUE.equals(request.applyImmediately())) {
        throw Errors.wrongCombination("RotateMasterUserPassword requires ApplyImmediately.");
      }
      return passwords.rotate(row);
    }
    if (Boolean.TRUE.equals(request.manageMasterUserPassword())) {
      return isManaged
          ? row
          : passwords.attach(row, passwords.allowed(request.masterUserSecretKmsKeyId()));
    }
    if (Boolean.FALSE.equals(request.manageMasterUserPassword()) && isManaged) {
      ClusterCreation.password(request.masterUserPassword());
      return passwords.detach(row);
    }
    if (request.masterUserPassword() != null) {
      if (isManaged) {
        throw Errors.wrongCombination(
            "You can't specify MasterUserPassword for a cluster with ManageMasterUserPassword"
                + " enabled.");
      }
      ClusterCreation.password(request.masterUserPassword());
    }
    return row;
  }

  /** "You can change the capacity range without a restart"; what follows from it needs one. */
  private void followRange(ClusterRow before, ClusterRow after) {
    ServerlessV2ScalingConfigurationInfo old = before.settings().serverlessV2ScalingConfiguration();
    ServerlessV2ScalingConfigurationInfo now = after.settings().serverlessV2ScalingConfiguration();
    if (now == null || now.equals(old)) {
      return;
    }
    if (old != null && !now.maxCapacity().equals(old.maxCapacity())) {
      new Members(store).needReboot(after);
    }
    if (!store.members(after.id()).isEmpty()) {
      capacity.rangeChanged(after);
    }
  }
}
