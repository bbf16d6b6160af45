package dev.hastack.sandbox.aws.rds;

import software.amazon.awssdk.services.rds.model.AccountQuota;
import software.amazon.awssdk.services.rds.model.DescribeAccountAttributesResponse;

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

  /** RDS API reference, DescribeAccountAttributes; of what is not modelled nothing is said. */
  DescribeAccountAttributesResponse describe(Store store) {
    return DescribeAccountAttributesResponse.builder()
        .accountQuotas(
            quota("DBClusters", store.clusters().all().size(), clusters),
            quota("DBInstances", store.instances().all().size(), instances),
            quota("DBSubnetGroups", store.subnetGroups().all().size(), subnetGroups),
            quota("ManualClusterSnapshots", manual(store), manualSnapshots))
        .build();
  }

  private static AccountQuota quota(String name, long used, long max) {
    return AccountQuota.builder().accountQuotaName(name).used(used).max(max).build();
  }

  private static long manual(Store store) {
    return store.snapshots().all().stream().filter(SnapshotRow::isManual).count();
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
    if (manual(store) >= manualSnapshots) {
      throw Errors.quota("SnapshotQuotaExceeded", manualSnapshots, "manual DB cluster snapshots");
    }
  }

  void oneMoreSubnetGroup(Store store) {
    if (store.subnetGroups().all().size() >= subnetGroups) {
      throw Errors.quota("DBSubnetGroupQuotaExceeded", subnetGroups, "DB subnet groups");
    }
  }
}
