package dev.hastack.provider.aws.gateway;

import static dev.hastack.provider.aws.rights.Grant.DATABASE_KEYS_SEEN;
import static dev.hastack.provider.aws.rights.Grant.DATABASE_KEYS_USED;
import static dev.hastack.provider.aws.rights.Grant.DATABASE_LINKED_ROLE;
import static dev.hastack.provider.aws.rights.Grant.DATABASE_NEW;
import static dev.hastack.provider.aws.rights.Grant.DATABASE_OWN;
import static dev.hastack.provider.aws.rights.Grant.DATABASE_PASSWORDS;

import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.stack.Health;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.AwsCallException;
import dev.hastack.provider.aws.inventory.DatabaseInventory;
import dev.hastack.provider.aws.resource.AttributeValues;
import dev.hastack.provider.aws.resource.DbCluster;
import dev.hastack.provider.aws.resource.EngineVersion;
import dev.hastack.provider.aws.rights.AwsRight;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterSnapshot;
import software.amazon.awssdk.services.rds.model.DBInstance;

/** Database clusters. */
public final class DbClusterGateway implements ResourceGateway {
  static final List<AwsRight> RIGHTS =
      List.of(
          DATABASE_NEW.toCall("rds:CreateDBCluster", "A database is an Aurora cluster."),
          DATABASE_NEW.toCall(
              "rds:RestoreDBClusterFromSnapshot", "A database may begin as a snapshot."),
          DATABASE_OWN.toCall(
              "rds:ModifyDBCluster", "Capacity, version, windows and protection follow the spec."),
          DATABASE_LINKED_ROLE.dependent(
              "iam:CreateServiceLinkedRole",
              "The first database of an account has AWS make the role by which RDS acts.",
              "Using service-linked roles for Amazon Aurora, Aurora user guide"),
          DATABASE_PASSWORDS.dependent(
              "secretsmanager:CreateSecret",
              "RDS keeps the password in Secrets Manager, in the name of whoever makes the"
                  + " database.",
              "Password management with Amazon Aurora and AWS Secrets Manager, Aurora user guide"),
          DATABASE_PASSWORDS.dependent(
              "secretsmanager:TagResource",
              "RDS tags the secret that holds the password.",
              "Password management with Amazon Aurora and AWS Secrets Manager, Aurora user guide"),
          DATABASE_KEYS_SEEN.dependent(
              "kms:DescribeKey",
              "RDS looks up the keys of a database in the name of whoever makes it.",
              "Service Authorization Reference: Amazon RDS, CreateDBCluster"),
          DATABASE_KEYS_USED.dependent(
              "kms:CreateGrant",
              "RDS encrypts a database with a key of your own by a grant.",
              "Service Authorization Reference: Amazon RDS, CreateDBCluster"));

  /** What AWS does at once whatever is asked, or never beside anything else. */
  private static final Set<String> ALONE =
      Set.of(DbCluster.DELETION_PROTECTION, DbCluster.MANAGE_MASTER_USER_PASSWORD);

  private final RdsClient rds;
  private final DatabaseInventory databases;
  private final DbClusterReader reader;
  private final DatabaseTeardown teardown;
  private final RdsTags tags;

  public DbClusterGateway(RdsClient rds, KmsClient kms, DatabaseInventory databases) {
    this.rds = rds;
    this.databases = databases;
    this.reader = new DbClusterReader(databases);
    this.teardown = new DatabaseTeardown(rds, kms, databases);
    this.tags = new RdsTags(rds);
  }

  @Override
  public String kind() {
    return DbCluster.KIND;
  }

  @Override
  public Reading read(StackId stack, Set<ResourceId> ids, Map<String, ResourceId> expected) {
    return reader.read(stack, ids, expected);
  }

  @Override
  public Outcome create(Target target) {
    AttributeValues after = target.after();
    if (after.text(DbCluster.SNAPSHOT_IDENTIFIER).isPresent()) {
      rds.restoreDBClusterFromSnapshot(
          DbClusterRequests.restore(target, after).engineVersion(restoredVersion(after)).build());
      return new Outcome.Waiting(
          "cluster %s to be restored from %s"
              .formatted(
                  target.physicalName(), after.text(DbCluster.SNAPSHOT_IDENTIFIER).orElseThrow()));
    }
    return new Outcome.Done(
        DbClusterReader.outputs(
            rds.createDBCluster(DbClusterRequests.creation(target, after)).dbCluster()));
  }

  /** AWS goes back to no version older than the snapshot's, and takes its own default for none. */
  private @Nullable String restoredVersion(AttributeValues after) {
    Optional<String> floor = after.text(DbCluster.ENGINE_VERSION);
    return databases
        .snapshot(after.text(DbCluster.SNAPSHOT_IDENTIFIER).orElseThrow())
        .map(DBClusterSnapshot::engineVersion)
        .filter(
            version ->
                floor.isEmpty()
                    || EngineVersion.parse(version).isAtLeast(EngineVersion.parse(floor.get())))
        .or(() -> floor)
        .orElse(null);
  }

