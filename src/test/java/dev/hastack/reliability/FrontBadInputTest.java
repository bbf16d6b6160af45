package dev.hastack.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.sandbox.aws.front.CallFilter;
import dev.hastack.sandbox.aws.front.Fault;
import dev.hastack.sandbox.aws.front.FaultRule;
import dev.hastack.sandbox.aws.front.SimulationOptions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.acm.model.CertificateStatus;

/** A front that AWS would not make: said before anything of its stack is there. */
class FrontBadInputTest {
  private static final long SEED = 20_260_613;
  private static final String STACK = "storefront";
  private static final Duration A_WHILE = Duration.ofMinutes(6);
  private static final Duration BOUND = Duration.ofMinutes(45);

  private final VirtualCluster cluster = new VirtualCluster(SimulationOptions.calm(SEED));
  private final String certificate = cluster.certificate("shop.example.com");
  private final FleetManifest servers = FleetManifest.web(STACK, cluster.outsider());
  private final FleetManifest manifest =
      FleetManifest.webBehindBalancer(STACK, cluster.outsider(), certificate);

  @AfterEach
  void end() {
    cluster.close();
  }

  private String stalled() {
    return Objects.requireNonNull(cluster.stack(STACK).object().getStatus().conditions()).stream()
        .filter(condition -> condition.type().equals("Stalled"))
        .map(Condition::message)
        .findFirst()
        .orElseThrow();
  }

  private List<String> warnings() {
    return cluster.stack(STACK).latest().orElseThrow().plan().warnings();
  }

  private void apply(FleetManifest wanted, Duration wait) {
    cluster.stack(STACK).apply(wanted.text());
    cluster.runFor(wait);
  }

  /** Nothing is made, and a person is told why. */
  private void assertRefused(FleetManifest wanted, String... why) {
    apply(wanted, A_WHILE);
    assertThat(cluster.outsider().view().shapes()).isEmpty();
    assertThat(stalled()).contains(why);
  }

  private FleetManifest in(List<String> subnetIds) {
    return manifest.with(
        "scheme: internet-facing", "scheme: internet-facing\n      subnetIds: " + subnetIds);
  }

  private String subnet(String vpcId, String block, String zone) {
    return cluster
        .outsider()
        .ec2()
        .createSubnet(subnet -> subnet.vpcId(vpcId).cidrBlock(block).availabilityZone(zone))
        .subnet()
        .subnetId();
  }

  private String ownVpc() {
    return cluster.outsider().ec2().describeSubnets().subnets().getFirst().vpcId();
  }

  private String otherVpc() {
    return cluster.outsider().ec2().createVpc(vpc -> vpc.cidrBlock("10.9.0.0/16")).vpc().vpcId();
  }

  @ParameterizedTest
  @EnumSource(
      value = CertificateStatus.class,
      names = {"PENDING_VALIDATION", "FAILED", "REVOKED"})
  void shouldRefuseACertificateThatIsNotIssuedAndUseItWhenItIs(CertificateStatus status) {
    // Given
    cluster.certificateBecomes(certificate, status);

    // Then
    assertRefused(
        manifest,
        certificate,
        "whose status is " + status,
        status == CertificateStatus.PENDING_VALIDATION
            ? "validate its domain names"
            : "name one that is ISSUED");

    // When
    cluster.certificateBecomes(certificate, CertificateStatus.ISSUED);
    cluster.settle(BOUND);

    // Then
    assertThat(cluster.outsider().view().listeners()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    ":us-east-1:, :eu-west-1:, of eu-west-1",
    "certificate/, certificate/0, which this account does not have",
  })
  void shouldRefuseACertificateThatIsElsewhereOrNowhere(String from, String to, String why) {
    String wrong = certificate.replace(from, to);
    assertRefused(manifest.with(certificate, wrong), wrong, why);
  }

  @Test
  void shouldNameTheCertificateThatIsNotUsableWhenItIsTheSecond() {
    String pending = cluster.certificate("www.example.com");
    cluster.certificateBecomes(pending, CertificateStatus.PENDING_VALIDATION);
    assertRefused(
        manifest.with(certificate, certificate + "\", \"" + pending),
        pending,
        "PENDING_VALIDATION");
  }

  @Test
  void shouldRefuseSubnetsOfOneZone() {
    List<String> subnets =
        List.of(
            subnet(ownVpc(), "172.31.128.0/20", "us-east-1b"),
            subnet(ownVpc(), "172.31.144.0/20", "us-east-1b"));
    assertRefused(in(subnets), "spec.aws.loadBalancer.subnetIds", "us-east-1b", "another zone");
  }

