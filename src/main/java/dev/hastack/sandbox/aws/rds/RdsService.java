package dev.hastack.sandbox.aws.rds;

import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.AddTagsToResourceRequest;
import software.amazon.awssdk.services.rds.model.AddTagsToResourceResponse;
import software.amazon.awssdk.services.rds.model.CreateDbClusterRequest;
import software.amazon.awssdk.services.rds.model.CreateDbClusterResponse;
import software.amazon.awssdk.services.rds.model.CreateDbClusterSnapshotRequest;
import software.amazon.awssdk.services.rds.model.CreateDbClusterSnapshotResponse;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceResponse;
import software.amazon.awssdk.services.rds.model.CreateDbSubnetGroupRequest;
import software.amazon.awssdk.services.rds.model.CreateDbSubnetGroupResponse;
import software.amazon.awssdk.services.rds.model.DeleteDbClusterRequest;
import software.amazon.awssdk.services.rds.model.DeleteDbClusterResponse;
import software.amazon.awssdk.services.rds.model.DeleteDbClusterSnapshotRequest;
import software.amazon.awssdk.services.rds.model.DeleteDbClusterSnapshotResponse;
import software.amazon.awssdk.services.rds.model.DeleteDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.DeleteDbInstanceResponse;
import software.amazon.awssdk.services.rds.model.DeleteDbSubnetGroupRequest;
import software.amazon.awssdk.services.rds.model.DeleteDbSubnetGroupResponse;
import software.amazon.awssdk.services.rds.model.DescribeAccountAttributesRequest;
import software.amazon.awssdk.services.rds.model.DescribeAccountAttributesResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbClusterSnapshotsRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbClusterSnapshotsResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbClustersRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbClustersResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbEngineVersionsRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbEngineVersionsResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbInstancesRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbInstancesResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbLogFilesRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbLogFilesResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbSubnetGroupsRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbSubnetGroupsResponse;
import software.amazon.awssdk.services.rds.model.DescribeOrderableDbInstanceOptionsRequest;
import software.amazon.awssdk.services.rds.model.DescribeOrderableDbInstanceOptionsResponse;
import software.amazon.awssdk.services.rds.model.DescribePendingMaintenanceActionsRequest;
import software.amazon.awssdk.services.rds.model.DescribePendingMaintenanceActionsResponse;
import software.amazon.awssdk.services.rds.model.DownloadDbLogFilePortionRequest;
import software.amazon.awssdk.services.rds.model.DownloadDbLogFilePortionResponse;
import software.amazon.awssdk.services.rds.model.FailoverDbClusterRequest;
import software.amazon.awssdk.services.rds.model.FailoverDbClusterResponse;
import software.amazon.awssdk.services.rds.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.rds.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.rds.model.ModifyDbClusterRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbClusterResponse;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceResponse;
import software.amazon.awssdk.services.rds.model.ModifyDbSubnetGroupRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbSubnetGroupResponse;
import software.amazon.awssdk.services.rds.model.RebootDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.RebootDbInstanceResponse;
import software.amazon.awssdk.services.rds.model.RemoveTagsFromResourceRequest;
import software.amazon.awssdk.services.rds.model.RemoveTagsFromResourceResponse;
import software.amazon.awssdk.services.rds.model.RestoreDbClusterFromSnapshotRequest;
import software.amazon.awssdk.services.rds.model.RestoreDbClusterFromSnapshotResponse;
import software.amazon.awssdk.services.rds.model.StartDbClusterRequest;
import software.amazon.awssdk.services.rds.model.StartDbClusterResponse;
import software.amazon.awssdk.services.rds.model.StopDbClusterRequest;
import software.amazon.awssdk.services.rds.model.StopDbClusterResponse;

/** RDS's operations as far as they are modelled; each is answered by the class of its subject. */
record RdsService(RdsParts parts) implements RdsClient {

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {
    // Nothing is open.
  }

  @Override
  public DescribeDbEngineVersionsResponse describeDBEngineVersions(
      DescribeDbEngineVersionsRequest request) {
    return parts.versions().versions(request);
  }

  @Override
  public DescribeOrderableDbInstanceOptionsResponse describeOrderableDBInstanceOptions(
      DescribeOrderableDbInstanceOptionsRequest request) {
    return parts.versions().orderable(request);
  }

  @Override
  public DescribeAccountAttributesResponse describeAccountAttributes(
      DescribeAccountAttributesRequest request) {
    return parts.quotas().describe(parts.store());
  }

