package dev.hastack.provider.aws.gateway;

import static dev.hastack.provider.aws.rights.Grant.DATABASE_KEYS_SEEN;
import static dev.hastack.provider.aws.rights.Grant.DATABASE_OWN;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.stack.Health;
import dev.hastack.core.stack.StackId;
import dev.hastack.provider.aws.AwsCallException;
import dev.hastack.provider.aws.AwsNames;
import dev.hastack.provider.aws.AwsTags;
import dev.hastack.provider.aws.gateway.Removal.DatabaseWord;
import dev.hastack.provider.aws.inventory.DatabaseInventory;
import dev.hastack.provider.aws.resource.DbCluster;
import dev.hastack.provider.aws.rights.AwsRight;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterSnapshot;

/**
 * What must be true before anything of a database may go, whoever asks: AWS itself lets a protected
 * cluster lose its last member, and refuses a snapshot only when the members are gone. Everything
 * is read again here, just before it counts.
 */
final class DatabaseTeardown {
  static final List<AwsRight> RIGHTS =
      List.of(
          DATABASE_KEYS_SEEN.toCall(
              "kms:DescribeKey", "Without its key no snapshot can be taken, so nothing goes."),
          DATABASE_OWN.toCall("rds:StartDBCluster", "A stopped cluster cannot be deleted."),
          DATABASE_OWN.toCall(
              "rds:ModifyDBCluster",
              "Protection that the spec gave up is lifted before the deletion."),
          DATABASE_OWN.toCall(
              "rds:CreateDBClusterSnapshot",
              "A snapshot is taken first, and AWS takes one as it deletes."),
          DATABASE_OWN.toCall(
              "rds:DeleteDBCluster", "A database goes with its stack, where the spec says so."));

  private static final String STOPPED = "stopped";
  private static final String STOPPING = "stopping";
  private static final String ENABLED = "Enabled";
  private static final String DELETE = "rds:DeleteDBCluster";
  private static final String CREATE_SNAPSHOT = "rds:CreateDBClusterSnapshot";

  /** Amazon RDS API reference, AccountQuota. */
  private static final String SNAPSHOT_QUOTA = "ManualClusterSnapshots";

  private final RdsClient rds;
  private final KmsClient kms;
  private final DatabaseInventory databases;

  DatabaseTeardown(RdsClient rds, KmsClient kms, DatabaseInventory databases) {
    this.rds = rds;
    this.kms = kms;
    this.databases = databases;
  }

  /** What keeps the database from going now; the next step towards it is taken. */
  Optional<Outcome> before(StackId stack, DBCluster cluster, DatabaseWord word) {
    String name = cluster.dbClusterIdentifier();
    boolean isProtected = Boolean.TRUE.equals(cluster.deletionProtection());
    if (!isProtected && mayLift(cluster, word)) {
      // Lifted by a process that did not live to write it down: what comes now is somebody else's.
      rememberLifted(cluster);
    }
    if (isProtected && !mayLift(cluster, word)) {
      return Optional.of(
          failed(
              FailureKind.CONFLICT,
              DELETE,
              "DeletionProtected",
              "cluster "
                  + name
                  + " is protected on AWS, and not by this stack; switch its deletion protection"
                  + " off there to let it go"));
    }
    if (STOPPED.equals(cluster.status())) {
      rds.startDBCluster(request -> request.dbClusterIdentifier(name));
      return Optional.of(
          new Outcome.Waiting("cluster " + name + " to start: a stopped one cannot be deleted"));
    }
    if (DatabaseHealth.of(String.valueOf(cluster.status())) == Health.DEGRADED
        && !STOPPING.equals(cluster.status())) {
      return ofUnusable(cluster, word);
    }
    if (!DbCluster.AVAILABLE.equals(cluster.status())) {
      return Optional.of(
          new Outcome.Waiting("cluster " + name + " to be available; it is " + cluster.status()));
    }
    if (isProtected) {
      return Optional.of(lift(cluster));
    }
    return word.takesFinalSnapshot()
        ? unusableKey(cluster).or(() -> snapshotFirst(stack, cluster))
        : Optional.empty();
  }

