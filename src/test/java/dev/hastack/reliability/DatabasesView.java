package dev.hastack.reliability;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterMember;
import software.amazon.awssdk.services.rds.model.DBClusterSnapshot;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.Tag;

/** The databases of an account as an outsider reads them; see {@link AccountView}. */
record DatabasesView(RdsClient rds) {
  private static final Pattern RESOURCE_ID = Pattern.compile("cluster-[a-z0-9]{26}");

  List<String> shapes() {
    var shapes = new ArrayList<String>();
    rds.describeDBSubnetGroups()
        .dbSubnetGroups()
        .forEach(
            group ->
                shapes.add(
                    "DbSubnetGroup %s of %d subnets"
                        .formatted(group.dbSubnetGroupName(), group.subnets().size())));
    clusters().forEach(cluster -> shapes.add(shape(cluster)));
    instances().forEach(instance -> shapes.add(shape(instance)));
    snapshots().forEach(snapshot -> shapes.add(shape(snapshot)));
    return shapes;
  }

  List<DBCluster> clusters() {
    return rds.describeDBClusters().dbClusters();
  }

  List<DBInstance> instances() {
    return rds.describeDBInstances().dbInstances();
  }

  /** Those that somebody asked for, oldest first. */
  List<DBClusterSnapshot> snapshots() {
    return rds.describeDBClusterSnapshots().dbClusterSnapshots().stream()
        .filter(each -> "manual".equals(each.snapshotType()))
        .sorted(Comparator.comparing(DBClusterSnapshot::snapshotCreateTime))
        .toList();
  }

  /** The writer of the only cluster. */
  String writer() {
    return clusters().getFirst().dbClusterMembers().stream()
        .filter(DBClusterMember::isClusterWriter)
        .findFirst()
        .orElseThrow()
        .dbInstanceIdentifier();
  }

  private static String shape(DBCluster cluster) {
    return "DbCluster %s %s %s %s, protected %s, backups %d, window %s, managed password %s, tags %s"
        .formatted(
            cluster.dbClusterIdentifier(),
            cluster.status(),
            cluster.engineVersion(),
            cluster.serverlessV2ScalingConfiguration(),
            cluster.deletionProtection(),
            cluster.backupRetentionPeriod(),
            cluster.preferredMaintenanceWindow(),
            cluster.masterUserSecret() != null,
            tags(cluster.tagList()));
  }

  private static String shape(DBInstance instance) {
    return "DbInstance %s %s %s in %s, tier %d, tags %s"
        .formatted(
            instance.dbInstanceIdentifier(),
            instance.dbInstanceStatus(),
            instance.dbInstanceClass(),
            instance.availabilityZone(),
            instance.promotionTier(),
            tags(instance.tagList()));
  }

  private static String shape(DBClusterSnapshot snapshot) {
    return "Snapshot %s %s, tags %s"
        .formatted(
            RESOURCE_ID.matcher(snapshot.dbClusterSnapshotIdentifier()).replaceAll("ID"),
            snapshot.status(),
            tags(snapshot.tagList()));
  }

  private static Map<String, String> tags(List<Tag> list) {
    var tags = new TreeMap<String, String>();
    list.forEach(tag -> tags.put(tag.key(), tag.value()));
    tags.computeIfPresent("hastack.dev/retained", (key, time) -> "some time");
    return tags;
  }
}
