package dev.hastack.sandbox.aws.rds;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Chance;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.rds.model.CreateDbClusterRequest;
import software.amazon.awssdk.services.rds.model.CreateDbClusterResponse;
import software.amazon.awssdk.services.rds.model.DBCluster;

/** New clusters: RDS API reference, CreateDBCluster. */
final class ClusterCreation {
  private static final Set<String> MODELLED =
      Set.of(
          "DBClusterIdentifier",
          "Engine",
          "EngineVersion",
          "DatabaseName",
          "MasterUsername",
          "MasterUserPassword",
          "ManageMasterUserPassword",
          "MasterUserSecretKmsKeyId",
          "DBSubnetGroupName",
          "VpcSecurityGroupIds",
          "Port",
          "BackupRetentionPeriod",
          "PreferredBackupWindow",
          "PreferredMaintenanceWindow",
          "StorageEncrypted",
          "KmsKeyId",
          "StorageType",
          "ServerlessV2ScalingConfiguration",
          "DeletionProtection",
          "CopyTagsToSnapshot",
          "AutoMinorVersionUpgrade",
          "EnableIAMDatabaseAuthentication",
          "DatabaseInsightsMode",
          "EnablePerformanceInsights",
          "PerformanceInsightsRetentionPeriod",
          "EnableCloudwatchLogsExports",
          "EngineLifecycleSupport",
          "Tags");

  private final Store store;
  private final NewClusters clusters;
  private final ClusterChecks checks;
  private final ManagedPasswords passwords;
  private final Chance chance;

  ClusterCreation(
      Store store,
      NewClusters clusters,
      ClusterChecks checks,
      ManagedPasswords passwords,
      Chance chance) {
    this.store = store;
    this.clusters = clusters;
    this.checks = checks;
    this.passwords = passwords;
    this.chance = chance;
  }

  CreateDbClusterResponse create(CreateDbClusterRequest request) {
    Modelled.only(request, MODELLED);
    Engine engine = Engine.named(request.engine());
    Engine.Version version = engine.version(request.engineVersion());
    DBCluster.Builder settings =
        clusters
            .begun(request.dbClusterIdentifier(), "CreateDBCluster", request.tags())
            .engine(engine.wireName())
            .engineVersion(version.name())
            .dbClusterParameterGroup("default." + version.family())
            .port(request.port() == null ? engine.port() : request.port())
            .databaseName(ClusterChecks.database(request.databaseName()))
            .masterUsername(ClusterChecks.user(engine, request.masterUsername()))
            .backupRetentionPeriod(ClusterChecks.retention(request.backupRetentionPeriod(), 1))
            .tagList(Tags.checked(request.tags()));
    clusters.place(settings, request.dbSubnetGroupName(), request.vpcSecurityGroupIds());
    encrypt(request, settings);
    if (request.serverlessV2ScalingConfiguration() != null) {
      settings.serverlessV2ScalingConfiguration(
          checks.scaling(version, request.serverlessV2ScalingConfiguration(), null));
    }
    ClusterChecks.windows(
        settings,
        request.preferredBackupWindow(),
        request.preferredMaintenanceWindow(),
        chance.of("windows " + settings.build().dbClusterResourceId()));
    options(request, settings);
    Optional<String> secretKey = secretKey(request);
    ClusterRow row = new ClusterRow(settings.build(), null);
    ClusterRow whole = secretKey.map(key -> passwords.attach(row, key)).orElse(row);
    clusters.begin(whole);
    return CreateDbClusterResponse.builder().dbCluster(new ClusterView(store).now(whole)).build();
  }

  private void encrypt(CreateDbClusterRequest request, DBCluster.Builder settings) {
    boolean encrypted = Boolean.TRUE.equals(request.storageEncrypted());
    if (!encrypted && request.kmsKeyId() != null) {
      throw Errors.wrongCombination("KmsKeyId can be specified only for an encrypted cluster.");
    }
    settings
        .storageEncrypted(encrypted)
        .kmsKeyId(encrypted ? checks.key(request.kmsKeyId()) : null)
        .storageType(NewClusters.storageType(request.storageType()));
  }

  private static void options(CreateDbClusterRequest request, DBCluster.Builder settings) {
    settings
        .deletionProtection(Boolean.TRUE.equals(request.deletionProtection()))
        .copyTagsToSnapshot(Boolean.TRUE.equals(request.copyTagsToSnapshot()))
        .autoMinorVersionUpgrade(!Boolean.FALSE.equals(request.autoMinorVersionUpgrade()))
        .iamDatabaseAuthenticationEnabled(
            Boolean.TRUE.equals(request.enableIAMDatabaseAuthentication()))
        .enabledCloudwatchLogsExports(
            request.enableCloudwatchLogsExports().isEmpty()
                ? null
                : request.enableCloudwatchLogsExports());
    Insights.set(
        settings,
        request.databaseInsightsModeAsString(),
        request.enablePerformanceInsights(),
        request.performanceInsightsRetentionPeriod());
    if (request.engineLifecycleSupport() != null) {
      settings.engineLifecycleSupport(request.engineLifecycleSupport());
    }
  }

  /** The key of the secret, if RDS is to keep the password. */
  private Optional<String> secretKey(CreateDbClusterRequest request) {
    boolean managed = Boolean.TRUE.equals(request.manageMasterUserPassword());
    if (managed && request.masterUserPassword() != null) {
      throw Errors.wrongCombination(
          "You can't specify MasterUserPassword for a cluster with ManageMasterUserPassword"
              + " enabled.");
    }
    if (!managed) {
      password(request.masterUserPassword());
      return Optional.empty();
    }
    return Optional.of(passwords.allowed(request.masterUserSecretKmsKeyId()));
  }

  /**
   * @throws ApiError if it is missing or too short
   */
  static void password(@Nullable String password) {
    if (password == null) {
      throw Errors.wrongCombination("The parameter MasterUserPassword must be provided.");
    }
    if (password.length() < 8) {
      throw Errors.wrongValue("The parameter MasterUserPassword is not a valid password.");
    }
  }

  /** A cluster like another, of a name of its own. */
  DBCluster.Builder copied(DBCluster cluster, String id) {
    DBCluster begun = clusters.begun(id, "CreateDBCluster", List.of()).build();
    return cluster.toBuilder()
        .dbClusterIdentifier(begun.dbClusterIdentifier())
        .dbClusterArn(begun.dbClusterArn())
        .dbClusterResourceId(begun.dbClusterResourceId())
        .clusterCreateTime(begun.clusterCreateTime())
        .endpoint(begun.endpoint())
        .readerEndpoint(begun.readerEndpoint());
  }
}
