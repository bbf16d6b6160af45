package dev.hastack.sandbox.aws.traffic;

import static dev.hastack.sandbox.aws.elasticloadbalancing.LoadBalancingWorld.forward;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.FixedResponseActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RedirectActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/** Requests while listeners, rules and weights are changed: what it costs to do it wrong. */
class ReroutingTest {
  private static final ServiceTime QUICK =
      new ServiceTime(Duration.ofMillis(100), Duration.ofMillis(600));
  private static final int RATE = 50;

  private static String listener(Site site) {
    return site.world()
        .elb()
        .describeListeners(request -> request.loadBalancerArn(site.loadBalancer()))
        .listeners()
        .getFirst()
        .listenerArn();
  }

  private static void point(Site site, Action action) {
    site.world()
        .elb()
        .modifyListener(request -> request.listenerArn(listener(site)).defaultActions(action));
  }

  private static Action shared(String one, int weight, String other, int otherWeight) {
    return Action.builder()
        .type("forward")
        .forwardConfig(
            config ->
                config.targetGroups(
                    TargetGroupTuple.builder().targetGroupArn(one).weight(weight).build(),
                    TargetGroupTuple.builder().targetGroupArn(other).weight(otherWeight).build()))
        .build();
  }

  /** The successor of a site's group, on another port, with two servers of the old one in it. */
  private static String successor(Site site, ProtocolEnum protocol) {
    String successor =
        site.world().targetGroup(request -> request.name("next").protocol(protocol).port(8443));
    site.world().register(successor, site.server(0), site.server(1));
    return successor;
  }

  private static Action fixed(String status) {
    return Action.builder()
        .type("fixed-response")
        .fixedResponseConfig(FixedResponseActionConfig.builder().statusCode(status).build())
        .build();
  }

