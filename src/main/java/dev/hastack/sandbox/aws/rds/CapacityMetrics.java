package dev.hastack.sandbox.aws.rds;

import dev.hastack.sandbox.aws.world.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import software.amazon.awssdk.services.rds.model.DBInstance;

/**
 * ServerlessDatabaseCapacity and ACUUtilization: "Performance and scaling for Aurora Serverless v2,
 * Important Amazon CloudWatch metrics", Aurora user guide. By DBClusterIdentifier, alone or with a
 * Role, or by DBInstanceIdentifier; of clusters that exist. A value is the one at the end of its
 * minute; utilisation is told of the maximum that the cluster has now. A reader above failover tier
 * 1 does not scale with the writer: it stays at the minimum.
 */
record CapacityMetrics(Store store, Capacity capacity) implements Metrics {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int SCALES_WITH_WRITER = 1;
  private static final double PERCENT = 100;
  private static final double LEAST_AWAKE = 0.5;

  private record Asked(ClusterRow cluster, List<DBInstance> members) {}

  @Override
  public List<Point> points(
      String namespace, String name, Map<String, String> dimensions, Instant from, Instant to) {
    boolean utilisation = name.equals("ACUUtilization");
    if (!namespace.equals("AWS/RDS")
        || !(utilisation || name.equals("ServerlessDatabaseCapacity"))) {
      return List.of();
    }
    return asked(dimensions).map(asked -> points(asked, utilisation, from, to)).orElse(List.of());
  }

  private Optional<Asked> asked(Map<String, String> dimensions) {
    String instance = dimensions.get("DBInstanceIdentifier");
    if (instance != null) {
      return store
          .instances()
          .get(instance)
          .flatMap(
              member ->
                  store
                      .clusters()
                      .get(member.dbClusterIdentifier())
                      .map(row -> new Asked(row, List.of(member))));
    }
    String role = dimensions.getOrDefault("Role", "");
    return store
        .clusters()
        .get(dimensions.getOrDefault("DBClusterIdentifier", ""))
        .map(
            row ->
                new Asked(
                    row,
                    store.members(row.id()).stream()
                        .filter(each -> role.isEmpty() || role.equals(role(row, each)))
                        .toList()));
  }

  private static String role(ClusterRow row, DBInstance member) {
    return member.dbInstanceIdentifier().equals(row.writerId()) ? "WRITER" : "READER";
  }

  private List<Point> points(Asked asked, boolean utilisation, Instant from, Instant to) {
    var points = new ArrayList<Point>();
    Instant first = Instant.ofEpochSecond(Math.ceilDiv(from.getEpochSecond(), 60) * 60);
    for (Instant minute = first; minute.isBefore(to); minute = minute.plus(MINUTE)) {
      OptionalDouble acu = acu(asked, minute.plus(MINUTE).minusMillis(1));
      if (acu.isPresent()) {
        double most = asked.cluster().settings().serverlessV2ScalingConfiguration().maxCapacity();
        double value = utilisation ? acu.getAsDouble() / most * PERCENT : acu.getAsDouble();
        points.add(new Point(minute, value));
      }
    }
    return points;
  }

  private OptionalDouble acu(Asked asked, Instant when) {
    OptionalDouble writer = capacity.of(asked.cluster()).at(when);
    return writer.isEmpty()
        ? writer
        : asked.members().stream()
            .mapToDouble(each -> acu(asked.cluster(), each, writer.getAsDouble()))
            .average();
  }

  private static double acu(ClusterRow row, DBInstance member, double writer) {
    boolean scales =
        role(row, member).equals("WRITER") || member.promotionTier() <= SCALES_WITH_WRITER;
    double least = row.settings().serverlessV2ScalingConfiguration().minCapacity();
    return scales || writer == 0 ? writer : Math.max(least, LEAST_AWAKE);
  }
}
