package dev.hastack.operator;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** What {@code /q/health} says. */
@Singleton
final class OperatorHealth {
  private final OperatorAssembly assembly;

  @Inject
  OperatorHealth(OperatorAssembly assembly) {
    this.assembly = assembly;
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
}