  private static Report of(Site site, Instant from, int firstSecond, int afterLast) {
    return site.world()
        .traffic()
        .report(from.plusSeconds(firstSecond), from.plusSeconds(afterLast));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldReachTheNodesLateWhenAListenerIsChanged(long seed) {
    // Given
    Site site = Site.application(seed).servers(2).offer(RATE, QUICK);
    site.pass(60);
    Instant from = site.world().now();

    // When
    point(site, fixed("503"));
    site.pass(60);

    // Then
    assertThat(of(site, from, 0, 1).count(Outcome.FIXED_ERROR)).as("seed %d", seed).isZero();
    Report late = of(site, from, 26, 50);
    assertThat(late.count(Outcome.FIXED_ERROR)).as("seed %d", seed).isEqualTo(late.requests());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldLoseNothingWhenTheOldGroupIsLeftAloneUntilTheNodesHaveLearnt(long seed) {
    // Given
    Site site = Site.application(seed).servers(2).offer(RATE, QUICK);
    site.pass(60);
    Instant from = site.world().now();

    // When
    String successor = successor(site, ProtocolEnum.HTTP);
    point(site, shared(site.group(), 1, successor, 0));
    site.pass(30);
    point(site, forward(successor));
    site.pass(30);
    site.world().deregister(site.group(), site.server(0), site.server(1));
    site.pass(60);

    // Then
    Report report = site.since(from);
    assertThat(report.failed()).as("seed %d: %s", seed, report).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void shouldAnswer503WhenTheOldGroupIsEmptiedBeforeTheNodesHaveLearnt(long seed) {
    // Given
    Site site = Site.application(seed).servers(2).offer(RATE, QUICK);
    site.pass(60);
    Instant from = site.world().now();

    // When: some seeds are lucky, and a node learns of the new group first
    String successor = successor(site, ProtocolEnum.HTTP);
    site.world().deregister(site.group(), site.server(0), site.server(1));
    site.pass(20);
    point(site, forward(successor));
    site.pass(60);

    // Then
    Report report = site.since(from);
    assertThat(report.count(Outcome.NO_TARGET)).as("seed %d: %s", seed, report).isPositive();
  }

  @Test
  void shouldShareRequestsByWeight() {
    // Given
    Site site = Site.application(4).servers(2);
    String successor = successor(site, ProtocolEnum.HTTP);
    point(site, shared(site.group(), 90, successor, 10));
    site.pass(30);
    site.world().deregister(successor, site.server(0), site.server(1));
    site.pass(30);
    site.offer(RATE, QUICK);
    Instant from = site.world().now();

    // When: the successor has no target
    site.pass(300);

    // Then
    Report report = site.since(from);
    assertThat((double) report.count(Outcome.NO_TARGET) / report.requests())
        .as("seed 4: %s", report)
        .isCloseTo(0.1, within(0.02));
  }

  @Test
  void shouldTakeUpToTwoMinutesWhenTheLoadBalancerIsANetworkOne() {
    // Given
    Site site = Site.network(1).servers(2).offer(RATE, QUICK);
    String empty =
        site.world()
            .targetGroup(request -> request.name("empty").protocol(ProtocolEnum.TCP).port(81));
    site.pass(60);
    Instant from = site.world().now();

    // When
    point(site, forward(empty));
    site.pass(180);

    // Then
    assertThat(of(site, from, 0, 1).count(Outcome.NO_TARGET)).as("seed 1").isZero();
    Report late = of(site, from, 121, 170);
    assertThat(late.count(Outcome.NO_TARGET)).as("seed 1").isEqualTo(late.requests());
  }

  @Test
  void shouldFollowTheFirstRuleThatMatchesWhatIsAskedFor() {
    // Given
    Site site = Site.application(1).servers(2);
    rule(site, 1, RuleCondition.builder().field("host-header").values("*.Shop.example").build());
    rule(site, 2, RuleCondition.builder().field("path-pattern").values("/private/*").build());
    site.pass(30);

    // Then
    assertThat(failed(site, new Asked("www.shop.example", "/"))).isTrue();
    assertThat(failed(site, new Asked("shop.example", "/"))).isFalse();
    assertThat(failed(site, new Asked("", "/private/a"))).isTrue();
    assertThat(failed(site, new Asked("", "/Private/a"))).isFalse();
    assertThat(failed(site, Asked.NOTHING_IN_PARTICULAR)).isFalse();
  }

  private static void rule(Site site, int priority, RuleCondition condition) {
    site.world()
        .elb()
        .createRule(
            request ->
                request
                    .listenerArn(listener(site))
                    .priority(priority)
                    .conditions(condition)
                    .actions(fixed("503")));
  }

  /** Whether requests fail, all of them. */
  private static boolean failed(Site site, Asked asked) {
    Instant from = site.world().now();
    site.world().traffic().offer(site.loadBalancer(), Site.PORT, asked, RATE, QUICK);
    site.pass(10);
    Report report = site.since(from);
    assertThat(report.failed()).isIn(0L, report.requests());
    return report.failed() > 0;
  }

  @Test
  void shouldCountARedirectAsAnswered() {
    // Given
    Site site = Site.application(1).servers(2);
    point(
        site,
        Action.builder()
            .type("redirect")
            .redirectConfig(
                RedirectActionConfig.builder()
                    .protocol("HTTPS")
                    .port("443")
                    .statusCode("HTTP_301")
                    .build())
            .build());
    site.pass(30);

    // When
    Report report = site.offer(RATE, QUICK).sinceMinutes(1);

    // Then
    assertThat(report.served()).isPositive().isEqualTo(report.requests());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldGoOnUntilTheNodesHaveLearntWhenAListenerIsDeleted(long seed) {
    // Given
    Site site = Site.application(seed).servers(2).offer(RATE, QUICK);
    site.pass(60);
    Instant from = site.world().now();

    // When
    site.world().elb().deleteListener(request -> request.listenerArn(listener(site)));
    site.pass(60);

    // Then
    assertThat(of(site, from, 0, 1).failed()).as("seed %d", seed).isZero();
    Report late = of(site, from, 26, 50);
    assertThat(late.count(Outcome.REFUSED)).as("seed %d", seed).isEqualTo(late.requests());
  }
}
