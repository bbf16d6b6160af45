package dev.hastack.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.plan.HoldReason;
import dev.hastack.sandbox.aws.front.SimulationOptions;
import dev.hastack.sandbox.aws.traffic.Report;
import dev.hastack.sandbox.aws.traffic.ServiceTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;

/** A network load balancer, made without security groups. */
class NetworkFrontTest {
  private static final long SEED = 20_261_128;
  private static final String STACK = "storefront";
  private static final Duration BOUND = Duration.ofMinutes(45);
  private static final ServiceTime SERVICE_TIME =
      new ServiceTime(Duration.ofMillis(20), Duration.ofMillis(80));

  private final VirtualCluster cluster = new VirtualCluster(SimulationOptions.calm(SEED));

  @AfterEach
  void end() {
    cluster.close();
  }

  /** A server in each zone, since by default each node sends to its own zone only. */
  private FleetManifest network() {
    return new FleetManifest(
        FleetManifest.web(STACK, cluster.outsider())
                .with("desired: 2", "desired: 3")
                .with("port: 8000", "port: 8000\n      protocol: TCP")
                .with("gracePeriodSeconds: 90", "gracePeriodSeconds: 300")
                .with(
                    "{path: /health}", "{protocol: TCP, intervalSeconds: 10, healthyThreshold: 2}")
                .text()
            + """
                loadBalancer:
                  scheme: internal
                  type: network
                  listeners: [{port: 443, protocol: TCP}]
            """);
  }

  private void apply(FleetManifest wanted) {
    cluster.stack(STACK).apply(wanted.text());
    cluster.settle(BOUND);
  }

  private Map<String, String> attributes() {
    return cluster
        .outsider()
        .loadBalancing()
        .describeLoadBalancerAttributes(
            request -> request.loadBalancerArn(cluster.loadBalancerArn()))
        .attributes()
        .stream()
        .collect(Collectors.toMap(LoadBalancerAttribute::key, LoadBalancerAttribute::value));
  }

  @Test
  void shouldHoldSecurityGroupsAndDoTheRestWhenItWasMadeWithoutAny() {
    // Given
    apply(network());
    String balancer = cluster.loadBalancerArn();

    // When
    apply(
        network()
            .with(
                "scheme: internal",
                "scheme: internal\n      securityGroupIds: [%s]\n      attributes: {%s: 'true'}"
                    .formatted(
                        cluster.outsider().securityGroupId(),
                        "load_balancing.cross_zone.enabled")));

    // Then
    assertThat(cluster.stack(STACK).latest().orElseThrow().plan().held())
        .singleElement()
        .satisfies(
            held -> {
              assertThat(held.reason()).isEqualTo(HoldReason.NeedsTrafficMigration);
              assertThat(held.why()).contains("made without any", "take securityGroupIds back");
              assertThat(held.change().attributeChanges())
                  .extracting(each -> each.name())
                  .containsExactly("SecurityGroups");
            });
    assertThat(cluster.loadBalancerArn()).isEqualTo(balancer);
    assertThat(attributes()).containsEntry("load_balancing.cross_zone.enabled", "true");
  }

  /** Its nodes learn of a change later than those of an application load balancer. */
  @Test
  void shouldLoseNoRequestWhenThePortChanges() {
    // Given
    apply(network());
    cluster.runFor(Duration.ofMinutes(4));
    cluster.traffic().offer(cluster.loadBalancerArn(), 443, 200, SERVICE_TIME);
    cluster.runFor(Duration.ofSeconds(30));
    Instant start = cluster.now();

    // When
    apply(network().with("port: 8000", "port: 9000"));
    cluster.runFor(Duration.ofMinutes(1));

    // Then
    Report report = cluster.traffic().report(start, cluster.now());
    assertThat(report.requests()).isGreaterThan(20_000);
    assertThat(report.failed()).as("%s%n%s", report, cluster.state()).isZero();
    assertThat(Duration.between(start, cluster.now())).isGreaterThan(Duration.ofSeconds(130));
    assertThat(cluster.outsider().view().targetGroups())
        .singleElement()
        .satisfies(group -> assertThat(group.port()).isEqualTo(9000));
  }

  @Test
  void shouldStandInOneZoneWhenTheSpecAllowsIt() {
    // When
    String subnet = cluster.outsider().subnetIds().getFirst();
    apply(
        network()
            .with("      subnetIds: [", "      allowSingleZone: true\n      subnetIds: [")
            .with("scheme: internal", "scheme: internal\n      subnetIds: [%s]".formatted(subnet)));

    // Then
    assertThat(cluster.outsider().view().loadBalancers())
        .singleElement()
        .satisfies(
            balancer ->
                assertThat(balancer.availabilityZones())
                    .extracting(zone -> zone.subnetId())
                    .containsExactly(subnet));
  }
}
