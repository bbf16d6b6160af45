package dev.hastack.sandbox.aws.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hastack.sandbox.aws.front.Rights;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.InvalidAttributeValueException;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDeletedRecentlyException;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.QueueNameExistsException;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** Queues as SQS's API makes, shows and refuses them. */
class QueuesTest {
  private final SignalWorld world = new SignalWorld();

  @Test
  void shouldGiveWhatWasSentWhenItIsReceivedAndNoMoreWhenItIsDeleted() {
    // Given
    String url = world.queue("signals");
    world.sqs.sendMessage(
        request ->
            request
                .queueUrl(url)
                .messageBody("hello, wörld")
                .messageAttributes(
                    Map.of(
                        "kind",
                        MessageAttributeValue.builder()
                            .dataType("String")
                            .stringValue("greeting")
                            .build())));

    // When
    Message message = world.receive(url).getFirst();

    // Then
    assertThat(message.body()).isEqualTo("hello, wörld");
    assertThat(message.messageAttributes())
        .hasEntrySatisfying("kind", value -> assertThat(value.stringValue()).isEqualTo("greeting"));
    assertThat(message.attributesAsStrings())
        .containsEntry("ApproximateReceiveCount", "1")
        .containsEntry("SentTimestamp", Long.toString(world.now().toEpochMilli()));

    // When
    world.sqs.deleteMessage(
        request -> request.queueUrl(url).receiptHandle(message.receiptHandle()));
    world.pass(Duration.ofMinutes(1));

    // Then
    assertThat(world.receive(url)).isEmpty();
  }

  @Test
  void shouldAnswerTheSameQueueWhenItIsCreatedAgainWithWhatItHas() {
    // Given
    String url = world.queue("signals", Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "60"));

    // Then
    assertThat(world.queue("signals", Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "60")))
        .isEqualTo(url);
    assertThat(world.queue("signals")).isEqualTo(url);
    assertThatThrownBy(
            () -> world.queue("signals", Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "61")))
        .isInstanceOf(QueueNameExistsException.class);
  }

  @Test
  void shouldBlockTheNameForAMinuteWhenAQueueIsDeleted() {
    // Given
    String url = world.queue("signals");

    // When
    world.sqs.deleteQueue(request -> request.queueUrl(url));

    // Then
    assertThatThrownBy(() -> world.receive(url)).isInstanceOf(QueueDoesNotExistException.class);
    world.pass(Duration.ofSeconds(59));
    assertThatThrownBy(() -> world.queue("signals"))
        .isInstanceOf(QueueDeletedRecentlyException.class);
    world.pass(Duration.ofSeconds(1));
    assertThat(world.queue("signals")).isEqualTo(url);
  }

  @Test
  void shouldLetTimePassUntilSomethingComesWhenAPollIsLong() {
    // Given
    String url = world.queue("signals");
    Instant start = world.now();
    world.aws().time().after(Duration.ofSeconds(7), () -> world.region().sqs().put("signals", "x"));

    // When
    List<Message> first = poll(url);

    // Then
    assertThat(first).hasSize(1);
    assertThat(world.now()).isEqualTo(start.plusSeconds(7));

    // When
    List<Message> second = poll(url);

    // Then
    assertThat(second).isEmpty();
    assertThat(world.now()).isEqualTo(start.plusSeconds(27));
  }

  private List<Message> poll(String url) {
    return world
        .sqs
        .receiveMessage(request -> request.queueUrl(url).waitTimeSeconds(20))
        .messages();
  }

  @Test
  void shouldEchoDefaultsAndTakeOnlyWhatIsValid() {
    // Given
    String url = world.queue("signals");

    // Then
    assertThat(
            world
                .sqs
                .getQueueAttributes(
                    request -> request.queueUrl(url).attributeNames(QueueAttributeName.ALL))
                .attributes())
        .containsEntry(QueueAttributeName.MESSAGE_RETENTION_PERIOD, "345600")
        .containsEntry(QueueAttributeName.VISIBILITY_TIMEOUT, "30")
        .containsEntry(QueueAttributeName.SQS_MANAGED_SSE_ENABLED, "true")
        .containsEntry(QueueAttributeName.QUEUE_ARN, SignalWorld.queueArn("signals"))
        .doesNotContainKeys(QueueAttributeName.POLICY, QueueAttributeName.REDRIVE_POLICY);
    assertThatThrownBy(() -> set(url, QueueAttributeName.MESSAGE_RETENTION_PERIOD, "59"))
        .isInstanceOf(InvalidAttributeValueException.class);
    assertThatThrownBy(
            () ->
                set(
                    url,
                    QueueAttributeName.REDRIVE_POLICY,
                    "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":5}"
                        .formatted(SignalWorld.queueArn("nowhere"))))
        .isInstanceOf(InvalidAttributeValueException.class);
  }

  private void set(String url, QueueAttributeName name, String value) {
    world.sqs.setQueueAttributes(request -> request.queueUrl(url).attributes(Map.of(name, value)));
  }

  @Test
  void shouldKeepTagsAsTheyAreSetAndTakenAway() {
    // Given
    String url =
        world
            .sqs
            .createQueue(request -> request.queueName("signals").tags(Map.of("a", "1", "b", "2")))
            .queueUrl();

    // When
    world.sqs.tagQueue(request -> request.queueUrl(url).tags(Map.of("b", "3", "c", "4")));
    world.sqs.untagQueue(request -> request.queueUrl(url).tagKeys("a"));

    // Then
    assertThat(world.sqs.listQueueTags(request -> request.queueUrl(url)).tags())
        .isEqualTo(Map.of("b", "3", "c", "4"));
  }

  @Test
  void shouldListByPrefixAndInPages() {
    // Given
    world.queue("app-a");
    world.queue("app-b");
    world.queue("other");

    // When
    var first = world.sqs.listQueues(request -> request.queueNamePrefix("app").maxResults(1));
    var second =
        world.sqs.listQueues(
            request -> request.queueNamePrefix("app").maxResults(1).nextToken(first.nextToken()));

    // Then
    assertThat(first.queueUrls()).singleElement().asString().endsWith("/app-a");
    assertThat(second.queueUrls()).singleElement().asString().endsWith("/app-b");
    assertThat(second.nextToken()).isNull();
    assertThatThrownBy(() -> world.sqs.getQueueUrl(request -> request.queueName("none")))
        .isInstanceOfSatisfying(
            QueueDoesNotExistException.class,
            each ->
                assertThat(each.awsErrorDetails().errorCode())
                    .isEqualTo("AWS.SimpleQueueService.NonExistentQueue"));
  }

  @Test
  void shouldNeedTheRightToTheQueueThatIsCalled() {
    // Given
    String mine = world.queue("mine");
    String other = world.queue("other");
    SqsClient bob =
        world.clientWith(
            Rights.none().and(List.of("sqs:ReceiveMessage"), List.of(SignalWorld.queueArn("mine"))),
            SqsClient.builder());

    // Then
    assertThat(bob.receiveMessage(request -> request.queueUrl(mine)).messages()).isEmpty();
    assertThatThrownBy(() -> bob.receiveMessage(request -> request.queueUrl(other)))
        .isInstanceOf(SqsException.class)
        .hasMessageContaining(SignalWorld.queueArn("other"));
  }
}
