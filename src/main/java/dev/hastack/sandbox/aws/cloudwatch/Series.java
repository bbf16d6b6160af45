package dev.hastack.sandbox.aws.cloudwatch;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Metrics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.MetricStat;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

/** The values of one metric, gathered by period. */
record Series(Metrics metrics, Foundation foundation, GetMetricDataRequest request) {
  private static final int MINUTE_SECONDS = 60;

  /** "The default behavior is TimestampDescending" (GetMetricData, ScanBy). */
  MetricDataResult of(MetricDataQuery query, int most) {
    MetricStat stat = query.metricStat();
    mustBePeriod(stat.period());
    SortedMap<Instant, DoubleSummaryStatistics> periods = new TreeMap<>();
    for (Metrics.Point point : points(stat)) {
      periods
          .computeIfAbsent(
              start(point.minute(), stat.period()), any -> new DoubleSummaryStatistics())
          .accept(point.value());
    }
    List<Map.Entry<Instant, DoubleSummaryStatistics>> all = new ArrayList<>(periods.entrySet());
    if (request.scanBy() != ScanBy.TIMESTAMP_ASCENDING) {
      Collections.reverse(all);
    }
    var shown = all.subList(0, Math.min(most, all.size()));
    return MetricDataResult.builder()
        .id(query.id())
        .label(query.label() == null ? stat.metric().metricName() : query.label())
        .timestamps(shown.stream().map(Map.Entry::getKey).toList())
        .values(shown.stream().map(each -> statistic(stat.stat(), each.getValue())).toList())
        .statusCode(StatusCode.COMPLETE)
        .build();
  }

  /** What is measured is there to read once its minute is over. */
  private List<Metrics.Point> points(MetricStat stat) {
    Map<String, String> dimensions =
        stat.metric().dimensions().stream()
            .collect(Collectors.toMap(Dimension::name, Dimension::value));
    Instant read = foundation.call().readsAsOf();
    Instant until = request.endTime().isBefore(read) ? request.endTime() : read;
    return metrics.points(
        stat.metric().namespace(),
        stat.metric().metricName(),
        dimensions,
        request.startTime(),
        start(until, MINUTE_SECONDS));
  }

  private static Instant start(Instant time, int periodSeconds) {
    return Instant.ofEpochSecond(
        Math.floorDiv(time.getEpochSecond(), periodSeconds) * periodSeconds);
  }

  private static void mustBePeriod(Integer seconds) {
    if (seconds == null || seconds < MINUTE_SECONDS || seconds % MINUTE_SECONDS != 0) {
      throw new ApiError(
          "ValidationError", "The parameter Period must be a multiple of 60, not " + seconds + ".");
    }
  }

  private static double statistic(String name, DoubleSummaryStatistics values) {
    return switch (name) {
      case "Average" -> values.getAverage();
      case "Maximum" -> values.getMax();
      case "Minimum" -> values.getMin();
      case "Sum" -> values.getSum();
      case "SampleCount" -> values.getCount();
      default ->
          throw new ApiError(501, "NotImplemented", "The statistic " + name + " is not modelled");
    };
  }
}
