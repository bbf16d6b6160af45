package dev.hastack.sandbox.aws.eventbridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.sandbox.aws.sqs.SignalWorld;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.sqs.model.Message;

/** How events reach their targets, or do not. */
class DeliveriesTest {
  private static final String PATTERN = "{\"source\":[\"me\"]}";

  private final SignalWorld world = new SignalWorld();
  private final String queue = world.queue("signals");
  private final String dead = world.queue("dead");

  DeliveriesTest() {
    world.admitRules(dead);
    world.events.putRule(request -> request.name("mine").eventPattern(PATTERN));
    world.events.putTargets(
        request ->
            request
                .rule("mine")
                .targets(
                    Target.builder()
                        .id("queue")
                        .arn(SignalWorld.queueArn("signals"))
                        .deadLetterConfig(config -> config.arn(SignalWorld.queueArn("dead")))
                        .retryPolicy(policy -> policy.maximumEventAgeInSeconds(300))
                        .build()));
  }

  private List<PutEventsResultEntry> announce(String source, String detail) {
    return world
        .events
        .putEvents(
            request ->
                request.entries(
                    PutEventsRequestEntry.builder()
                        .source(source)
                        .detailType("Test")
                        .detail(detail)
                        .build()))
        .entries();
  }

  private static Map<String, String> why(Message message) {
    return message.messageAttributes().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().stringValue()));
  }

  @Test
  void shouldComeWithinASecondToRulesThatAskForIt() {
    // Given
    world.admitRules(queue);

    // When
    String id = announce("me", "{\"a\":1}").getFirst().eventId();
    announce("somebody else", "{\"a\":2}");

    // Then
    assertThat(world.drain(queue)).isEmpty();
    world.pass(1);
    assertThat(world.drain(queue))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.path("id").asText()).isEqualTo(id);
              assertThat(event.path("detail").toString()).isEqualTo("{\"a\":1}");
            });
  }

  @Test
  void shouldNotComeWhileItsRuleIsDisabled() {
    // Given
    world.admitRules(queue);
    world.events.disableRule(request -> request.name("mine"));

    // When
    announce("me", "{}");
    world.pass(1);

    // Then
    assertThat(world.drain(queue)).isEmpty();
  }

  @Test
  void shouldGoToTheDeadLettersAtOnceWhenTheQueueDoesNotLetItIn() {
    // When
    announce("me", "{}");
    world.pass(1);

    // Then
    assertThat(world.receive(queue)).isEmpty();
    Message buried = world.receive(dead).getFirst();
    assertThat(SignalWorld.json(buried.body()).path("source").asText()).isEqualTo("me");
    assertThat(why(buried))
        .containsEntry("RULE_ARN", SignalWorld.ruleArn("mine"))
        .containsEntry("TARGET_ARN", SignalWorld.queueArn("signals"))
        .containsEntry("ERROR_CODE", "NO_PERMISSIONS")
        .containsEntry("RETRY_ATTEMPTS", "0");
  }

  @Test
  void shouldGoToTheDeadLettersAtOnceWhenTheQueueIsGone() {
    // Given
    world.sqs.deleteQueue(request -> request.queueUrl(queue));

    // When
    announce("me", "{}");
    world.pass(1);

    // Then
    assertThat(why(world.receive(dead).getFirst())).containsEntry("ERROR_CODE", "NO_RESOURCE");
  }

  @Test
  void shouldBeTriedAgainUntilItComes() {
    // Given
    world.admitRules(queue);
    world.region().signalIncidents().failEvents(Duration.ofMinutes(1));

    // When
    announce("me", "{}");

    // Then
    world.pass(59);
    assertThat(world.receive(queue)).isEmpty();
    world.pass(60);
    assertThat(world.drain(queue)).hasSize(1);
    assertThat(world.receive(dead)).isEmpty();
  }

  @Test
  void shouldGoToTheDeadLettersWhenItIsTooOld() {
    // Given
    world.admitRules(queue);
    world.region().signalIncidents().failEvents(Duration.ofMinutes(10));

    // When
    announce("me", "{}");
    world.pass(Duration.ofMinutes(11));

    // Then
    assertThat(world.receive(queue)).isEmpty();
    assertThat(why(world.receive(dead).getFirst()))
        .containsEntry("EXHAUSTED_RETRY_CONDITION", "MaximumEventAgeInSeconds");
  }

  @Test
  void shouldComeLateWhenThatIsOrdered() {
    // Given
    world.admitRules(queue);
    world.region().signalIncidents().delayEvents(Duration.ofSeconds(90), Duration.ofMinutes(1));

    // When
    announce("me", "{}");

    // Then
    world.pass(89);
    assertThat(world.receive(queue)).isEmpty();
    world.pass(2);
    assertThat(world.receive(queue)).hasSize(1);
  }

  @Test
  void shouldRefuseEventsThatPretendToBeOfAwsOrAreMalformed() {
    assertThat(announce("aws.ec2", "{}").getFirst().errorCode())
        .isEqualTo("NotAuthorizedForSourceException");
    assertThat(announce("me", "{").getFirst().errorCode()).isEqualTo("MalformedDetail");
  }
}
