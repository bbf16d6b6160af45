package dev.hastack.sandbox.aws.elasticloadbalancing;

import static dev.hastack.sandbox.aws.elasticloadbalancing.LoadBalancingWorld.SETTLED;
import static dev.hastack.sandbox.aws.elasticloadbalancing.LoadBalancingWorld.ZONE_A;
import static dev.hastack.sandbox.aws.elasticloadbalancing.LoadBalancingWorld.ZONE_B;
import static dev.hastack.sandbox.aws.elasticloadbalancing.LoadBalancingWorld.forward;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Targets.Health;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RedirectActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/** What AWS takes of a front: redirects, conditions, attributes, logs, weights, limits. */
class FrontRulesTest {
  private final LoadBalancingWorld world = new LoadBalancingWorld(3);
  private final String group = world.targetGroup("web");
  private final String front = world.loadBalancer("front");
  private final String certificate = world.acm().provideCertificate("*.hastack.example");

  private void attributes(String loadBalancer, Map<String, String> wanted) {
    world
        .elb()
        .modifyLoadBalancerAttributes(
            request ->
                request
                    .loadBalancerArn(loadBalancer)
                    .attributes(
                        wanted.entrySet().stream()
                            .map(
                                each ->
                                    LoadBalancerAttribute.builder()
                                        .key(each.getKey())
                                        .value(each.getValue())
                                        .build())
                            .toList()));
  }

  private void https(Action action) {
    world
        .elb()
        .createListener(
            request ->
                request
                    .loadBalancerArn(front)
                    .port(443)
                    .protocol(ProtocolEnum.HTTPS)
                    .certificates(Certificate.builder().certificateArn(certificate).build())
                    .defaultActions(action));
  }

  private static Action redirect(Consumer<RedirectActionConfig.Builder> where) {
    return Action.builder()
        .type("redirect")
        .redirectConfig(config -> where.accept(config.statusCode("HTTP_301")))
        .build();
  }

  private static void assertRefused(String code, String message, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(ApiError.class, error -> assertThat(error.code()).isEqualTo(code))
        .hasMessageContaining(message);
  }

  @Test
  void shouldRefuseARedirectWhenItLeadsBackOrOutOfEncryption() {
    // Then
    assertRefused(
        "InvalidLoadBalancerAction",
        "creates a loop",
        () -> world.listener(front, 80, ProtocolEnum.HTTP, redirect(to -> {})));
    assertRefused(
        "InvalidLoadBalancerAction",
        "creates a loop",
        () ->
            world.listener(
                front, 80, ProtocolEnum.HTTP, redirect(to -> to.protocol("HTTP").port("80"))));
    assertRefused(
        "InvalidLoadBalancerAction",
        "HTTPS to HTTP",
        () -> https(redirect(to -> to.protocol("HTTP").port("80"))));
    assertRefused(
        "ValidationError",
        "must start with",
        () -> world.listener(front, 80, ProtocolEnum.HTTP, redirect(to -> to.path("new"))));
    https(redirect(to -> to.host("www.hastack.example")));
  }

  @ParameterizedTest
  @CsvSource({"host", "'a b'", "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeee"})
  void shouldRefuseAHeaderConditionWhenItsNameIsNone(String name) {
    // Given
    String listener = world.listener(front, 80, ProtocolEnum.HTTP, forward(group));

    // Then
    assertRefused(
        "ValidationError",
        "header name",
        () ->
            world
                .elb()
                .createRule(
                    request ->
                        request
                            .listenerArn(listener)
                            .priority(1)
                            .conditions(
                                RuleCondition.builder()
                                    .field("http-header")
                                    .httpHeaderConfig(
                                        config -> config.httpHeaderName(name).values("x"))
                                    .build())
                            .actions(forward(group))));
  }

  @Test
  void shouldRefuseAnAttributeWhenNoneOrOnlyAnotherTypeHasIt() {
    // Given
    String network = world.loadBalancer("tcp", LoadBalancerTypeEnum.NETWORK, ZONE_A, ZONE_B);

    // Then
    assertRefused(
        "ValidationError",
        "Load balancer attribute key 'idle.timeout' is not recognized",
        () -> attributes(front, Map.of("idle.timeout", "60")));
    assertRefused(
        "InvalidConfigurationRequest",
        "'idle_timeout.timeout_seconds' is not supported on load balancers with type 'network'",
        () -> attributes(network, Map.of("idle_timeout.timeout_seconds", "60")));
  }