  @Override
  public CreateDbSubnetGroupResponse createDBSubnetGroup(CreateDbSubnetGroupRequest request) {
    return parts.subnetGroups().create(request);
  }

  @Override
  public ModifyDbSubnetGroupResponse modifyDBSubnetGroup(ModifyDbSubnetGroupRequest request) {
    return parts.subnetGroups().modify(request);
  }

  @Override
  public DeleteDbSubnetGroupResponse deleteDBSubnetGroup(DeleteDbSubnetGroupRequest request) {
    return parts.subnetGroups().delete(request);
  }

  @Override
  public DescribeDbSubnetGroupsResponse describeDBSubnetGroups(
      DescribeDbSubnetGroupsRequest request) {
    return parts.subnetGroups().describe(request);
  }

  @Override
  public CreateDbClusterResponse createDBCluster(CreateDbClusterRequest request) {
    return parts.clusters().creation().create(request);
  }

  @Override
  public RestoreDbClusterFromSnapshotResponse restoreDBClusterFromSnapshot(
      RestoreDbClusterFromSnapshotRequest request) {
    return parts.clusters().restores().restore(request);
  }

  @Override
  public ModifyDbClusterResponse modifyDBCluster(ModifyDbClusterRequest request) {
    return parts.clusters().changes().modify(request);
  }

  @Override
  public DeleteDbClusterResponse deleteDBCluster(DeleteDbClusterRequest request) {
    return parts.clusters().deletion().delete(request);
  }

  @Override
  public StopDbClusterResponse stopDBCluster(StopDbClusterRequest request) {
    return parts.clusters().stopStart().stop(request);
  }

  @Override
  public StartDbClusterResponse startDBCluster(StartDbClusterRequest request) {
    return parts.clusters().stopStart().start(request);
  }

  @Override
  public FailoverDbClusterResponse failoverDBCluster(FailoverDbClusterRequest request) {
    return parts.clusters().failovers().failover(request);
  }

  @Override
  public DescribeDbClustersResponse describeDBClusters(DescribeDbClustersRequest request) {
    return parts.reads().clusters(request);
  }

  @Override
  public CreateDbInstanceResponse createDBInstance(CreateDbInstanceRequest request) {
    return parts.instances().creation().create(request);
  }

  @Override
  public ModifyDbInstanceResponse modifyDBInstance(ModifyDbInstanceRequest request) {
    return parts.instances().changes().modify(request);
  }

  @Override
  public RebootDbInstanceResponse rebootDBInstance(RebootDbInstanceRequest request) {
    return parts.instances().changes().reboot(request);
  }

  @Override
  public DeleteDbInstanceResponse deleteDBInstance(DeleteDbInstanceRequest request) {
    return parts.instances().deletion().delete(request);
  }

  @Override
  public DescribeDbInstancesResponse describeDBInstances(DescribeDbInstancesRequest request) {
    return parts.reads().instances(request);
  }

  @Override
  public DescribeDbLogFilesResponse describeDBLogFiles(DescribeDbLogFilesRequest request) {
    return parts.instances().logs().describe(request);
  }

  @Override
  public DownloadDbLogFilePortionResponse downloadDBLogFilePortion(
      DownloadDbLogFilePortionRequest request) {
    return parts.instances().logs().download(request);
  }

  @Override
  public CreateDbClusterSnapshotResponse createDBClusterSnapshot(
      CreateDbClusterSnapshotRequest request) {
    return parts.snapshots().create(request);
  }

  @Override
  public DeleteDbClusterSnapshotResponse deleteDBClusterSnapshot(
      DeleteDbClusterSnapshotRequest request) {
    return parts.snapshots().delete(request);
  }

  @Override
  public DescribeDbClusterSnapshotsResponse describeDBClusterSnapshots(
      DescribeDbClusterSnapshotsRequest request) {
    return parts.snapshots().describe(request);
  }

  @Override
  public DescribePendingMaintenanceActionsResponse describePendingMaintenanceActions(
      DescribePendingMaintenanceActionsRequest request) {
    return parts.clusters().maintenance().describe(request, parts.call());
  }

  @Override
  public AddTagsToResourceResponse addTagsToResource(AddTagsToResourceRequest request) {
    return parts.tags().add(request);
  }

  @Override
  public RemoveTagsFromResourceResponse removeTagsFromResource(
      RemoveTagsFromResourceRequest request) {
    return parts.tags().remove(request);
  }

  @Override
  public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
    return parts.tags().list(request);
  }
}
