package dev.hastack.provider.aws;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.plan.AttributeChange;
import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.ChangeReason;
import dev.hastack.core.stack.Impact;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Schema;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.FleetUnderTest.Pass;
import dev.hastack.provider.aws.resource.AwsResource;
import dev.hastack.provider.aws.resource.Listener;
import dev.hastack.provider.aws.resource.ListenerRule;
import dev.hastack.provider.aws.resource.LoadBalancer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RulePriorityPair;

/** Every attribute of a front that anybody can change, changed by somebody and put right. */
abstract class FrontDriftContract extends ProviderContract {
  private static final List<Schema<? extends AwsResource>> SCHEMAS =
      List.of(LoadBalancer.SCHEMA, Listener.SCHEMA, ListenerRule.SCHEMA);

  private static final ResourceId BALANCER = LoadBalancer.APP;
  private static final ResourceId LISTENER = new ResourceId(Listener.KIND, "443");
  private static final ResourceId RULE = new ResourceId(ListenerRule.KIND, "443-10");

  private String other = "";

  /** Somebody at work on what has an ARN. */
  private interface Hand {
    void change(FrontDriftContract test, ElasticLoadBalancingV2Client aws, String arn);
  }

  /**
   * A change by somebody else.
   *
   * @param attribute as the schema declares it
   * @param shown every attribute that the plan then puts right
   */
  private record Foreign(ResourceId id, String attribute, Set<String> shown, Hand hand) {
    static Foreign of(ResourceId id, String attribute, Hand hand) {
      return new Foreign(id, attribute, Set.of(attribute), hand);
    }

    String declared() {
      return id.kind() + " " + attribute;
    }

    @Override
    public String toString() {
      return declared();
    }
  }

  static Stream<Foreign> changes() {
    return Stream.of(ofLoadBalancer(), ofListener(), ofRule()).flatMap(List::stream);
  }

  private static List<Foreign> ofLoadBalancer() {
    return List.of(
        Foreign.of(
            BALANCER,
            LoadBalancer.IP_ADDRESS_TYPE,
            (test, aws, arn) ->
                aws.setIpAddressType(
                    request -> request.loadBalancerArn(arn).ipAddressType("dualstack"))),
        Foreign.of(
            BALANCER,
            LoadBalancer.SUBNETS,
            (test, aws, arn) ->
                aws.setSubnets(
                    request ->
                        request
                            .loadBalancerArn(arn)
                            .subnets(test.account.subnetIds().subList(1, 3)))),
        Foreign.of(
            BALANCER,
            LoadBalancer.SECURITY_GROUPS,
            (test, aws, arn) ->
                aws.setSecurityGroups(
                    request ->
                        request
                            .loadBalancerArn(arn)
                            .securityGroups(test.account.createSecurityGroup("theirs")))),
        new Foreign(
            BALANCER,
            LoadBalancer.ATTRIBUTES,
            Set.of("LoadBalancerAttributes.idle_timeout.timeout_seconds"),
            (test, aws, arn) ->
                aws.modifyLoadBalancerAttributes(
                    request ->
                        request
                            .loadBalancerArn(arn)
                            .attributes(
                                LoadBalancerAttribute.builder()
                                    .key(LoadBalancer.IDLE_TIMEOUT)
                                    .value("7")
                                    .build()))),
        untagged(BALANCER));
  }

  private static List<Foreign> ofListener() {
    return List.of(
        Foreign.of(
            LISTENER,
            Listener.PORT,
            (test, aws, arn) -> aws.modifyListener(request -> request.listenerArn(arn).port(444))),
        // Without encryption AWS keeps neither policy nor certificates.
        new Foreign(
            LISTENER,
            Listener.PROTOCOL,
            Set.of(Listener.PROTOCOL, Listener.SSL_POLICY, Listener.CERTIFICATES),
            (test, aws, arn) ->
                aws.modifyListener(request -> request.listenerArn(arn).protocol("HTTP"))),
        Foreign.of(
            LISTENER,
            Listener.SSL_POLICY,
            (test, aws, arn) ->
                aws.modifyListener(
                    request -> request.listenerArn(arn).sslPolicy("ELBSecurityPolicy-2016-08"))),
        Foreign.of(
            LISTENER,
            Listener.CERTIFICATES,
            (test, aws, arn) ->
                aws.modifyListener(
                    request ->
                        request
                            .listenerArn(arn)
                            .certificates(
                                Certificate.builder().certificateArn(test.other).build()))),
        Foreign.of(
            LISTENER,
            Listener.DEFAULT_ACTIONS,
            (test, aws, arn) ->
                aws.modifyListener(
                    request ->
                        request
                            .listenerArn(arn)
                            .defaultActions(AwsAccountUnderTest.answering("503")))),
        untagged(LISTENER));
  }

