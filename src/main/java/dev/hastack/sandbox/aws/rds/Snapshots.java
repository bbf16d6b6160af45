package dev.hastack.sandbox.aws.rds;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.CurrentCall;
import dev.hastack.sandbox.aws.world.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.rds.model.CreateDbClusterSnapshotRequest;
import software.amazon.awssdk.services.rds.model.CreateDbClusterSnapshotResponse;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterSnapshot;
import software.amazon.awssdk.services.rds.model.DeleteDbClusterSnapshotRequest;
import software.amazon.awssdk.services.rds.model.DeleteDbClusterSnapshotResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbClusterSnapshotsRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbClusterSnapshotsResponse;
import software.amazon.awssdk.services.rds.model.Tag;

/**
 * Snapshots of clusters: RDS API reference, CreateDBClusterSnapshot, DeleteDBClusterSnapshot and
 * DescribeDBClusterSnapshots. While one is made, its cluster is "backing-up"; whether that is so of
 * every snapshot is not documented.
 */
final class Snapshots {
  static final String MANUAL = "manual";
  private static final String AUTOMATED = "automated";
  private static final int COMPLETE = 100;
  private static final Pattern IDENTIFIER = Pattern.compile("[a-z](-?[a-z0-9])*");

  private static final Map<String, Function<DBClusterSnapshot, @Nullable String>> FILTERS =
      Map.of(
          "db-cluster-id", DBClusterSnapshot::dbClusterIdentifier,
          "db-cluster-snapshot-id", DBClusterSnapshot::dbClusterSnapshotIdentifier,
          "snapshot-type", DBClusterSnapshot::snapshotType,
          "engine", DBClusterSnapshot::engine);

  private final Store store;
  private final Names names;
  private final RdsOptions options;
  private final Quotas quotas;
  private final CurrentCall call;
  private boolean fail;

  Snapshots(Store store, Names names, RdsOptions options, Quotas quotas, CurrentCall call) {
    this.store = store;
    this.names = names;
    this.options = options;
    this.quotas = quotas;
    this.call = call;
  }

  /** From now on those that are being made fail, or no longer. */
  void fail(boolean all) {
    fail = all;
  }

  CreateDbClusterSnapshotResponse create(CreateDbClusterSnapshotRequest request) {
    // 1 to 63 characters here, and more for the final one (API reference of both operations).
    String id =
        available(
            Names.identifier("DBClusterSnapshotIdentifier", request.dbClusterSnapshotIdentifier()));
    ClusterRow cluster = store.cluster(request.dbClusterIdentifier());
    store.require("CreateDBClusterSnapshot", cluster.settings().dbClusterArn());
    if (!request.tags().isEmpty()) {
      store.require("AddTagsToResource", names.arn("cluster-snapshot", id));
    }
    if (!cluster.is(Status.AVAILABLE)) {
      throw Errors.clusterState(
          "DbCluster %s is in %s state, not available."
              .formatted(cluster.id(), cluster.settings().status()));
    }
    quotas.oneMoreSnapshot(store);
    SnapshotRow row = begun(cluster, id, MANUAL, Tags.checked(request.tags()));
    backUp(cluster, row);
    return CreateDbClusterSnapshotResponse.builder().dbClusterSnapshot(row.settings()).build();
  }

  /**
   * An identifier that can be given.
   *
   * @throws ApiError if it is none, or a snapshot has it
   */
  String available(@Nullable String asked) {
    String id = Names.lowerCase(asked);
    if (!IDENTIFIER.matcher(id).matches()) {
      throw Errors.wrongValue(
          "The parameter DBClusterSnapshotIdentifier is not a valid identifier: " + id);
    }
    if (store.snapshots().get(id).isPresent()) {
      throw new ApiError(
          "DBClusterSnapshotAlreadyExistsFault",
          "Cannot create the snapshot because a snapshot with the identifier %s already exists."
              .formatted(id));
    }
    return id;
  }

  void automated(ClusterRow cluster, String id) {
    backUp(cluster, begun(cluster, id, AUTOMATED, List.of()));
  }

  /** The last of a cluster that is being deleted. */
  SnapshotRow lastOf(ClusterRow cluster, String id) {
    return begun(cluster, id, MANUAL, List.of());
  }

  private void backUp(ClusterRow cluster, SnapshotRow row) {
    ClusterRow busy = store.put(cluster.becoming(Status.BACKING_UP));
    store.later(
        busy,
        options.snapshot(),
        now -> {
          store.put(now.becoming(Status.AVAILABLE));
          end(row);
        });
  }

