package dev.hastack.provider.aws;

import static dev.hastack.provider.aws.blueprint.AwsBlueprint.LOAD_BALANCER;
import static dev.hastack.provider.aws.blueprint.AwsBlueprint.TARGET_GROUP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.ChangeReason;
import dev.hastack.core.stack.DesiredStack;
import dev.hastack.core.stack.Observation;
import dev.hastack.core.stack.ObservedStack;
import dev.hastack.core.stack.ObservedStack.Finding;
import dev.hastack.core.stack.Ownership;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.FleetUnderTest.Pass;
import dev.hastack.provider.aws.resource.Listener;
import dev.hastack.provider.aws.resource.ListenerRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;

/** A load balancer of the stack's own, with its listeners and their rules. */
abstract class FrontContract extends ProviderContract {
  private static final ResourceId HTTPS = new ResourceId(Listener.KIND, "443");
  private static final ResourceId HTTP = new ResourceId(Listener.KIND, "80");
  private static final ResourceId RULE = new ResourceId(ListenerRule.KIND, "443-10");

  private static final ResourceId HEADER_RULE = new ResourceId(ListenerRule.KIND, "443-20");
  private static final ResourceId WEIGHTED_RULE = new ResourceId(ListenerRule.KIND, "443-30");

  private String blue = "";
  private String green = "";
  private String violet = "";

  @BeforeEach
  void requestCertificates() {
    blue = account.createCertificate("blue.example.com");
    green = account.createCertificate("green.example.com");
    violet = account.createCertificate("violet.example.com");
    fleet.becomes(Manifests.read(front(blue, green)));
  }

  private String front(String... certificateArns) {
    return Manifests.front(manifest(), account, List.of(certificateArns));
  }

  @Test
  void shouldCreateWholeFrontInOnePassWhenNothingIsThere() {
    // When
    Pass pass = fleet.pass();

    // Then
    assertThat(pass.plan().counts()).containsExactly(Map.entry("Create", 7));
    assertThat(pass.outcomes().values()).allMatch(Outcome.Done.class::isInstance);
    for (ResourceId id : List.of(LOAD_BALANCER, HTTPS, HTTP, RULE)) {
      assertThat(only(id).ownership()).as("%s", id).isEqualTo(Ownership.OURS);
    }
    assertThat(fleet.observe().foreignCopies()).isEmpty();
    assertThat(fleet.observe().findings()).isEmpty();
  }

  @Test
  void shouldReadBackAsWantedAndWriteNothingWhenEverythingWasJustCreated() {
    // Given
    DesiredStack desired = fleet.desired();
    fleet.pass();
    calls.forget();

    // When
    Pass second = fleet.pass();

    // Then
    assertThat(second.plan().changes()).hasSize(7).allMatch(Change.NoOp.class::isInstance);
    assertThat(calls.writes()).isEmpty();
    for (ResourceId id : List.of(LOAD_BALANCER, HTTPS, HTTP, RULE)) {
      assertThat(only(id).spec().values())
          .as("%s", id)
          .containsKeys(
              desired.find(id).orElseThrow().spec().values().keySet().toArray(String[]::new));
    }
  }

  @Test
  void shouldMakeEachOnceWhenCreatedTwice() {
    // Given
    List<Change> creates = fleet.plan().effective();
    fleet.pass();
    String balancer = only(LOAD_BALANCER).physicalId();

    // When
    for (Change change : creates) {
      if (change.id().equals(LOAD_BALANCER)) {
        assertThat(fleet.apply(change)).isInstanceOf(Outcome.Waiting.class);
      }
    }

    // Then
    assertThat(only(LOAD_BALANCER).physicalId()).isEqualTo(balancer);
    assertThat(fleet.plan().isEmpty()).isTrue();
  }

  @Test
  void shouldServeEachHostAllTheTimeWhenCertificatesChange() {
    // Given
    fleet.pass();
    fleet.becomes(Manifests.read(front(violet, blue)));
    calls.forget();

    // When: what was the default is wanted beside another one
    Pass pass = fleet.pass();

    // Then
    assertThat(names(pass.plan(), HTTPS)).containsExactly(Listener.CERTIFICATES);
    assertThat(calls.writes()).startsWith("AddListenerCertificates", "ModifyListener");
    passAgainWhereTheListWasLost();
    assertThat(only(HTTPS).spec().values())
        .containsEntry(
            Listener.CERTIFICATES, Value.list(List.of(Value.text(violet), Value.text(blue))));
    assertThat(fleet.plan().isEmpty()).isTrue();
  }

  @Test
  void shouldNotWriteTheListenerItselfWhenOnlyItsListOfCertificatesChanges() {
    // Given
    fleet.pass();
    fleet.becomes(Manifests.read(front(blue, violet)));
    calls.forget();

    // When
    fleet.pass();

    // Then
    assertThat(calls.writes())
        .containsExactly("AddListenerCertificates", "RemoveListenerCertificates");
    assertThat(fleet.plan().isEmpty()).isTrue();
  }

