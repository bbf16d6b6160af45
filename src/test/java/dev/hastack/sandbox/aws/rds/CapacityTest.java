package dev.hastack.sandbox.aws.rds;

import static dev.hastack.sandbox.aws.rds.Databases.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;

/** Capacity that follows a load, the pause, what ends it, and how all that is measured. */
class CapacityTest {
  private static final Duration PAUSES = Duration.ofMinutes(5);
  private static final Duration RESUMED = Duration.ofSeconds(15);

  private final Databases databases = new Databases();
  private final RdsIncidents incidents = databases.region.incidents();

  /** From 0 to 4 ACUs, idle since it was made: paused by now. */
  @BeforeEach
  void makePausedCluster() {
    databases.cluster(
        "app",
        2,
        request ->
            request.serverlessV2ScalingConfiguration(
                range -> range.minCapacity(0.0).maxCapacity(4.0)));
  }

  @Test
  void shouldPauseWhenIdleAndSayAvailable() {
    assertThat(incidents.isPaused("app")).isTrue();
    assertThat(incidents.capacity("app")).hasValue(0);
    assertThat(incidents.wakes("app")).isEmpty();
    assertThat(databases.described("app").status()).isEqualTo("available");
    assertThat(databases.instance("app-0").dbInstanceStatus()).isEqualTo("available");
  }

  @Test
  void shouldNeverPauseWhenTheMinimumIsAboveZero() {
    // Given
    databases.cluster("awake", 1);

    // When
    databases.pass(Duration.ofDays(1));

    // Then
    assertThat(incidents.isPaused("awake")).isFalse();
    assertThat(incidents.capacity("awake")).hasValue(0.5);
  }

  @Test
  void shouldResumeAndPauseAgainWhenSomebodyConnectsForAWhile() {
    // When
    incidents.connections("app", 1);

    // Then
    assertThat(incidents.capacity("app")).hasValue(0);
    databases.pass(RESUMED);
    assertThat(incidents.capacity("app")).hasValue(0.5);
    assertThat(incidents.wakes("app")).extracting(Wake::by).containsExactly("connection");

    // When
    databases.pass(Duration.ofDays(1));

    // Then
    assertThat(incidents.isPaused("app")).isFalse();

    // When
    incidents.connections("app", 0);
    databases.pass(PAUSES.minusSeconds(1));

    // Then
    assertThat(incidents.isPaused("app")).isFalse();
    databases.pass(Duration.ofSeconds(1));
    assertThat(incidents.isPaused("app")).isTrue();
  }

  @Test
  void shouldTakeLongerToResumeWhenPausedForADay() {
    // Given
    databases.pass(Duration.ofHours(25));

    // When
    incidents.connections("app", 1);
    databases.pass(Duration.ofSeconds(29));

    // Then
    assertThat(incidents.capacity("app")).hasValue(0);
    databases.pass(Duration.ofSeconds(30));
    assertThat(incidents.capacity("app")).hasValue(0.5);
  }

  @Test
  void shouldBeWokenByLogsRangesRebootsAndFailoversButByNothingElse() {
    // When
    databases.described("app");
    databases.instance("app-0");
    databases.rds.listTagsForResource(
        request -> request.resourceName(databases.described("app").dbClusterArn()));
    databases.rds.createDBClusterSnapshot(
        request -> request.dbClusterIdentifier("app").dbClusterSnapshotIdentifier("one"));
    databases.settle();
    databases.modify("app", request -> request.deletionProtection(true));
    databases.settle();

    // Then
    assertThat(incidents.wakes("app")).isEmpty();

    // When
    assertRefused("DBInstanceNotReady", this::lookForLogs);
    databases.settle();
    assertRefused("DBInstanceNotReady", this::readLog);
    databases.settle();
    databases.modify(
        "app",
        request ->
            request.serverlessV2ScalingConfiguration(
                range -> range.minCapacity(0.0).maxCapacity(8.0)));
    databases.settle();
    databases.rds.rebootDBInstance(request -> request.dbInstanceIdentifier("app-1"));
    databases.settle();
    databases.rds.failoverDBCluster(request -> request.dbClusterIdentifier("app"));
    databases.settle();

    // Then
    assertThat(incidents.wakes("app"))
        .extracting(Wake::by)
        .containsExactly(
            "DescribeDBLogFiles",
            "DownloadDBLogFilePortion",
            "capacity range",
            "reboot",
            "failover");
  }

