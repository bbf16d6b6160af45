package dev.hastack.sandbox.aws.rds;

import dev.hastack.sandbox.aws.world.CurrentCall;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Page;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.rds.model.AvailabilityZone;
import software.amazon.awssdk.services.rds.model.DBEngineVersion;
import software.amazon.awssdk.services.rds.model.DescribeDbEngineVersionsRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbEngineVersionsResponse;
import software.amazon.awssdk.services.rds.model.DescribeOrderableDbInstanceOptionsRequest;
import software.amazon.awssdk.services.rds.model.DescribeOrderableDbInstanceOptionsResponse;
import software.amazon.awssdk.services.rds.model.OrderableDBInstanceOption;
import software.amazon.awssdk.services.rds.model.UpgradeTarget;

/**
 * Which versions there are and what can be ordered: RDS API reference, DescribeDBEngineVersions and
 * DescribeOrderableDBInstanceOptions. Only Aurora's engines; provisioned classes are a few examples
 * of many.
 */
record VersionReads(Foundation foundation) {
  static final String SERVERLESS = "db.serverless";

  /** What an instance of an Aurora cluster can be. */
  static final List<String> CLASSES =
      List.of(SERVERLESS, "db.t4g.medium", "db.r6g.large", "db.r6g.xlarge", "db.r7g.large");

  private static final List<String> ZONES = List.of("a", "b", "c");

  DescribeDbEngineVersionsResponse versions(DescribeDbEngineVersionsRequest request) {
    List<DBEngineVersion> chosen =
        all(request.engine())
            .filter(each -> isAsked(each, request.engineVersion()))
            .filter(
                each ->
                    request.dbParameterGroupFamily() == null
                        || each.family().equals(request.dbParameterGroupFamily()))
            .filter(each -> !Boolean.TRUE.equals(request.defaultOnly()) || isDefault(each, request))
            .map(VersionReads::shown)
            .toList();
    Page<DBEngineVersion> page =
        new Pages(call()).of(chosen, request.marker(), request.maxRecords());
    return DescribeDbEngineVersionsResponse.builder()
        .dbEngineVersions(page.items())
        .marker(page.nextToken())
        .build();
  }

  private CurrentCall call() {
    return foundation.call();
  }

  private static Stream<Engine.Version> all(@Nullable String engine) {
    return Arrays.stream(Engine.values())
        .filter(each -> engine == null || each.wireName().equals(engine))
        .flatMap(each -> each.versions().stream());
  }

  private static boolean isAsked(Engine.Version version, @Nullable String asked) {
    return asked == null || version.name().equals(asked) || version.major().equals(asked);
  }

  /** "Only the default version of the specified engine or engine and major version". */
  private static boolean isDefault(
      Engine.Version version, DescribeDbEngineVersionsRequest request) {
    return version.equals(version.engine().version(request.engineVersion()));
  }

  private static DBEngineVersion shown(Engine.Version version) {
    Engine engine = version.engine();
    return DBEngineVersion.builder()
        .engine(engine.wireName())
        .majorEngineVersion(version.major())
        .engineVersion(version.name())
        .dbParameterGroupFamily(version.family())
        .dbEngineDescription("Aurora")
        .dbEngineVersionDescription("Aurora " + version.name())
        .status("available")
        .supportedEngineModes("provisioned")
        .exportableLogTypes(engine.logTypes())
        .supportsLogExportsToCloudwatchLogs(true)
        .supportsGlobalDatabases(true)
        .serverlessV2FeaturesSupport(
            support ->
                support.minCapacity(version.leastCapacity()).maxCapacity(version.mostCapacity()))
        .validUpgradeTarget(
            engine.versions().stream()
                .filter(each -> each.isUpgradeOf(version))
                .map(each -> target(version, each))
                .toList())
        .build();
  }

  private static UpgradeTarget target(Engine.Version from, Engine.Version to) {
    return UpgradeTarget.builder()
        .engine(to.engine().wireName())
        .engineVersion(to.name())
        .description("Aurora " + to.name())
        .autoUpgrade(to.isAutomaticTarget() && !to.isMajorUpgradeOf(from))
        .isMajorVersionUpgrade(to.isMajorUpgradeOf(from))
        .supportedEngineModes("provisioned")
        .build();
  }

  DescribeOrderableDbInstanceOptionsResponse orderable(
      DescribeOrderableDbInstanceOptionsRequest request) {
    Engine engine = Engine.named(request.engine());
    List<OrderableDBInstanceOption> chosen =
        all(engine.wireName())
            .filter(
                each ->
                    request.engineVersion() == null
                        || Objects.equals(each.name(), request.engineVersion()))
            .flatMap(each -> options(each, request.dbInstanceClass()))
            .toList();
    Page<OrderableDBInstanceOption> page =
        new Pages(call()).of(chosen, request.marker(), request.maxRecords());
    return DescribeOrderableDbInstanceOptionsResponse.builder()
        .orderableDBInstanceOptions(page.items())
        .marker(page.nextToken())
        .build();
  }

  private Stream<OrderableDBInstanceOption> options(
      Engine.Version version, @Nullable String instanceClass) {
    return CLASSES.stream()
        .filter(each -> instanceClass == null || each.equals(instanceClass))
        .map(
            each ->
                OrderableDBInstanceOption.builder()
                    .engine(version.engine().wireName())
                    .engineVersion(version.name())
                    .dbInstanceClass(each)
                    .licenseModel(
                        version.engine() == Engine.AURORA_MYSQL
                            ? "general-public-license"
                            : "postgresql-license")
                    .availabilityZones(
                        ZONES.stream()
                            .map(
                                letter ->
                                    AvailabilityZone.builder()
                                        .name(foundation.region() + letter)
                                        .build())
                            .toList())
                    .multiAZCapable(false)
                    .readReplicaCapable(false)
                    .vpc(true)
                    .supportsStorageEncryption(true)
                    .storageType("aurora")
                    .supportsIops(false)
                    .supportsEnhancedMonitoring(true)
                    .supportsIAMDatabaseAuthentication(true)
                    .supportsPerformanceInsights(true)
                    .supportedEngineModes("provisioned")
                    .supportsClusters(true)
                    .supportedNetworkTypes("IPV4")
                    .build());
  }
}
