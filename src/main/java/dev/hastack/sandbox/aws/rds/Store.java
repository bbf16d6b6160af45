package dev.hastack.sandbox.aws.rds;

import static java.util.stream.Collectors.toMap;

import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.Tag;

/** Clusters, instances, snapshots and subnet groups, each by its identifier. */
final class Store {
  /**
   * "Tags are cached for authorization purposes", so that additions and updates "may take several
   * minutes" to count there ("Tagging Amazon Aurora and Amazon RDS resources", Aurora user guide).
   */
  private static final Duration TAGS_COUNT_AFTER = Duration.ofMinutes(5);

  private final Foundation foundation;
  private final Table<ClusterRow> clusters;
  private final Table<DBInstance> instances;
  private final Table<SnapshotRow> snapshots;
  private final Table<SubnetGroupRow> subnetGroups;
  private int steps;

  Store(Foundation foundation) {
    this.foundation = foundation;
    this.clusters = new Table<>(foundation.time(), TAGS_COUNT_AFTER);
    this.instances = new Table<>(foundation.time(), TAGS_COUNT_AFTER);
    this.snapshots = new Table<>(foundation.time(), TAGS_COUNT_AFTER);
    this.subnetGroups = new Table<>(foundation.time(), TAGS_COUNT_AFTER);
  }

  Table<ClusterRow> clusters() {
    return clusters;
  }

  Table<DBInstance> instances() {
    return instances;
  }

  Table<SnapshotRow> snapshots() {
    return snapshots;
  }

  Table<SubnetGroupRow> subnetGroups() {
    return subnetGroups;
  }

  Instant now() {
    return foundation.time().now().truncatedTo(ChronoUnit.MILLIS);
  }

  /**
   * @throws dev.hastack.sandbox.aws.world.ApiError if there is none
   */
  ClusterRow cluster(@Nullable String idOrArn) {
    String id = Names.lowerCase(idOrArn);
    foundation.call().concerns(id);
    return clusters.get(id).orElseThrow(() -> Errors.noCluster(id));
  }

  /**
   * @throws dev.hastack.sandbox.aws.world.ApiError if there is none
   */
  DBInstance instance(@Nullable String idOrArn) {
    String id = Names.lowerCase(idOrArn);
    foundation.call().concerns(id);
    return instances.get(id).orElseThrow(() -> Errors.noInstance(id));
  }

  /**
   * @throws dev.hastack.sandbox.aws.world.ApiError if there is none
   */
  SnapshotRow snapshot(@Nullable String idOrArn) {
    String id = Names.lowerCase(idOrArn);
    foundation.call().concerns(id);
    return snapshots.get(id).orElseThrow(() -> Errors.noSnapshot(id));
  }

  /**
   * @throws dev.hastack.sandbox.aws.world.ApiError if there is none
   */
  SubnetGroupRow subnetGroup(@Nullable String idOrArn) {
    String name = Names.lowerCase(idOrArn);
    foundation.call().concerns(name);
    return subnetGroups.get(name).orElseThrow(() -> Errors.noSubnetGroup(name));
  }

  List<DBInstance> members(String clusterId) {
    return members(clusterId, instances.all());
  }

  List<DBInstance> members(String clusterId, Instant asOf) {
    return members(clusterId, instances.all(asOf));
  }

  private static List<DBInstance> members(String clusterId, List<DBInstance> all) {
    return all.stream().filter(each -> clusterId.equals(each.dbClusterIdentifier())).toList();
  }

  ClusterRow put(ClusterRow row) {
    clusters.put(row.id(), row);
    return row;
  }

  DBInstance put(DBInstance instance) {
    instances.put(instance.dbInstanceIdentifier(), instance);
    return instance;
  }

  SnapshotRow put(SnapshotRow row) {
    snapshots.put(row.id(), row);
    return row;
  }

  /** A cluster as it is now, if it still is the one that it was. */
  Optional<ClusterRow> same(ClusterRow row) {
    return clusters.get(row.id()).filter(now -> now.resourceId().equals(row.resourceId()));
  }

  /** An instance as it is now, if it still is the one that it was. */
  Optional<DBInstance> same(DBInstance instance) {
    return instances
        .get(instance.dbInstanceIdentifier())
        .filter(now -> now.dbiResourceId().equals(instance.dbiResourceId()));
  }

  /** Does something with a cluster after a while, if it is still there and still in its status. */
  void later(ClusterRow row, RdsOptions.Time time, Consumer<ClusterRow> then) {
    soon(time, () -> same(row).filter(now -> now.is(row.settings().status())).ifPresent(then));
  }

  /** Does something with an instance after a while, if it is still there and in its status. */
  void later(DBInstance instance, RdsOptions.Time time, Consumer<DBInstance> then) {
    soon(
        time,
        () ->
            same(instance)
                .filter(now -> now.dbInstanceStatus().equals(instance.dbInstanceStatus()))
                .ifPresent(then));
  }

  /** Has something happen after a while. */
  void soon(RdsOptions.Time time, Runnable then) {
    foundation.time().after(time.drawn(foundation.chance().of("rds step " + steps++)), then);
  }

  /** Sees that the caller may do this to one resource: "Actions, resources" of RDS in IAM. */
  void require(String operation, String arn) {
    foundation.call().require("rds:" + operation, arn);
  }

  /** The tags that a resource had so long ago that they count in authorisation now. */
  Map<String, String> countingTags(String arn) {
    String id = Names.lowerCase(arn);
    Instant then = foundation.time().now().minus(TAGS_COUNT_AFTER);
    Optional<List<Tag>> tags =
        switch (Tags.kind(arn)) {
          case "cluster" -> clusters.get(id, then).map(row -> row.settings().tagList());
          case "db" -> instances.get(id, then).map(DBInstance::tagList);
          case "cluster-snapshot" -> snapshots.get(id, then).map(row -> row.settings().tagList());
          case "subgrp" -> subnetGroups.get(id, then).map(SubnetGroupRow::tags);
          default -> Optional.empty();
        };
    return tags.stream().flatMap(List::stream).collect(toMap(Tag::key, Tag::value));
  }
}
