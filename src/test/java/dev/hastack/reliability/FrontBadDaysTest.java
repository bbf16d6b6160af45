package dev.hastack.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.api.v1alpha1.HAStackStatus;
import dev.hastack.core.plan.HoldReason;
import dev.hastack.sandbox.aws.front.CallFilter;
import dev.hastack.sandbox.aws.front.Fault;
import dev.hastack.sandbox.aws.front.FaultRule;
import dev.hastack.sandbox.aws.front.SimulationOptions;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.acm.model.CertificateStatus;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;

/** What a front needs and the account has no more: the rest of the stack goes on. */
class FrontBadDaysTest {
  private static final long SEED = 20_260_507;
  private static final String STACK = "storefront";
  private static final Duration BOUND = Duration.ofMinutes(45);
  private static final Duration A_WHILE = Duration.ofMinutes(6);

  private static VirtualCluster cluster() {
    return new VirtualCluster(SimulationOptions.calm(SEED));
  }

  private static FleetManifest behindBalancer(VirtualCluster cluster, String certificate) {
    return FleetManifest.webBehindBalancer(STACK, cluster.outsider(), certificate);
  }

  /** Something that has nothing to do with the front. */
  private static void raiseMaximum(VirtualCluster cluster) {
    cluster.stack(STACK).apply(cluster.stack(STACK).manifest().with("max: 5", "max: 7").text());
    cluster.runFor(A_WHILE);
  }

  private static int maximum(VirtualCluster cluster) {
    return cluster.outsider().view().groups().stream().mapToInt(group -> group.maxSize()).sum();
  }