  /** Servers may stand in both, but a load balancer may not. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldRefuseTwoSubnetsOfOneZoneBesideAnotherZone(boolean ofServers) {
    // Given
    List<String> usual = cluster.outsider().subnetIds();
    String second = subnet(ownVpc(), "172.31.128.0/20", "us-east-1b");

    // Then
    assertRefused(
        ofServers
            ? manifest.with(usual.get(1) + ",", usual.get(1) + ", " + second + ",")
            : in(List.of(usual.get(0), usual.get(1), second)),
        ofServers ? "spec.aws.network.subnetIds names" : "spec.aws.loadBalancer.subnetIds names",
        usual.get(1),
        second,
        "us-east-1b",
        "name one of each in spec.aws.loadBalancer.subnetIds");

    // When
    apply(in(usual.subList(0, 3)), Duration.ZERO);
    cluster.settle(BOUND);

    // Then
    assertThat(cluster.outsider().view().listeners()).hasSize(2);
  }

  @Test
  void shouldRefuseSubnetsOfAnotherVpc() {
    String other = otherVpc();
    List<String> subnets =
        List.of(
            subnet(other, "10.9.0.0/20", "us-east-1a"),
            subnet(other, "10.9.16.0/20", "us-east-1b"));
    assertRefused(in(subnets), "spec.aws.loadBalancer.subnetIds", other, ownVpc());
  }

  @Test
  void shouldRefuseTheListenerOfALoadBalancerInAnotherVpc() {
    // Given
    String other = otherVpc();
    String listener =
        cluster
            .outsider()
            .listener(
                List.of(
                    subnet(other, "10.9.0.0/20", "us-east-1a"),
                    subnet(other, "10.9.16.0/20", "us-east-1b")));

    // When
    apply(servers.behind(listener, 7), A_WHILE);

    // Then
    assertThat(cluster.outsider().view().groups()).isEmpty();
    assertThat(stalled())
        .contains("spec.aws.loadBalancer.existing.listenerArn", listener, other, ownVpc());
  }

  @ParameterizedTest
  @CsvSource({"1000, false", "1001, true"})
  void shouldWarnWhenThereMayBeMoreServersThanATargetGroupTakes(int max, boolean warned) {
    // When
    apply(manifest.with("max: 5", "max: " + max), Duration.ofSeconds(1));

    // Then
    assertThat(warnings().stream().filter(each -> each.contains("1000 targets")).toList())
        .hasSize(warned ? 1 : 0)
        .allMatch(each -> each.startsWith("spec.capacity.max is 1001,"));
  }

  @Test
  void shouldWarnWhenTheServersDoNotLetTheirNetworkLoadBalancerIn() {
    // Given
    String open = cluster.outsider().securityGroupId();
    String closed =
        cluster
            .outsider()
            .ec2()
            .createSecurityGroup(
                group -> group.groupName("closed").description("no rules").vpcId(ownVpc()))
            .groupId();
    FleetManifest network =
        new FleetManifest(
            servers
                    .with(open, closed)
                    .with("port: 8000", "port: 8000\n      protocol: TCP")
                    .with("{path: /health}", "{protocol: TCP, port: '8080'}")
                    .text()
                + """
                    loadBalancer:
                      scheme: internal
                      type: network
                      securityGroupIds: [%s]
                      listeners: [{port: 443, protocol: TCP}]
                """
                    .formatted(open));

    // When
    apply(network, Duration.ofSeconds(1));

    // Then
    assertThat(warnings())
        .satisfiesExactlyInAnyOrder(
            each -> assertThat(each).contains(closed, "in on port 8000;"),
            each -> assertThat(each).contains(closed, "in on port 8080, where it checks"));
  }

  /** What AWS tells nobody before it is asked for. */
  @Test
  void shouldServeBehindALoadBalancerOnceTheQuotaIsRaised() {
    // Given
    var reached =
        FaultRule.of(
                new Fault.Refused(
                    400,
                    "TooManyLoadBalancers",
                    "The maximum number of load balancers has been reached"),
                CallFilter.of("elasticloadbalancing", "CreateLoadBalancer"))
            .between(cluster.now(), cluster.now().plus(A_WHILE));
    cluster.aws().faults().order(reached);

    // When
    apply(manifest, A_WHILE);

    // Then
    assertThat(cluster.outsider().view().loadBalancers()).isEmpty();
    assertThat(stalled())
        .contains("TooManyLoadBalancers", "The maximum number of load balancers has been reached");

    // When
    cluster.settle(BOUND);

    // Then
    assertThat(cluster.outsider().view().loadBalancers()).hasSize(1);
    assertThat(cluster.outsider().view().groups()).hasSize(1);
    assertThat(cluster.outsider().view().listeners()).hasSize(2);
  }
}
