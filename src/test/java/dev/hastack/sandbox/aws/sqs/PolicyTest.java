package dev.hastack.sandbox.aws.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hastack.sandbox.aws.world.Queues;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.InvalidAttributeValueException;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** Who may send to a queue. */
class PolicyTest {
  private static final String SERVICE = "events.amazonaws.com";

  private final SignalWorld world = new SignalWorld();
  private final String url = world.queue("signals");

  private Optional<String> refused(String principal, String sourceArn) {
    return world
        .region()
        .sqs()
        .queues()
        .send(
            SignalWorld.queueArn("signals"), new Queues.Sender(principal, sourceArn), "x", Map.of())
        .map(Queues.Refusal::code);
  }

  @Test
  void shouldLetOnlyTheRuleInThatThePolicyNames() {
    // Then
    assertThat(refused(SERVICE, SignalWorld.ruleArn("spot"))).contains("NO_PERMISSIONS");

    // When
    world.admit(url, SignalWorld.ruleArn("spot"));

    // Then
    assertThat(refused(SERVICE, SignalWorld.ruleArn("spot"))).isEmpty();
    assertThat(refused(SERVICE, SignalWorld.ruleArn("other"))).contains("NO_PERMISSIONS");
    assertThat(refused("sns.amazonaws.com", SignalWorld.ruleArn("spot")))
        .contains("NO_PERMISSIONS");
  }

  @Test
  void shouldLetARoleOfTheAccountInWithoutAPolicy() {
    assertThat(refused("arn:aws:iam::111122223333:role/hooks", "arn:aws:autoscaling:x")).isEmpty();
  }

  @Test
  void shouldLetNoEventInWhenTheKeyIsManagedByAws() {
    // Given
    world.admitRules(url);

    // When
    world.sqs.setQueueAttributes(
        request ->
            request
                .queueUrl(url)
                .attributes(Map.of(QueueAttributeName.KMS_MASTER_KEY_ID, "alias/aws/sqs")));

    // Then
    assertThat(refused(SERVICE, SignalWorld.ruleArn("spot"))).contains("NO_PERMISSIONS");

    // When
    world.sqs.setQueueAttributes(
        request ->
            request
                .queueUrl(url)
                .attributes(Map.of(QueueAttributeName.SQS_MANAGED_SSE_ENABLED, "true")));

    // Then
    assertThat(refused(SERVICE, SignalWorld.ruleArn("spot"))).isEmpty();
  }

  @Test
  void shouldDenyACallerWhenThePolicySaysSo() {
    // Given
    String policy =
        """
        {"Statement":{"Effect":"Deny","Principal":{"AWS":"*"},"Action":"sqs:Receive*",
         "Resource":"*"}}\
        """;

    // When
    world.sqs.setQueueAttributes(
        request -> request.queueUrl(url).attributes(Map.of(QueueAttributeName.POLICY, policy)));

    // Then
    assertThatThrownBy(() -> world.receive(url))
        .isInstanceOfSatisfying(
            SqsException.class,
            each -> assertThat(each.awsErrorDetails().errorCode()).isEqualTo("AccessDenied"));
    world.sqs.sendMessage(request -> request.queueUrl(url).messageBody("x"));
  }

  @Test
  void shouldRefuseWhatIsNoPolicy() {
    assertThatThrownBy(
            () ->
                world.sqs.setQueueAttributes(
                    request ->
                        request
                            .queueUrl(url)
                            .attributes(Map.of(QueueAttributeName.POLICY, "{\"Statement\":[]}"))))
        .isInstanceOf(InvalidAttributeValueException.class);
  }
}
