package dev.hastack.provider.aws.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;

class DatabaseCapacityTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:30Z");

  private final FewResultsAPage cloudWatch = new FewResultsAPage();
  private final DatabaseCapacity capacity = new DatabaseCapacity(cloudWatch);

  /** Answers one result a page, newest values first, and keeps what it was asked. */
  private static final class FewResultsAPage implements CloudWatchClient {
    private final Map<String, List<Double>> values = new TreeMap<>();
    private final List<GetMetricDataRequest> requests = new ArrayList<>();

    @Override
    public GetMetricDataResponse getMetricData(GetMetricDataRequest request) {
      requests.add(request);
      int page = request.nextToken() == null ? 0 : Integer.parseInt(request.nextToken());
      MetricDataQuery query = request.metricDataQueries().get(page);
      boolean last = page == request.metricDataQueries().size() - 1;
      return GetMetricDataResponse.builder()
          .metricDataResults(
              MetricDataResult.builder()
                  .id(query.id())
                  .values(values.getOrDefault(cluster(query), List.of()))
                  .build())
          .nextToken(last ? null : String.valueOf(page + 1))
          .build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  private static String cluster(MetricDataQuery query) {
    return query.metricStat().metric().dimensions().getFirst().value();
  }

  @Test
  void shouldReadTheNewestOfEachClusterThatHasOneWhenAsked() {
    // Given
    cloudWatch.values.put("web-db", List.of(2.5, 1.0, 0.5));
    cloudWatch.values.put("shop-db", List.of(0.0));

    // When
    Map<String, Double> latest = capacity.latest(List.of("web-db", "shop-db", "new-db"), NOW);

    // Then
    assertThat(latest).isEqualTo(Map.of("web-db", 2.5, "shop-db", 0.0));
  }

  @Test
  void shouldAskForTheAverageOfAClusterByItsIdentifierWhenAsked() {
    // When
    capacity.latest(List.of("web-db"), NOW);

    // Then
    GetMetricDataRequest request = cloudWatch.requests.getFirst();
    MetricDataQuery query = request.metricDataQueries().getFirst();
    assertThat(request.scanBy()).isEqualTo(ScanBy.TIMESTAMP_DESCENDING);
    assertThat(request.startTime()).isEqualTo(Instant.parse("2026-03-01T11:55:30Z"));
    assertThat(request.endTime()).isEqualTo(NOW);
    assertThat(query.id()).matches("[a-z][a-zA-Z0-9_]*");
    assertThat(query.metricStat().stat()).isEqualTo("Average");
    assertThat(query.metricStat().period()).isEqualTo(60);
    assertThat(query.metricStat().metric().namespace()).isEqualTo("AWS/RDS");
    assertThat(query.metricStat().metric().metricName()).isEqualTo("ServerlessDatabaseCapacity");
    assertThat(query.metricStat().metric().dimensions())
        .containsExactly(Dimension.builder().name("DBClusterIdentifier").value("web-db").build());
  }

  @Test
  void shouldAskInFullCallsWhenThereAreMoreClustersThanOneTakes() {
    // Given
    List<String> clusters =
        IntStream.range(0, DatabaseCapacity.QUERIES_A_CALL + 1)
            .mapToObj("db-%03d"::formatted)
            .toList();
    cloudWatch.values.put("db-000", List.of(1.0));
    cloudWatch.values.put("db-500", List.of(2.0));

    // When
    Map<String, Double> latest = capacity.latest(clusters, NOW);

    // Then
    assertThat(latest).isEqualTo(Map.of("db-000", 1.0, "db-500", 2.0));
    assertThat(cloudWatch.requests)
        .filteredOn(request -> request.nextToken() == null)
        .extracting(request -> request.metricDataQueries().size())
        .containsExactly(500, 1);
  }

  @Test
  void shouldAskForNothingWhenThereIsNoCluster() {
    assertThat(capacity.latest(List.of(), NOW)).isEmpty();
    assertThat(cloudWatch.requests).isEmpty();
  }
}
