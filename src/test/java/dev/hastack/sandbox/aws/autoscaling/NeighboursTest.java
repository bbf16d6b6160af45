package dev.hastack.sandbox.aws.autoscaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.sandbox.aws.acm.AcmRegion;
import dev.hastack.sandbox.aws.ec2.Ec2Region;
import dev.hastack.sandbox.aws.elasticloadbalancing.LoadBalancingRegion;
import dev.hastack.sandbox.aws.elasticloadbalancing.Neighbours;
import dev.hastack.sandbox.aws.s3.S3Region;
import dev.hastack.sandbox.aws.world.Chance;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.SimulatedTime;
import dev.hastack.sandbox.aws.world.Targets.Health;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.Instance;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateOverrides;
import software.amazon.awssdk.services.autoscaling.model.LifecycleState;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;

/** Groups together with the EC2 and the load balancing of the same world. */
class NeighboursTest {
  private static final String GROUP = "web";
  private static final String IMAGE =
      "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";

  private final SimulatedTime time = new SimulatedTime(Scene.START);
  private final Foundation foundation =
      new Foundation(time, new Chance(1), new Caller(time), "123456789012", "us-east-1");
  private final Ec2Region ec2 = new Ec2Region(foundation);
  private final LoadBalancingRegion balancing =
      new LoadBalancingRegion(
          foundation,
          new Neighbours(
              ec2.instances(),
              new AcmRegion(foundation).certificates(),
              ec2.network(),
              new S3Region(foundation).buckets()));
  private final AutoScalingRegion region =
      new AutoScalingRegion(foundation, ec2.instances(), balancing.targets());
  private final List<Subnet> subnets =
      ec2.service().describeSubnets().subnets().stream()
          .sorted(Comparator.comparing(Subnet::availabilityZone))
          .limit(3)
          .toList();

  private String template() {
    String imageId = ec2.ssm().getParameter(request -> request.name(IMAGE)).parameter().value();
    return ec2.service()
        .createLaunchTemplate(
            request ->
                request.launchTemplateName("app").launchTemplateData(data -> data.imageId(imageId)))
        .launchTemplate()
        .launchTemplateId();
  }

  private String targetGroup() {
    var service = balancing.service();
    String arn =
        service
            .createTargetGroup(
                request ->
                    request
                        .name("web")
                        .port(80)
                        .protocol("HTTP")
                        .vpcId(subnets.getFirst().vpcId())
                        .healthCheckIntervalSeconds(10)
                        .healthyThresholdCount(2))
            .targetGroups()
            .getFirst()
            .targetGroupArn();
    String front =
        service
            .createLoadBalancer(
                request ->
                    request.name("front").subnets(subnets.stream().map(Subnet::subnetId).toList()))
            .loadBalancers()
            .getFirst()
            .loadBalancerArn();
    service.createListener(
        request ->
            request
                .loadBalancerArn(front)
                .port(80)
                .protocol("HTTP")
                .defaultActions(Action.builder().type("forward").targetGroupArn(arn).build()));
    return arn;
  }

  private void create(String targetGroup) {
    String template = template();
    region
        .service()
        .createAutoScalingGroup(
            request ->
                request
                    .autoScalingGroupName(GROUP)
                    .minSize(0)
                    .maxSize(9)
                    .desiredCapacity(6)
                    .healthCheckType("ELB")
                    .healthCheckGracePeriod(300)
                    .capacityRebalance(true)
                    .targetGroupARNs(targetGroup)
                    .vpcZoneIdentifier(
                        subnets.stream().map(Subnet::subnetId).collect(Collectors.joining(",")))
                    .mixedInstancesPolicy(
                        policy ->
                            policy
                                .instancesDistribution(
                                    each ->
                                        each.onDemandPercentageAboveBaseCapacity(50)
                                            .spotAllocationStrategy("price-capacity-optimized"))
                                .launchTemplate(
                                    its ->
                                        its.launchTemplateSpecification(
                                                each ->
                                                    each.launchTemplateId(template).version("1"))
                                            .overrides(
                                                LaunchTemplateOverrides.builder()
                                                    .instanceType("m5.large")
                                                    .build(),
                                                LaunchTemplateOverrides.builder()
                                                    .instanceType("m6i.large")
                                                    .build()))));
  }

  private AutoScalingGroup group() {
    return region.service().describeAutoScalingGroups().autoScalingGroups().getFirst();
  }

  private List<String> inService() {
    return group().instances().stream()
        .filter(each -> each.lifecycleState() == LifecycleState.IN_SERVICE)
        .map(Instance::instanceId)
        .toList();
  }

  @Test
  void shouldServeInAllZonesAndHealThroughTheWorld() {
    // Given
    String targetGroup = targetGroup();
    create(targetGroup);
    time.advance(Duration.ofMinutes(10));
    assertThat(inService())
        .hasSize(6)
        .allMatch(
            id ->
                balancing
                    .targets()
                    .health(targetGroup, id)
                    .filter(Health.HEALTHY::equals)
                    .isPresent());

    // When: EC2 terminates one
    String lost = inService().getFirst();
    ec2.service().terminateInstances(request -> request.instanceIds(lost));
    time.advance(Duration.ofMinutes(15));

    // Then
    assertThat(inService()).hasSize(6).doesNotContain(lost);
    assertThat(inService()).allMatch(id -> balancing.targets().health(targetGroup, id).isPresent());
    assertThat(balancing.targets().health(targetGroup, lost)).isEmpty();
  }

  @Test
  void shouldEmptyItselfAndGo() {
    // Given
    create(targetGroup());
    time.advance(Duration.ofMinutes(5));

    // When
    region
        .service()
        .updateAutoScalingGroup(
            request -> request.autoScalingGroupName(GROUP).maxSize(0).desiredCapacity(0));
    time.advance(Duration.ofMinutes(10));
    region.service().deleteAutoScalingGroup(request -> request.autoScalingGroupName(GROUP));
    time.advance(Duration.ofMinutes(1));

    // Then
    assertThat(region.service().describeAutoScalingGroups().autoScalingGroups()).isEmpty();
  }
}
