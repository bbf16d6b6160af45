package dev.hastack.sandbox.aws.rds;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterMember;
import software.amazon.awssdk.services.rds.model.DBInstance;

/** A cluster as a describe shows it: RDS API reference, DBCluster. */
record ClusterView(Store store) {
  static final String IN_SYNC = "in-sync";

  /** "The latest restorable time … typically within the last 5 minutes". */
  private static final Duration RESTORABLE_BEHIND = Duration.ofMinutes(5);

  DBCluster of(ClusterRow row, Instant asOf) {
    List<DBInstance> members = store.members(row.id(), asOf);
    Instant created = row.settings().clusterCreateTime();
    Instant latest = asOf.minus(RESTORABLE_BEHIND).truncatedTo(ChronoUnit.MINUTES);
    Instant oldest = asOf.minus(Duration.ofDays(row.settings().backupRetentionPeriod()));
    DBCluster.Builder shown =
        row.settings().toBuilder()
            .dbClusterMembers(members.stream().map(each -> member(row, each)).toList())
            .multiAZ(members.stream().map(DBInstance::availabilityZone).distinct().count() > 1);
    if (latest.isAfter(created)) {
      shown
          .latestRestorableTime(latest)
          .earliestRestorableTime(
              (oldest.isAfter(created) ? oldest : created).truncatedTo(ChronoUnit.SECONDS));
    }
    return shown.build();
  }

  private static DBClusterMember member(ClusterRow row, DBInstance instance) {
    return DBClusterMember.builder()
        .dbInstanceIdentifier(instance.dbInstanceIdentifier())
        .isClusterWriter(instance.dbInstanceIdentifier().equals(row.writerId()))
        .dbClusterParameterGroupStatus(
            instance.dbParameterGroups().getFirst().parameterApplyStatus())
        .promotionTier(instance.promotionTier())
        .build();
  }

  DBCluster now(ClusterRow row) {
    return of(row, store.now());
  }
}
