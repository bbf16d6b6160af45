package dev.hastack.sandbox;

import dev.hastack.sandbox.aws.EmbeddedAws;
import dev.hastack.sandbox.aws.front.SimulatedRegion;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterMember;
import software.amazon.awssdk.services.rds.model.DBClusterSnapshot;
import software.amazon.awssdk.services.rds.model.DBInstance;

/**
 * The databases of the embedded account as they are now.
 *
 * @param aws the account
 */
record EmbeddedDatabases(EmbeddedAws aws) {
  private static final String AVAILABLE = "available";

  /**
   * One of them.
   *
   * @param acu what each member has now; empty while it does not serve
   */
  record Database(DBCluster cluster, OptionalDouble acu, List<Member> members) {
    Database {
      members = List.copyOf(members);
    }

    String id() {
      return cluster.dbClusterIdentifier();
    }

    boolean isAvailable() {
      return cluster.status().equals(AVAILABLE);
    }

    double maxAcu() {
      return cluster.serverlessV2ScalingConfiguration().maxCapacity();
    }

    /** The one that takes what is written; none while there is no member. */
    Optional<Member> writer() {
      return members.stream().filter(Member::isWriter).findFirst();
    }

    /** For people. */
    String table() {
      var capacity = cluster.serverlessV2ScalingConfiguration();
      return members.stream()
          .map(
              each ->
                  "%n  %-24s %-7s %-12s %s"
                      .formatted(
                          each.id(),
                          each.isWriter() ? "writer" : "reader",
                          each.zone(),
                          each.status()))
          .collect(
              Collectors.joining(
                  "",
                  "Database %s: %s, %s to %s ACU%s."
                      .formatted(
                          id(),
                          cluster.status(),
                          text(capacity.minCapacity()),
                          text(capacity.maxCapacity()),
                          acu.isPresent() ? ", " + text(acu.getAsDouble()) + " now" : ""),
                  ""));
    }
  }

  /** One member of a database; its zone is empty while it is made. */
  record Member(String id, String zone, String status, boolean isWriter) {
    /** For sentences: {@code orders-0 (us-east-1a)}. */
    @Override
    public String toString() {
      return "%s (%s)".formatted(id, zone);
    }
  }

  /** ACUs as AWS writes them: {@code 0.5}, {@code 16}. */
  static String text(double acu) {
    return new DecimalFormat("0.#", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(acu);
  }

  /** In the order of their names. */
  List<Database> all() {
    return aws.look(
        region ->
            region.rds().service().describeDBClustersPaginator().dbClusters().stream()
                .map(cluster -> database(region, cluster))
                .toList());
  }

  /** The one of a stack, as {@code default/web}. */
  Optional<Database> ofStack(String stack) {
    return all().stream()
        .filter(
            each ->
                each.cluster().tagList().stream()
                    .anyMatch(
                        tag ->
                            tag.key().equals(EmbeddedFleet.STACK_TAG) && tag.value().equals(stack)))
        .findFirst();
  }

  /** Those that somebody took of a cluster, also once it is gone; AWS's own are left out. */
  List<DBClusterSnapshot> snapshots(String clusterId) {
    return aws.look(
        region ->
            region
                .rds()
                .service()
                .describeDBClusterSnapshotsPaginator(
                    request -> request.dbClusterIdentifier(clusterId).snapshotType("manual"))
                .dbClusterSnapshots()
                .stream()
                .toList());
  }

  private static Database database(SimulatedRegion region, DBCluster cluster) {
    return new Database(
        cluster,
        region.rds().incidents().capacity(cluster.dbClusterIdentifier()),
        cluster.dbClusterMembers().stream().map(each -> member(region, each)).toList());
  }

  private static Member member(SimulatedRegion region, DBClusterMember member) {
    DBInstance instance =
        region
            .rds()
            .service()
            .describeDBInstances(
                request -> request.dbInstanceIdentifier(member.dbInstanceIdentifier()))
            .dbInstances()
            .getFirst();
    return new Member(
        instance.dbInstanceIdentifier(),
        Optional.ofNullable(instance.availabilityZone()).orElse(""),
        instance.dbInstanceStatus(),
        member.isClusterWriter());
  }
}