  @Test
  void shouldWriteLogsOnlyWhenTheBucketIsPrepared() {
    // Given
    Map<String, String> logs =
        Map.of("access_logs.s3.enabled", "true", "access_logs.s3.bucket", "my-logs");

    // Then
    assertRefused(
        "InvalidConfigurationRequest",
        "Access Denied for bucket: my-logs. Please check S3bucket permission",
        () -> attributes(front, logs));

    // When
    world.s3().provideLogBucket("my-logs");
    attributes(front, logs);

    // Then
    assertThat(
            world
                .elb()
                .describeLoadBalancerAttributes(request -> request.loadBalancerArn(front))
                .attributes())
        .contains(
            LoadBalancerAttribute.builder().key("access_logs.s3.enabled").value("true").build());
  }

  @Test
  void shouldShareTrafficOfANetworkLoadBalancerByWeight() {
    // Given
    String network = world.loadBalancer("tcp", LoadBalancerTypeEnum.NETWORK, ZONE_A, ZONE_B);
    String blue = world.targetGroup(request -> request.name("blue").protocol(ProtocolEnum.TCP));
    String green = world.targetGroup(request -> request.name("green").protocol(ProtocolEnum.TCP));
    String server = world.server(ZONE_A);
    world.register(green, server);

    // When
    world.listener(
        network,
        443,
        ProtocolEnum.TCP,
        Action.builder()
            .type("forward")
            .forwardConfig(
                config ->
                    config.targetGroups(
                        TargetGroupTuple.builder().targetGroupArn(blue).weight(90).build(),
                        TargetGroupTuple.builder().targetGroupArn(green).weight(0).build()))
            .build());
    world.pass(SETTLED);

    // Then
    assertThat(world.targets().health(green, server)).contains(Health.HEALTHY);
  }

  @Test
  void shouldTellTheHostedZoneOfTheRegion() {
    // Then
    assertThat(
            world
                .elb()
                .describeLoadBalancers(request -> request.loadBalancerArns(front))
                .loadBalancers()
                .getFirst()
                .canonicalHostedZoneId())
        .isEqualTo("Z35SXDOTRQ7X7K");
  }

  @Test
  void shouldRefuseMoreThanItsQuotas() {
    // Given
    String listener = world.listener(front, 80, ProtocolEnum.HTTP, forward(group));
    IntStream.range(1, 50).forEach(each -> world.loadBalancer("front" + each));
    IntStream.rangeClosed(1, 100).forEach(each -> rule(listener, each));
    IntStream.range(1, 50)
        .forEach(each -> world.listener(front, 1000 + each, ProtocolEnum.HTTP, forward(group)));

    // Then
    assertRefused("TooManyLoadBalancers", "maximum", () -> world.loadBalancer("one-more"));
    assertRefused("TooManyRules", "maximum", () -> rule(listener, 101));
    assertRefused(
        "TooManyListeners",
        "maximum",
        () -> world.listener(front, 999, ProtocolEnum.HTTP, forward(group)));
    world.loadBalancer("of-other-type", LoadBalancerTypeEnum.NETWORK, ZONE_A, ZONE_B);
  }

  private void rule(String listener, int priority) {
    world
        .elb()
        .createRule(
            request ->
                request
                    .listenerArn(listener)
                    .priority(priority)
                    .conditions(
                        RuleCondition.builder()
                            .field("host-header")
                            .values("h%d.hastack.example".formatted(priority))
                            .build())
                    .actions(forward(group)));
  }

  @Test
  void shouldRefuseMoreThanAThousandTargets() {
    // Given
    String[] servers =
        IntStream.range(0, 1000).mapToObj(each -> world.server(ZONE_A)).toArray(String[]::new);
    world.register(group, servers);
    String more = world.server(ZONE_B);

    // Then
    assertRefused("TooManyTargets", "maximum", () -> world.register(group, more));
  }
}