  private static Condition condition(VirtualCluster cluster, String type) {
    var status = Objects.requireNonNull(cluster.stack(STACK).object().getStatus());
    return Objects.requireNonNull(status.conditions()).stream()
        .filter(condition -> condition.type().equals(type))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void shouldMakeNothingAndNameTheCertificateWhenItIsNotUsableToBeginWith() {
    try (VirtualCluster cluster = cluster()) {
      // Given
      String certificate = cluster.certificate("shop.example.com");
      cluster.certificateBecomes(certificate, CertificateStatus.EXPIRED);

      // When
      cluster.stack(STACK).apply(behindBalancer(cluster, certificate).text());
      cluster.runFor(A_WHILE);

      // Then
      assertThat(cluster.outsider().view().shapes()).isEmpty();
      assertThat(condition(cluster, "Stalled").message()).contains(certificate, "EXPIRED");
    }
  }

  private static FleetManifest withLogs(VirtualCluster cluster) {
    return behindBalancer(cluster, cluster.certificate("shop.example.com"))
        .with(
            "scheme: internet-facing",
            "scheme: internet-facing\n      accessLogs: {bucket: storefront-logs, prefix: shop}");
  }

  @Test
  void shouldServeAndPrintTheStatementWhenTheBucketDoesNotLetLogsIn() {
    try (VirtualCluster cluster = cluster()) {
      // Given
      cluster.s3().provideBucket("storefront-logs");
      String statement =
          "{\"Effect\": \"Allow\", \"Principal\": {\"Service\":"
              + " \"logdelivery.elasticloadbalancing.amazonaws.com\"}, \"Action\":"
              + " \"s3:PutObject\", \"Resource\":"
              + " \"arn:aws:s3:::storefront-logs/shop/AWSLogs/111122223333/*\"}";

      // When
      cluster.stack(STACK).apply(withLogs(cluster).text());
      cluster.runFor(Duration.ofSeconds(1));

      // Then
      assertThat(cluster.stack(STACK).latest().orElseThrow().plan().warnings())
          .anySatisfy(warning -> assertThat(warning).contains("storefront-logs", statement));

      // When
      cluster.runFor(Duration.ofMinutes(5));

      // Then
      assertThat(cluster.outsider().view().listeners()).hasSize(2);
      assertThat(cluster.outsider().view().groups()).hasSize(1);
      assertThat(cluster.stack(STACK).latest().orElseThrow().plan().held())
          .singleElement()
          .satisfies(
              held -> {
                assertThat(held.reason()).isEqualTo(HoldReason.MissingPrerequisite);
                assertThat(held.why()).contains(statement);
                assertThat(held.change().attributeChanges())
                    .allMatch(each -> each.name().contains("access_logs.s3."));
              });
      assertThat(condition(cluster, "TrafficReady"))
          .satisfies(
              traffic -> {
                assertThat(traffic.status()).isEqualTo(Condition.Status.True);
                assertThat(traffic.message()).contains(statement);
              });

      // When
      cluster.s3().provideLogBucket("storefront-logs");
      cluster.runFor(A_WHILE);

      // Then
      assertThat(condition(cluster, "Drifted").reason()).isEqualTo("NoDrift");
      assertThat(condition(cluster, "Stalled").status()).isEqualTo(Condition.Status.False);
    }
  }

  @Test
  void shouldNotMakeTheLoadBalancerWaitForItsLogsWhenItIsMadeAgain() {
    try (VirtualCluster cluster = cluster()) {
      // Given
      cluster.s3().provideLogBucket("storefront-logs");
      cluster.stack(STACK).apply(withLogs(cluster).text());
      cluster.settle(BOUND);
      cluster.s3().provideBucket("storefront-logs");

      // When
      cluster
          .outsider()
          .loadBalancing()
          .deleteLoadBalancer(request -> request.loadBalancerArn(cluster.loadBalancerArn()));
      cluster.runFor(Duration.ofMinutes(15));

      // Then
      assertThat(cluster.outsider().view().listeners()).hasSize(2);
      assertThat(condition(cluster, "TrafficReady").status()).isEqualTo(Condition.Status.True);
    }
  }

  @Test
  void shouldSayThatTheBucketIsElsewhereWhenItIs() {
    try (VirtualCluster cluster = cluster()) {
      // Given
      cluster.s3().provideBucketElsewhere("storefront-logs", "eu-west-1");

      // When
      cluster.stack(STACK).apply(withLogs(cluster).text());
      cluster.runFor(A_WHILE);

      // Then
      assertThat(condition(cluster, "TrafficReady").message())
          .contains("storefront-logs", "another region");
    }
  }

  @Test
  void shouldSwitchLogsOnAndSaySoWhenThePolicyMayNotBeRead() {
    try (VirtualCluster cluster = cluster()) {
      // Given
      cluster.s3().provideLogBucket("storefront-logs");
      cluster
          .aws()
          .faults()
          .order(FaultRule.of(new Fault.Denied(), CallFilter.of("s3", "GetBucketPolicy")));

      // When
      cluster.stack(STACK).apply(withLogs(cluster).text());
      cluster.settle(BOUND);

      // Then
      assertThat(
              cluster
                  .outsider()
                  .loadBalancing()
                  .describeLoadBalancerAttributes(
                      request -> request.loadBalancerArn(cluster.loadBalancerArn()))
                  .attributes())
          .anyMatch(
              each -> each.key().equals("access_logs.s3.enabled") && each.value().equals("true"));
      assertThat(cluster.stack(STACK).latest().orElseThrow().plan().warnings())
          .anySatisfy(
              warning -> assertThat(warning).contains("storefront-logs", "GetBucketPolicy"));
    }
  }

  @Test
  void shouldWarnOfZonesThatTheLoadBalancerIsNotIn() {
    try (VirtualCluster cluster = cluster()) {
      // Given
      String subnets = String.join(", ", cluster.outsider().subnetIds().subList(0, 2));
      FleetManifest manifest =
          behindBalancer(cluster, cluster.certificate("shop.example.com"))
              .with(
                  "scheme: internet-facing",
                  "scheme: internet-facing\n      subnetIds: [" + subnets + "]");

      // When
      cluster.stack(STACK).apply(manifest.text());
      cluster.runFor(Duration.ofSeconds(1));

      // Then
      assertThat(cluster.stack(STACK).latest().orElseThrow().plan().warnings())
          .anySatisfy(warning -> assertThat(warning).contains("no subnet in us-east-1c,"));
    }
  }

  @Test
  void shouldGoOnWithTheRestWhenACertificateExpires() {
    try (VirtualCluster cluster = cluster()) {
      // Given
      String certificate = cluster.certificate("shop.example.com");
      cluster.stack(STACK).apply(behindBalancer(cluster, certificate).text());
      cluster.settle(BOUND);

      // When
      cluster.certificateBecomes(certificate, CertificateStatus.EXPIRED);
      raiseMaximum(cluster);

      // Then
      assertThat(maximum(cluster)).isEqualTo(7);
      assertThat(condition(cluster, "TrafficReady").message()).contains(certificate, "EXPIRED");

      // When
      cluster.outsider().view().listeners().stream()
          .filter(listener -> listener.port() == 443)
          .forEach(
              listener ->
                  cluster
                      .outsider()
                      .loadBalancing()
                      .deleteListener(request -> request.listenerArn(listener.listenerArn())));
      cluster.runFor(A_WHILE);

      // Then
      assertThat(cluster.stack(STACK).latest().orElseThrow().plan().held())
          .extracting(held -> held.change().id() + " " + held.reason())
          .contains("Listener/443 " + HoldReason.MissingPrerequisite);
      assertThat(cluster.outsider().view().listeners()).hasSize(1);

      // When
      cluster.certificateBecomes(certificate, CertificateStatus.ISSUED);
      cluster.settle(BOUND);

      // Then
      assertThat(cluster.outsider().view().listeners()).hasSize(2);
      assertThat(condition(cluster, "TrafficReady").message()).doesNotContain(certificate);
    }
  }

  @Test
  void shouldGoOnWithTheRestWhenTheListenerOfSomebodyElseIsGone() {
    try (VirtualCluster cluster = cluster()) {
      // Given
      String listener = foreignListener(cluster);
      cluster
          .stack(STACK)
          .apply(FleetManifest.web(STACK, cluster.outsider()).behind(listener, 7).text());
      cluster.settle(BOUND);

      // When
      cluster.outsider().loadBalancing().deleteListener(request -> request.listenerArn(listener));
      raiseMaximum(cluster);

      // Then
      assertThat(maximum(cluster)).isEqualTo(7);
      assertThat(condition(cluster, "TrafficReady"))
          .satisfies(
              traffic -> {
                assertThat(traffic.reason()).isEqualTo("NoListener");
                assertThat(traffic.message()).contains(listener, "correct the ARN");
              });
      assertThat(condition(cluster, "Ready").status()).isEqualTo(Condition.Status.False);

      // When
      cluster.stack(STACK).delete(cluster.now());
      cluster.settle(BOUND);

      // Then
      assertThat(cluster.outsider().view().groups()).isEmpty();
    }
  }

  @Test
  void shouldKeepTheRuleAndWhereClientsFindItWhenOnlyItsLoadBalancerMayNotBeRead() {
    try (VirtualCluster cluster = cluster()) {
      // Given
      cluster
          .stack(STACK)
          .apply(
              FleetManifest.web(STACK, cluster.outsider())
                  .behind(foreignListener(cluster), 7)
                  .text());
      cluster.settle(BOUND);
      cluster.runFor(A_WHILE);
      HAStackStatus.Traffic before = traffic(cluster);

      // When
      cluster
          .aws()
          .faults()
          .order(
              FaultRule.of(
                  new Fault.Denied(),
                  CallFilter.of("elasticloadbalancing", "DescribeLoadBalancers")
                      .by("arn:aws:iam::*:user/operator")));
      cluster.runFor(A_WHILE);

      // Then
      assertThat(before.dnsName()).isNotEmpty();
      assertThat(traffic(cluster))
          .usingRecursiveComparison()
          .ignoringFields("zones")
          .isEqualTo(before);
      assertThat(cluster.stack(STACK).latest().orElseThrow().plan().obstacles().keySet())
          .noneMatch(id -> id.kind().equals("ListenerRule"));
    }
  }

  private static HAStackStatus.Traffic traffic(VirtualCluster cluster) {
    var status = Objects.requireNonNull(cluster.stack(STACK).object().getStatus());
    return Objects.requireNonNull(status.traffic());
  }

  @Test
  void shouldMakeNothingAndSayWhereTheListenerIsWhenItIsOfAnotherRegion() {
    try (VirtualCluster cluster = cluster()) {
      // When
      cluster
          .stack(STACK)
          .apply(
              FleetManifest.web(STACK, cluster.outsider())
                  .behind(foreignListener(cluster).replace("us-east-1", "eu-west-1"), 7)
                  .text());
      cluster.runFor(A_WHILE);

      // Then
      assertThat(cluster.outsider().view().groups()).isEmpty();
      assertThat(condition(cluster, "Stalled").message())
          .contains("spec.aws.loadBalancer.existing.listenerArn", "eu-west-1", "us-east-1");
    }
  }

  @Test
  void shouldServeAndNameTheKeyWhenAWSDoesNotKnowAnAttribute() {
    try (VirtualCluster cluster = cluster()) {
      // When
      cluster
          .stack(STACK)
          .apply(
              behindBalancer(cluster, cluster.certificate("shop.example.com"))
                  .with(
                      "scheme: internet-facing",
                      "scheme: internet-facing\n      attributes: {routing.http9.enabled: 'true'}")
                  .text());
      cluster.runFor(A_WHILE);

      // Then
      assertThat(cluster.outsider().view().listeners()).hasSize(2);
      assertThat(condition(cluster, "Stalled").message()).contains("routing.http9.enabled");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldNameTheRuleOfSomebodyElseWhenItKeepsAMigrationFromGoingOn(boolean beforehand) {
    try (VirtualCluster cluster = cluster()) {
      // Given
      String certificate = cluster.certificate("shop.example.com");
      cluster.stack(STACK).apply(behindBalancer(cluster, certificate).text());
      cluster.settle(BOUND);
      cluster.runFor(Duration.ofMinutes(4));
      FleetManifest moved = cluster.stack(STACK).manifest().with("port: 8000", "port: 9000");

      // When
      String rule = beforehand ? foreignRule(cluster) : "";
      cluster.stack(STACK).apply(moved.text());
      cluster.runFor(Duration.ofSeconds(15));
      String sender = beforehand ? rule : foreignRule(cluster);
      cluster.runFor(A_WHILE);

      // Then
      assertThat(cluster.stack(STACK).latest().orElseThrow().plan().held())
          .filteredOn(held -> held.reason() == HoldReason.NeedsTrafficMigration)
          .extracting(held -> held.why())
          .anySatisfy(why -> assertThat(why).contains("port 443", "priority 77", "removed"));
      assertThat(cluster.outsider().view().targetGroups()).hasSize(beforehand ? 1 : 2);
      if (!beforehand) {
        assertThat(cluster.stack(STACK).latest().orElseThrow().plan().held())
            .anyMatch(held -> held.why().contains("its ReplaceUnhealthy is suspended"));
      }

      // When
      cluster.outsider().loadBalancing().deleteRule(request -> request.ruleArn(sender));
      cluster.settle(BOUND);

      // Then
      assertThat(cluster.outsider().view().targetGroups())
          .singleElement()
          .satisfies(group -> assertThat(group.port()).isEqualTo(9000));
    }
  }

  /** Somebody's rule on our listener, to our target group of port 8000. */
  private static String foreignRule(VirtualCluster cluster) {
    String listener =
        cluster.outsider().view().listeners().stream()
            .filter(each -> each.port() == 443)
            .findFirst()
            .orElseThrow()
            .listenerArn();
    String targetGroup =
        cluster.outsider().view().targetGroups().stream()
            .filter(group -> group.port() == 8000)
            .findFirst()
            .orElseThrow()
            .targetGroupArn();
    return cluster
        .outsider()
        .loadBalancing()
        .createRule(
            request ->
                request
                    .listenerArn(listener)
                    .priority(77)
                    .conditions(
                        RuleCondition.builder()
                            .field("path-pattern")
                            .pathPatternConfig(path -> path.values("/theirs/*"))
                            .build())
                    .actions(
                        Action.builder()
                            .type(ActionTypeEnum.FORWARD)
                            .targetGroupArn(targetGroup)
                            .build()))
        .rules()
        .getFirst()
        .ruleArn();
  }

  private static String foreignListener(VirtualCluster cluster) {
    return cluster.outsider().listener(cluster.outsider().subnetIds().subList(0, 3));
  }

  @ParameterizedTest
  @CsvSource({
    "acm, DescribeCertificate, TrafficReady",
    "ec2, DescribeAvailabilityZones, ''",
  })
  void shouldGoOnWithTheRestWhenAWSDoesNotLetItLook(
      String service, String operation, String condition) {
    try (VirtualCluster cluster = cluster()) {
      // Given
      String certificate = cluster.certificate("shop.example.com");
      cluster
          .stack(STACK)
          .apply(
              behindBalancer(cluster, certificate)
                  .with("fleet:\n", "fleet:\n      zoneLayout: OneGroupPerZone\n")
                  .text());
      cluster.settle(BOUND);

      // When
      cluster
          .aws()
          .faults()
          .order(
              FaultRule.of(
                  new Fault.Denied(),
                  CallFilter.of(service, operation).by("arn:aws:iam::*:user/operator")));
      raiseMaximum(cluster);

      // Then
      assertThat(maximum(cluster)).isEqualTo(7);
      assertThat(cluster.stack(STACK).latest().orElseThrow().plan().warnings())
          .anyMatch(warning -> warning.contains(operation));
      if (!condition.isEmpty()) {
        assertThat(condition(cluster, condition).message()).contains(operation);
      }
    }
  }
}