  @Test
  void shouldLeaveNoCertificateBehindWhenItWasInTheListAndTheDefaultToo() {
    // Given
    fleet.pass();
    fleet.becomes(Manifests.read(front(green, blue)));
    fleet.pass();
    passAgainWhereTheListWasLost();
    assertThat(fleet.plan().isEmpty()).isTrue();

    // When
    fleet.becomes(Manifests.read(front(violet)));
    fleet.pass();

    // Then
    assertThat(only(HTTPS).spec().values())
        .containsEntry(Listener.CERTIFICATES, Value.list(List.of(Value.text(violet))));
    assertThat(fleet.plan().isEmpty()).isTrue();
  }

  @Test
  void shouldGoBackToDefaultsOfAwsWhenAttributesAreRemoved() {
    // Given
    fleet.pass();
    fleet.becomes(
        Manifests.read(
            front(blue, green)
                .replaceAll("(?m)^ +idleTimeoutSeconds: 120\\R", "")
                .replaceAll("(?m)^ +attributes: \\{routing.*\\R", "")));

    // When
    fleet.pass();

    // Then
    assertThat(only(LOAD_BALANCER).spec().values().toString())
        .contains("idle_timeout.timeout_seconds=60", "routing.http2.enabled=true");
    assertThat(fleet.plan().isEmpty()).isTrue();
  }

  @Test
  void shouldReadRulesOfHeadersAndWeightsBackAsWrittenAndChangeThem() {
    // Given
    String theirs = account.createTargetGroup("theirs");
    String rules =
        front(blue)
            .replace(
                "        - priority: 10\n",
                """
                        - {priority: 20, header: {name: X-Shop, values: [beta, gamma]}}
                        - priority: 30
                          paths: [/api/*]
                          forwardTo: [{weight: 60}, {weight: 40, targetGroupArn: '%s'}]
                        - priority: 10
                """
                    .formatted(theirs));
    fleet.becomes(Manifests.read(rules));

    // When
    Pass pass = fleet.pass();

    // Then
    assertThat(pass.outcomes().values()).allMatch(Outcome.Done.class::isInstance);
    assertThat(fleet.plan().isEmpty()).isTrue();
    assertThat(only(HEADER_RULE).spec().values())
        .containsEntry(
            ListenerRule.CONDITIONS,
            Value.list(List.of(ListenerRule.headerCondition("X-Shop", List.of("beta", "gamma")))));
    assertThat(only(WEIGHTED_RULE).spec().values().get(ListenerRule.ACTIONS))
        .asString()
        .contains(theirs, "60", "40");

    // When
    fleet.becomes(
        Manifests.read(
            rules.replace("[beta, gamma]", "[delta]").replace("{weight: 40,", "{weight: 0,")));
    calls.forget();
    fleet.pass();

    // Then
    assertThat(calls.writes()).containsOnly("ModifyRule").hasSize(2);
    assertThat(fleet.plan().isEmpty()).isTrue();
  }

  @Test
  void shouldMakeListenerAndItsRuleAgainWhenSomebodyDeletedTheListener() {
    // Given
    fleet.pass();
    String former = only(HTTPS).physicalId();
    account.loadBalancing().deleteListener(request -> request.listenerArn(former));

    // When
    Pass pass = fleet.pass();

    // Then
    assertThat(pass.plan().counts()).containsExactly(Map.entry("Create", 2));
    assertThat(pass.outcomes().values()).allMatch(Outcome.Done.class::isInstance);
    assertThat(only(HTTPS).physicalId()).isNotEqualTo(former);
    assertThat(only(RULE).spec().values())
        .containsEntry(ListenerRule.LISTENER_ARN, Value.text(only(HTTPS).physicalId()));
    assertThat(fleet.plan().isEmpty()).isTrue();
  }

  @Test
  void shouldMakeEverythingAgainWhenSomebodyDeletedTheLoadBalancer() {
    // Given
    fleet.pass();
    String former = only(LOAD_BALANCER).physicalId();
    account.loadBalancing().deleteLoadBalancer(request -> request.loadBalancerArn(former));

    // When
    Pass pass = fleet.pass();

    // Then
    assertThat(pass.plan().counts()).containsExactly(Map.entry("Create", 4));
    assertThat(pass.outcomes().values()).allMatch(Outcome.Done.class::isInstance);
    assertThat(only(LOAD_BALANCER).physicalId()).isNotEqualTo(former);
    assertThat(fleet.plan().isEmpty()).isTrue();
  }

