package dev.hastack.provider.aws.gateway;

import static dev.hastack.provider.aws.rights.Grant.DATABASE_NEW;
import static dev.hastack.provider.aws.rights.Grant.DATABASE_OWN;

import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.stack.Health;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.AwsNames;
import dev.hastack.provider.aws.AwsTags;
import dev.hastack.provider.aws.inventory.DatabaseInventory;
import dev.hastack.provider.aws.resource.AttributeValues;
import dev.hastack.provider.aws.resource.DbCluster;
import dev.hastack.provider.aws.resource.DbSubnetGroup;
import dev.hastack.provider.aws.rights.AwsRight;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBSubnetGroup;
import software.amazon.awssdk.services.rds.model.Subnet;

/** Subnet groups of databases. A list of them has no tags, so each is asked for by its name. */
public final class DbSubnetGroupGateway implements ResourceGateway {
  static final List<AwsRight> RIGHTS =
      List.of(
          DATABASE_NEW.toCall(
              "rds:CreateDBSubnetGroup", "A database stands in the subnets that the spec names."),
          DATABASE_OWN.toCall("rds:ModifyDBSubnetGroup", "Subnets of a database follow the spec."),
          DATABASE_OWN.toCall(
              "rds:DeleteDBSubnetGroup", "The subnet group goes with its database."));

  private final RdsClient rds;
  private final DatabaseInventory databases;
  private final RdsTags tags;

  public DbSubnetGroupGateway(RdsClient rds, DatabaseInventory databases) {
    this.rds = rds;
    this.databases = databases;
    this.tags = new RdsTags(rds);
  }

  @Override
  public String kind() {
    return DbSubnetGroup.KIND;
  }

  @Override
  public Reading read(StackId stack, Set<ResourceId> ids, Map<String, ResourceId> expected) {
    var names = new TreeMap<>(expected);
    ids.forEach(id -> names.putIfAbsent(AwsNames.dbSubnetGroup(stack, id), id));
    var claims = new Claims<DBSubnetGroup>(kind(), stack, names);
    var tagged = new TreeMap<String, Map<String, String>>();
    for (String name : names.keySet()) {
      databases
          .subnetGroup(name)
          .ifPresent(
              group -> {
                Map<String, String> own = databases.tags(group.dbSubnetGroupArn());
                tagged.put(name, own);
                claims.judge(
                    group,
                    name,
                    own,
                    claims.claimed(own).map(id -> AwsNames.dbSubnetGroup(stack, id)));
              });
    }
    return new Reading(
        claims.claims().stream()
            .map(
                claim ->
                    new Reading.Found(
                        claim.id(),
                        present(
                            claim,
                            tagged.getOrDefault(claim.thing().dbSubnetGroupName(), Map.of()))))
            .toList(),
        claims.foreignCopies());
  }

  private static Present present(Claims.Claim<DBSubnetGroup> claim, Map<String, String> own) {
    DBSubnetGroup group = claim.thing();
    return new Present(
        group.dbSubnetGroupName(),
        group.dbSubnetGroupArn(),
        new DbSubnetGroup(
            AttributeValues.builder()
                .text(DbSubnetGroup.DESCRIPTION, group.dbSubnetGroupDescription())
                .set(
                    DbSubnetGroup.SUBNET_IDS,
                    group.subnets().stream().map(Subnet::subnetIdentifier).toList())
                .keyed(DbSubnetGroup.TAGS, AwsTags.attributes(own))
                .build()),
        outputs(group.dbSubnetGroupName()),
        claim.ownership(),
        Health.HEALTHY,
        Optional.empty(),
        Map.of());
  }

  @Override
  public Outcome create(Target target) {
    AttributeValues after = target.after();
    rds.createDBSubnetGroup(
        request ->
            request
                .dbSubnetGroupName(target.physicalName())
                .dbSubnetGroupDescription(after.text(DbSubnetGroup.DESCRIPTION).orElse(""))
                .subnetIds(after.texts(DbSubnetGroup.SUBNET_IDS))
                .tags(RdsTags.ofNew(target, DbSubnetGroup.TAGS)));
    return new Outcome.Done(outputs(target.physicalName()));
  }

  @Override
  public Outcome update(Target target, Present observed) {
    AttributeValues after = target.after();
    if (target.changesAny(Set.of(DbSubnetGroup.DESCRIPTION, DbSubnetGroup.SUBNET_IDS))) {
      rds.modifyDBSubnetGroup(
          request ->
              request
                  .dbSubnetGroupName(observed.physicalName())
                  .dbSubnetGroupDescription(after.text(DbSubnetGroup.DESCRIPTION).orElse(""))
                  .subnetIds(after.texts(DbSubnetGroup.SUBNET_IDS)));
    }
    retag(observed, target.keysToSet(DbSubnetGroup.TAGS), target.keysToRemove(DbSubnetGroup.TAGS));
    return new Outcome.Done(outputs(observed.physicalName()));
  }

  @Override
  public Outcome delete(Removal removal) {
    String name = removal.observed().physicalName();
    markLastSnapshots(removal.stack());
    return Deletion.by(
        () -> rds.deleteDBSubnetGroup(request -> request.dbSubnetGroupName(name)),
        "a database still uses subnet group " + name);
  }

  /**
   * AWS takes the last snapshot while it deletes a cluster, and takes no tags for it. The group
   * outlives the cluster, so that nobody need look at the right moment.
   */
  private void markLastSnapshots(StackId stack) {
    String cluster = AwsNames.dbCluster(stack, DbCluster.DB);
    databases.snapshots(cluster).stream()
        .filter(
            snapshot ->
                AwsNames.lastSnapshot(cluster, String.valueOf(snapshot.dbClusterResourceId()))
                    .equals(snapshot.dbClusterSnapshotIdentifier()))
        .filter(snapshot -> !RdsTags.read(snapshot.tagList()).containsKey(AwsTags.SNAPSHOT_OF))
        .forEach(
            snapshot ->
                tags.change(
                    snapshot.dbClusterSnapshotArn(),
                    Map.of(AwsTags.SNAPSHOT_OF, AwsTags.snapshotOf(stack)),
                    Set.of()));
  }

  @Override
  public void retag(Present observed, Map<String, String> set, Set<String> removed) {
    tags.change(observed.physicalId(), set, removed);
  }

  private static Map<String, Value> outputs(String name) {
    return Map.of(DbSubnetGroup.OUTPUT_NAME, Value.text(name));
  }
}
