package dev.hastack.sandbox.aws.rds;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Chance;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.RestoreDbClusterFromSnapshotRequest;
import software.amazon.awssdk.services.rds.model.RestoreDbClusterFromSnapshotResponse;
import software.amazon.awssdk.services.rds.model.Tag;

/**
 * Clusters out of snapshots: RDS API reference, RestoreDBClusterFromSnapshot. The restored cluster
 * has no members, and no managed password: a following ModifyDBCluster gives it one. It has the
 * tags of the snapshot unless the request says some ("Copying tags to DB cluster snapshots", Aurora
 * user guide). Windows and retention are new; so is everything that the request has no member for.
 */
final class Restores {
  private static final Set<String> MODELLED =
      Set.of(
          "DBClusterIdentifier",
          "SnapshotIdentifier",
          "Engine",
          "EngineVersion",
          "Port",
          "DBSubnetGroupName",
          "DatabaseName",
          "VpcSecurityGroupIds",
          "KmsKeyId",
          "EnableIAMDatabaseAuthentication",
          "EnableCloudwatchLogsExports",
          "DeletionProtection",
          "CopyTagsToSnapshot",
          "StorageType",
          "EngineLifecycleSupport",
          "ServerlessV2ScalingConfiguration",
          "EnablePerformanceInsights",
          "PerformanceInsightsRetentionPeriod",
          "Tags");

  private final Store store;
  private final NewClusters clusters;
  private final ClusterChecks checks;
  private final Chance chance;

  Restores(Store store, NewClusters clusters, ClusterChecks checks, Chance chance) {
    this.store = store;
    this.clusters = clusters;
    this.checks = checks;
    this.chance = chance;
  }

  RestoreDbClusterFromSnapshotResponse restore(RestoreDbClusterFromSnapshotRequest request) {
    Modelled.only(request, MODELLED);
    SnapshotRow snapshot = usable(request);
    Engine engine = Engine.named(request.engine());
    Engine.Version version = version(request, engine, snapshot.of());
    List<Tag> tags =
        request.tags().isEmpty() ? snapshot.settings().tagList() : Tags.checked(request.tags());
    DBCluster.Builder settings =
        clusters
            .begun(request.dbClusterIdentifier(), "RestoreDBClusterFromSnapshot", request.tags())
            .engine(engine.wireName())
            .engineVersion(version.name())
            .dbClusterParameterGroup("default." + version.family())
            .port(request.port() == null ? engine.port() : request.port())
            .databaseName(named(request.databaseName(), snapshot.of().databaseName()))
            .masterUsername(snapshot.of().masterUsername())
            .backupRetentionPeriod(snapshot.of().backupRetentionPeriod())
            .tagList(tags);
    clusters.place(settings, request.dbSubnetGroupName(), request.vpcSecurityGroupIds());
    options(request, settings, snapshot);
    if (request.serverlessV2ScalingConfiguration() != null) {
      settings.serverlessV2ScalingConfiguration(
          checks.scaling(version, request.serverlessV2ScalingConfiguration(), null));
    }
    ClusterChecks.windows(
        settings, null, null, chance.of("windows " + settings.build().dbClusterResourceId()));
    ClusterRow row = new ClusterRow(settings.build(), null);
    clusters.begin(row);
    return RestoreDbClusterFromSnapshotResponse.builder()
        .dbCluster(new ClusterView(store).now(row))
        .build();
  }

  private SnapshotRow usable(RestoreDbClusterFromSnapshotRequest request) {
    SnapshotRow snapshot = store.snapshot(request.snapshotIdentifier());
    store.require("RestoreDBClusterFromSnapshot", snapshot.settings().dbClusterSnapshotArn());
    if (!snapshot.settings().status().equals(Status.AVAILABLE)) {
      throw new ApiError(
          "InvalidDBClusterSnapshotStateFault",
          "The DB cluster snapshot %s is in %s state."
              .formatted(snapshot.id(), snapshot.settings().status()));
    }
    checks.keyMustBeUsable(snapshot.settings().kmsKeyId());
    return snapshot;
  }

  private static Engine.Version version(
      RestoreDbClusterFromSnapshotRequest request, Engine engine, DBCluster of) {
    if (!engine.wireName().equals(of.engine())) {
      throw Errors.wrongCombination(
          "The engine %s is not that of the snapshot, %s."
              .formatted(engine.wireName(), of.engine()));
    }
    Engine.Version old = engine.version(of.engineVersion());
    if (request.engineVersion() == null) {
      return old;
    }
    Engine.Version asked = engine.version(request.engineVersion());
    if (!asked.equals(old) && !asked.isUpgradeOf(old)) {
      throw Errors.wrongCombination(
          "Cannot restore a snapshot of %s as %s.".formatted(old.name(), asked.name()));
    }
    return asked;
  }

  private static @Nullable String named(@Nullable String asked, @Nullable String before) {
    return asked == null ? before : ClusterChecks.database(asked);
  }

  /** What is encrypted stays so, with its key unless another is named. */
  private void options(
      RestoreDbClusterFromSnapshotRequest request,
      DBCluster.Builder settings,
      SnapshotRow snapshot) {
    boolean encrypted =
        Boolean.TRUE.equals(snapshot.settings().storageEncrypted()) || request.kmsKeyId() != null;
    settings
        .storageEncrypted(encrypted)
        .kmsKeyId(
            request.kmsKeyId() == null
                ? snapshot.settings().kmsKeyId()
                : checks.key(request.kmsKeyId()))
        .storageType(NewClusters.storageType(request.storageType()))
        .deletionProtection(Boolean.TRUE.equals(request.deletionProtection()))
        .copyTagsToSnapshot(Boolean.TRUE.equals(request.copyTagsToSnapshot()))
        .autoMinorVersionUpgrade(true)
        .iamDatabaseAuthenticationEnabled(
            Boolean.TRUE.equals(request.enableIAMDatabaseAuthentication()))
        .enabledCloudwatchLogsExports(
            request.enableCloudwatchLogsExports().isEmpty()
                ? null
                : request.enableCloudwatchLogsExports());
    Insights.set(
        settings,
        null,
        request.enablePerformanceInsights(),
        request.performanceInsightsRetentionPeriod());
  }
}
