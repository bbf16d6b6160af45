package dev.hastack.sandbox.aws.ec2;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.InstanceState;
import dev.hastack.sandbox.aws.world.Page;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceStatusRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceStatusResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSpotInstanceRequestsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSpotInstanceRequestsResponse;
import software.amazon.awssdk.services.ec2.model.InstanceStatus;
import software.amazon.awssdk.services.ec2.model.InstanceStatusDetails;
import software.amazon.awssdk.services.ec2.model.InstanceStatusSummary;
import software.amazon.awssdk.services.ec2.model.SpotInstanceRequest;

/** DescribeInstanceStatus and DescribeSpotInstanceRequests. */
final class StatusReads {
  private static final int MOST_IDS = 100;

  private static final Selection<InstanceStatus> FILTERS =
      new Selection<InstanceStatus>()
          .by("availability-zone", InstanceStatus::availabilityZone)
          .by("instance-state-code", status -> String.valueOf(status.instanceState().code()))
          .by("instance-state-name", status -> status.instanceState().nameAsString())
          .by("instance-status.status", status -> status.instanceStatus().statusAsString())
          .by("system-status.status", status -> status.systemStatus().statusAsString());
  private static final Selection<SpotInstanceRequest> SPOT_FILTERS =
      new Selection<SpotInstanceRequest>()
          .by("instance-id", SpotInstanceRequest::instanceId)
          .by("launch.instance-type", each -> each.launchSpecification().instanceTypeAsString())
          .by("launched-availability-zone", SpotInstanceRequest::launchedAvailabilityZone)
          .by("spot-instance-request-id", SpotInstanceRequest::spotInstanceRequestId)
          .by("state", SpotInstanceRequest::stateAsString)
          .by("status-code", request -> request.status().code())
          .by("type", SpotInstanceRequest::typeAsString);

  private final Foundation foundation;
  private final Servers servers;
  private final Pages statusPages;
  private final Pages requestPages;

  StatusReads(Foundation foundation, Servers servers) {
    this.foundation = foundation;
    this.servers = servers;
    this.statusPages = new Pages(foundation.call(), 5, 1000);
    this.requestPages = new Pages(foundation.call(), 5, 1000);
  }

  /** Only running instances unless all are asked for. */
  DescribeInstanceStatusResponse statuses(DescribeInstanceStatusRequest request) {
    Pages.notBoth("instancesSet", request.instanceIds(), request.maxResults());
    if (request.instanceIds().size() > MOST_IDS) {
      throw new ApiError(
          "InvalidParameterValue", "You can specify at most %d instance IDs.".formatted(MOST_IDS));
    }
    boolean all = Boolean.TRUE.equals(request.includeAllInstances());
    Instant asOf = foundation.call().readsAsOf();
    List<InstanceStatus> asked =
        InstanceReads.asked(servers, request.instanceIds(), asOf).stream()
            .filter(server -> all || server.instance().state() == InstanceState.RUNNING)
            .map(server -> status(server, asOf))
            .toList();
    Page<InstanceStatus> page =
        statusPages.of(
            FILTERS.of(asked, request.filters()), request.maxResults(), request.nextToken());
    return DescribeInstanceStatusResponse.builder()
        .instanceStatuses(page.items())
        .nextToken(page.nextToken())
        .build();
  }

  private static InstanceStatus status(Server server, Instant asOf) {
    InstanceStatusSummary summary = summary(server, asOf);
    return InstanceStatus.builder()
        .instanceId(server.id())
        .availabilityZone(server.instance().order().zone())
        .instanceState(ServerView.state(server.instance().state()))
        .instanceStatus(summary)
        .systemStatus(summary)
        .build();
  }

  /** Checks pass once the instance has booted; AWS says that they take a few minutes. */
  private static InstanceStatusSummary summary(Server server, Instant asOf) {
    var summary = InstanceStatusSummary.builder();
    if (server.instance().state() != InstanceState.RUNNING) {
      return summary.status("not-applicable").build();
    }
    boolean starts = server.instance().servesFrom().isAfter(asOf);
    String status = server.instance().impaired() ? "impaired" : starts ? "initializing" : "ok";
    String check = server.instance().impaired() ? "failed" : starts ? "initializing" : "passed";
    return summary
        .status(status)
        .details(InstanceStatusDetails.builder().name("reachability").status(check).build())
        .build();
  }

  DescribeSpotInstanceRequestsResponse requests(DescribeSpotInstanceRequestsRequest request) {
    Pages.notBoth("spotInstanceRequestIds", request.spotInstanceRequestIds(), request.maxResults());
    Instant asOf = foundation.call().readsAsOf();
    List<SpotInstanceRequest> all =
        servers.all(asOf).stream().filter(Server::isSpot).map(StatusReads::request).toList();
    List<String> known = all.stream().map(SpotInstanceRequest::spotInstanceRequestId).toList();
    for (String id : request.spotInstanceRequestIds()) {
      if (!known.contains(id)) {
        throw new ApiError(
            "InvalidSpotInstanceRequestID.NotFound",
            "The spot instance request ID '%s' does not exist".formatted(id));
      }
    }
    List<SpotInstanceRequest> asked =
        all.stream()
            .filter(
                each ->
                    request.spotInstanceRequestIds().isEmpty()
                        || request.spotInstanceRequestIds().contains(each.spotInstanceRequestId()))
            .toList();
    Page<SpotInstanceRequest> page =
        requestPages.of(
            SPOT_FILTERS.of(asked, request.filters()), request.maxResults(), request.nextToken());
    return DescribeSpotInstanceRequestsResponse.builder()
        .spotInstanceRequests(page.items())
        .nextToken(page.nextToken())
        .build();
  }

  private static SpotInstanceRequest request(Server server) {
    Double most = server.instance().order().spotMaxPrice();
    return SpotInstanceRequest.builder()
        .spotInstanceRequestId(server.launch().names().spotRequestId())
        .instanceId(server.id())
        .createTime(server.instance().launchedAt())
        .launchedAvailabilityZone(server.instance().order().zone())
        .launchSpecification(
            launch ->
                launch
                    .imageId(server.instance().imageId())
                    .instanceType(server.launch().kind().name()))
        .productDescription("Linux/UNIX")
        .spotPrice(
            String.valueOf(
                Optional.ofNullable(most).orElse(server.launch().kind().onDemandPrice())))
        .type("one-time")
        .instanceInterruptionBehavior("terminate")
        .state(server.isAlive() ? "active" : "closed")
        .status(status -> status.code(code(server)))
        .build();
  }

  /** "Get the status of a Spot Instance request", EC2 user guide. */
  private static String code(Server server) {
    if (server.isAlive()) {
      return server.markedAt() == null ? "fulfilled" : "marked-for-termination";
    }
    return StateReasons.SPOT.equals(server.instance().stateReasonCode())
        ? "instance-terminated-no-capacity"
        : "instance-terminated-by-user";
  }
}
