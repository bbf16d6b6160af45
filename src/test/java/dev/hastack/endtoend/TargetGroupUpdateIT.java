package dev.hastack.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.api.v1alpha1.HAStackStatus;
import dev.hastack.core.status.ConditionType;
import dev.hastack.core.status.Notice;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import software.amazon.awssdk.services.autoscaling.model.Instance;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/** What of a target group AWS cannot change in place, and the way out of having one. */
@TestInstance(Lifecycle.PER_CLASS)
class TargetGroupUpdateIT {
  private static final String NAMESPACE = "targetgroup";

  private final Scene scene = new Scene();
  private OperatorUnderTest operator;

  /** What AWS cannot change in place, each with another value, one edit after the other. */
  private static final List<String> IMMUTABLES =
      List.of(
          "\"port\": 9000",
          "\"protocol\": \"HTTPS\"",
          "\"protocol\": \"HTTP\", \"protocolVersion\": \"HTTP2\"");

  @BeforeAll
  void start() {
    operator = OperatorUnderTest.serving(scene, NAMESPACE);
  }

  @AfterAll
  void stop() {
    operator.close();
    scene.close();
  }

  /** Nobody sends requests to it, so that nothing has to wait for a load balancer. */
  @Test
  void shouldMoveTheServersToASuccessorWhenAnImmutableChangesAndNoListenerUsesIt() {
    // Given
    StackObject stack = operator.settle("successor", scene.web("successor"));

    for (String immutable : IMMUTABLES) {
      TargetGroup before = scene.account().targetGroups(stack.qualifiedName()).getFirst();
      List<String> servers = servers(stack);
      int calls = scene.proxy().calls().size();

      // When
      stack.patch("{\"spec\": {\"aws\": {\"targetGroup\": {%s}}}}".formatted(immutable));

      // Then
      StackObject.await()
          .untilAsserted(
              () ->
                  assertThat(scene.account().targetGroups(stack.qualifiedName()))
                      .as(immutable)
                      .singleElement()
                      .isNotEqualTo(before));
      stack.awaitSettled();
      TargetGroup after = scene.account().targetGroups(stack.qualifiedName()).getFirst();
      assertThat(after.targetGroupName()).isNotEqualTo(before.targetGroupName());
      assertThat(scene.account().groups(stack.qualifiedName()).getFirst().targetGroupARNs())
          .containsExactly(after.targetGroupArn());
      assertThat(servers(stack)).isEqualTo(servers);
      assertThat(operations(calls))
          .containsSubsequence(
              "elasticloadbalancing:CreateTargetGroup",
              "autoscaling:AttachLoadBalancerTargetGroups",
              "autoscaling:DetachLoadBalancerTargetGroups",
              "elasticloadbalancing:DeleteTargetGroup")
          .containsOnlyOnce(
              "elasticloadbalancing:CreateTargetGroup", "elasticloadbalancing:DeleteTargetGroup");
    }

    // Then: of what held a process nothing is left, and nobody had to be asked
    assertThat(scene.account().groups(stack.qualifiedName()).getFirst().suspendedProcesses())
        .isEmpty();
    assertThat(stack.notes(Notice.Reason.ChangeHeld)).isEmpty();
    assertThat(held(stack)).isEmpty();
  }

  private List<String> servers(StackObject stack) {
    return scene.account().groups(stack.qualifiedName()).getFirst().instances().stream()
        .map(Instance::instanceId)
        .sorted()
        .toList();
  }

  private List<String> operations(int since) {
    return scene.proxy().writesSince(since).stream().map(SentWrite::operation).toList();
  }

  @Test
  void shouldHoldWhatDependsOnTheNetworkWhenTheVpcChanges() {
    // Given
    StackObject stack = operator.settle("moved", scene.web("moved"));
    LiveStack before = LiveStack.of(scene.account(), stack.qualifiedName());
    String subnet = scene.account().subnetOfAnotherVpc("10.77.0.0/24", "us-east-1a");
    int calls = scene.proxy().calls().size();

    // When
    stack.patch(
        """
        {"spec": {"aws": {"network": {
          "subnetIds": ["%s"], "allowSingleZone": true, "securityGroupIds": null}}}}
        """
            .formatted(subnet));

    // Then
    stack.awaitCondition(ConditionType.Synced, Condition.Status.False, "Held");
    assertHeld(stack, "VpcId");
    assertThat(held(stack))
        .allMatch(held -> held.reason().equals("NeedsTrafficMigration"))
        .extracting(HAStackStatus.Held::resource)
        .contains("AutoScalingGroup/app");
    assertThat(scene.proxy().writesSince(calls)).isEmpty();
    assertThat(LiveStack.of(scene.account(), stack.qualifiedName())).isEqualTo(before);
  }

  private static void assertHeld(StackObject stack, String attribute) {
    assertThat(held(stack))
        .as(attribute)
        .anySatisfy(
            held -> {
              assertThat(held.resource()).isEqualTo("TargetGroup/app");
              assertThat(held.action()).isEqualTo("Replace");
              assertThat(held.reason()).isEqualTo("NeedsTrafficMigration");
              assertThat(held.message()).contains("(" + attribute + " ");
            });
  }

  private static List<HAStackStatus.Held> held(StackObject stack) {
    return Stream.ofNullable(stack.status().plan())
        .flatMap(plan -> Stream.ofNullable(plan.held()))
        .flatMap(List::stream)
        .toList();
  }

  @Test
  void shouldDetachAndDeleteTheTargetGroupWhenTheSpecHasNoneAnyMore() {
    // Given
    StackObject stack = operator.settle("worker", scene.web("worker"));
    assertThat(stack.condition(ConditionType.TrafficReady)).isPresent();

    // When
    stack.patch("{\"spec\": {\"aws\": {\"targetGroup\": null}}}");

    // Then
    stack.awaitSettled();
    assertThat(scene.account().targetGroups(stack.qualifiedName())).isEmpty();
    assertThat(scene.account().groups(stack.qualifiedName()).getFirst().targetGroupARNs())
        .isEmpty();
    assertThat(stack.condition(ConditionType.TrafficReady)).isEmpty();
    assertThat(Objects.requireNonNull(stack.status().resources())).hasSize(2);
  }
}
