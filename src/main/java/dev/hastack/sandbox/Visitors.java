package dev.hastack.sandbox;

import dev.hastack.sandbox.aws.EmbeddedAws;
import dev.hastack.sandbox.aws.traffic.Report;
import dev.hastack.sandbox.aws.traffic.ServiceTime;
import dev.hastack.sandbox.report.SandboxException;
import java.time.Duration;
import java.time.Instant;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerStateEnum;

/** People who use what the stack serves, through its load balancer. */
final class Visitors {
  static final int REQUESTS_PER_SECOND = 40;
  private static final ServiceTime SERVICE_TIME =
      new ServiceTime(Duration.ofMillis(60), Duration.ofMillis(400));
  private static final int HTTPS = 443;

  private final EmbeddedAws aws;
  private final EmbeddedFleet fleet;
  private final String loadBalancerArn;
  private final int port;

  private Visitors(EmbeddedAws aws, EmbeddedFleet fleet, String loadBalancerArn, int port) {
    this.aws = aws;
    this.fleet = fleet;
    this.loadBalancerArn = loadBalancerArn;
    this.port = port;
  }

  /**
   * Those of the only load balancer that a stack has, by HTTPS; nobody comes yet.
   *
   * @param stack namespace and name, as {@code default/web}
   */
  static Visitors ofStack(EmbeddedAws aws, String stack) {
    return ofStack(aws, stack, HTTPS);
  }

  /** The same, who come to this port. */
  static Visitors ofStack(EmbeddedAws aws, String stack, int port) {
    return new Visitors(
        aws,
        new EmbeddedFleet(aws, stack),
        new EmbeddedFront(aws, stack)
            .loadBalancers().stream()
                .findFirst()
                .orElseThrow(() -> new SandboxException("The stack has no load balancer yet."))
                .loadBalancerArn(),
        port);
  }

  /** Whether their way is open: a new load balancer takes a while ("State", API reference). */
  boolean canCome() {
    return aws.look(
        region ->
            EmbeddedFront.service(region)
                .describeLoadBalancers(request -> request.loadBalancerArns(loadBalancerArn))
                .loadBalancers()
                .stream()
                .allMatch(each -> each.state().code() == LoadBalancerStateEnum.ACTIVE));
  }

  /** Sends requests from now on. */
  void come() {
    aws.change(
        region ->
            region
                .loadBalancing()
                .traffic()
                .offer(loadBalancerArn, port, REQUESTS_PER_SECOND, SERVICE_TIME));
  }

  /** What became of the requests since a moment. */
  Report since(Instant when) {
    return between(when, aws.now());
  }

  /** What became of the requests of a while. */
  Report between(Instant from, Instant to) {
    return aws.look(
        region -> region.loadBalancing().traffic().report(loadBalancerArn, port, from, to));
  }

  /** Sends no more. */
  void leave() {
    aws.change(region -> region.loadBalancing().traffic().stop(loadBalancerArn, port));
  }

  /** Once the stack's servers are being deleted, sends no more. Does nothing otherwise. */
  void leaveWithTheStack() {
    if (fleet.groups().isEmpty()) {
      leave();
    }
  }
}