  private Optional<Outcome> ofUnusable(DBCluster cluster, DatabaseWord word) {
    if (word.takesFinalSnapshot()) {
      return Optional.of(
          failed(
              FailureKind.INVALID,
              DELETE,
              "ClusterUnusable",
              "cluster %s is %s, so that no snapshot of it can be taken; nothing of the database is deleted. Mend it on AWS, or set spec.aws.database.finalSnapshot: Skip to let its data go"
                  .formatted(cluster.dbClusterIdentifier(), cluster.status())));
    }
    return Boolean.TRUE.equals(cluster.deletionProtection())
        ? Optional.of(lift(cluster))
        : Optional.empty();
  }

  /**
   * AWS refuses the cluster's own last snapshot with {@code KMSKeyNotAccessibleFault} only when the
   * members are gone (Amazon RDS API reference, DeleteDBCluster). What the operator may not know of
   * a key is left to AWS.
   */
  private Optional<Outcome> unusableKey(DBCluster cluster) {
    return Optional.ofNullable(cluster.kmsKeyId())
        .flatMap(this::key)
        .filter(key -> !ENABLED.equals(key.keyStateAsString()))
        .map(
            key ->
                failed(
                    FailureKind.INVALID,
                    DELETE,
                    "KeyNotUsable",
                    "cluster %s is encrypted with key %s, which is %s, so that its last snapshot cannot be taken; nothing of the database is deleted. Enable that key"
                        .formatted(
                            cluster.dbClusterIdentifier(), key.arn(), key.keyStateAsString())));
  }

  private Optional<KeyMetadata> key(String id) {
    try {
      return Optional.of(kms.describeKey(request -> request.keyId(id)).keyMetadata());
    } catch (AwsCallException unknown) {
      return switch (unknown.failure().kind()) {
        case NOT_FOUND, UNAUTHORIZED, INVALID -> Optional.empty();
        case THROTTLED, TRANSIENT, CAPACITY, QUOTA, CONFLICT, UNKNOWN -> throw unknown;
      };
    }
  }

  /** Where this stack switched it on, and its owner says off now. */
  private static boolean mayLift(DBCluster cluster, DatabaseWord word) {
    return word.liftsProtection()
        && "true".equals(RdsTags.read(cluster.tagList()).get(AwsTags.WANTED_PROTECTION));
  }

  private Outcome lift(DBCluster cluster) {
    String name = cluster.dbClusterIdentifier();
    rds.modifyDBCluster(request -> request.dbClusterIdentifier(name).deletionProtection(false));
    rememberLifted(cluster);
    return new Outcome.Waiting("deletion protection of cluster " + name + " to be off");
  }

  /** AWS may refuse the tags of a cluster by its state, which must not keep it for ever. */
  private void rememberLifted(DBCluster cluster) {
    try {
      new RdsTags(rds)
          .change(cluster.dbClusterArn(), Map.of(AwsTags.WANTED_PROTECTION, "false"), Set.of());
    } catch (AwsCallException refused) {
      boolean byState =
          switch (refused.failure().kind()) {
            case CONFLICT, INVALID -> true;
            case THROTTLED, TRANSIENT, CAPACITY, QUOTA, UNAUTHORIZED, NOT_FOUND, UNKNOWN -> false;
          };
      if (!byState || DbCluster.AVAILABLE.equals(cluster.status())) {
        throw refused;
      }
    }
  }

