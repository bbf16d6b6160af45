package dev.hastack.provider.aws;

import dev.hastack.api.manifest.Manifest;
import dev.hastack.api.manifest.ManifestReader;
import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.api.v1alpha1.HAStackStatus;
import java.util.List;

/** Objects as an API server would hand them out. */
final class Manifests {
  private static final ManifestReader READER = new ManifestReader();

  private Manifests() {}

  static HAStack read(String manifest) {
    return switch (READER.read(manifest)) {
      case Manifest.Valid valid -> valid.stack();
      case Manifest.Invalid invalid -> throw new AssertionError(invalid.problems().toString());
    };
  }

  /** A status that says no more than which generation was seen. */
  static HAStackStatus statusOf(long generation) {
    return new HAStackStatus(
        generation, null, null, null, null, null, null, null, null, null, null, null, null);
  }

  /** Every field of the fleet tier that reads back from an emulator as it was written. */
  static String web(List<String> subnetIds, String securityGroupId, String imageId) {
    return """
    apiVersion: hastack.dev/v1alpha1
    kind: HAStack
    metadata:
      name: storefront
      namespace: shop
      generation: 1
    spec:
      capacity: {min: 1, max: 5, desired: 2}
      aws:
        region: us-east-1
        tags: {team: web}
        network:
          subnetIds: [%s]
          securityGroupIds: [%s]
        fleet:
          image: {id: %s}
          instanceTypes: [{type: t3.medium}, {type: t3a.medium}]
          userData: |
            #!/bin/sh
            exec /opt/storefront/start
          rootVolume: {sizeGiB: 30, type: gp3, encrypted: true}
          detailedMonitoring: true
          purchase:
            onDemandBaseCapacity: 1
            onDemandPercentageAboveBaseCapacity: 20
            onDemandAllocationStrategy: prioritized
            spotMaxPrice: "0.10"
          healthCheck: {types: [ELB], gracePeriodSeconds: 90}
          defaultInstanceWarmupSeconds: 120
          maxInstanceLifetimeSeconds: 2592000
          terminationPolicies: [OldestLaunchTemplate, OldestInstance]
          scaleInProtection: true
          suspendedProcesses: [AZRebalance]
        targetGroup:
          port: 8000
          deregistrationDelaySeconds: 45
          slowStartSeconds: 60
          algorithm: round_robin
          stickiness: {type: lb_cookie, durationSeconds: 3600}
          healthCheck:
            path: /health
            protocol: HTTP
            intervalSeconds: 20
            timeoutSeconds: 6
            healthyThreshold: 3
            unhealthyThreshold: 4
            matcher: "200-204"
    """
        .formatted(String.join(", ", subnetIds), securityGroupId, imageId);
  }

  /**
   * {@link #web} with a Spot section.
   *
   * @param members of the section, between commas
   */
  static String spot(String web, String members) {
    return web + "    spot: {" + members + "}\n";
  }

  /** {@link #web} with a database of a writer and a reader. */
  static String database(String web, AwsAccountUnderTest account) {
    return web
        + """
            database:
              engine: aurora-postgresql
              engineVersion: "16.6"
              databaseName: shop
              masterUsername: shopkeeper
              capacity: {minACU: "0.5", maxACU: "16"}
              subnetIds: [%s]
              securityGroupIds: [%s]
              backup: {retentionDays: 7, window: "03:00-04:00"}
              maintenanceWindow: sun:04:30-sun:05:30
        """
            .formatted(
                String.join(", ", account.subnetIds().subList(0, 2)), account.securityGroupId())
            .indent(0);
  }

  /**
   * {@link #web} behind a load balancer of its own.
   *
   * @param certificateArns of the listener on 443, the default first
   */
  static String front(String web, AwsAccountUnderTest account, List<String> certificateArns) {
    return web
        + """
            loadBalancer:
              scheme: internal
              subnetIds: [%s]
              securityGroupIds: [%s]
              ipAddressType: ipv4
              idleTimeoutSeconds: 120
              attributes: {routing.http2.enabled: 'false'}
              listeners:
              - port: 443
                protocol: HTTPS
                certificateArns: [%s]
                rules:
                - priority: 10
                  hosts: [old.example.com]
                  paths: [/gone/*]
                  fixedResponse: {statusCode: '404', contentType: text/html, messageBody: gone}
              - {port: 80, protocol: HTTP, redirectTo: {port: 443, protocol: HTTPS}}
        """
            .formatted(
                String.join(", ", account.subnetIds().subList(0, 2)),
                account.securityGroupId(),
                String.join(", ", certificateArns))
            .indent(0);
  }

  /**
   * {@link #web} behind a network load balancer of its own.
   *
   * @param certificateArn of the listener of TLS
   */
  static String network(String web, AwsAccountUnderTest account, String certificateArn) {
    return web.substring(0, web.indexOf("    targetGroup:"))
        + """
            targetGroup:
              port: 2525
              protocol: TCP
              stickiness: {type: source_ip}
              healthCheck: {protocol: TCP, port: "2526"}
            loadBalancer:
              scheme: internal
              type: network
              subnetIds: [%s]
              securityGroupIds: [%s]
              attributes: {load_balancing.cross_zone.enabled: 'true'}
              listeners:
              - {port: 25, protocol: TCP}
              - {port: 465, protocol: TLS, certificateArns: [%s]}
        """
            .formatted(
                String.join(", ", account.subnetIds().subList(0, 2)),
                account.securityGroupId(),
                certificateArn)
            .indent(0);
  }
}
