package dev.hastack.sandbox.aws.rds;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import software.amazon.awssdk.services.rds.model.DBSubnetGroup;
import software.amazon.awssdk.services.rds.model.Tag;

/**
 * A subnet group.
 *
 * @param tags that no describe shows: DBSubnetGroup has no list of them
 */
record SubnetGroupRow(DBSubnetGroup settings, List<Tag> tags) {

  SubnetGroupRow {
    tags = List.copyOf(tags);
  }

  String name() {
    return settings.dbSubnetGroupName();
  }

  SortedSet<String> zones() {
    var zones = new TreeSet<String>();
    settings.subnets().forEach(subnet -> zones.add(subnet.subnetAvailabilityZone().name()));
    return zones;
  }

  SubnetGroupRow tagged(List<Tag> all) {
    return new SubnetGroupRow(settings, all);
  }
}
