package dev.hastack.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.stack.ResourceId;
import dev.hastack.provider.aws.resource.LoadBalancer;
import dev.hastack.sandbox.aws.front.SimulationOptions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;

/** A stack whose revisions somebody removed, so that nothing but AWS and its status tells of it. */
class FrontLostRevisionsTest {
  private static final long SEED = 1;
  private static final Duration LONG_ENOUGH = Duration.ofHours(1);
  private static final String STACK = "storefront";

  @Test
  void shouldKeepSightOfALoadBalancerThatIsNoLongerWantedAndCannotGoYet() {
    try (var cluster = new VirtualCluster(SimulationOptions.calm(SEED))) {
      // Given
      FleetManifest manifest =
          FleetManifest.webBehindBalancer(
              STACK, cluster.outsider(), cluster.certificate("shop.example.com"));
      KeptStack stack = cluster.stack(STACK);
      stack.apply(manifest.text());
      cluster.settle(LONG_ENOUGH);
      protect(cluster, true);

      // When
      stack.loseRevisions();
      stack.apply(manifest.withoutLoadBalancer().text());
      cluster.runFor(Life.RESYNC.multipliedBy(5));

      // Then
      assertThat(held(stack)).contains(LoadBalancer.APP);

      // When
      protect(cluster, false);
      cluster.settle(LONG_ENOUGH);

      // Then
      assertThat(cluster.outsider().view().loadBalancers()).isEmpty();
    }
  }

  private static List<ResourceId> held(KeptStack stack) {
    return stack.latest().orElseThrow().plan().held().stream()
        .map(held -> held.change().id())
        .toList();
  }

  private static void protect(VirtualCluster cluster, boolean on) {
    String arn = cluster.outsider().view().loadBalancers().getFirst().loadBalancerArn();
    cluster
        .outsider()
        .loadBalancing()
        .modifyLoadBalancerAttributes(
            request ->
                request
                    .loadBalancerArn(arn)
                    .attributes(
                        LoadBalancerAttribute.builder()
                            .key(LoadBalancer.DELETION_PROTECTION)
                            .value(Boolean.toString(on))
                            .build()));
  }
}
