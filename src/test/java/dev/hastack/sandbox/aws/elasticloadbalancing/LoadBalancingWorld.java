package dev.hastack.sandbox.aws.elasticloadbalancing;

import dev.hastack.sandbox.aws.acm.AcmRegion;
import dev.hastack.sandbox.aws.s3.S3Region;
import dev.hastack.sandbox.aws.traffic.Traffic;
import dev.hastack.sandbox.aws.world.Chance;
import dev.hastack.sandbox.aws.world.CurrentCall;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.SimulatedTime;
import dev.hastack.sandbox.aws.world.Targets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;

/** A region with load balancing and instances that a test commands, and the calls tests make. */
public final class LoadBalancingWorld {
  public static final String ZONE_A = "us-east-1a";
  public static final String ZONE_B = "us-east-1b";

  /** Load balancers are active by then, and nodes of application load balancers have learnt. */
  public static final Duration SETTLED = Duration.ofMinutes(5);

  private final SimulatedTime time = new SimulatedTime(Instant.parse("2026-01-01T00:00:00Z"));
  private final InstancesInMemory instances = new InstancesInMemory(time);
  private final NetworkInMemory network = new NetworkInMemory();
  private final Foundation foundation;
  private final AcmRegion acm;
  private final S3Region s3;
  private final LoadBalancingRegion region;

  public LoadBalancingWorld(long seed) {
    this.foundation =
        new Foundation(time, new Chance(seed), new AllowedCall(time), "123456789012", "us-east-1");
    this.acm = new AcmRegion(foundation);
    this.s3 = new S3Region(foundation);
    this.region =
        new LoadBalancingRegion(
            foundation, new Neighbours(instances, acm.certificates(), network, s3.buckets()));
  }

  /** A call that may do all and reads the present. */
  private record AllowedCall(SimulatedTime time) implements CurrentCall {
    @Override
    public String accountId() {
      return "123456789012";
    }

    @Override
    public String principalArn() {
      return "arn:aws:iam::123456789012:root";
    }

    @Override
    public Instant readsAsOf() {
      return time.now();
    }

    @Override
    public int pageSize(@Nullable Integer asked, int byDefault, int most) {
      return asked == null ? byDefault : Math.min(asked, most);
    }

    @Override
    public void require(String action, String resource) {
      // Allowed.
    }

    @Override
    public void concerns(String resource) {
      // Nobody keeps a record.
    }
  }

  public Instant now() {
    return time.now();
  }

  public void pass(Duration duration) {
    time.advance(duration);
  }

  public ElasticLoadBalancingV2Client elb() {
    return region.service();
  }

  public Foundation foundation() {
    return foundation;
  }

  public AcmRegion acm() {
    return acm;
  }

  NetworkInMemory network() {
    return network;
  }

  S3Region s3() {
    return s3;
  }

  public Targets targets() {
    return region.targets();
  }

  public Traffic traffic() {
    return region.traffic();
  }

  /** An instance that runs and serves. */
  public String server(String zone) {
    return instances.run(zone, Duration.ZERO);
  }

  public String server(String zone, Duration boot) {
    return instances.run(zone, boot);
  }

  public void block(String instanceId) {
    instances.block(instanceId);
  }

  public void unblock(String instanceId) {
    instances.unblock(instanceId);
  }

  public void terminate(String instanceId) {
    instances.terminate(instanceId, "Client.UserInitiatedShutdown");
  }

  /** An HTTP group with a health check every 10 s. */
  public String targetGroup(String name) {
    return targetGroup(request -> request.name(name).healthCheckIntervalSeconds(10));
  }

  public String targetGroup(Consumer<CreateTargetGroupRequest.Builder> wish) {
    return elb()
        .createTargetGroup(
            request -> wish.accept(request.protocol(ProtocolEnum.HTTP).port(8080).vpcId("vpc-1")))
        .targetGroups()
        .getFirst()
        .targetGroupArn();
  }

  public void setAttribute(String groupArn, String key, String value) {
    elb()
        .modifyTargetGroupAttributes(
            request ->
                request
                    .targetGroupArn(groupArn)
                    .attributes(TargetGroupAttribute.builder().key(key).value(value).build()));
  }

  public String loadBalancer(String name, LoadBalancerTypeEnum type, String... zones) {
    return elb()
        .createLoadBalancer(
            request ->
                request
                    .name(name)
                    .type(type)
                    .subnets(List.of(zones).stream().map(InstancesInMemory::subnet).toList()))
        .loadBalancers()
        .getFirst()
        .loadBalancerArn();
  }

  /** An application load balancer in both zones. */
  public String loadBalancer(String name) {
    return loadBalancer(name, LoadBalancerTypeEnum.APPLICATION, ZONE_A, ZONE_B);
  }

  public String listener(
      String loadBalancerArn, int port, ProtocolEnum protocol, Action... actions) {
    return elb()
        .createListener(
            request ->
                request
                    .loadBalancerArn(loadBalancerArn)
                    .port(port)
                    .protocol(protocol)
                    .defaultActions(actions))
        .listeners()
        .getFirst()
        .listenerArn();
  }

  public static Action forward(String groupArn) {
    return Action.builder().type(ActionTypeEnum.FORWARD).targetGroupArn(groupArn).build();
  }

  public void register(String groupArn, String... instanceIds) {
    elb()
        .registerTargets(
            request -> request.targetGroupArn(groupArn).targets(described(instanceIds)));
  }

  public void deregister(String groupArn, String... instanceIds) {
    elb()
        .deregisterTargets(
            request -> request.targetGroupArn(groupArn).targets(described(instanceIds)));
  }

  private static List<TargetDescription> described(String... instanceIds) {
    return List.of(instanceIds).stream()
        .map(id -> TargetDescription.builder().id(id).build())
        .toList();
  }

  /** What a describe of the whole group shows of one target. */
  public Optional<TargetHealth> health(String groupArn, String instanceId) {
    return elb()
        .describeTargetHealth(request -> request.targetGroupArn(groupArn))
        .targetHealthDescriptions()
        .stream()
        .filter(each -> each.target().id().equals(instanceId))
        .map(each -> each.targetHealth())
        .findFirst();
  }
}
