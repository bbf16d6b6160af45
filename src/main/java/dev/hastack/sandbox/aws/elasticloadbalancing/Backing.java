package dev.hastack.sandbox.aws.elasticloadbalancing;

import dev.hastack.sandbox.aws.elasticloadbalancing.TargetRow.Reason;
import dev.hastack.sandbox.aws.world.Instance;
import dev.hastack.sandbox.aws.world.InstanceState;
import dev.hastack.sandbox.aws.world.Instances;
import dev.hastack.sandbox.aws.world.SimulatedTime;
import java.util.Optional;

/** The instances behind targets. */
record Backing(SimulatedTime time, Instances instances) {

  /** By its id, or by the private address that the target is. */
  Optional<Instance> instance(String targetId) {
    if (targetId.startsWith("i-")) {
      return instances.find(targetId);
    }
    return instances.all().stream()
        .filter(each -> each.privateIpAddress().equals(targetId))
        .filter(each -> each.state() != InstanceState.TERMINATED)
        .findFirst();
  }

  /**
   * Does one health check; empty if it passes. What runs and has not booted yet refuses the
   * connection; what is not there, or is kept from answering, lets it time out.
   */
  Optional<Reason> failure(TargetKey key, String healthCheckPort) {
    Optional<Instance> instance = instance(key.id());
    int port =
        healthCheckPort.equals(HealthCheckSettings.TRAFFIC_PORT)
            ? key.port()
            : Integer.parseInt(healthCheckPort);
    if (instance.isPresent() && instances.serves(instance.get().id(), port)) {
      return Optional.empty();
    }
    boolean booting =
        instance
            .filter(each -> each.state() == InstanceState.RUNNING)
            .filter(each -> time.now().isBefore(each.servesFrom()))
            .isPresent();
    return Optional.of(booting ? Reason.FAILED : Reason.TIMED_OUT);
  }
}
