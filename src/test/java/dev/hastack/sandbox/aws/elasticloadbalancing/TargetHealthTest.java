package dev.hastack.sandbox.aws.elasticloadbalancing;

import static dev.hastack.sandbox.aws.elasticloadbalancing.LoadBalancingWorld.SETTLED;
import static dev.hastack.sandbox.aws.elasticloadbalancing.LoadBalancingWorld.ZONE_A;
import static dev.hastack.sandbox.aws.elasticloadbalancing.LoadBalancingWorld.ZONE_B;
import static dev.hastack.sandbox.aws.elasticloadbalancing.LoadBalancingWorld.forward;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Targets.Health;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/** How the health of a target changes with time and with what befalls its instance. */
class TargetHealthTest {
  private static final String DELAY = "deregistration_delay.timeout_seconds";

  private final LoadBalancingWorld world = new LoadBalancingWorld(2);
  private final String group = world.targetGroup("web");

  /** State and reason, as {@code initial Elb.RegistrationInProgress}. */
  private String health(String instance) {
    return world
        .health(group, instance)
        .map(
            health ->
                health.reason() == null
                    ? health.stateAsString()
                    : health.stateAsString() + ' ' + health.reasonAsString())
        .orElse("absent");
  }

  private String listener() {
    return world.listener(world.loadBalancer("front"), 80, ProtocolEnum.HTTP, forward(group));
  }

  private String registered(String zone) {
    String server = world.server(zone);
    world.register(group, server);
    return server;
  }

  private String healthy() {
    listener();
    String server = registered(ZONE_A);
    world.pass(SETTLED);
    return server;
  }

  @Test
  void shouldNotBeUsedWhenNoListenerForwards() {
    // Given
    String server = registered(ZONE_A);

    // When
    world.pass(SETTLED);

    // Then
    assertThat(health(server)).isEqualTo("unused Target.NotInUse");
  }

  @Test
  void shouldBeCheckedWhenAListenerBeginsToForwardAndUnusedAgainWhenItIsGone() {
    // Given
    String server = registered(ZONE_A);

    // When
    String listener = listener();

    // Then
    assertThat(health(server)).isEqualTo("initial Elb.RegistrationInProgress");
    world.pass(Duration.ofSeconds(6));
    assertThat(health(server)).isEqualTo("healthy");
    assertThat(world.targets().health(group, server)).contains(Health.HEALTHY);

    // When
    world.elb().deleteListener(request -> request.listenerArn(listener));

    // Then
    assertThat(health(server)).isEqualTo("unused Target.NotInUse");
  }

  @Test
  void shouldBeCheckedWhenItsShareIsNothing() {
    // Given
    String other = world.targetGroup("other");
    String server = registered(ZONE_A);
    Action shared =
        Action.builder()
            .type("forward")
            .forwardConfig(
                config ->
                    config.targetGroups(
                        TargetGroupTuple.builder().targetGroupArn(group).weight(0).build(),
                        TargetGroupTuple.builder().targetGroupArn(other).weight(1).build()))
            .build();

    // When
    world.listener(world.loadBalancer("front"), 80, ProtocolEnum.HTTP, shared);
    world.pass(SETTLED);

    // Then
    assertThat(world.targets().health(group, server)).contains(Health.HEALTHY);
  }

  @Test
  void shouldNotBeUsedWhenItsZoneIsNotEnabled() {
    // Given
    listener();

    // When
    String server = registered("us-east-1c");

    // Then
    assertThat(world.health(group, server).orElseThrow().description())
        .contains("Availability Zone that is not enabled");
  }

  @Test
  void shouldBecomeUnhealthyAndHealthyByThresholdsWhenItStopsAndStartsToAnswer() {
    // Given
    String server = healthy();

    // When
    world.block(server);

    // Then
    world.pass(Duration.ofSeconds(9));
    assertThat(health(server)).isEqualTo("healthy");
    world.pass(Duration.ofSeconds(11));
    assertThat(health(server)).isEqualTo("unhealthy Target.Timeout");

    // When
    world.unblock(server);

    // Then
    world.pass(Duration.ofSeconds(39));
    assertThat(health(server)).startsWith("unhealthy");
    world.pass(Duration.ofSeconds(11));
    assertThat(health(server)).isEqualTo("healthy");
  }

