package dev.hastack.sandbox.aws.elasticloadbalancing;

import static dev.hastack.sandbox.aws.elasticloadbalancing.LoadBalancingWorld.SETTLED;
import static dev.hastack.sandbox.aws.elasticloadbalancing.LoadBalancingWorld.ZONE_A;
import static dev.hastack.sandbox.aws.elasticloadbalancing.LoadBalancingWorld.ZONE_B;
import static dev.hastack.sandbox.aws.elasticloadbalancing.LoadBalancingWorld.forward;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hastack.sandbox.aws.world.ApiError;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RedirectActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RulePriorityPair;

/** Load balancers, listeners and rules as the API shows and refuses them. */
class ListenersTest {
  private final LoadBalancingWorld world = new LoadBalancingWorld(3);
  private final String group = world.targetGroup("web");
  private final String front = world.loadBalancer("front");

  private LoadBalancer described(String arn) {
    return world
        .elb()
        .describeLoadBalancers(request -> request.loadBalancerArns(arn))
        .loadBalancers()
        .getFirst();
  }

  private static void assertRefused(String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(ApiError.class, error -> assertThat(error.code()).isEqualTo(code));
  }

  private Rule rule(String listener, int priority, String path) {
    return world
        .elb()
        .createRule(
            request ->
                request
                    .listenerArn(listener)
                    .priority(priority)
                    .conditions(RuleCondition.builder().field("path-pattern").values(path).build())
                    .actions(forward(group)))
        .rules()
        .getFirst();
  }

  @Test
  void shouldBecomeActiveWhenItIsProvisioned() {
    // Then
    assertThat(described(front).state().codeAsString()).isEqualTo("provisioning");

    // When
    world.pass(SETTLED);

    // Then
    assertThat(described(front).state().codeAsString()).isEqualTo("active");
    assertThat(described(front).vpcId()).isEqualTo("vpc-1");
    assertThat(described(front).dnsName()).endsWith(".us-east-1.elb.amazonaws.com");
  }

  @Test
  void shouldAnswerTheExistingOneWhenAnEqualLoadBalancerIsCreated() {
    // Then
    assertThat(world.loadBalancer("front")).isEqualTo(front);
    assertRefused(
        "DuplicateLoadBalancerName",
        () -> world.loadBalancer("front", LoadBalancerTypeEnum.APPLICATION, ZONE_A, "us-east-1c"));
  }

  @Test
  void shouldStandInItsSubnetsUntilItIsDeleted() {
    // Given
    String description = "ELB " + Ids.tail(front);

    // Then
    assertThat(described(front).securityGroups()).containsExactly("sg-default");
    assertThat(world.network().subnetsOf(description))
        .containsExactly("subnet-us-east-1a", "subnet-us-east-1b");

    // When
    world
        .elb()
        .setSubnets(
            request ->
                request.loadBalancerArn(front).subnets("subnet-us-east-1b", "subnet-us-east-1c"));

    // Then
    assertThat(world.network().subnetsOf(description))
        .containsExactly("subnet-us-east-1b", "subnet-us-east-1c");

    // When
    world.elb().deleteLoadBalancer(request -> request.loadBalancerArn(front));

    // Then
    assertThat(world.network().subnetsOf(description)).isEmpty();
  }

  @Test
  void shouldRefuseALoadBalancerWhenItsSubnetsDoNotDo() {
    // Then
    assertRefused(
        "ValidationError",
        () -> world.loadBalancer("one", LoadBalancerTypeEnum.APPLICATION, ZONE_A));
    assertRefused(
        "SubnetNotFound",
        () -> world.loadBalancer("two", LoadBalancerTypeEnum.APPLICATION, ZONE_A, "nowhere"));
    assertRefused(
        "InvalidConfigurationRequest",
        () -> world.loadBalancer("three", LoadBalancerTypeEnum.APPLICATION, ZONE_A, ZONE_A));
  }

  @Test
  void shouldNotBeDeletedWhenItIsProtected() {
    // Given
    world
        .elb()
        .modifyLoadBalancerAttributes(
            request ->
                request
                    .loadBalancerArn(front)
                    .attributes(
                        LoadBalancerAttribute.builder()
                            .key("deletion_protection.enabled")
                            .value("true")
                            .build()));

    // Then
    assertRefused(
        "OperationNotPermitted",
        () -> world.elb().deleteLoadBalancer(request -> request.loadBalancerArn(front)));
  }

  @Test
  void shouldTakeListenersAndRulesAlongWhenALoadBalancerIsDeleted() {
    // Given
    String listener = world.listener(front, 80, ProtocolEnum.HTTP, forward(group));
    Rule rule = rule(listener, 1, "/a");

    // When
    world.elb().deleteLoadBalancer(request -> request.loadBalancerArn(front));

    // Then
    assertRefused(
        "ListenerNotFound",
        () -> world.elb().describeListeners(request -> request.listenerArns(listener)));
    assertRefused(
        "RuleNotFound",
        () -> world.elb().describeRules(request -> request.ruleArns(rule.ruleArn())));
    world.elb().deleteLoadBalancer(request -> request.loadBalancerArn(front));
  }

