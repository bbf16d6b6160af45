package dev.hastack.sandbox.aws.elasticloadbalancing;

import dev.hastack.sandbox.aws.traffic.Traffic;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Instances;
import dev.hastack.sandbox.aws.world.Targets;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;

/** Load balancing in one region of one account, and the traffic that goes through it. */
public final class LoadBalancingRegion {
  private final Registrations registrations;
  private final LoadBalancingService service;
  private final Traffic traffic;

  /** An empty one. */
  public LoadBalancingRegion(Foundation foundation, Neighbours neighbours) {
    Instances instances = neighbours.instances();
    var tables = new Tables(foundation.time());
    var changes = new Changes();
    this.registrations = new Registrations(foundation, tables, instances, changes);
    this.service = new LoadBalancingService(foundation, tables, registrations, neighbours);
    neighbours.certificates().usedBy((arn, asOf) -> ListenerCertificates.users(tables, arn, asOf));
    this.traffic =
        new Traffic(
            foundation,
            instances,
            new ListenerRoutes(foundation.time(), tables, instances, changes));
  }

  /** Answers ELBv2's operations. */
  public ElasticLoadBalancingV2Client service() {
    return service;
  }

  /** The target groups, as Auto Scaling deals with them. */
  public Targets targets() {
    return registrations;
  }

  /** Who sends requests to the load balancers, and what becomes of those. */
  public Traffic traffic() {
    return traffic;
  }
}
