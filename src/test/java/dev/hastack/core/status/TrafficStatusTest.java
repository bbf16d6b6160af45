package dev.hastack.core.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.api.v1alpha1.HAStackStatus;
import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.stack.Attribute;
import dev.hastack.core.stack.DesiredResource;
import dev.hastack.core.stack.DesiredStack;
import dev.hastack.core.stack.Health;
import dev.hastack.core.stack.Observation;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.ObservedStack;
import dev.hastack.core.stack.ObservedStack.Finding;
import dev.hastack.core.stack.Ownership;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Schema;
import dev.hastack.core.stack.Schema.ReplaceOrder;
import dev.hastack.core.stack.Value;
import dev.hastack.testing.toy.Toy;
import dev.hastack.testing.toy.ToyStacks;
import dev.hastack.testing.toy.Toys;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a person sees of the traffic, and of what others put before the servers. */
class TrafficStatusTest {
  private static final DesiredResource BALANCER = want("LoadBalancer", "app");
  private static final DesiredResource LISTENER = want("Listener", "443");
  private static final DesiredResource RULE = want("ListenerRule", "existing");
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final List<DesiredResource> desired = new ArrayList<>(List.of(ToyStacks.web()));
  private final Map<ResourceId, Observation> observed = new TreeMap<>();
  private final List<Finding> findings = new ArrayList<>();
  private Optional<HAStackStatus> before = Optional.empty();

  TrafficStatusTest() {
    observed.put(
        ToyStacks.GROUP,
        present(
            ToyStacks.group(),
            Map.of("Desired", Value.whole(2), "InService", Value.whole(2)),
            Health.HEALTHY));
    observed.put(ToyStacks.TARGET_GROUP, targetGroup(false, 0));
  }

  private static DesiredResource want(String kind, String name) {
    return Toys.want(
        new Schema<>(kind, Toy.class, List.of(), ReplaceOrder.CREATE_FIRST, false, Set.of()),
        name,
        Map.of());
  }

  private static Present present(DesiredResource resource, Map<String, Value> live, Health health) {
    return new Present(
        resource.physicalName(),
        "arn:" + resource.physicalName(),
        resource.spec(),
        Map.of(),
        Ownership.OURS,
        health,
        Optional.empty(),
        live);
  }

  /** Two servers in each of two zones, so many of them healthy, the first zone's first. */
  private static Present targetGroup(boolean used, int healthy) {
    Value arns = Value.list(used ? List.of(Value.text("arn:balancer")) : List.of());
    return present(
        ToyStacks.targetGroup(),
        Map.of(
            "LoadBalancerArns",
            arns,
            "Registered",
            Value.whole(4),
            "Healthy",
            Value.whole(healthy),
            "Zones",
            Value.struct(
                Map.of(
                    "eu-west-1a",
                    zone(Math.min(healthy, 2), 2),
                    "eu-west-1b",
                    zone(Math.max(healthy - 2, 0), 2),
                    "eu-west-1c",
                    zone(0, 0)))),
        Health.HEALTHY);
  }

  private static Value zone(int healthy, int registered) {
    return Value.struct(
        Map.of("Healthy", Value.whole(healthy), "Registered", Value.whole(registered)));
  }

  private TrafficStatusTest withBalancer(Health health) {
    desired.add(BALANCER);
    observed.put(
        BALANCER.id(),
        present(
            BALANCER,
            Map.of(
                "DNSName", Value.text("web-1.elb.amazonaws.com"),
                "CanonicalHostedZoneId", Value.text("Z1")),
            health));
    return this;
  }

  private TrafficStatusTest withTargets(int healthy) {
    observed.put(ToyStacks.TARGET_GROUP, targetGroup(true, healthy));
    return this;
  }

