package dev.hastack.sandbox.aws.rds;

import dev.hastack.sandbox.aws.world.CurrentCall;
import dev.hastack.sandbox.aws.world.Page;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DescribeDbClustersRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbClustersResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbInstancesRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbInstancesResponse;

/** Shows clusters and instances: RDS API reference, DescribeDBClusters and DescribeDBInstances. */
record ClusterReads(Store store, CurrentCall call) {
  private static final Map<String, Function<DBCluster, @Nullable String>> CLUSTER_FILTERS =
      Map.of(
          "db-cluster-id", DBCluster::dbClusterIdentifier,
          "db-cluster-resource-id", DBCluster::dbClusterResourceId,
          "engine", DBCluster::engine);

  private static final Map<String, Function<DBInstance, @Nullable String>> INSTANCE_FILTERS =
      Map.of(
          "db-cluster-id", DBInstance::dbClusterIdentifier,
          "db-instance-id", DBInstance::dbInstanceIdentifier,
          "dbi-resource-id", DBInstance::dbiResourceId,
          "engine", DBInstance::engine);

  DescribeDbClustersResponse clusters(DescribeDbClustersRequest request) {
    Instant asOf = call.readsAsOf();
    List<ClusterRow> rows = store.clusters().all(asOf);
    if (request.dbClusterIdentifier() != null) {
      String id = Names.lowerCase(request.dbClusterIdentifier());
      call.concerns(id);
      rows = List.of(store.clusters().get(id, asOf).orElseThrow(() -> Errors.noCluster(id)));
    }
    ClusterView view = new ClusterView(store);
    List<DBCluster> chosen =
        rows.stream()
            .map(row -> view.of(row, asOf))
            .filter(each -> Pages.pass(each, request.filters(), CLUSTER_FILTERS))
            .toList();
    Page<DBCluster> page = new Pages(call).of(chosen, request.marker(), request.maxRecords());
    return DescribeDbClustersResponse.builder()
        .dbClusters(page.items())
        .marker(page.nextToken())
        .build();
  }

  DescribeDbInstancesResponse instances(DescribeDbInstancesRequest request) {
    Instant asOf = call.readsAsOf();
    List<DBInstance> all = store.instances().all(asOf);
    if (request.dbInstanceIdentifier() != null) {
      String id = Names.lowerCase(request.dbInstanceIdentifier());
      call.concerns(id);
      all = List.of(store.instances().get(id, asOf).orElseThrow(() -> Errors.noInstance(id)));
    }
    List<DBInstance> chosen =
        all.stream()
            .filter(each -> Pages.pass(each, request.filters(), INSTANCE_FILTERS))
            .map(each -> shown(each, asOf))
            .toList();
    Page<DBInstance> page = new Pages(call).of(chosen, request.marker(), request.maxRecords());
    return DescribeDbInstancesResponse.builder()
        .dbInstances(page.items())
        .marker(page.nextToken())
        .build();
  }

  /** A member shows what is its cluster's as well. */
  private DBInstance shown(DBInstance instance, Instant asOf) {
    return store
        .clusters()
        .get(instance.dbClusterIdentifier(), asOf)
        .map(cluster -> MemberSettings.of(instance, cluster.settings(), store))
        .orElse(instance);
  }
}