  private void lookForLogs() {
    databases.rds.describeDBLogFiles(request -> request.dbInstanceIdentifier("app-0"));
  }

  private String readLog() {
    return databases
        .rds
        .downloadDBLogFilePortion(
            request -> request.dbInstanceIdentifier("app-0").logFileName("error/log.txt"))
        .logFileData();
  }

  @Test
  void shouldShowItsLogsWhenItHasResumed() {
    // Given
    assertRefused("DBInstanceNotReady", this::lookForLogs);
    assertRefused("DBInstanceNotReady", this::lookForLogs);

    // When
    databases.pass(RESUMED);

    // Then
    lookForLogs();
    assertThat(readLog()).isNotEmpty();
    assertThat(incidents.wakes("app")).hasSize(1);
  }

  @Test
  void shouldFollowTheLoadWithinItsRange() {
    // When
    incidents.loadOn("app", 2.3);
    databases.settle();

    // Then
    assertThat(incidents.capacity("app")).hasValue(2);

    // When
    incidents.loadOn("app", 90);
    databases.settle();

    // Then
    assertThat(incidents.capacity("app")).hasValue(4);

    // When
    databases.modify(
        "app",
        request ->
            request.serverlessV2ScalingConfiguration(
                range -> range.minCapacity(1.0).maxCapacity(32.0)));
    databases.settle();

    // Then
    assertThat(incidents.capacity("app")).hasValue(32);

    // When
    incidents.loadOn("app", 0);
    databases.settle();

    // Then
    assertThat(incidents.capacity("app")).hasValue(1);
  }

  @Test
  void shouldTakeItsTimeWhenTheLoadJumps() {
    // Given
    databases.cluster("awake", 1);

    // When
    incidents.loadOn("awake", 4);
    databases.pass(Duration.ofSeconds(30));

    // Then
    assertThat(incidents.capacity("awake").orElseThrow()).isBetween(1.0, 3.5);
  }

  @Test
  void shouldMeasureCapacityAndUtilisationByClusterRoleAndInstance() {
    // Given
    databases.cluster("busy", 3);
    incidents.loadOn("busy", 2);
    databases.settle();

    // When
    List<MetricDataResult> results =
        databases
            .cloudWatch
            .service()
            .getMetricData(
                request ->
                    request
                        .startTime(databases.now().minus(Duration.ofMinutes(10)))
                        .endTime(databases.now())
                        .metricDataQueries(
                            Databases.query(
                                "a",
                                "ServerlessDatabaseCapacity",
                                "DBInstanceIdentifier",
                                "busy-0"),
                            Databases.query(
                                "b",
                                "ServerlessDatabaseCapacity",
                                "DBInstanceIdentifier",
                                "busy-2"),
                            Databases.query(
                                "c", "ACUUtilization", "DBInstanceIdentifier", "busy-0"),
                            Databases.query(
                                "d", "ServerlessDatabaseCapacity", "DBClusterIdentifier", "app"),
                            Databases.query(
                                "e", "ServerlessDatabaseCapacity", "DBClusterIdentifier", "none")))
            .metricDataResults();

    // Then
    assertThat(results).extracting(MetricDataResult::id).containsExactly("a", "b", "c", "d", "e");
    assertThat(results.get(0).values()).hasSize(10).containsOnly(2.0);
    assertThat(results.get(1).values()).containsOnly(0.5);
    assertThat(results.get(2).values()).containsOnly(50.0);
    assertThat(results.get(3).values()).containsOnly(0.0);
    assertThat(results.get(4).values()).isEmpty();
    assertThat(results.get(0).timestamps()).isSortedAccordingTo((a, b) -> b.compareTo(a));
  }

  @Test
  void shouldRefuseToMeasureWhenTheQuestionIsWrong() {
    Instant now = databases.now();
    MetricDataQuery query = Databases.query("a", "ACUUtilization", "DBClusterIdentifier", "app");

    assertRefused("ValidationError", () -> measure(now, now, query));
    assertRefused("ValidationError", () -> measure(now.minusSeconds(60), now, query, query));
    assertRefused("MissingParameter", () -> measure(null, now, query));
  }

  private void measure(@Nullable Instant from, Instant to, MetricDataQuery... queries) {
    databases
        .cloudWatch
        .service()
        .getMetricData(
            GetMetricDataRequest.builder()
                .startTime(from)
                .endTime(to)
                .metricDataQueries(queries)
                .build());
  }
}
