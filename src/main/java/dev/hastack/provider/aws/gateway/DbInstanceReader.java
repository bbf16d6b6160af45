package dev.hastack.provider.aws.gateway;

import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.Ownership;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.AwsNames;
import dev.hastack.provider.aws.AwsTags;
import dev.hastack.provider.aws.inventory.DatabaseInventory;
import dev.hastack.provider.aws.resource.AttributeValues;
import dev.hastack.provider.aws.resource.DbCluster;
import dev.hastack.provider.aws.resource.DbInstance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterMember;
import software.amazon.awssdk.services.rds.model.DBInstance;

/** Reads members of a cluster, and what the cluster says of them. */
final class DbInstanceReader {
  private final DatabaseInventory databases;

  DbInstanceReader(DatabaseInventory databases) {
    this.databases = databases;
  }

  Reading read(StackId stack, Set<ResourceId> ids, Map<String, ResourceId> expected) {
    var names = new TreeMap<>(expected);
    ids.forEach(id -> names.putIfAbsent(AwsNames.dbInstance(stack, id), id));
    if (names.isEmpty()) {
      return new Reading(List.of(), List.of());
    }
    String clusterName = AwsNames.dbCluster(stack, DbCluster.DB);
    Optional<DBCluster> cluster = databases.cluster(clusterName);
    var instances = new ArrayList<>(databases.members(clusterName));
    var listed = instances.stream().map(DBInstance::dbInstanceIdentifier).toList();
    // One of that name may be no member of the cluster, and then is not ours.
    names.keySet().stream()
        .filter(name -> !listed.contains(name))
        .flatMap(name -> databases.instance(name).stream())
        .forEach(instances::add);
    var claims = new Claims<DBInstance>(DbInstance.KIND, stack, names);
    for (DBInstance instance : instances) {
      Map<String, String> own = RdsTags.read(instance.tagList());
      claims.judge(
          instance,
          instance.dbInstanceIdentifier(),
          own,
          claims.claimed(own).map(id -> AwsNames.dbInstance(stack, id)));
    }
    return new Reading(
        claims.claims().stream()
            .map(claim -> takenUp(claim, cluster, expected))
            .map(claim -> new Reading.Found(claim.id(), present(claim, cluster)))
            .toList(),
        claims.foreignCopies());
  }

  /** A member that was retained goes with its cluster, also where nobody wants it any more. */
  private static Claims.Claim<DBInstance> takenUp(
      Claims.Claim<DBInstance> claim,
      Optional<DBCluster> cluster,
      Map<String, ResourceId> expected) {
    boolean leftOver =
        claim.ownership() == Ownership.RETAINED
            && !expected.containsKey(claim.thing().dbInstanceIdentifier())
            && cluster
                .filter(each -> !RdsTags.read(each.tagList()).containsKey(AwsTags.RETAINED))
                .isPresent();
    return leftOver ? new Claims.Claim<>(claim.id(), claim.thing(), Ownership.OURS) : claim;
  }

  private static Present present(Claims.Claim<DBInstance> claim, Optional<DBCluster> cluster) {
    DBInstance instance = claim.thing();
    Optional<DBClusterMember> membership =
        cluster.flatMap(each -> membership(each, instance.dbInstanceIdentifier()));
    String status = String.valueOf(instance.dbInstanceStatus());
    String pendingClass =
        instance.pendingModifiedValues() == null
            ? null
            : instance.pendingModifiedValues().dbInstanceClass();
    var attributes =
        AttributeValues.builder()
            .text(DbInstance.DB_CLUSTER_IDENTIFIER, instance.dbClusterIdentifier())
            .text(DbInstance.ENGINE, instance.engine())
            .text(
                DbInstance.DB_INSTANCE_CLASS,
                pendingClass == null ? instance.dbInstanceClass() : pendingClass)
            .text(DbInstance.AVAILABILITY_ZONE, instance.availabilityZone())
            .whole(
                DbInstance.PROMOTION_TIER,
                instance.promotionTier() == null
                    ? membership.map(DBClusterMember::promotionTier).orElse(null)
                    : instance.promotionTier())
            .flag(
                DbInstance.AUTO_MINOR_VERSION_UPGRADE,
                Boolean.TRUE.equals(instance.autoMinorVersionUpgrade()))
            .flag(
                DbInstance.PUBLICLY_ACCESSIBLE, Boolean.TRUE.equals(instance.publiclyAccessible()))
            .text(
                DbInstance.PARAMETER_GROUP_STATUS,
                membership
                    .map(DBClusterMember::dbClusterParameterGroupStatus)
                    .orElse(DbInstance.IN_SYNC))
            .keyed(DbInstance.TAGS, AwsTags.attributes(RdsTags.read(instance.tagList())));
    var live = new TreeMap<String, Value>();
    live.put(DbInstance.LIVE_STATUS, Value.text(status));
    live.put(DbInstance.LIVE_SERVES, Value.flag(DatabaseHealth.serves(status)));
    membership.ifPresent(
        member ->
            live.put(
                DbInstance.LIVE_ROLE,
                Value.text(isWriter(member) ? DbInstance.WRITER : DbInstance.READER)));
    if (instance.availabilityZone() != null) {
      live.put(DbInstance.LIVE_ZONE, Value.text(instance.availabilityZone()));
    }
    return new Present(
        instance.dbInstanceIdentifier(),
        instance.dbInstanceArn(),
        new DbInstance(attributes.build()),
        Map.of(),
        claim.ownership(),
        DatabaseHealth.of(status),
        Optional.empty(),
        live);
  }

  static Optional<DBClusterMember> membership(DBCluster cluster, String instance) {
    return cluster.dbClusterMembers().stream()
        .filter(member -> instance.equals(member.dbInstanceIdentifier()))
        .findFirst();
  }

  static boolean isWriter(DBClusterMember member) {
    return Boolean.TRUE.equals(member.isClusterWriter());
  }
}
