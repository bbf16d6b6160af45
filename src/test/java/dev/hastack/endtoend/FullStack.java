package dev.hastack.endtoend;

import dev.hastack.sandbox.aws.AwsEndpoint;
import dev.hastack.sandbox.aws.SandboxAccount.Ground;
import java.util.List;

/** A stack with a value in every field, few of them defaults. */
final class FullStack {
  /** The name of its instance profile and of its key pair. */
  static final String NAMED = "hastack-servers";

  /** The name of others, for it to change to. */
  static final String OTHERS_NAMED = "hastack-others";

  private FullStack() {}

  /** Makes what it names in the account, and others. */
  static void provide(AwsEndpoint endpoint) {
    for (String name : List.of(NAMED, OTHERS_NAMED)) {
      endpoint.provideInstanceProfile(name);
      endpoint.provideKeyPair(name);
    }
  }

  /**
   * The manifest.
   *
   * @param driftPolicy {@code Correct} or {@code Report}
   */
  static StackYaml manifest(String name, Ground ground, String driftPolicy) {
    return new StackYaml(
        """
        apiVersion: hastack.dev/v1alpha1
        kind: HAStack
        metadata:
          name: %s
        spec:
          capacity: {min: 1, max: 6, desired: 3}
          drift: {policy: %s}
          aws:
            region: us-east-1
            tags: {team: web, owner: shop}
            network:
              subnetIds: [%s]
              securityGroupIds: [%s]
            fleet:
              image: {id: %s}
              instanceTypes: [{type: t3.medium}, {type: t3a.medium}]
              instanceProfile: %s
              keyName: %s
              userData: |
                #!/bin/sh
                exec /opt/storefront/start
              rootVolume: {sizeGiB: 30, type: gp3, encrypted: true}
              metadata: {httpTokens: required, hopLimit: 2}
              detailedMonitoring: true
              purchase:
                onDemandBaseCapacity: 1
                onDemandPercentageAboveBaseCapacity: 50
                onDemandAllocationStrategy: prioritized
                spotAllocationStrategy: lowest-price
                spotInstancePools: 3
                spotMaxPrice: "0.10"
              healthCheck: {types: [ELB], gracePeriodSeconds: 90}
              defaultInstanceWarmupSeconds: 120
              maxInstanceLifetimeSeconds: 604800
              terminationPolicies: [OldestLaunchTemplate, OldestInstance]
              scaleInProtection: true
              suspendedProcesses: [AZRebalance]
            targetGroup:
              port: 8000
              protocol: HTTP
              protocolVersion: HTTP1
              deregistrationDelaySeconds: 45
              slowStartSeconds: 60
              algorithm: round_robin
              stickiness: {type: lb_cookie, durationSeconds: 3600}
              healthCheck:
                path: /health
                port: "8080"
                protocol: HTTP
                intervalSeconds: 20
                timeoutSeconds: 6
                healthyThreshold: 3
                unhealthyThreshold: 4
                matcher: "200-204"
            spot: {onInterruption: Ignore, onRebalanceRecommendation: Ignore}
        """
            .formatted(
                name,
                driftPolicy,
                String.join(", ", ground.subnetIds().subList(0, 3)),
                ground.securityGroupId(),
                ground.imageId(),
                NAMED,
                NAMED));
  }
}
