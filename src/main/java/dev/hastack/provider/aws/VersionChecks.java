package dev.hastack.provider.aws;

import dev.hastack.api.v1alpha1.DatabaseSpec;
import dev.hastack.provider.aws.inventory.DatabaseInventory;
import dev.hastack.provider.aws.resource.DbCluster;
import dev.hastack.provider.aws.resource.EngineVersion;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DBClusterSnapshot;
import software.amazon.awssdk.services.rds.model.DBEngineVersion;
import software.amazon.awssdk.services.rds.model.ServerlessV2FeaturesSupport;

/** Which version a new cluster gets, and what that version does. */
record VersionChecks(DatabaseInventory databases) {

  /**
   * The version of a cluster that is to be made: the one that is named, or AWS's default one of a
   * major version that is, or of the engine (RDS API reference, CreateDBCluster); of a snapshot
   * that is restored its own, unless that is too old.
   */
  DBEngineVersion toBeMade(DatabaseSpec spec) {
    String engine = spec.engine().awsValue();
    List<DBEngineVersion> all = databases.engineVersions(engine);
    Optional<DBEngineVersion> restored = restored(spec, all);
    if (restored.isPresent()) {
      return restored.get();
    }
    String wanted = spec.engineVersion();
    Optional<DBEngineVersion> named =
        all.stream().filter(each -> each.engineVersion().equals(wanted)).findFirst();
    if (named.isPresent()) {
      return named.get();
    }
    boolean offered = wanted == null || all.stream().anyMatch(each -> isOf(wanted, each));
    return Optional.of(offered)
        .filter(Boolean::booleanValue)
        .flatMap(any -> databases.defaultVersion(engine, wanted))
        .orElseThrow(() -> notOffered(spec, all));
  }

  private Optional<DBEngineVersion> restored(DatabaseSpec spec, List<DBEngineVersion> all) {
    String wanted = spec.engineVersion();
    return Optional.ofNullable(spec.restoreFrom())
        .flatMap(from -> databases.snapshot(from.snapshot()))
        .filter(
            snapshot ->
                wanted == null
                    || EngineVersion.parse(snapshot.engineVersion())
                        .isAtLeast(EngineVersion.parse(wanted)))
        .map(
            snapshot ->
                all.stream()
                    .filter(each -> each.engineVersion().equals(snapshot.engineVersion()))
                    .findFirst()
                    .orElseThrow(() -> offeredNoMore(spec, snapshot, all)));
  }

  private static AwsCallException offeredNoMore(
      DatabaseSpec spec, DBClusterSnapshot snapshot, List<DBEngineVersion> all) {
    String version = snapshot.engineVersion();
    return SpecChecks.invalid(
        "EngineVersionNotFound",
        "the snapshot %s is of version %s, which AWS does not offer for %s any more; in spec.aws.database.engineVersion, %s"
            .formatted(
                snapshot.dbClusterSnapshotIdentifier(),
                version,
                spec.engine().awsValue(),
                nearest(EngineVersion.parse(version), all)));
  }

  /** Whether a version is of the major version that is named alone. */
  private static boolean isOf(String wanted, DBEngineVersion version) {
    EngineVersion floor = EngineVersion.parse(wanted);
    return floor.minor().isEmpty() && floor.covers(EngineVersion.parse(version.engineVersion()));
  }

  private static AwsCallException notOffered(DatabaseSpec spec, List<DBEngineVersion> all) {
    String wanted = spec.engineVersion();
    return SpecChecks.invalid(
        "EngineVersionNotFound",
        wanted == null
            ? "AWS offers no version of %s; choose another spec.aws.database.engine"
                .formatted(spec.engine().awsValue())
            : "spec.aws.database.engineVersion is %s, which AWS does not offer for %s; %s"
                .formatted(
                    wanted, spec.engine().awsValue(), nearest(EngineVersion.parse(wanted), all)));
  }

  private static String nearest(EngineVersion floor, List<DBEngineVersion> all) {
    List<String> ofMajor =
        all.stream()
            .map(DBEngineVersion::engineVersion)
            .filter(each -> EngineVersion.parse(each).major().equals(floor.major()))
            .sorted(Comparator.comparing(EngineVersion::parse))
            .toList();
    return ofMajor.isEmpty()
        ? "it offers no version of that major version: choose another"
        : "choose %s, the nearest that it offers, or another of %s"
            .formatted(
                ofMajor.stream()
                    .filter(each -> EngineVersion.parse(each).isAtLeast(floor))
                    .findFirst()
                    .orElseGet(ofMajor::getLast),
                String.join(", ", ofMajor));
  }

  /** Whether 0 pauses, and how high the maximum goes, depends on the version. */
  static void range(DatabaseSpec.Capacity capacity, DBEngineVersion version) {
    ServerlessV2FeaturesSupport support = version.serverlessV2FeaturesSupport();
    if (support == null || support.maxCapacity() == null) {
      throw SpecChecks.invalid(
          "ServerlessNotSupported",
          "engine version %s does not do Aurora Serverless v2; choose another spec.aws.database.engineVersion"
              .formatted(version.engineVersion()));
    }
    boolean fits =
        BigDecimal.valueOf(support.minCapacity()).compareTo(capacity.min()) <= 0
            && BigDecimal.valueOf(support.maxCapacity()).compareTo(capacity.max()) >= 0;
    if (!fits) {
      throw SpecChecks.invalid(
          "CapacityNotSupported",
          "spec.aws.database.capacity is %s to %s ACU, but engine version %s, which the database would have, does %s to %s; change the range or engineVersion"
              .formatted(
                  capacity.minACU(),
                  capacity.maxACU(),
                  version.engineVersion(),
                  DbCluster.acu(support.minCapacity()),
                  DbCluster.acu(support.maxCapacity())));
    }
  }
}
