package dev.hastack.provider.aws.gateway;

import static dev.hastack.provider.aws.rights.Grant.DATABASE_NEW;
import static dev.hastack.provider.aws.rights.Grant.DATABASE_OWN;
import static java.util.stream.Collectors.joining;

import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.stack.Health;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import dev.hastack.provider.aws.AwsNames;
import dev.hastack.provider.aws.AwsTags;
import dev.hastack.provider.aws.inventory.DatabaseInventory;
import dev.hastack.provider.aws.resource.AttributeValues;
import dev.hastack.provider.aws.resource.DbCluster;
import dev.hastack.provider.aws.resource.DbInstance;
import dev.hastack.provider.aws.rights.AwsRight;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterMember;
import software.amazon.awssdk.services.rds.model.DBInstance;

/**
 * Members of a database cluster. Who is the writer is asked again just before anything depends on
 * it, and one member changes at a time.
 */
public final class DbInstanceGateway implements ResourceGateway {
  static final List<AwsRight> RIGHTS =
      List.of(
          DATABASE_NEW.toCall("rds:CreateDBInstance", "A cluster has a writer and readers."),
          DATABASE_OWN.toCall(
              "rds:ModifyDBInstance",
              "Class, promotion tier and windows of a member follow the spec."),
          DATABASE_OWN.toCall("rds:RebootDBInstance", "Some settings count only after a restart."),
          DATABASE_OWN.toCall(
              "rds:DeleteDBInstance", "Members go with the cluster, or when the spec has fewer."));

  private final RdsClient rds;
  private final DatabaseInventory databases;
  private final DbInstanceReader reader;
  private final DatabaseTeardown teardown;
  private final RdsTags tags;

  public DbInstanceGateway(RdsClient rds, KmsClient kms, DatabaseInventory databases) {
    this.rds = rds;
    this.databases = databases;
    this.reader = new DbInstanceReader(databases);
    this.teardown = new DatabaseTeardown(rds, kms, databases);
    this.tags = new RdsTags(rds);
  }

  @Override
  public String kind() {
    return DbInstance.KIND;
  }

  @Override
  public Reading read(StackId stack, Set<ResourceId> ids, Map<String, ResourceId> expected) {
    return reader.read(stack, ids, expected);
  }

  @Override
  public Outcome create(Target target) {
    AttributeValues after = target.after();
    String clusterName = after.text(DbInstance.DB_CLUSTER_IDENTIFIER).orElseThrow();
    Optional<Outcome> unavailable = unavailable(databases.cluster(clusterName), clusterName);
    if (unavailable.isPresent()) {
      return unavailable.get();
    }
    List<DBInstance> members = databases.members(clusterName);
    boolean serves =
        members.stream().anyMatch(each -> DatabaseHealth.serves(each.dbInstanceStatus()));
    Optional<Outcome> busy = busy(members, target.physicalName());
    // The first members are made side by side: nothing runs yet that they could disturb.
    if (serves && busy.isPresent()) {
      return busy.get();
    }
    rds.createDBInstance(DbInstanceRequests.creation(target));
    return Outcome.done();
  }

  /** What keeps members from being made, changed or removed: the cluster is busy itself. */
  private static Optional<Outcome> unavailable(Optional<DBCluster> cluster, String clusterName) {
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
    if (!restart && !target.changesAny(DbInstanceRequests.MODIFIABLE)) {
      return Outcome.done();
    }
    if (observed.health() != Health.HEALTHY) {
      return new Outcome.Waiting(
          "member %s, which is %s".formatted(name, observed.live().get(DbInstance.LIVE_STATUS)));
    }
    if (target.changesAny(DbInstanceRequests.MODIFIABLE)) {
      Optional<Outcome> obstacle =
          target.changes(DbInstance.DB_INSTANCE_CLASS)
              ? turnOfClass(target, name).or(() -> bringsForward(target, name))
              : Optional.empty();
      if (obstacle.isPresent()) {
        if (target.changesAny(DbInstanceRequests.AT_ONCE)) {
          rds.modifyDBInstance(DbInstanceRequests.withoutClass(target, name));
        }
        return obstacle.get();
      }
      rds.modifyDBInstance(DbInstanceRequests.modification(target, name));
      return restart ? new Outcome.Waiting("its restart, which follows") : Outcome.done();
    }
    return restart(target, name);
  }

  private Optional<Outcome> turnOfClass(Target target, String name) {
    return turn(
        target, name, (cluster, each) -> !DbInstance.SERVERLESS.equals(each.dbInstanceClass()));
  }

  /** An immediate change also makes what somebody else put off, as for the cluster. */
  private Optional<Outcome> bringsForward(Target target, String name) {
    String others =
        DbInstanceRequests.isImmediate(target)
            ? databases.instance(name).map(DbInstanceRequests::pendingBesidesClass).orElse("")
            : "";
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Outcome.Waiting(
                "what AWS has put off for the maintenance window of member %s (%s), which an immediate change would bring forward; apply or take it back on AWS, or set spec.aws.database.applyChanges: InMaintenanceWindow"
                    .formatted(name, others)));
  }

  private Outcome restart(Target target, String name) {
    Optional<Outcome> turn =
        turn(
            target,
            name,
            (cluster, member) ->
                DbInstanceReader.membership(cluster, member.dbInstanceIdentifier())
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
  private Optional<Outcome> turn(
      Target target, String name, BiPredicate<DBCluster, DBInstance> waits) {
    String clusterName = AwsNames.dbCluster(target.stack(), DbCluster.DB);
    Optional<DBCluster> cluster = databases.cluster(clusterName);
    Optional<Outcome> unavailable = unavailable(cluster, clusterName);
    if (unavailable.isPresent()) {
      return unavailable;
    }
    List<DBInstance> members = databases.members(clusterName);
    boolean writer =
        DbInstanceReader.membership(cluster.orElseThrow(), name)
            .filter(DbInstanceReader::isWriter)
            .isPresent();
    boolean readersWait =
        members.stream()
            .filter(each -> !each.dbInstanceIdentifier().equals(name))
            .filter(each -> AwsTags.claim(target.stack(), RdsTags.read(each.tagList())).isPresent())
            .anyMatch(each -> waits.test(cluster.orElseThrow(), each));
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
            && DbInstanceReader.membership(cluster, name)
                .filter(DbInstanceReader::isWriter)
                .isPresent()
        ? Optional.of(
            new Outcome.Waiting(
                "the readers, which go before the writer: "
                    + others
                    + "; what is not this stack's a person has to delete"))
        : Optional.empty();
  }

  /** One reader fewer: never the writer, never the last, and one at a time. */
  private Optional<Outcome> notTheWriter(DBCluster cluster, String name) {
    boolean reader =
        DbInstanceReader.membership(cluster, name)
            .filter(member -> !DbInstanceReader.isWriter(member))
            .isPresent();
    if (!reader || cluster.dbClusterMembers().size() < 2) {
      return Optional.of(
          new Outcome.Waiting(
              "another member to be chosen: " + name + " is the writer of the cluster now"));
    }
    return unavailable(Optional.of(cluster), cluster.dbClusterIdentifier())
        .or(() -> busy(databases.members(cluster.dbClusterIdentifier()), name));
  }

  @Override
  public void retag(Present observed, Map<String, String> set, Set<String> removed) {
    tags.change(observed.physicalId(), set, removed);
  }
}