  @Test
  void shouldReportAndLeaveAloneWhatOthersPutOnOurLoadBalancer() {
    // Given
    fleet.pass();
    String listener =
        account
            .loadBalancing()
            .createListener(
                request ->
                    request
                        .loadBalancerArn(only(LOAD_BALANCER).physicalId())
                        .port(8080)
                        .protocol(ProtocolEnum.HTTP)
                        .defaultActions(AwsAccountUnderTest.answering("200")))
            .listeners()
            .getFirst()
            .listenerArn();
    String rule = account.createRule(only(HTTPS).physicalId(), 5);
    calls.forget();

    // When
    ObservedStack observed = fleet.observe();
    Pass pass = fleet.pass();

    // Then
    assertThat(observed.findings())
        .allMatch(finding -> finding.reason() == Finding.Reason.ForeignListener)
        .extracting(Finding::sentence)
        .satisfiesExactlyInAnyOrder(
            sentence -> assertThat(sentence).contains("port 8080", "left alone"),
            sentence -> assertThat(sentence).contains("port 443", "priority 5", "left alone"));
    assertThat(pass.plan().isEmpty()).isTrue();
    assertThat(calls.writes()).isEmpty();
    assertThat(account.loadBalancing().describeListeners(it -> it.listenerArns(listener)))
        .satisfies(answer -> assertThat(answer.listeners()).hasSize(1));
    assertThat(account.loadBalancing().describeRules(it -> it.ruleArns(rule)))
        .satisfies(answer -> assertThat(answer.rules()).hasSize(1));
  }

  @Test
  void shouldRefuseWhenThePortIsTakenBySomebodyElse() {
    // Given
    fleet.pass();
    account.loadBalancing().deleteListener(request -> request.listenerArn(only(HTTP).physicalId()));
    account
        .loadBalancing()
        .createListener(
            request ->
                request
                    .loadBalancerArn(only(LOAD_BALANCER).physicalId())
                    .port(80)
                    .protocol(ProtocolEnum.HTTP)
                    .defaultActions(AwsAccountUnderTest.answering("200")));
    calls.forget();

    // When
    Pass pass = fleet.pass();

    // Then
    assertThat(calls.writes()).isEmpty();
    assertThat(pass.outcomes().values()).noneMatch(Outcome.Done.class::isInstance);
  }

  @Test
  void shouldWaitForItsNetworkInterfacesWhenDeleted() {
    // Given
    fleet.pass();
    account.letTimePass();
    var outcomes = new ArrayList<Outcome>();
    boolean heldOnTo = false;

    // When
    for (int pass = 0; pass < 10 && !isGone(); pass++) {
      Outcome outcome = fleet.deletionPass().outcomes().get(LOAD_BALANCER);
      if (outcome != null) {
        outcomes.add(outcome);
        heldOnTo |= !fleet.observe(DesiredStack.empty(fleet.id())).isEmpty();
      }
      account.letTimePass();
    }

    // Then
    boolean linger = account.follows(AwsRule.INTERFACES_LINGER);
    assertThat(isGone()).isTrue();
    assertThat(outcomes).noneMatch(Outcome.Failed.class::isInstance);
    assertThat(outcomes.getFirst())
        .isInstanceOf(linger ? Outcome.Waiting.class : Outcome.Done.class);
    assertThat(outcomes.getFirst().toString().contains("network interfaces")).isEqualTo(linger);
    assertThat(heldOnTo).as("the stack is there as long as they are").isEqualTo(linger);
  }

  @Test
  void shouldKeepLoadBalancerWhenItIsProtectedAndLetItGoWhenItNoLongerIs() {
    // Given
    String guarded =
        front(blue, green)
            .replace("scheme: internal", "scheme: internal\n      deletionProtection: true");
    fleet.becomes(Manifests.read(guarded));
    fleet.pass();
    Observation.Present balancer = only(LOAD_BALANCER);

    // Then: AWS would refuse, were it asked
    assertThat(balancer.protection())
        .hasValueSatisfying(why -> assertThat(why).contains("deletionProtection: false"));
    if (account.follows(AwsRule.LOAD_BALANCERS_PROTECTED)) {
      assertThat(
              fleet.apply(new Change.Delete(LOAD_BALANCER, balancer, ChangeReason.NoLongerDesired)))
          .isInstanceOf(Outcome.Failed.class);
    }
    assertThat(only(LOAD_BALANCER).physicalId()).isEqualTo(balancer.physicalId());

    // When
    fleet.becomes(
        Manifests.read(guarded.replace("deletionProtection: true", "deletionProtection: false")));
    fleet.pass();

    // Then
    assertThat(only(LOAD_BALANCER).protection()).isEmpty();
    assertThat(fleet.plan().isEmpty()).isTrue();
  }

  @Test
  void shouldSayWhichLoadBalancerSendsToTheTargetGroup() {
    // When
    fleet.pass();

    // Then
    assertThat(only(TARGET_GROUP).live().get("LoadBalancerArns"))
        .isEqualTo(Value.setOf(List.of(only(LOAD_BALANCER).physicalId())));
    assertThat(only(LOAD_BALANCER).live()).containsKeys("DNSName", "CanonicalHostedZoneId");
  }

  private void passAgainWhereTheListWasLost() {
    if (!account.follows(AwsRule.CERTIFICATE_LIST_APART)) {
      fleet.pass();
    }
  }

  private Observation.Present only(ResourceId id) {
    List<Observation.Present> present = fleet.observe().present(id);
    assertThat(present).as("%s", id).hasSize(1);
    return present.getFirst();
  }
}
