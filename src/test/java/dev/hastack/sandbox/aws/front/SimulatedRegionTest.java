package dev.hastack.sandbox.aws.front;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.sandbox.aws.wire.AwsWire;
import dev.hastack.sandbox.aws.wire.InProcessHttpClient;
import dev.hastack.sandbox.aws.wire.SimulatedRetries;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.Instance;
import software.amazon.awssdk.services.autoscaling.model.LifecycleState;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;
import software.amazon.awssdk.services.ssm.SsmClient;

/** The whole of it: real SDK clients, the wire, the front, and all services of a region. */
class SimulatedRegionTest {
  private static final String ACCOUNT = "111122223333";
  private static final String REGION = "us-east-1";
  private static final String KEY = "AKIAALICE";
  private static final Duration PATIENCE = Duration.ofMinutes(20);
  private static final int ATTEMPTS = 8;

  /** A fleet behind a load balancer, made by somebody with the SDK. */
  private static final class World {
    private final SimulatedAws<SimulatedRegion> aws;
    private final AwsWire wire;
    private final SplittableRandom jitter = new SplittableRandom(1);
    private final AutoScalingClient autoScaling;
    private final Ec2Client ec2;
    private final ElasticLoadBalancingV2Client loadBalancing;
    private final SsmClient ssm;
    private String targetGroupArn = "";

    World(SimulationOptions options) {
      aws = SimulatedAws.inVirtualTime(options, SimulatedRegion::new);
      aws.keys().issue(KEY, Principal.user(ACCOUNT, "alice"));
      wire = new AwsWire(SimulatedRegion.clients(), aws.backend());
      autoScaling = client(AutoScalingClient.builder());
      ec2 = client(Ec2Client.builder());
      loadBalancing = client(ElasticLoadBalancingV2Client.builder());
      ssm = client(SsmClient.builder());
    }

    SimulatedRegion region() {
      return aws.region(ACCOUNT, REGION);
    }

    private <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C client(B builder) {
      return builder
          .region(Region.of(REGION))
          .credentialsProvider(
              StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, "secret")))
          .httpClient(new InProcessHttpClient(wire))
          .overrideConfiguration(
              each ->
                  each.retryStrategy(
                      SimulatedRetries.adaptive(ATTEMPTS, aws.time()::now, aws.pauses(), jitter)))
          .build();
    }

    void createFleet() {
      List<Subnet> subnets = ec2.describeSubnets().subnets().subList(0, 3);
      List<String> ids = subnets.stream().map(Subnet::subnetId).toList();
      createTemplate();
      targetGroupArn =
          loadBalancing
              .createTargetGroup(
                  request ->
                      request
                          .name("web")
                          .protocol(ProtocolEnum.HTTP)
                          .port(80)
                          .vpcId(subnets.getFirst().vpcId()))
              .targetGroups()
              .getFirst()
              .targetGroupArn();
      forward(ids);
      autoScaling.createAutoScalingGroup(
          request ->
              request
                  .autoScalingGroupName("web")
                  .minSize(3)
                  .maxSize(6)
                  .vpcZoneIdentifier(String.join(",", ids))
                  .targetGroupARNs(targetGroupArn)
                  .launchTemplate(template -> template.launchTemplateName("web").version("1")));
    }

    private void createTemplate() {
      String image =
          ssm.getParameter(
                  request ->
                      request.name(
                          "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"))
              .parameter()
              .value();
      ec2.createLaunchTemplate(
          request ->
              request
                  .launchTemplateName("web")
                  .launchTemplateData(
                      data -> data.imageId(image).instanceType(InstanceType.M6_I_LARGE)));
    }

    private void forward(List<String> subnetIds) {
      String loadBalancer =
          loadBalancing
              .createLoadBalancer(request -> request.name("front").subnets(subnetIds))
              .loadBalancers()
              .getFirst()
              .loadBalancerArn();
      loadBalancing.createListener(
          request ->
              request
                  .loadBalancerArn(loadBalancer)
                  .protocol(ProtocolEnum.HTTP)
                  .port(80)
                  .defaultActions(
                      Action.builder()
                          .type(ActionTypeEnum.FORWARD)
                          .targetGroupArn(targetGroupArn)
                          .build()));
    }

    List<Instance> inService() {
      return autoScaling
          .describeAutoScalingGroups(request -> request.autoScalingGroupNames("web"))
          .autoScalingGroups()
          .stream()
          .flatMap(group -> group.instances().stream())
          .filter(instance -> instance.lifecycleState() == LifecycleState.IN_SERVICE)
          .toList();
    }

    long healthyTargets() {
      return loadBalancing
          .describeTargetHealth(request -> request.targetGroupArn(targetGroupArn))
          .targetHealthDescriptions()
          .stream()
          .filter(target -> target.targetHealth().state() == TargetHealthStateEnum.HEALTHY)
          .count();
    }

    void waitUntil(BooleanSupplier isSo) {
      Instant deadline = aws.time().now().plus(PATIENCE);
      while (!isSo.getAsBoolean()) {
        assertThat(aws.time().now()).as(() -> aws.record().timeline()).isBefore(deadline);
        aws.time().advance(Duration.ofSeconds(5));
      }
    }
  }

  @Test
  void shouldBringInstancesIntoServiceWhenAGroupIsCreated() {
    // Given
    var world = new World(SimulationOptions.calm(1));
    Instant before = world.aws.time().now();

    // When
    world.createFleet();
    world.waitUntil(() -> world.inService().size() == 3 && world.healthyTargets() == 3);

    // Then
    assertThat(Duration.between(before, world.aws.time().now()))
        .isGreaterThan(Duration.ofSeconds(30));
    assertThat(world.inService()).extracting(Instance::availabilityZone).doesNotHaveDuplicates();
    assertThat(world.aws.record().writes())
        .extracting(each -> each.call().operation())
        .containsExactly(
            "CreateLaunchTemplate",
            "CreateTargetGroup",
            "CreateLoadBalancer",
            "CreateListener",
            "CreateAutoScalingGroup");
    assertThat(world.aws.record().timeline()).contains("RUNNING, was PENDING");
  }

  @Test
  void shouldReplaceAnInstanceThatIsKilled() {
    // Given
    var world = new World(SimulationOptions.calm(1));
    world.createFleet();
    world.waitUntil(() -> world.inService().size() == 3);
    String victim = world.inService().getFirst().instanceId();

    // When
    world.region().incidents().kill(victim);
    world.waitUntil(() -> world.inService().stream().noneMatch(each -> isNamed(each, victim)));
    world.waitUntil(() -> world.inService().size() == 3);

    // Then
    assertThat(world.aws.record().timeline())
        .contains(victim + ": by order: is killed")
        .contains("TERMINATED, was RUNNING");
  }

  @Test
  void shouldTellTheSameStoryWhenSeedIsTheSameAndAwsIsLifelike() {
    // When
    String first = lifelikeStory(42);
    String second = lifelikeStory(42);

    // Then
    assertThat(first).as("seed 42").isEqualTo(second);
    assertThat(first).isNotEqualTo(lifelikeStory(43));
  }

  private static String lifelikeStory(long seed) {
    var world = new World(SimulationOptions.lifelike(seed));
    world
        .aws
        .faults()
        .order(
            FaultRule.of(new Fault.Throttled(), CallFilter.every().reads()).withProbability(0.1));
    world.createFleet();
    world.waitUntil(() -> world.inService().size() == 3);
    return world.aws.record().timeline();
  }

  private static boolean isNamed(Instance instance, String id) {
    return instance.instanceId().equals(id);
  }
}