  /** With CopyTagsToSnapshot it has the cluster's tags besides its own. */
  private SnapshotRow begun(ClusterRow of, String id, String type, List<Tag> own) {
    DBCluster cluster = of.settings();
    List<Tag> tags = Boolean.TRUE.equals(cluster.copyTagsToSnapshot()) ? both(cluster, own) : own;
    DBClusterSnapshot settings =
        DBClusterSnapshot.builder()
            .dbClusterSnapshotIdentifier(id)
            .dbClusterSnapshotArn(names.arn("cluster-snapshot", id))
            .dbClusterIdentifier(cluster.dbClusterIdentifier())
            .dbClusterResourceId(cluster.dbClusterResourceId())
            .snapshotCreateTime(store.now())
            .snapshotType(type)
            .status(Status.CREATING)
            .percentProgress(0)
            .engine(cluster.engine())
            .engineMode(cluster.engineMode())
            .engineVersion(cluster.engineVersion())
            .licenseModel(
                cluster.engine().equals(Engine.AURORA_MYSQL.wireName())
                    ? "general-public-license"
                    : "postgresql-license")
            .availabilityZones(cluster.availabilityZones())
            .allocatedStorage(cluster.allocatedStorage())
            .clusterCreateTime(cluster.clusterCreateTime())
            .masterUsername(cluster.masterUsername())
            .port(0)
            .storageEncrypted(cluster.storageEncrypted())
            .kmsKeyId(cluster.kmsKeyId())
            .iamDatabaseAuthenticationEnabled(cluster.iamDatabaseAuthenticationEnabled())
            .vpcId(vpc(cluster))
            .tagList(tags)
            .build();
    return store.put(new SnapshotRow(settings, cluster));
  }

  private String vpc(DBCluster cluster) {
    return store.subnetGroup(cluster.dbSubnetGroup()).settings().vpcId();
  }

  private static List<Tag> both(DBCluster cluster, List<Tag> own) {
    var tags = new ArrayList<>(own);
    cluster.tagList().stream()
        .filter(tag -> own.stream().noneMatch(each -> each.key().equals(tag.key())))
        .forEach(tags::add);
    return Tags.checked(tags);
  }

  /** It is made; answers whether it can be used. */
  boolean end(SnapshotRow row) {
    boolean failed = fail;
    store
        .snapshots()
        .get(row.id())
        .ifPresent(
            now ->
                store.put(
                    now.with(
                        each ->
                            each.status(failed ? Status.FAILED : Status.AVAILABLE)
                                .percentProgress(failed ? 0 : COMPLETE))));
    return !failed;
  }

  /** "The DB cluster snapshot must be in the available state to be deleted"; a failed one may. */
  DeleteDbClusterSnapshotResponse delete(DeleteDbClusterSnapshotRequest request) {
    SnapshotRow row = store.snapshot(request.dbClusterSnapshotIdentifier());
    store.require("DeleteDBClusterSnapshot", row.settings().dbClusterSnapshotArn());
    if (row.settings().status().equals(Status.CREATING) || !row.isManual()) {
      throw new ApiError(
          "InvalidDBClusterSnapshotStateFault",
          "The snapshot %s cannot be deleted: it is %s, %s."
              .formatted(row.id(), row.settings().snapshotType(), row.settings().status()));
    }
    store.snapshots().remove(row.id());
    return DeleteDbClusterSnapshotResponse.builder()
        .dbClusterSnapshot(row.settings().toBuilder().status("deleted").build())
        .build();
  }

  /** Those that are automated go with their cluster. */
  void deleteAutomated(ClusterRow cluster) {
    store.snapshots().all().stream()
        .filter(row -> !row.isManual())
        .filter(row -> cluster.resourceId().equals(row.settings().dbClusterResourceId()))
        .forEach(row -> store.snapshots().remove(row.id()));
  }

  DescribeDbClusterSnapshotsResponse describe(DescribeDbClusterSnapshotsRequest request) {
    Instant asOf = call.readsAsOf();
    List<DBClusterSnapshot> chosen =
        store.snapshots().all(asOf).stream()
            .map(SnapshotRow::settings)
            .filter(each -> isAsked(each, request))
            .filter(each -> Pages.pass(each, request.filters(), FILTERS))
            .toList();
    String named = request.dbClusterSnapshotIdentifier();
    if (named != null) {
      call.concerns(named);
    }
    if (named != null && chosen.isEmpty()) {
      throw Errors.noSnapshot(named);
    }
    Page<DBClusterSnapshot> page =
        new Pages(call).of(chosen, request.marker(), request.maxRecords());
    return DescribeDbClusterSnapshotsResponse.builder()
        .dbClusterSnapshots(page.items())
        .marker(page.nextToken())
        .build();
  }

  private static boolean isAsked(
      DBClusterSnapshot snapshot, DescribeDbClusterSnapshotsRequest request) {
    return isAny(request.dbClusterSnapshotIdentifier(), snapshot.dbClusterSnapshotIdentifier())
        && isAny(request.dbClusterIdentifier(), snapshot.dbClusterIdentifier())
        && isAny(request.snapshotType(), snapshot.snapshotType())
        && (request.dbClusterResourceId() == null
            || request.dbClusterResourceId().equals(snapshot.dbClusterResourceId()));
  }

  private static boolean isAny(@Nullable String asked, String actual) {
    return asked == null || Names.lowerCase(asked).equals(actual);
  }
}
