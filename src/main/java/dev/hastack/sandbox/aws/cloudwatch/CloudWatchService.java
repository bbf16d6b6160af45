package dev.hastack.sandbox.aws.cloudwatch;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Metrics;
import dev.hastack.sandbox.aws.world.Page;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;

/**
 * The service's operations as far as they are modelled: CloudWatch API reference, GetMetricData.
 * Metric math is not.
 */
record CloudWatchService(Foundation foundation, Metrics metrics) implements CloudWatchClient {
  private static final int MOST_QUERIES = 500;
  private static final int MOST_POINTS = 100_800;
  private static final Pattern ID = Pattern.compile("[a-z][A-Za-z0-9_]*");

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {
    // Nothing is open.
  }

  /** "A single GetMetricData call can include up to 500 MetricDataQuery structures." */
  @Override
  public GetMetricDataResponse getMetricData(GetMetricDataRequest request) {
    if (request.startTime() == null || request.endTime() == null) {
      throw new ApiError("MissingParameter", "The parameters StartTime and EndTime are required.");
    }
    if (!request.startTime().isBefore(request.endTime())) {
      throw new ApiError(
          "ValidationError", "The parameter StartTime must be less than the parameter EndTime.");
    }
    mustBeValid(request.metricDataQueries());
    Page<MetricDataQuery> page =
        Page.of(
            request.metricDataQueries(),
            request.nextToken(),
            foundation.call().pageSize(null, MOST_QUERIES, MOST_QUERIES),
            "InvalidNextToken");
    int most = request.maxDatapoints() == null ? MOST_POINTS : request.maxDatapoints();
    List<MetricDataResult> results =
        page.items().stream()
            .map(query -> new Series(metrics, foundation, request).of(query, most))
            .toList();
    return GetMetricDataResponse.builder()
        .metricDataResults(results)
        .nextToken(page.nextToken())
        .build();
  }

  private static void mustBeValid(List<MetricDataQuery> queries) {
    if (queries.isEmpty() || queries.size() > MOST_QUERIES) {
      throw new ApiError(
          "ValidationError",
          "The collection MetricDataQueries must have a size from 1 to " + MOST_QUERIES + ".");
    }
    Set<String> ids = new HashSet<>();
    for (MetricDataQuery query : queries) {
      if (query.id() == null || !ID.matcher(query.id()).matches() || !ids.add(query.id())) {
        throw new ApiError(
            "ValidationError",
            "The value '%s' for parameter MetricDataQueries.member.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$, or is not unique."
                .formatted(query.id()));
      }
      if (query.expression() != null || query.metricStat() == null) {
        throw new ApiError(
            501, "NotImplemented", "Only queries with a MetricStat are modelled in this account");
      }
    }
  }
}
