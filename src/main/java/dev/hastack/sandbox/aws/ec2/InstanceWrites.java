package dev.hastack.sandbox.aws.ec2;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.InstanceState;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.InstanceStateChange;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesResponse;

/** TerminateInstances. */
final class InstanceWrites {
  private final Foundation foundation;
  private final Servers servers;
  private final Fleet fleet;

  InstanceWrites(Foundation foundation, Servers servers, Fleet fleet) {
    this.foundation = foundation;
    this.servers = servers;
    this.fleet = fleet;
  }

  /** One unknown id and none is terminated. Succeeds on what is terminated already. */
  TerminateInstancesResponse terminate(TerminateInstancesRequest request) {
    List<Server> asked =
        request.instanceIds().isEmpty()
            ? List.of()
            : InstanceReads.asked(servers, request.instanceIds(), foundation.time().now());
    if (asked.isEmpty()) {
      throw new ApiError("MissingParameter", "The request must contain the parameter InstancesSet");
    }
    asked.forEach(server -> foundation.call().concerns(server.id()));
    return TerminateInstancesResponse.builder()
        .terminatingInstances(asked.stream().map(this::terminate).toList())
        .build();
  }

  private InstanceStateChange terminate(Server server) {
    fleet.terminate(server.id(), StateReasons.USER);
    InstanceState after = servers.find(server.id()).orElse(server).instance().state();
    return InstanceStateChange.builder()
        .instanceId(server.id())
        .previousState(ServerView.state(server.instance().state()))
        .currentState(ServerView.state(after))
        .build();
  }
}
