package dev.hastack.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.core.status.Notice;
import dev.hastack.sandbox.aws.front.SimulationOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** A server that somebody put into our target group: said, and left where it is. */
class UnknownTargetTest {
  private static final long SEED = 20_261_127;
  private static final String STACK = "storefront";
  private static final Duration BOUND = Duration.ofMinutes(45);
  private static final Duration A_WHILE = Duration.ofMinutes(6);

  private final VirtualCluster cluster = new VirtualCluster(SimulationOptions.calm(SEED));

  private FleetManifest manifest() {
    return FleetManifest.webBehindBalancer(
        STACK, cluster.outsider(), cluster.certificate("shop.example.com"));
  }

  private void settled(FleetManifest manifest, boolean reporting) {
    cluster.stack(STACK).apply((reporting ? manifest.reporting() : manifest).text());
    cluster.settle(BOUND);
    cluster.runFor(A_WHILE);
  }

  private String targetGroup() {
    return cluster.outsider().view().targetGroups().getFirst().targetGroupArn();
  }

  /** A server of somebody else's group, registered by hand. */
  private String registerStranger(String subnetId) {
    Outsider outsider = cluster.outsider();
    outsider
        .ec2()
        .createLaunchTemplate(
            request ->
                request
                    .launchTemplateName("theirs")
                    .launchTemplateData(
                        data ->
                            data.imageId(outsider.imageId()).instanceType(InstanceType.T3_MEDIUM)));
    outsider
        .autoScaling()
        .createAutoScalingGroup(
            request ->
                request
                    .autoScalingGroupName("theirs")
                    .launchTemplate(template -> template.launchTemplateName("theirs"))
                    .vpcZoneIdentifier(subnetId)
                    .minSize(1)
                    .maxSize(1));
    cluster.runFor(Duration.ofMinutes(3));
    String server =
        outsider.view().groups().stream()
            .filter(group -> group.autoScalingGroupName().equals("theirs"))
            .findFirst()
            .orElseThrow()
            .instances()
            .getFirst()
            .instanceId();
    outsider
        .loadBalancing()
        .registerTargets(
            request ->
                request
                    .targetGroupArn(targetGroup())
                    .targets(TargetDescription.builder().id(server).build()));
    return server;
  }

  private List<TargetHealthStateEnum> states(String server) {
    return cluster
        .outsider()
        .loadBalancing()
        .describeTargetHealth(request -> request.targetGroupArn(targetGroup()))
        .targetHealthDescriptions()
        .stream()
        .filter(each -> each.target().id().equals(server))
        .map(each -> each.targetHealth().state())
        .toList();
  }

  private String synced() {
    var status = Objects.requireNonNull(cluster.stack(STACK).object().getStatus());
    return Objects.requireNonNull(status.conditions()).stream()
        .filter(condition -> condition.type().equals("Synced"))
        .map(Condition::message)
        .findFirst()
        .orElseThrow();
  }

  private List<Notice> notices() {
    return cluster.stack(STACK).latest().orElseThrow().notices().stream()
        .filter(notice -> notice.reason() == Notice.Reason.UnknownTarget)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldReportASecurityFindingAndTouchNothingWhenSomebodyRegisteredATarget(boolean reporting) {
    try (cluster) {
      // Given
      settled(manifest(), reporting);

      // When
      Instant then = cluster.now();
      String stranger = registerStranger(cluster.outsider().subnetIds().getFirst());
      for (int wait = 0; notices().isEmpty(); wait++) {
        assertThat(wait).as("it is noticed: %s", cluster.state()).isLessThan(60);
        cluster.runFor(Duration.ofSeconds(5));
      }

      // Then
      assertThat(notices())
          .singleElement()
          .satisfies(
              notice -> {
                assertThat(notice.severity()).isEqualTo(Notice.Severity.Warning);
                assertThat(notice.message())
                    .contains("security finding", stranger, "gets its requests", "left alone");
              });

      // When
      cluster.runFor(A_WHILE);

      // Then
      assertThat(synced()).contains("security finding", stranger);
      assertThat(states(stranger)).containsExactly(TargetHealthStateEnum.HEALTHY);
      assertThat(cluster.writesSince(then)).isEmpty();

      // When: it leaves, and so gets no more requests
      cluster
          .outsider()
          .loadBalancing()
          .deregisterTargets(
              request ->
                  request
                      .targetGroupArn(targetGroup())
                      .targets(TargetDescription.builder().id(stranger).build()));
      cluster.stack(STACK).passLost();
      cluster.runFor(Duration.ofSeconds(1));

      // Then
      assertThat(states(stranger)).containsExactly(TargetHealthStateEnum.DRAINING);
      assertThat(synced()).doesNotContain(stranger);
    }
  }

  /** It stands in a zone that the load balancer is not in. */
  @Test
  void shouldSayThatATargetGetsNothingNowWhenItIsUnused() {
    try (cluster) {
      // Given
      List<String> subnets = cluster.outsider().subnetIds();
      settled(
          manifest()
              .with(
                  "scheme: internet-facing",
                  "scheme: internet-facing\n      subnetIds: " + subnets.subList(0, 2)),
          false);

      // When
      String stranger = registerStranger(subnets.get(2));
      cluster.runFor(A_WHILE);

      // Then
      assertThat(states(stranger)).containsExactly(TargetHealthStateEnum.UNUSED);
      assertThat(synced()).contains("security finding", stranger, "would get its requests");
    }
  }
}
