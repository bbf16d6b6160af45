package dev.hastack.sandbox.aws.rds;

import dev.hastack.sandbox.aws.world.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import software.amazon.awssdk.services.rds.model.StartDbClusterRequest;
import software.amazon.awssdk.services.rds.model.StartDbClusterResponse;
import software.amazon.awssdk.services.rds.model.StopDbClusterRequest;
import software.amazon.awssdk.services.rds.model.StopDbClusterResponse;

/**
 * Stops and starts clusters: "Stopping and starting an Amazon Aurora DB cluster", Aurora user
 * guide. One that is stopped starts by itself after seven days.
 */
record StopStart(SimulatedTime time, Store store, RdsOptions options, Capacity capacity) {
  private static final Duration LONGEST_STOP = Duration.ofDays(7);

  StopDbClusterResponse stop(StopDbClusterRequest request) {
    ClusterRow row = store.cluster(request.dbClusterIdentifier());
    store.require("StopDBCluster", row.settings().dbClusterArn());
    mustBe(row, Status.AVAILABLE);
    ClusterRow busy = store.put(row.becoming(Status.STOPPING));
    Members members = new Members(store);
    members.become(busy, Status.AVAILABLE, Status.STOPPING);
    store.later(
        busy,
        options.stopOrStart(),
        now -> {
          Instant restart = store.now().plus(LONGEST_STOP);
          ClusterRow stopped =
              store.put(
                  now.becoming(Status.STOPPED).with(each -> each.automaticRestartTime(restart)));
          members.become(now, Status.STOPPING, Status.STOPPED);
          capacity.end(now);
          time.at(
              restart,
              () ->
                  store
                      .same(stopped)
                      .filter(later -> restart.equals(later.settings().automaticRestartTime()))
                      .filter(later -> later.is(Status.STOPPED))
                      .ifPresent(this::start));
        });
    return StopDbClusterResponse.builder().dbCluster(new ClusterView(store).now(busy)).build();
  }

  StartDbClusterResponse start(StartDbClusterRequest request) {
    ClusterRow row = store.cluster(request.dbClusterIdentifier());
    store.require("StartDBCluster", row.settings().dbClusterArn());
    mustBe(row, Status.STOPPED);
    return StartDbClusterResponse.builder()
        .dbCluster(new ClusterView(store).now(start(row)))
        .build();
  }

  private ClusterRow start(ClusterRow row) {
    ClusterRow busy =
        store.put(row.becoming(Status.STARTING).with(each -> each.automaticRestartTime(null)));
    Members members = new Members(store);
    members.become(busy, Status.STOPPED, Status.STARTING);
    store.later(
        busy,
        options.stopOrStart(),
        now -> {
          ClusterRow up = store.put(now.becoming(Status.AVAILABLE));
          members.become(up, Status.STARTING, Status.AVAILABLE);
          if (!store.members(up.id()).isEmpty()) {
            capacity.begin(up);
          }
        });
    return busy;
  }

  private static void mustBe(ClusterRow row, String status) {
    if (!row.is(status)) {
      throw Errors.clusterState(
          "DbCluster %s is in %s state, not %s."
              .formatted(row.id(), row.settings().status(), status));
    }
  }
}
