package dev.hastack.sandbox;

import dev.hastack.sandbox.aws.EmbeddedAws;
import dev.hastack.sandbox.aws.SandboxAccount.Ground;
import dev.hastack.sandbox.aws.front.SimulatedRegion;
import dev.hastack.sandbox.aws.traffic.Report;
import dev.hastack.sandbox.aws.traffic.ServiceTime;
import java.time.Duration;
import java.time.Instant;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;

/** People who use what the stack serves, and the load balancer through which they come. */
final class Visitors {
  static final int REQUESTS_PER_SECOND = 40;
  private static final ServiceTime SERVICE_TIME =
      new ServiceTime(Duration.ofMillis(60), Duration.ofMillis(400));
  private static final String NAME = "sandbox-visitors";
  private static final int PORT = 80;

  private final EmbeddedAws aws;
  private final String loadBalancerArn;

  private Visitors(EmbeddedAws aws, String loadBalancerArn) {
    this.aws = aws;
    this.loadBalancerArn = loadBalancerArn;
  }

  /** Opens a way to a target group; nobody comes yet. */
  static Visitors before(String targetGroupArn, EmbeddedAws aws, Ground ground) {
    return new Visitors(
        aws, aws.look(region -> loadBalancer(service(region), targetGroupArn, ground)));
  }

  private static ElasticLoadBalancingV2Client service(SimulatedRegion region) {
    return region.loadBalancing().service();
  }

  private static String loadBalancer(
      ElasticLoadBalancingV2Client service, String targetGroupArn, Ground ground) {
    LoadBalancer made =
        service
            .createLoadBalancer(
                request ->
                    request
                        .name(NAME)
                        .type(LoadBalancerTypeEnum.APPLICATION)
                        .subnets(ground.subnetIds())
                        .securityGroups(ground.securityGroupId()))
            .loadBalancers()
            .getFirst();
    service.createListener(
        request ->
            request
                .loadBalancerArn(made.loadBalancerArn())
                .protocol(ProtocolEnum.HTTP)
                .port(PORT)
                .defaultActions(
                    Action.builder()
                        .type(ActionTypeEnum.FORWARD)
                        .targetGroupArn(targetGroupArn)
                        .build()));
    return made.loadBalancerArn();
  }

  /** Whether their way is open: a new load balancer takes a while ("State", API reference). */
  boolean canCome() {
    return aws.look(
        region ->
            service(region)
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
                .offer(loadBalancerArn, PORT, REQUESTS_PER_SECOND, SERVICE_TIME));
  }

  /** What became of the requests since a moment. */
  Report since(Instant when) {
    return aws.look(region -> region.loadBalancing().traffic().report(when, aws.now()));
  }

  /**
   * Once the stack's servers are being deleted, sends no more and takes the load balancer away: AWS
   * deletes no target group that a listener forwards to. Does nothing otherwise.
   */
  void leaveWithTheStack() {
    if (new EmbeddedFleet(aws).group(Demonstration.STACK).isEmpty()) {
      aws.change(
          region -> {
            region.loadBalancing().traffic().stop(loadBalancerArn, PORT);
            service(region).deleteLoadBalancer(request -> request.loadBalancerArn(loadBalancerArn));
          });
    }
  }
}