  private PassFacts facts() {
    var stack = new HAStack();
    stack.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(Toys.STACK.namespace())
            .withName(Toys.STACK.name())
            .withGeneration(1L)
            .build());
    before.ifPresent(stack::setStatus);
    return new PassFacts(
        stack,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        new DesiredStack(Toys.STACK, desired),
        new ObservedStack(
            observed.entrySet().stream()
                .map(entry -> new ObservedStack.Entry(entry.getKey(), entry.getValue()))
                .toList(),
            List.of(),
            findings),
        new Plan(Toys.STACK, List.of(), List.of(), new TreeMap<>()),
        Map.of(),
        Interruptions.NONE,
        false,
        false,
        NOW);
  }

  /** One pass, which the next one remembers. */
  private HAStackStatus pass() {
    HAStackStatus status = StatusProjector.status(facts());
    before = Optional.of(status);
    return status;
  }

  private static String condition(HAStackStatus status, String type) {
    return Objects.requireNonNull(status.conditions()).stream()
        .filter(each -> each.type().equals(type))
        .map(each -> each.status() + "/" + each.reason() + ": " + each.message())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void shouldBeReadyWithoutTrafficWhenTheStackHasNoLoadBalancer() {
    // When
    HAStackStatus status = pass();

    // Then
    assertThat(condition(status, "TrafficReady")).startsWith("Unknown/NotAttached");
    assertThat(condition(status, "Ready")).startsWith("True/Ready");
  }

  @Test
  void shouldBeProvisioningWhenTheLoadBalancerDoesNotExistYet() {
    // Given
    desired.add(BALANCER);
    observed.put(BALANCER.id(), new Observation.Absent());

    // When
    HAStackStatus status = pass();

    // Then
    assertThat(condition(status, "TrafficReady"))
        .isEqualTo("False/Provisioning: the load balancer does not exist yet");
    assertThat(condition(status, "Ready")).startsWith("False/Provisioning");
    assertThat(condition(status, "Reconciling")).startsWith("True/Provisioning");
  }

  @Test
  void shouldBeProvisioningWhenAwsStillMakesTheLoadBalancer() {
    // When
    HAStackStatus status = withBalancer(Health.PROGRESSING).withTargets(4).pass();

    // Then
    assertThat(condition(status, "TrafficReady"))
        .isEqualTo("False/Provisioning: AWS provisions the load balancer");
    assertThat(condition(status, "Ready")).startsWith("False/Provisioning");
  }

  @Test
  void shouldSayThatThereIsNoListenerWhenNoneForwardsToTheTargetGroup() {
    // When
    HAStackStatus status = withBalancer(Health.HEALTHY).pass();

    // Then
    assertThat(condition(status, "TrafficReady"))
        .isEqualTo("False/NoListener: no listener forwards to the target group");
    assertThat(condition(status, "Ready")).startsWith("False/NoListener");
    assertThat(condition(status, "Reconciling")).startsWith("True/NoListener");
  }

  @Test
  void shouldSayThatThereIsNoListenerWhenTheRuleOnAnExistingOneDoesNotForwardYet() {
    // Given
    desired.add(RULE);

    // When
    HAStackStatus status = pass();

    // Then
    assertThat(condition(status, "TrafficReady")).startsWith("False/NoListener");
    assertThat(condition(status, "Ready")).startsWith("False/NoListener");
  }

  @Test
  void shouldWaitForTheFirstHealthyTargetWhenThereIsNone() {
    // When
    HAStackStatus status = withBalancer(Health.HEALTHY).withTargets(0).pass();

    // Then
    assertThat(condition(status, "TrafficReady"))
        .isEqualTo("False/NoHealthyTargets: 0 of 4 targets healthy");
    assertThat(condition(status, "Ready")).startsWith("False/NoHealthyTargets");
    assertThat(condition(status, "Reconciling")).startsWith("True/NoHealthyTargets");
  }

  @Test
  void shouldBeReadyAndDegradedWhenAZoneWithServersHasNoHealthyOne() {
    // When
    HAStackStatus status = withBalancer(Health.HEALTHY).withTargets(2).pass();

    // Then
    assertThat(condition(status, "TrafficReady"))
        .isEqualTo("True/Degraded: 2 of 4 targets healthy, in 1 of 2 zones");
    assertThat(condition(status, "Ready")).startsWith("True/Ready");
  }

  @Test
  void shouldServeAndSayWhereWhenEveryZoneHasAHealthyTarget() {
    // Given
    observed.put(LISTENER.id(), present(LISTENER, Map.of(), Health.HEALTHY));

    // When
    HAStackStatus status = withBalancer(Health.HEALTHY).withTargets(3).pass();

    // Then
    assertThat(condition(status, "TrafficReady")).isEqualTo("True/Serving: 3 of 4 targets healthy");
    assertThat(condition(status, "Ready")).startsWith("True/Ready");
    assertThat(condition(status, "Reconciling")).startsWith("False/Settled");
    assertThat(status.traffic())
        .isEqualTo(
            new HAStackStatus.Traffic(
                "arn:targetgroup-app-8000",
                "web-1.elb.amazonaws.com",
                "Z1",
                List.of("arn:listener-443"),
                List.of(
                    new HAStackStatus.Zone("eu-west-1a", 2, 2),
                    new HAStackStatus.Zone("eu-west-1b", 1, 2),
                    new HAStackStatus.Zone("eu-west-1c", 0, 0))));
  }

  @Test
  void shouldKeepWhatWasKnownWhenTheLoadBalancerCannotBeRead() {
    // Given
    HAStackStatus known = withBalancer(Health.HEALTHY).withTargets(4).pass();
    observed.put(BALANCER.id(), unread());

    // When
    HAStackStatus status = pass();

    // Then
    assertThat(condition(status, "TrafficReady")).startsWith("Unknown/Unread");
    assertThat(status.traffic()).isEqualTo(known.traffic());
  }

  private static Present rule(Map<String, Value> live) {
    DesiredResource rule =
        Toys.want(
            new Schema<>(
                "ListenerRule",
                Toy.class,
                List.of(
                    Attribute.of(
                        "ListenerArn",
                        toy -> Optional.ofNullable(toy.attributes().get("ListenerArn")))),
                ReplaceOrder.DELETE_FIRST,
                false,
                Set.of()),
            "existing",
            Map.of("ListenerArn", Value.text("arn:theirs")));
    return present(rule, live, Health.HEALTHY);
  }

  private TrafficStatusTest withRule() {
    desired.add(RULE);
    observed.put(
        RULE.id(),
        rule(
            Map.of(
                "DNSName", Value.text("theirs.elb.amazonaws.com"),
                "CanonicalHostedZoneId", Value.text("Z2"))));
    return this;
  }

  @Test
  void shouldKeepWhereClientsFindItWhenTheRuleCannotBeRead() {
    // Given
    HAStackStatus known = withRule().withTargets(4).pass();
    observed.put(RULE.id(), unread());

    // When
    HAStackStatus status = withTargets(3).pass();

    // Then
    assertThat(traffic(known).dnsName()).isEqualTo("theirs.elb.amazonaws.com");
    assertThat(traffic(known).listenerArns()).containsExactly("arn:theirs");
    assertWhereIsAsIn(known, status);
    assertThat(traffic(status).zones()).isNotEqualTo(traffic(known).zones());
  }

  @Test
  void shouldKeepWhereClientsFindItWhenAListenerCannotBeRead() {
    // Given
    observed.put(LISTENER.id(), present(LISTENER, Map.of(), Health.HEALTHY));
    HAStackStatus known = withBalancer(Health.HEALTHY).withTargets(4).pass();
    observed.put(LISTENER.id(), unread());

    // When
    HAStackStatus status = pass();

    // Then
    assertThat(traffic(known).listenerArns()).containsExactly("arn:listener-443");
    assertWhereIsAsIn(known, status);
  }

  @Test
  void shouldKeepWhereClientsFindItWhenOnlyTheLoadBalancerOfTheRuleCannotBeRead() {
    // Given
    HAStackStatus known = withRule().withTargets(4).pass();
    observed.put(RULE.id(), rule(Map.of()));

    // When
    HAStackStatus status = pass();

    // Then
    assertWhereIsAsIn(known, status);
  }

  /** Of our own only network interfaces remain, for minutes. */
  @Test
  void shouldSayWhereTheRuleIsWhenItsOwnLoadBalancerIsOnItsWayOut() {
    // Given
    observed.put(BALANCER.id(), present(BALANCER, Map.of(), Health.DELETING));

    // When
    HAStackStatus status = withRule().withTargets(4).pass();

    // Then
    assertThat(traffic(status).dnsName()).isEqualTo("theirs.elb.amazonaws.com");
    assertThat(traffic(status).listenerArns()).containsExactly("arn:theirs");
  }

  private static Observation unread() {
    return new Observation.Unread(
        new Failure(FailureKind.THROTTLED, "elb:Describe", "Throttling", "slow down"));
  }

  private static HAStackStatus.Traffic traffic(HAStackStatus status) {
    return Objects.requireNonNull(status.traffic());
  }

  private static void assertWhereIsAsIn(HAStackStatus known, HAStackStatus status) {
    assertThat(traffic(status).dnsName()).isEqualTo(traffic(known).dnsName());
    assertThat(traffic(status).hostedZoneId()).isEqualTo(traffic(known).hostedZoneId());
    assertThat(traffic(status).listenerArns()).isEqualTo(traffic(known).listenerArns());
  }

  @ParameterizedTest
  @EnumSource(Finding.Reason.class)
  void shouldTellOnceWhatOthersPutThereAndShowItAsLongAsItStays(Finding.Reason reason) {
    // Given
    pass();
    findings.add(new Finding(reason, "somebody else's thing is there"));

    // When
    List<Notice> first = StatusProjector.notices(facts());
    HAStackStatus shown = pass();
    List<Notice> second = StatusProjector.notices(facts());

    // Then
    assertThat(first)
        .containsExactly(
            new Notice(
                Notice.Severity.Warning,
                switch (reason) {
                  case ForeignListener -> Notice.Reason.ForeignListener;
                  case UnknownTarget -> Notice.Reason.UnknownTarget;
                },
                "Read",
                "somebody else's thing is there"));
    assertThat(condition(shown, "Synced"))
        .isEqualTo(
            Condition.Status.True
                + "/InSync: the cloud matches the stack; somebody else's thing is there");
    assertThat(second).isEmpty();
  }

  @Test
  void shouldTellAgainWhenItWentAndCameBack() {
    // Given
    var finding = new Finding(Finding.Reason.UnknownTarget, "somebody else's thing is there");
    findings.add(finding);
    pass();
    findings.clear();
    pass();

    // When
    findings.add(finding);

    // Then
    assertThat(StatusProjector.notices(facts())).extracting(Notice::message).hasSize(1);
  }
}
