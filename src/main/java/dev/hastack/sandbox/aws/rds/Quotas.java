package dev.hastack.sandbox.aws.rds;

/** "Quotas and constraints for Amazon Aurora", Aurora user guide; settable. */
public final class Quotas {
  private int clusters = 40;
  private int instances = 40;
  private int manualSnapshots = 100;
  private int subnetGroups = 50;

  public void clusters(int most) {
    clusters = most;
  }

  public void instances(int most) {
    instances = most;
  }

  /** "Manual DB cluster snapshots"; automated ones do not count. */
  public void manualSnapshots(int most) {
    manualSnapshots = most;
  }

  public void subnetGroups(int most) {
    subnetGroups = most;
  }

  void oneMoreCluster(Store store) {
    if (store.clusters().all().size() >= clusters) {
      throw Errors.quota("DBClusterQuotaExceededFault", clusters, "DB clusters");
    }
  }

  void oneMoreInstance(Store store) {
    if (store.instances().all().size() >= instances) {
      throw Errors.quota("InstanceQuotaExceeded", instances, "DB instances");
    }
  }

  void oneMoreSnapshot(Store store) {
    long manual = store.snapshots().all().stream().filter(SnapshotRow::isManual).count();
    if (manual >= manualSnapshots) {
      throw Errors.quota("SnapshotQuotaExceeded", manualSnapshots, "manual DB cluster snapshots");
    }
  }

  void oneMoreSubnetGroup(Store store) {
    if (store.subnetGroups().all().size() >= subnetGroups) {
      throw Errors.quota("DBSubnetGroupQuotaExceeded", subnetGroups, "DB subnet groups");
    }
  }
}