  @Test
  void shouldFailItsChecksWhenItBoots() {
    // Given
    listener();
    String server = world.server(ZONE_A, Duration.ofSeconds(30));

    // When
    world.register(group, server);

    // Then
    world.pass(Duration.ofSeconds(6));
    assertThat(health(server)).isEqualTo("initial Elb.InitialHealthChecking");
    world.pass(Duration.ofSeconds(10));
    assertThat(health(server)).isEqualTo("unhealthy Target.FailedHealthChecks");
    world.pass(Duration.ofMinutes(2));
    assertThat(health(server)).isEqualTo("healthy");
  }

  @Test
  void shouldShowDrainingForTheWholeDelayWhenNothingIsInFlight() {
    // Given
    world.setAttribute(group, DELAY, "60");
    String server = healthy();

    // When
    world.deregister(group, server);

    // Then
    world.pass(Duration.ofSeconds(59));
    assertThat(health(server)).isEqualTo("draining Target.DeregistrationInProgress");
    world.pass(Duration.ofSeconds(1));
    assertThat(health(server)).isEqualTo("absent");
    assertThat(world.targets().health(group, server)).isEmpty();
  }

  @Test
  void shouldStayWhenItIsRegisteredAgainWhileItDrains() {
    // Given
    world.setAttribute(group, DELAY, "60");
    String server = healthy();
    world.deregister(group, server);
    world.pass(Duration.ofSeconds(30));

    // When
    world.register(group, server);
    world.pass(Duration.ofSeconds(60));

    // Then
    assertThat(health(server)).isEqualTo("healthy");
  }

  @Test
  void shouldSucceedWhenATargetIsDeregisteredThatIsNotThere() {
    // When
    world.deregister(group, world.server(ZONE_A), "i-00000000000000bad");

    // Then
    assertThat(
            world
                .elb()
                .describeTargetHealth(request -> request.targetGroupArn(group))
                .targetHealthDescriptions())
        .isEmpty();
  }

  @Test
  void shouldSayThatItIsNotRegisteredWhenItIsAskedFor() {
    // When
    var answer =
        world
            .elb()
            .describeTargetHealth(
                request ->
                    request
                        .targetGroupArn(group)
                        .targets(TargetDescription.builder().id(world.server(ZONE_B)).build()))
            .targetHealthDescriptions();

    // Then
    assertThat(answer).hasSize(1);
    assertThat(answer.getFirst().targetHealth().reasonAsString()).isEqualTo("Target.NotRegistered");
    assertThat(answer.getFirst().target().port()).isEqualTo(8080);
  }

  @Test
  void shouldBeInvalidAndThenForgottenWhenItsInstanceIsTerminated() {
    // Given
    String server = healthy();

    // When
    world.terminate(server);

    // Then
    world.pass(InstancesInMemory.ENDING);
    assertThat(health(server)).isEqualTo("unused Target.InvalidState");
    world.pass(Duration.ofMinutes(5));
    assertThat(health(server)).isEqualTo("absent");
  }

  @Test
  void shouldRefuseToRegisterWhenTheInstanceDoesNotRun() {
    // Given
    String server = world.server(ZONE_A);
    world.terminate(server);

    // Then
    assertThatThrownBy(() -> world.register(group, server))
        .isInstanceOfSatisfying(
            ApiError.class, error -> assertThat(error.code()).isEqualTo("InvalidTarget"))
        .hasMessageContaining("not in a running state");
  }

  @Test
  void shouldRefuseToDeleteTheGroupWhenAListenerForwardsToIt() {
    // Given
    String loadBalancer = world.loadBalancer("front");
    world.listener(loadBalancer, 80, ProtocolEnum.HTTP, forward(group));

    // Then
    assertThatThrownBy(
            () -> world.elb().deleteTargetGroup(request -> request.targetGroupArn(group)))
        .isInstanceOfSatisfying(
            ApiError.class, error -> assertThat(error.code()).isEqualTo("ResourceInUse"));

    // When
    world.elb().deleteLoadBalancer(request -> request.loadBalancerArn(loadBalancer));
    world.elb().deleteTargetGroup(request -> request.targetGroupArn(group));

    // Then
    assertThat(world.targets().exists(group)).isFalse();
  }

  @Test
  void shouldCheckByTcpWhenTheLoadBalancerIsANetworkOne() {
    // Given
    String tcp = world.targetGroup(request -> request.name("tcp").protocol(ProtocolEnum.TCP));
    String loadBalancer = world.loadBalancer("net", LoadBalancerTypeEnum.NETWORK, ZONE_A);
    world.listener(loadBalancer, 443, ProtocolEnum.TCP, forward(tcp));
    String server = world.server(ZONE_A);

    // When
    world.register(tcp, server);
    world.pass(SETTLED);

    // Then
    assertThat(world.targets().health(tcp, server)).contains(Health.HEALTHY);
  }
}
