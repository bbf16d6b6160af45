package dev.hastack.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.api.v1alpha1.HAStackStatus;
import dev.hastack.core.status.ConditionType;
import dev.hastack.core.status.Notice;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/** What of a target group AWS cannot change in place, and the way out of having one. */
@TestInstance(Lifecycle.PER_CLASS)
class TargetGroupUpdateIT {
  private static final String NAMESPACE = "targetgroup";

  private final Scene scene = new Scene();
  private OperatorUnderTest operator;

  /**
   * An immutable with another value, all others being as they were.
   *
   * @param attribute as the schema declares it
   * @param targetGroup fields of {@code spec.aws.targetGroup}
   */
  private record Immutable(String attribute, String targetGroup) {}

  private static final List<Immutable> IMMUTABLES =
      List.of(
          new Immutable("Port", "\"port\": 9000"),
          new Immutable("Protocol", "\"port\": 8000, \"protocol\": \"HTTPS\""),
          new Immutable(
              "ProtocolVersion", "\"protocol\": \"HTTP\", \"protocolVersion\": \"HTTP2\""));

  private static final SentWrite MAX_SIZE =
      SentWrite.of("autoscaling:UpdateAutoScalingGroup", "MixedInstancesPolicy", "MaxSize");

  @BeforeAll
  void start() {
    operator = OperatorUnderTest.serving(scene, NAMESPACE);
  }

  @AfterAll
  void stop() {
    operator.close();
    scene.close();
  }

  @Test
  void shouldHoldOnlyTheTargetGroupWhenAnImmutableOfItChanges() {
    // Given
    StackObject stack = operator.settle("held", scene.web("held"));
    TargetGroup before = scene.account().targetGroups(stack.qualifiedName()).getFirst();
    String readySince = stack.condition(ConditionType.Ready).orElseThrow().lastTransitionTime();
    int calls = scene.proxy().calls().size();
    int max = 4;

    for (Immutable immutable : IMMUTABLES) {
      // When
      max++;
      stack.patch(
          "{\"spec\": {\"capacity\": {\"max\": %d}, \"aws\": {\"targetGroup\": {%s}}}}"
              .formatted(max, immutable.targetGroup()));

      // Then
      stack.awaitCondition(ConditionType.Synced, Condition.Status.False, "Held");
      assertHeld(stack, immutable.attribute());
      assertThat(scene.account().groups(stack.qualifiedName()).getFirst().maxSize()).isEqualTo(max);
    }

    // Then: of the target group nothing was written
    assertThat(scene.proxy().writesSince(calls))
        .containsExactlyElementsOf(Collections.nCopies(IMMUTABLES.size(), MAX_SIZE));
    assertThat(scene.account().targetGroups(stack.qualifiedName())).containsExactly(before);
    assertThat(stack.condition(ConditionType.Ready).orElseThrow().lastTransitionTime())
        .isEqualTo(readySince);
    stack.awaitEvent(Notice.Reason.ChangeHeld, "NeedsTrafficMigration");

    // When
    stack.patch("{\"spec\": {\"aws\": {\"targetGroup\": {\"protocolVersion\": null}}}}");

    // Then
    stack.awaitSettled();
    assertThat(held(stack)).isEmpty();
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
