package dev.hastack.sandbox.aws.front;

import static dev.hastack.sandbox.aws.front.FrontUnderTest.ALICE_HERSELF;
import static dev.hastack.sandbox.aws.front.FrontUnderTest.OTHER_ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingException;

class FaultsTest {
  private static final CallFilter CREATES = CallFilter.of("autoscaling", "Create*");
  private static final CallFilter READS = CallFilter.of("autoscaling", "*").reads();
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  private final FrontUnderTest front = new FrontUnderTest(SimulationOptions.calm(1));
  private final Faults faults = front.aws().faults();

  @Test
  void shouldRefuseSoManyCallsAndNoMore() {
    // Given
    var order =
        faults.order(
            FaultRule.of(new Fault.Refused(400, "ResourceContention", "busy"), CREATES)
                .after(1)
                .times(2));

    // When
    front.create("first");
    assertThatThrownBy(() -> front.create("second")).isInstanceOf(AutoScalingException.class);
    assertThatThrownBy(() -> front.create("third")).isInstanceOf(AutoScalingException.class);
    front.create("fourth");

    // Then
    assertThat(front.groups()).containsExactly("first", "fourth");
    assertThat(order.fired()).isEqualTo(2);
    assertThat(front.outcomes())
        .containsExactly("OK", "ResourceContention", "ResourceContention", "OK", "OK");
  }

  @Test
  void shouldHaveEffectWhenOnlyTheAnswerIsLost() {
    // Given
    faults.order(FaultRule.of(new Fault.LostAnswer(TIMEOUT), CREATES));
    Instant before = front.aws().time().now();

    // When
    assertThatThrownBy(() -> front.create("web")).isInstanceOf(SdkClientException.class);

    // Then
    assertThat(front.aws().time().now()).isEqualTo(before.plus(TIMEOUT));
    assertThat(front.groups()).containsExactly("web");
    assertThat(front.aws().record().writes())
        .singleElement()
        .satisfies(
            call -> {
              assertThat(call.outcome()).isEqualTo(RecordedCall.NO_ANSWER);
              assertThat(call.concerns()).containsExactly("web");
            });
  }

  @Test
  void shouldHaveNoEffectWhenTheRequestIsLost() {
    // Given
    faults.order(FaultRule.of(new Fault.LostRequest(TIMEOUT), CREATES));

    // When
    assertThatThrownBy(() -> front.create("web")).isInstanceOf(SdkClientException.class);

    // Then
    assertThat(front.groups()).isEmpty();
    assertThat(front.aws().record().writes()).isEmpty();
  }

  @Test
  void shouldSpeakAsEachServiceDoesWhenItIsInTrouble() {
    // Given
    Map<Fault, String> inQuery =
        Map.of(
            new Fault.Throttled(), "Throttling",
            new Fault.Broken(), "InternalFailure",
            new Fault.Unavailable(), "ServiceUnavailable",
            new Fault.Denied(), "AccessDenied");
    Map<Fault, String> inEc2 =
        Map.of(
            new Fault.Throttled(), "RequestLimitExceeded",
            new Fault.Broken(), "InternalError",
            new Fault.Unavailable(), "Unavailable",
            new Fault.Denied(), "UnauthorizedOperation");

    // When / Then
    for (Fault fault : inQuery.keySet()) {
      var order = faults.order(FaultRule.of(fault, CallFilter.every()));
      assertThat(codeOf(front::groups)).isEqualTo(inQuery.get(fault));
      assertThat(codeOf(() -> front.ec2().describeInstances())).isEqualTo(inEc2.get(fault));
      order.lift();
    }
    assertThat(front.groups()).isEmpty();
  }

  @Test
  void shouldCutThePageAfterItsFirstItem() {
    // Given
    front.create("a");
    front.create("b");
    var order = faults.order(FaultRule.of(new Fault.CutPage(), READS));

    // When
    var page = front.autoScaling().describeAutoScalingGroups();

    // Then
    assertThat(page.autoScalingGroups()).hasSize(1);
    assertThat(
            codeOf(
                () ->
                    front
                        .autoScaling()
                        .describeAutoScalingGroups(request -> request.nextToken(page.nextToken()))))
        .isEqualTo("ServiceUnavailable");
    order.lift();
    assertThat(front.groups()).containsExactly("a", "b");
  }

  @Test
  void shouldShowThePastWhenAReadIsStale() {
    // Given
    front.groups();
    front.aws().time().advance(Duration.ofSeconds(10));
    front.create("web");
    front.aws().time().advance(Duration.ofSeconds(10));
    faults.order(FaultRule.of(new Fault.StaleRead(Duration.ofSeconds(11)), READS).times(1));

    // When / Then
    assertThat(front.groups()).isEmpty();
    assertThat(front.groups()).containsExactly("web");
  }

  @Test
  void shouldReadAndWriteElsewhereWhenCredentialsAreOfAnotherAccount() {
    // Given
    front.create("web");
    var order =
        faults.order(FaultRule.of(new Fault.OtherAccount(OTHER_ACCOUNT), CallFilter.every()));

    // When
    var seen = front.groups();
    order.lift();

    // Then
    assertThat(seen).isEmpty();
    assertThat(front.groups()).containsExactly("web");
    assertThat(front.aws().record().calls().get(1).call().accountId()).isEqualTo(OTHER_ACCOUNT);
  }

  @Test
  void shouldGoWrongOnlyForWhomAndWhenItIsOrdered() {
    // Given
    Instant now = front.aws().time().now();
    faults.order(FaultRule.of(new Fault.Broken(), CREATES.by("*user/bob")));
    faults.order(
        FaultRule.of(new Fault.Broken(), CREATES.by(ALICE_HERSELF.arn()))
            .between(now.plusSeconds(60), now.plusSeconds(120)));

    // When
    front.create("before");
    front.aws().time().advance(Duration.ofSeconds(60));
    assertThat(codeOf(() -> front.create("during"))).isEqualTo("InternalFailure");
    front.aws().time().advance(Duration.ofSeconds(60));
    front.create("after");

    // Then
    assertThat(front.groups()).containsExactly("after", "before");
  }

  @Test
  void shouldGoWrongByChanceWhenProbabilityIsBetween() {
    // Given
    var order = faults.order(FaultRule.of(new Fault.Broken(), READS).withProbability(0.5));

    // When
    for (int call = 0; call < 200; call++) {
      codeOf(front::groups);
    }

    // Then
    assertThat(order.fired()).as("seed 1").isBetween(70, 130);
  }

  @Test
  void shouldAnswerNotImplementedWhenOperationIsNotModelled() {
    // When / Then
    assertThat(codeOf(() -> front.autoScaling().describeAccountLimits()))
        .isEqualTo("NotImplemented");
    assertThat(codeOf(() -> front.autoScaling().deleteAutoScalingGroup(each -> {})))
        .as("a defect of the model")
        .isEqualTo("InternalFailure");
    assertThat(front.outcomes().getFirst()).isEqualTo("NotModelled");
  }

  private static String codeOf(Runnable call) {
    try {
      call.run();
      return RecordedCall.OK;
    } catch (AwsServiceException refused) {
      return refused.awsErrorDetails().errorCode();
    }
  }
}
