package dev.hastack.provider.aws;

import static dev.hastack.provider.aws.blueprint.AwsBlueprint.LOAD_BALANCER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.plan.Change;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.FleetUnderTest.Pass;
import dev.hastack.provider.aws.resource.Listener;
import dev.hastack.provider.aws.resource.LoadBalancer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;

/** A network load balancer of the stack's own, with a listener of TCP and one of TLS. */
abstract class NetworkFrontContract extends ProviderContract {
  private static final String CROSS_ZONE = "load_balancing.cross_zone.enabled";
  private static final ResourceId TCP = new ResourceId(Listener.KIND, "25");
  private static final ResourceId TLS = new ResourceId(Listener.KIND, "465");

  private String certificate = "";

  @BeforeEach
  void requestCertificate() {
    certificate = account.createCertificate("mail.example.com");
    fleet.becomes(Manifests.read(Manifests.network(manifest(), account, certificate)));
  }

  @Test
  void shouldReadBackAsWantedAndWriteNothingWhenEverythingWasJustCreated() {
    // When
    Pass first = fleet.pass();

    // Then
    assertThat(first.plan().counts()).containsExactly(Map.entry("Create", 6));
    assertThat(first.outcomes().values()).allMatch(Outcome.Done.class::isInstance);

    // When
    calls.forget();
    Pass second = fleet.pass();

    // Then
    assertThat(second.plan().changes()).hasSize(6).allMatch(Change.NoOp.class::isInstance);
    assertThat(calls.writes()).isEmpty();
    assertThat(fleet.present(LOAD_BALANCER).spec().values())
        .containsEntry(LoadBalancer.TYPE, Value.text(LoadBalancer.NETWORK));
    assertThat(fleet.present(TCP).spec().values())
        .containsEntry(Listener.PROTOCOL, Value.text("TCP"));
    assertThat(fleet.present(TLS).spec().values())
        .containsEntry(Listener.CERTIFICATES, Value.list(List.of(Value.text(certificate))));
  }

  @Test
  void shouldPutRightThatAndNothingElseWhenSomebodyChangedAnAttribute() {
    // Given
    fleet.pass();
    String arn = fleet.present(LOAD_BALANCER).physicalId();
    account
        .loadBalancing()
        .modifyLoadBalancerAttributes(
            request ->
                request
                    .loadBalancerArn(arn)
                    .attributes(
                        LoadBalancerAttribute.builder().key(CROSS_ZONE).value("false").build()));

    // When
    Pass pass = fleet.pass();

    // Then
    assertThat(pass.plan().effective()).hasSize(1);
    assertThat(names(pass.plan(), LOAD_BALANCER))
        .containsExactly(LoadBalancer.ATTRIBUTES + "." + CROSS_ZONE);
    assertThat(fleet.present(LOAD_BALANCER).physicalId()).isEqualTo(arn);
    assertThat(fleet.plan().isEmpty()).isTrue();
  }

  /** It is off on a network load balancer, and on on an application load balancer. */
  @Test
  void shouldGoBackToTheDefaultOfItsTypeWhenAnAttributeIsRemoved() {
    // Given
    fleet.pass();

    // When
    fleet.becomes(
        Manifests.read(
            Manifests.network(manifest(), account, certificate)
                .replaceAll("(?m)^ +attributes: .*\\R", "")));
    fleet.pass();

    // Then
    assertThat(fleet.present(LOAD_BALANCER).spec().values().toString())
        .contains(CROSS_ZONE + "=false");
    assertThat(fleet.plan().isEmpty()).isTrue();
  }

  @Test
  void shouldLeaveNothingWhenDeleted() {
    // Given
    fleet.pass();
    account.letTimePass();
    var outcomes = new ArrayList<Outcome>();

    // When
    for (int pass = 0; pass < 10 && !isGone(); pass++) {
      outcomes.addAll(fleet.deletionPass().outcomes().values());
      account.letTimePass();
    }

    // Then
    assertThat(isGone()).isTrue();
    assertThat(outcomes).isNotEmpty().noneMatch(Outcome.Failed.class::isInstance);
    assertThat(account.loadBalancing().describeLoadBalancers().loadBalancers()).isEmpty();
  }
}