  /**
   * One call a pass, so that none is refused for the state the one before it brought about, and so
   * that what costs nothing never waits for what restarts.
   */
  @Override
  public Outcome update(Target target, Present observed) {
    try {
      return changed(target, observed);
    } catch (AwsCallException refused) {
      return new Outcome.Failed(refused.failure(), observed.outputs());
    }
  }

  private Outcome changed(Target target, Present observed) {
    String name = observed.physicalName();
    Value status = observed.live().getOrDefault(DbCluster.LIVE_STATUS, Value.text("unknown"));
    // The tag that remembers protection goes off after it, and on before it.
    boolean unprotects =
        target.changed().flag(DbCluster.DELETION_PROTECTION).filter(on -> !on).isPresent();
    boolean available = status.equals(Value.text(DbCluster.AVAILABLE));
    Outcome unavailable =
        waiting("cluster " + name + " to be available; it is " + status, observed);
    if (!unprotects) {
      try {
        retag(target, observed);
      } catch (AwsCallException refused) {
        if (available || refused.failure().kind() != FailureKind.CONFLICT) {
          throw refused;
        }
        return unavailable;
      }
    }
    boolean others = target.changesAny(changeable());
    if (others && !available) {
      return unavailable;
    }
    for (Set<String> step : List.of(ALONE, DbCluster.CAPACITY)) {
      if (target.changesAny(step)) {
        rds.modifyDBCluster(DbClusterRequests.alone(name, target, step));
        if (unprotects) {
          retag(target, observed);
        }
        var rest = new TreeSet<>(changeable());
        rest.removeAll(step);
        return target.changesAny(rest)
            ? waiting("the rest of its changes, which follow one another", observed)
            : new Outcome.Done(observed.outputs());
      }
    }
    if (others) {
      Optional<Outcome> obstacle = bringsForward(target, observed);
      if (obstacle.isPresent()) {
        return obstacle.get();
      }
      rds.modifyDBCluster(DbClusterRequests.rest(name, target));
    }
    return new Outcome.Done(observed.outputs());
  }

  private static Outcome waiting(String what, Present observed) {
    return new Outcome.Waiting(what, observed.outputs());
  }

  private void retag(Target target, Present observed) {
    retag(observed, target.keysToSet(DbCluster.TAGS), target.keysToRemove(DbCluster.TAGS));
  }

  private static Set<String> changeable() {
    return Set.of(
        DbCluster.DELETION_PROTECTION,
        DbCluster.MANAGE_MASTER_USER_PASSWORD,
        DbCluster.MIN_CAPACITY,
        DbCluster.MAX_CAPACITY,
        DbCluster.SECONDS_UNTIL_AUTO_PAUSE,
        DbCluster.ENGINE_VERSION,
        DbCluster.VPC_SECURITY_GROUP_IDS,
        DbCluster.BACKUP_RETENTION_PERIOD,
        DbCluster.PREFERRED_BACKUP_WINDOW,
        DbCluster.PREFERRED_MAINTENANCE_WINDOW,
        DbCluster.COPY_TAGS_TO_SNAPSHOT,
        DbCluster.DATABASE_INSIGHTS_MODE,
        DbCluster.PENDING_MODIFIED_VALUES);
  }

  /**
   * An immediate change also makes what was put off (Aurora user guide, Modifying an Aurora DB
   * cluster), which is right where all of that is this stack's own.
   */
  private static Optional<Outcome> bringsForward(Target target, Present observed) {
    List<String> pending =
        Stream.ofNullable(observed.live().get(DbCluster.LIVE_PENDING))
            .flatMap(Value::texts)
            .toList();
    boolean mayBring = pending.isEmpty() || target.changes(DbCluster.PENDING_MODIFIED_VALUES);
    return DbClusterRequests.isImmediate(target) && !mayBring
        ? Optional.of(
            waiting(
                "what AWS has put off for the maintenance window ("
                    + String.join("; ", pending)
                    + "), which an immediate change would bring forward; apply or take it back on"
                    + " AWS, or set spec.aws.database.applyChanges: InMaintenanceWindow",
                observed))
        : Optional.empty();
  }

  @Override
  public Outcome delete(Removal removal) {
    String name = removal.observed().physicalName();
    Optional<DBCluster> now = databases.cluster(name);
    if (now.isEmpty()) {
      return Outcome.done();
    }
    DBCluster cluster = now.get();
    if (DatabaseHealth.of(String.valueOf(cluster.status())) == Health.DELETING) {
      return new Outcome.Waiting("AWS to delete cluster " + name);
    }
    Optional<Outcome> first = teardown.before(removal.stack(), cluster, removal.database());
    if (first.isPresent()) {
      return first.get();
    }
    List<String> members =
        databases.members(name).stream().map(DBInstance::dbInstanceIdentifier).toList();
    return members.isEmpty()
        ? teardown.delete(cluster, removal.database())
        : new Outcome.Waiting("its members to go: " + String.join(", ", members));
  }

  @Override
  public void retag(Present observed, Map<String, String> set, Set<String> removed) {
    tags.change(observed.physicalId(), set, removed);
  }
}
