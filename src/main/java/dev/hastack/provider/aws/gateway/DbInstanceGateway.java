package dev.hastack.provider.aws.gateway;

import static java.util.stream.Collectors.joining;

import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.stack.Health;
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
import java.util.function.Predicate;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterMember;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;

/**
 * Members of a database cluster. Who is the writer is asked again just before anything depends on
 * it, and one member changes at a time.
 */
public final class DbInstanceGateway implements ResourceGateway {
  private static final Set<String> MODIFIABLE =
      Set.of(
          DbInstance.DB_INSTANCE_CLASS,
          DbInstance.PROMOTION_TIER,
          DbInstance.AUTO_MINOR_VERSION_UPGRADE,
          DbInstance.PUBLICLY_ACCESSIBLE);

  private final RdsClient rds;
  private final DatabaseInventory databases;
  private final DatabaseTeardown teardown;
  private final RdsTags tags;

  public DbInstanceGateway(RdsClient rds, KmsClient kms, DatabaseInventory databases) {
    this.rds = rds;
    this.databases = databases;
    this.teardown = new DatabaseTeardown(rds, kms, databases);
    this.tags = new RdsTags(rds);
  }

  @Override
  public String kind() {
    return DbInstance.KIND;
  }

  @Override
  public Reading read(StackId stack, Set<ResourceId> ids, Map<String, ResourceId> expected) {
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
    var claims = new Claims<DBInstance>(kind(), stack, names);
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

  private static Optional<DBClusterMember> membership(DBCluster cluster, String instance) {
    return cluster.dbClusterMembers().stream()
        .filter(member -> instance.equals(member.dbInstanceIdentifier()))
        .findFirst();
  }

  private static boolean isWriter(DBClusterMember member) {
    return Boolean.TRUE.equals(member.isClusterWriter());
  }

  @Override
  public Outcome create(Target target) {
    AttributeValues after = target.after();
    String clusterName = after.text(DbInstance.DB_CLUSTER_IDENTIFIER).orElseThrow();
    Optional<Outcome> cluster = unavailable(clusterName);
    if (cluster.isPresent()) {
      return cluster.get();
    }
    List<DBInstance> members = databases.members(clusterName);
    boolean serves =
        members.stream().anyMatch(each -> DatabaseHealth.serves(each.dbInstanceStatus()));
    Optional<Outcome> busy = busy(members, target.physicalName());
    // The first members are made side by side: nothing runs yet that they could disturb.
    if (serves && busy.isPresent()) {
      return busy.get();
    }
    var request =
        CreateDbInstanceRequest.builder()
            .dbInstanceIdentifier(target.physicalName())
            .dbClusterIdentifier(clusterName)
            .tags(RdsTags.ofNew(target, DbInstance.TAGS));
    after.text(DbInstance.ENGINE).ifPresent(request::engine);
    after.text(DbInstance.DB_INSTANCE_CLASS).ifPresent(request::dbInstanceClass);
    after.text(DbInstance.AVAILABILITY_ZONE).ifPresent(request::availabilityZone);
    after.whole(DbInstance.PROMOTION_TIER).ifPresent(request::promotionTier);
    after.flag(DbInstance.AUTO_MINOR_VERSION_UPGRADE).ifPresent(request::autoMinorVersionUpgrade);
    after.flag(DbInstance.PUBLICLY_ACCESSIBLE).ifPresent(request::publiclyAccessible);
    rds.createDBInstance(request.build());
    return Outcome.done();
  }

  /** What keeps members from being made, changed or removed: the cluster is busy itself. */
  private Optional<Outcome> unavailable(String clusterName) {
    Optional<DBCluster> cluster = databases.cluster(clusterName);
    String status = cluster.map(DBCluster::status).orElse("not there yet");
    return status.equals(DbCluster.AVAILABLE)
        ? Optional.empty()
        : Optional.of(
            new Outcome.Waiting("cluster " + clusterName + " to be available; it is " + status));
  }

  /** Another member that is not at rest. */
  private static Optional<Outcome> busy(List<DBInstance> members, String name) {
    return members.stream()
        .filter(member -> !member.dbInstanceIdentifier().equals(name))
        .filter(
            member ->
                DatabaseHealth.of(String.valueOf(member.dbInstanceStatus())) != Health.HEALTHY)
        .findFirst()
        .map(
            member ->
                new Outcome.Waiting(
                    "member %s, which is %s: one changes at a time"
                        .formatted(member.dbInstanceIdentifier(), member.dbInstanceStatus())));
  }

  @Override
  public Outcome update(Target target, Present observed) {
    String name = observed.physicalName();
    retag(observed, target.keysToSet(DbInstance.TAGS), target.keysToRemove(DbInstance.TAGS));
    boolean restart = target.changes(DbInstance.PARAMETER_GROUP_STATUS);
    if (!restart && !target.changesAny(MODIFIABLE)) {
      return Outcome.done();
    }
    if (observed.health() != Health.HEALTHY) {
      return new Outcome.Waiting(
          "member %s, which is %s".formatted(name, observed.live().get(DbInstance.LIVE_STATUS)));
    }
    if (target.changes(DbInstance.DB_INSTANCE_CLASS)) {
      Optional<Outcome> turn =
          turn(target, name, each -> !DbInstance.SERVERLESS.equals(each.dbInstanceClass()));
      if (turn.isPresent()) {
        return turn.get();
      }
    }
    if (target.changesAny(MODIFIABLE)) {
      rds.modifyDBInstance(modification(target, name));
      return restart ? new Outcome.Waiting("its restart, which follows") : Outcome.done();
    }
    return restart(target, name);
  }

  private static ModifyDbInstanceRequest modification(Target target, String name) {
    AttributeValues changed = target.changed();
    var request = ModifyDbInstanceRequest.builder().dbInstanceIdentifier(name);
    // All else is done at once anyway, and would bring forward another class that somebody ordered.
    changed
        .text(DbInstance.DB_INSTANCE_CLASS)
        .ifPresent(
            instanceClass -> {
              request.dbInstanceClass(instanceClass);
              target
                  .after()
                  .flag(DbInstance.APPLY_IMMEDIATELY)
                  .ifPresent(request::applyImmediately);
            });
    changed.whole(DbInstance.PROMOTION_TIER).ifPresent(request::promotionTier);
    changed.flag(DbInstance.AUTO_MINOR_VERSION_UPGRADE).ifPresent(request::autoMinorVersionUpgrade);
    changed.flag(DbInstance.PUBLICLY_ACCESSIBLE).ifPresent(request::publiclyAccessible);
    return request.build();
  }

  private Outcome restart(Target target, String name) {
    Optional<DBCluster> cluster =
        databases.cluster(AwsNames.dbCluster(target.stack(), DbCluster.DB));
    Optional<Outcome> turn =
        turn(
            target,
            name,
            each ->
                cluster
                    .flatMap(found -> membership(found, each.dbInstanceIdentifier()))
                    .map(DBClusterMember::dbClusterParameterGroupStatus)
                    .filter(DbInstance.PENDING_REBOOT::equals)
                    .isPresent());
    if (turn.isPresent()) {
      return turn.get();
    }
    rds.rebootDBInstance(request -> request.dbInstanceIdentifier(name));
    return Outcome.done();
  }

  /**
   * What a restart waits for: one at a time, and readers first, so that another could take over
   * when the writer's turn comes.
   *
   * @param waits whether a reader has the same before it
   */
  private Optional<Outcome> turn(Target target, String name, Predicate<DBInstance> waits) {
    String clusterName = AwsNames.dbCluster(target.stack(), DbCluster.DB);
    Optional<Outcome> unavailable = unavailable(clusterName);
    if (unavailable.isPresent()) {
      return unavailable;
    }
    List<DBInstance> members = databases.members(clusterName);
    boolean writer =
        databases
            .cluster(clusterName)
            .flatMap(each -> membership(each, name))
            .filter(DbInstanceGateway::isWriter)
            .isPresent();
    boolean readersWait =
        members.stream()
            .filter(each -> !each.dbInstanceIdentifier().equals(name))
            .filter(each -> AwsTags.claim(target.stack(), RdsTags.read(each.tagList())).isPresent())
            .anyMatch(waits);
    return busy(members, name)
        .or(
            () ->
                writer && readersWait
                    ? Optional.of(
                        new Outcome.Waiting("the readers, which restart before the writer"))
                    : Optional.empty());
  }

  @Override
  public Outcome delete(Removal removal) {
    String name = removal.observed().physicalName();
    if (removal.observed().health() == Health.DELETING) {
      return new Outcome.Waiting("AWS to delete member " + name);
    }
    String clusterName = AwsNames.dbCluster(removal.stack(), DbCluster.DB);
    Optional<DBCluster> cluster = databases.cluster(clusterName);
    if (cluster.isPresent()) {
      Optional<Outcome> first =
          removal.database().goes()
              ? teardown
                  .before(removal.stack(), cluster.get(), removal.database())
                  .or(() -> readersFirst(cluster.get(), name))
              : notTheWriter(cluster.get(), name);
      if (first.isPresent()) {
        return first.get();
      }
    }
    return Deletion.waiting(
        () -> rds.deleteDBInstance(request -> request.dbInstanceIdentifier(name)),
        "AWS to delete member " + name);
  }

  private Optional<Outcome> readersFirst(DBCluster cluster, String name) {
    String others =
        cluster.dbClusterMembers().stream()
            .map(DBClusterMember::dbInstanceIdentifier)
            .filter(other -> !other.equals(name))
            .collect(joining(", "));
    return !others.isEmpty()
            && membership(cluster, name).filter(DbInstanceGateway::isWriter).isPresent()
        ? Optional.of(
            new Outcome.Waiting(
                "the readers, which go before the writer: "
                    + others
                    + "; what is not this stack's a person has to delete"))
        : Optional.empty();
  }

  /** One reader fewer: never the writer, never the last, and one at a time. */
  private Optional<Outcome> notTheWriter(DBCluster cluster, String name) {
    boolean reader = membership(cluster, name).filter(member -> !isWriter(member)).isPresent();
    if (!reader || cluster.dbClusterMembers().size() < 2) {
      return Optional.of(
          new Outcome.Waiting(
              "another member to be chosen: " + name + " is the writer of the cluster now"));
    }
    return unavailable(cluster.dbClusterIdentifier())
        .or(() -> busy(databases.members(cluster.dbClusterIdentifier()), name));
  }

  @Override
  public void retag(Present observed, Map<String, String> set, Set<String> removed) {
    tags.change(observed.physicalId(), set, removed);
  }
}