  @Test
  void shouldEchoBothFormsWhenAListenerForwardsToOneGroup() {
    // When
    String arn = world.listener(front, 80, ProtocolEnum.HTTP, forward(group));

    // Then
    Action action =
        world
            .elb()
            .describeListeners(request -> request.listenerArns(arn))
            .listeners()
            .getFirst()
            .defaultActions()
            .getFirst();
    assertThat(action.targetGroupArn()).isEqualTo(group);
    assertThat(action.forwardConfig().targetGroups().getFirst().weight()).isEqualTo(1);
    assertThat(
            world
                .elb()
                .describeTargetGroups(request -> request.loadBalancerArn(front))
                .targetGroups()
                .getFirst()
                .loadBalancerArns())
        .containsExactly(front);
  }

  @Test
  void shouldRefuseAListenerWhenItCannotBe() {
    // Given
    world.listener(front, 80, ProtocolEnum.HTTP, forward(group));
    String other = world.loadBalancer("other");
    String tcp = world.targetGroup(request -> request.name("tcp").protocol(ProtocolEnum.TCP));

    // Then
    assertRefused(
        "DuplicateListener", () -> world.listener(front, 80, ProtocolEnum.HTTP, forward(group)));
    assertRefused(
        "TargetGroupAssociationLimit",
        () -> world.listener(other, 80, ProtocolEnum.HTTP, forward(group)));
    assertRefused(
        "IncompatibleProtocols", () -> world.listener(front, 81, ProtocolEnum.HTTP, forward(tcp)));
    assertRefused(
        "UnsupportedProtocol", () -> world.listener(front, 82, ProtocolEnum.TCP, forward(group)));
    assertRefused(
        "ValidationError", () -> world.listener(front, 443, ProtocolEnum.HTTPS, forward(group)));
    assertRefused(
        "TargetGroupNotFound",
        () -> world.listener(front, 83, ProtocolEnum.HTTP, forward(group + "0")));
  }

  @Test
  void shouldFillInARedirectWhenItLeavesPartsAsTheyAre() {
    // Given
    Action toHttps =
        Action.builder()
            .type("redirect")
            .redirectConfig(
                RedirectActionConfig.builder()
                    .protocol("HTTPS")
                    .port("443")
                    .statusCode("HTTP_301")
                    .build())
            .build();

    // When
    String arn = world.listener(front, 80, ProtocolEnum.HTTP, toHttps);

    // Then
    RedirectActionConfig shown =
        world
            .elb()
            .describeListeners(request -> request.listenerArns(arn))
            .listeners()
            .getFirst()
            .defaultActions()
            .getFirst()
            .redirectConfig();
    assertThat(shown.host()).isEqualTo("#{host}");
    assertThat(shown.path()).isEqualTo("/#{path}");
    assertThat(shown.query()).isEqualTo("#{query}");
  }

  @Test
  void shouldShowRulesInTheirOrderWithTheDefaultOneLastWhenDescribed() {
    // Given
    String listener = world.listener(front, 80, ProtocolEnum.HTTP, forward(group));
    Rule second = rule(listener, 20, "/b");
    Rule first = rule(listener, 3, "/a");

    // Then
    assertThat(world.elb().describeRules(request -> request.listenerArn(listener)).rules())
        .extracting(Rule::priority)
        .containsExactly("3", "20", "default");
    assertRefused("PriorityInUse", () -> rule(listener, 20, "/c"));

    // When
    world
        .elb()
        .setRulePriorities(
            request ->
                request.rulePriorities(
                    RulePriorityPair.builder().ruleArn(second.ruleArn()).priority(3).build(),
                    RulePriorityPair.builder().ruleArn(first.ruleArn()).priority(20).build()));

    // Then
    assertThat(world.elb().describeRules(request -> request.listenerArn(listener)).rules())
        .extracting(Rule::ruleArn)
        .startsWith(second.ruleArn(), first.ruleArn());
  }

  @Test
  void shouldRefuseToTouchARuleWhenItIsTheDefaultOne() {
    // Given
    String listener = world.listener(front, 80, ProtocolEnum.HTTP, forward(group));
    String arn =
        world
            .elb()
            .describeRules(request -> request.listenerArn(listener))
            .rules()
            .getFirst()
            .ruleArn();

    // Then
    assertRefused(
        "OperationNotPermitted", () -> world.elb().deleteRule(request -> request.ruleArn(arn)));
  }

  @Test
  void shouldUseAGroupWhenOnlyARuleForwardsToIt() {
    // Given
    String ruled = world.targetGroup("ruled");
    String server = world.server(ZONE_B);
    world.register(ruled, server);
    String listener = world.listener(front, 80, ProtocolEnum.HTTP, forward(group));

    // When
    world
        .elb()
        .createRule(
            request ->
                request
                    .listenerArn(listener)
                    .priority(1)
                    .conditions(
                        RuleCondition.builder().field("host-header").values("a.example").build())
                    .actions(forward(ruled)));
    world.pass(SETTLED);

    // Then
    assertThat(world.health(ruled, server).orElseThrow().stateAsString()).isEqualTo("healthy");
  }
}