  private static List<Foreign> ofRule() {
    return List.of(
        Foreign.of(
            RULE,
            ListenerRule.PRIORITY,
            (test, aws, arn) ->
                aws.setRulePriorities(
                    request ->
                        request.rulePriorities(
                            RulePriorityPair.builder().ruleArn(arn).priority(77).build()))),
        Foreign.of(
            RULE,
            ListenerRule.CONDITIONS,
            (test, aws, arn) ->
                aws.modifyRule(
                    request ->
                        request
                            .ruleArn(arn)
                            .conditions(
                                RuleCondition.builder()
                                    .field("host-header")
                                    .hostHeaderConfig(host -> host.values("theirs.example.com"))
                                    .build()))),
        Foreign.of(
            RULE,
            ListenerRule.ACTIONS,
            (test, aws, arn) ->
                aws.modifyRule(
                    request -> request.ruleArn(arn).actions(AwsAccountUnderTest.answering("503")))),
        untagged(RULE));
  }

  private static Foreign untagged(ResourceId id) {
    return new Foreign(
        id,
        "Tags",
        Set.of("Tags.team"),
        (test, aws, arn) -> aws.removeTags(request -> request.resourceArns(arn).tagKeys("team")));
  }

  @BeforeEach
  void createFront() {
    String one = account.createCertificate("one.example.com");
    String two = account.createCertificate("two.example.com");
    other = account.createCertificate("other.example.com");
    fleet.becomes(Manifests.read(Manifests.front(manifest(), account, List.of(one, two))));
    fleet.pass();
  }

  @Test
  void shouldHaveAForeignChangeForEveryAttributeThatAwsCanChange() {
    assertThat(changes().map(Foreign::declared))
        .containsExactlyInAnyOrderElementsOf(
            SCHEMAS.stream()
                .flatMap(FrontDriftContract::changeable)
                .collect(toCollection(TreeSet::new)));
  }

  private static Stream<String> changeable(Schema<? extends AwsResource> schema) {
    return schema.attributes().stream()
        .filter(
            attribute ->
                attribute.impact().apply(Optional.of(Value.text("a")), Optional.of(Value.text("b")))
                    != Impact.REPLACE)
        .map(attribute -> schema.kind() + " " + attribute.name());
  }

  @ParameterizedTest
  @MethodSource("changes")
  void shouldPutRightThatAndNothingElseWhenSomebodyChangedIt(Foreign foreign) {
    // Given
    String arn = fleet.present(foreign.id()).physicalId();
    foreign.hand().change(this, account.loadBalancing(), arn);

    // When
    Pass pass = fleet.pass();

    // Then
    assertThat(pass.plan().effective())
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change).isInstanceOf(Change.Update.class);
              assertThat(change.id()).isEqualTo(foreign.id());
              assertThat(change.attributeChanges())
                  .allMatch(each -> each.reason() == ChangeReason.Drifted)
                  .extracting(AttributeChange::name)
                  .containsExactlyInAnyOrderElementsOf(shown(foreign));
            });
    assertThat(pass.outcomes().values()).allMatch(Outcome.Done.class::isInstance);
    assertThat(fleet.present(foreign.id()).physicalId()).isEqualTo(arn);
    if (!account.follows(AwsRule.CERTIFICATE_LIST_APART)) {
      fleet.pass();
    }
    assertThat(fleet.plan().effective()).isEmpty();
  }

  private Set<String> shown(Foreign foreign) {
    return account.follows(AwsRule.NO_CERTIFICATES_WITHOUT_ENCRYPTION)
        ? foreign.shown()
        : foreign.shown().stream()
            .filter(each -> foreign.shown().size() == 1 || each.equals(foreign.attribute()))
            .collect(toSet());
  }
}
