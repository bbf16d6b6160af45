package dev.hastack.sandbox.aws.rds;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.rds.model.DBCluster;

/**
 * Database Insights: "Database Insights", Aurora user guide. The advanced mode needs Performance
 * Insights with a retention of 465 days; the standard one keeps seven unless said otherwise.
 */
final class Insights {
  private static final String ADVANCED = "advanced";
  private static final int ADVANCED_DAYS = 465;
  private static final int STANDARD_DAYS = 7;

  private Insights() {}

  /** Sets what is said; null for what is not. */
  static void set(
      DBCluster.Builder cluster,
      @Nullable String mode,
      @Nullable Boolean performanceInsights,
      @Nullable Integer retentionDays) {
    DBCluster before = cluster.build();
    boolean advanced = ADVANCED.equals(mode == null ? before.databaseInsightsModeAsString() : mode);
    boolean on =
        performanceInsights == null
            ? Boolean.TRUE.equals(before.performanceInsightsEnabled())
            : performanceInsights;
    Integer days =
        retentionDays == null ? before.performanceInsightsRetentionPeriod() : retentionDays;
    if (advanced && !(on && days != null && days == ADVANCED_DAYS)) {
      throw Errors.wrongCombination(
          "To enable the Advanced mode of Database Insights, enable Performance Insights and set"
              + " its retention to 465 days.");
    }
    cluster
        .databaseInsightsMode(advanced ? ADVANCED : "standard")
        .performanceInsightsEnabled(on)
        .performanceInsightsRetentionPeriod(on ? (days == null ? STANDARD_DAYS : days) : null);
  }
}