  private Optional<Outcome> snapshotFirst(StackId stack, DBCluster cluster) {
    String name =
        AwsNames.finalSnapshot(cluster.dbClusterIdentifier(), cluster.dbClusterResourceId());
    Optional<DBClusterSnapshot> taken = databases.snapshot(name);
    if (taken.isEmpty()) {
      Optional<Outcome> last = lastRefused(cluster, 2);
      if (last.isPresent()) {
        return last;
      }
      rds.createDBClusterSnapshot(
          request ->
              request
                  .dbClusterIdentifier(cluster.dbClusterIdentifier())
                  .dbClusterSnapshotIdentifier(name)
                  .tags(RdsTags.of(Map.of(AwsTags.SNAPSHOT_OF, AwsTags.snapshotOf(stack)))));
      return Optional.of(new Outcome.Waiting("snapshot " + name + " to be available"));
    }
    DBClusterSnapshot snapshot = taken.get();
    if (!cluster.dbClusterResourceId().equals(snapshot.dbClusterResourceId())) {
      return Optional.of(
          failed(
              FailureKind.INVALID,
              CREATE_SNAPSHOT,
              "SnapshotNameTaken",
              "a snapshot "
                  + name
                  + " is there and not of this cluster; nothing of the database is deleted."
                  + " Copy that snapshot to another name and delete it"));
    }
    return switch (String.valueOf(snapshot.status())) {
      case DbCluster.AVAILABLE -> lastRefused(cluster, 1);
      case "failed", "incompatible-restore", "incompatible-parameters" ->
          Optional.of(
              failed(
                  FailureKind.INVALID,
                  CREATE_SNAPSHOT,
                  "SnapshotFailed",
                  "snapshot "
                      + name
                      + " is "
                      + snapshot.status()
                      + "; nothing of the database is deleted. Delete that snapshot to have it"
                      + " taken again"));
      default ->
          Optional.of(
              new Outcome.Waiting(
                  "snapshot " + name + " to be available; it is " + snapshot.status()));
    };
  }

  /**
   * AWS would refuse its own snapshot only when the members are gone.
   *
   * @param missing how many snapshots are still to be taken, that one included
   */
  private Optional<Outcome> lastRefused(DBCluster cluster, int missing) {
    return lastNameTaken(cluster).or(() -> noRoom(cluster, missing));
  }

  private Optional<Outcome> noRoom(DBCluster cluster, int missing) {
    return databases
        .quota(SNAPSHOT_QUOTA)
        .filter(quota -> quota.max() - quota.used() < missing)
        .map(
            quota ->
                failed(
                    FailureKind.QUOTA,
                    CREATE_SNAPSHOT,
                    "SnapshotQuotaExceeded",
                    "cluster %s needs %d more before it goes, and %d of %d manual DB cluster snapshots are there; nothing of the database is deleted. Delete snapshots that nobody needs, or have the quota raised"
                        .formatted(
                            cluster.dbClusterIdentifier(), missing, quota.used(), quota.max())));
  }

  private Optional<Outcome> lastNameTaken(DBCluster cluster) {
    String last =
        AwsNames.lastSnapshot(cluster.dbClusterIdentifier(), cluster.dbClusterResourceId());
    return databases
        .snapshot(last)
        .map(
            taken ->
                failed(
                    FailureKind.INVALID,
                    DELETE,
                    "SnapshotNameTaken",
                    "a snapshot "
                        + last
                        + " is there already; nothing of the database is deleted. Copy it to"
                        + " another name and delete it"));
  }

  /** The last word: AWS deletes the cluster, and takes its own snapshot while nothing can write. */
  Outcome delete(DBCluster cluster, DatabaseWord word) {
    String name = cluster.dbClusterIdentifier();
    String last = AwsNames.lastSnapshot(name, cluster.dbClusterResourceId());
    return Deletion.waiting(
        () ->
            rds.deleteDBCluster(
                request -> {
                  request.dbClusterIdentifier(name).deleteAutomatedBackups(false);
                  if (word.takesFinalSnapshot()) {
                    request.skipFinalSnapshot(false).finalDBSnapshotIdentifier(last);
                  } else {
                    request.skipFinalSnapshot(true);
                  }
                }),
        "AWS to delete cluster "
            + name
            + (word.takesFinalSnapshot() ? ", which leaves snapshot " + last : ""));
  }

  private static Outcome failed(FailureKind kind, String operation, String code, String message) {
    return new Outcome.Failed(new Failure(kind, operation, code, message));
  }
}
