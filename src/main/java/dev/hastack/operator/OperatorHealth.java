package dev.hastack.operator;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/** What {@code /q/health} says. */
@Singleton
final class OperatorHealth {
  private final OperatorAssembly assembly;

  @Inject
  OperatorHealth(OperatorAssembly assembly) {
    this.assembly = assembly;
  }

  /** Alive: it goes on trying, whatever the API server or AWS answer. */
  @Produces
  @Liveness
  HealthCheck liveness() {
    return () -> HealthCheckResponse.named("term").status(assembly.lifecycle().isAlive()).build();
  }

  /** Ready: the stacks are in memory, or this is a cold standby; both are ready to take over. */
  @Produces
  @Readiness
  HealthCheck readiness() {
    return () ->
        HealthCheckResponse.named("stacks")
            .status(assembly.lifecycle().isReady())
            .withData("watching", assembly.lifecycle().isWatching())
            .withData("leading", assembly.lifecycle().isLeading())
            .build();
  }

  /** As data only: no pod becomes better by being taken out because AWS is away. */
  @Produces
  @Readiness
  HealthCheck aws() {
    return () -> {
      HealthCheckResponseBuilder response = HealthCheckResponse.named("aws").up();
      assembly.awsHealth().data().forEach(response::withData);
      return response.build();
    };
  }
}
