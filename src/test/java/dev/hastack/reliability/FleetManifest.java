package dev.hastack.reliability;

/** The manifest of a fleet, changed piece by piece as a person edits it. */
record FleetManifest(String text) {

  /** A fleet of two over three zones, with a target group. */
  static FleetManifest web(String name, Outsider ground) {
    return new FleetManifest(
        """
        apiVersion: hastack.dev/v1alpha1
        kind: HAStack
        metadata: {name: %s, namespace: shop}
        spec:
          capacity: {min: 1, max: 5, desired: 2}
          drift: {policy: Correct}
          deletion: {policy: Delete}
          aws:
            region: us-east-1
            tags: {team: web, tier: front}
            network:
              subnetIds: [%s]
              securityGroupIds: [%s]
            fleet:
              image: {id: %s}
              instanceTypes: [{type: t3.medium}, {type: t3a.medium}]
              userData: |
                #!/bin/sh
                exec /opt/storefront/start
              purchase:
                onDemandBaseCapacity: 1
                onDemandPercentageAboveBaseCapacity: 20
              healthCheck: {types: [ELB], gracePeriodSeconds: 90}
              suspendedProcesses: [AZRebalance]
            targetGroup:
              port: 8000
              deregistrationDelaySeconds: 30
              healthCheck: {path: /health}
        """
            .formatted(
                name,
                String.join(", ", ground.subnetIds().subList(0, 3)),
                ground.securityGroupId(),
                ground.imageId()));
  }

  /** The same behind a load balancer: 443 with a certificate, 80 redirecting to it. */
  static FleetManifest webBehindBalancer(String name, Outsider ground, String certificateArn) {
    return new FleetManifest(
        web(name, ground)
                .with("gracePeriodSeconds: 90", "gracePeriodSeconds: 300")
                .with(
                    "{path: /health}", "{path: /health, intervalSeconds: 10, healthyThreshold: 2}")
                .text()
            + """
                loadBalancer:
                  scheme: internet-facing
                  listeners:
                    - {port: 80, protocol: HTTP, redirectTo: {port: 443, protocol: HTTPS}}
                    - port: 443
                      protocol: HTTPS
                      certificateArns: ["%s"]
                      rules:
                        - {priority: 10, paths: ["/old/*"], redirectTo: {path: /new}}
            """
                .formatted(certificateArn));
  }

  /** Behind a listener of somebody else. */
  FleetManifest behind(String listenerArn, int priority) {
    return new FleetManifest(
        text
            + "    loadBalancer: {existing: {listenerArn: '%s', priority: %d, paths: [/*]}}\n"
                .formatted(listenerArn, priority));
  }

  FleetManifest withoutLoadBalancer() {
    return new FleetManifest(text.substring(0, text.indexOf("    loadBalancer:")));
  }

  /** With its Spot servers drained before AWS takes them. */
  FleetManifest withSpotDrained() {
    return new FleetManifest(text + "    spot: {onInterruption: Drain}\n");
  }

  /** With a database of a writer and a reader, which is not protected. */
  FleetManifest withDatabase() {
    return new FleetManifest(
        text
            + """
                database:
                  engine: aurora-postgresql
                  engineVersion: "16.6"
                  databaseName: shop
                  masterUsername: shopkeeper
                  capacity: {minACU: "0.5", maxACU: "16"}
                  readers: 1
                  backup: {retentionDays: 7, window: "03:00-04:00"}
                  maintenanceWindow: sun:04:30-sun:05:30
                  deletionProtection: false
            """);
  }

  FleetManifest withoutDatabase() {
    return new FleetManifest(text.substring(0, text.indexOf("    database:")));
  }

  FleetManifest with(String from, String to) {
    if (!text.contains(from)) {
      throw new AssertionError("no '" + from + "' in\n" + text);
    }
    return new FleetManifest(text.replace(from, to));
  }

  FleetManifest reporting() {
    return with("drift: {policy: Correct}", "drift: {policy: Report}");
  }

  /** With drift corrected, whatever it was. */
  FleetManifest correcting() {
    return new FleetManifest(text.replace("drift: {policy: Report}", "drift: {policy: Correct}"));
  }

  FleetManifest retaining() {
    return with("deletion: {policy: Delete}", "deletion: {policy: Retain}");
  }

  /** Without the target group, and so without its health check. */
  FleetManifest withoutTargetGroup() {
    String without = text.substring(0, text.indexOf("    targetGroup:"));
    return new FleetManifest(without).with("types: [ELB]", "types: [EBS]");
  }
}
