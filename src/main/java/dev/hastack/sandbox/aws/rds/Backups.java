package dev.hastack.sandbox.aws.rds;

import dev.hastack.sandbox.aws.world.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import software.amazon.awssdk.services.rds.model.DBCluster;

/**
 * The daily automated snapshots: "Overview of backing up and restoring an Aurora DB cluster",
 * Aurora user guide. One is made in each backup window in which the cluster is available, and goes
 * after the retention period.
 */
final class Backups {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd-HH-mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Store store;
  private final Snapshots snapshots;
  private final SimulatedTime time;

  Backups(Store store, Snapshots snapshots, SimulatedTime time) {
    this.store = store;
    this.snapshots = snapshots;
    this.time = time;
  }

  /** From now on there is one each day. */
  void begin(ClusterRow row) {
    Instant next = Window.backup(row.settings().preferredBackupWindow()).next(time.now());
    time.at(next, () -> store.same(row).ifPresent(this::daily));
  }

  private void daily(ClusterRow row) {
    Window window = Window.backup(row.settings().preferredBackupWindow());
    if (row.is(Status.AVAILABLE) && window.contains(time.now())) {
      DBCluster cluster = row.settings();
      String id = "rds:%s-%s".formatted(cluster.dbClusterIdentifier(), STAMP.format(time.now()));
      snapshots.automated(row, id);
      Duration retention = Duration.ofDays(cluster.backupRetentionPeriod());
      time.after(retention, () -> store.snapshots().remove(id));
    }
    begin(row);
  }
}
