package dev.hastack.provider.aws.inventory;

import static dev.hastack.provider.aws.rights.Grant.DATABASE_READS;

import dev.hastack.provider.aws.rights.AwsRight;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;

/**
 * How much capacity database clusters use now, in ACU, averaged over their members: CloudWatch's
 * {@code ServerlessDatabaseCapacity} (Aurora user guide, Performance and scaling for Aurora
 * Serverless v2). RDS itself is not asked, so that nothing keeps a paused database awake.
 */
public final class DatabaseCapacity {
  static final List<AwsRight> RIGHTS =
      List.of(
          DATABASE_READS.toCall(
              "cloudwatch:GetMetricData", "Capacity in use is a metric of the operator."));

  /** CloudWatch API reference, GetMetricData: the most queries that a call takes. */
  static final int QUERIES_A_CALL = 500;

  /** How often Aurora measures. */
  private static final Duration PERIOD = Duration.ofMinutes(1);

  /** Measurements come late; one that is older than this says nothing of now. */
  private static final Duration WINDOW = Duration.ofMinutes(5);

  private static final String QUERY_PREFIX = "c";

  private final CloudWatchClient cloudWatch;

  public DatabaseCapacity(CloudWatchClient cloudWatch) {
    this.cloudWatch = cloudWatch;
  }

  /**
   * The latest measurement of each cluster that has one.
   *
   * @param clusters their identifiers
   * @throws dev.hastack.provider.aws.AwsCallException when CloudWatch does not answer
   */
  public SortedMap<String, Double> latest(Collection<String> clusters, Instant now) {
    var latest = new TreeMap<String, Double>();
    var names = new ArrayList<>(new TreeSet<>(clusters));
    for (int first = 0; first < names.size(); first += QUERIES_A_CALL) {
      read(names.subList(first, Math.min(first + QUERIES_A_CALL, names.size())), now, latest);
    }
    return latest;
  }

  private void read(List<String> clusters, Instant now, SortedMap<String, Double> latest) {
    var queries = new ArrayList<MetricDataQuery>();
    for (int index = 0; index < clusters.size(); index++) {
      queries.add(query(QUERY_PREFIX + index, clusters.get(index)));
    }
    GetMetricDataRequest request =
        GetMetricDataRequest.builder()
            .startTime(now.minus(WINDOW))
            .endTime(now)
            .scanBy(ScanBy.TIMESTAMP_DESCENDING)
            .metricDataQueries(queries)
            .build();
    cloudWatch.getMetricDataPaginator(request).metricDataResults().stream()
        .filter(result -> !result.values().isEmpty())
        .forEach(
            result ->
                latest.putIfAbsent(
                    clusters.get(Integer.parseInt(result.id().substring(QUERY_PREFIX.length()))),
                    result.values().getFirst()));
  }

  private static MetricDataQuery query(String id, String cluster) {
    Dimension dimension = Dimension.builder().name("DBClusterIdentifier").value(cluster).build();
    Metric metric =
        Metric.builder()
            .namespace("AWS/RDS")
            .metricName("ServerlessDatabaseCapacity")
            .dimensions(dimension)
            .build();
    int periodSeconds = Math.toIntExact(PERIOD.toSeconds());
    return MetricDataQuery.builder()
        .id(id)
        .metricStat(stat -> stat.stat("Average").period(periodSeconds).metric(metric))
        .build();
  }
}
