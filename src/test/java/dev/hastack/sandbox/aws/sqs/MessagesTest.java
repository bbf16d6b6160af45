package dev.hastack.sandbox.aws.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.BatchEntryIdsNotDistinctException;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.EmptyBatchRequestException;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageNotInflightException;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.OverLimitException;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiptHandleIsInvalidException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SqsException;
import software.amazon.awssdk.services.sqs.model.TooManyEntriesInBatchRequestException;

/** What becomes of messages in a queue. */
class MessagesTest {
  private static final int BATCH = 10;

  private final SignalWorld world = new SignalWorld();

  private void send(String body) {
    world.region().sqs().put("signals", body);
  }

  private Message only(String url) {
    List<Message> messages = world.receive(url);
    assertThat(messages).hasSize(1);
    return messages.getFirst();
  }

  private void hide(String url, Message message, int seconds) {
    world.sqs.changeMessageVisibility(
        request ->
            request
                .queueUrl(url)
                .receiptHandle(message.receiptHandle())
                .visibilityTimeout(seconds));
  }

  private void delete(String url, Message message) {
    world.sqs.deleteMessage(
        request -> request.queueUrl(url).receiptHandle(message.receiptHandle()));
  }

  private Map<QueueAttributeName, String> attributes(String url) {
    return world
        .sqs
        .getQueueAttributes(request -> request.queueUrl(url).attributeNames(QueueAttributeName.ALL))
        .attributes();
  }

  @Test
  void shouldComeAgainWhenItWasNotDeletedInTime() {
    // Given
    String url = world.queue("signals");
    send("x");

    // When
    Message first = only(url);

    // Then
    world.pass(29);
    assertThat(world.receive(url)).isEmpty();
    world.pass(1);
    Message second = only(url);
    assertThat(second.messageId()).isEqualTo(first.messageId());
    assertThat(second.receiptHandle()).isNotEqualTo(first.receiptHandle());
    assertThat(second.attributes())
        .containsEntry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "2");

    // When it is deleted with the handle of the first receive
    delete(url, first);
    world.pass(30);

    // Then that was no use
    assertThat(world.receive(url)).hasSize(1);
  }

  @Test
  void shouldStayAwayAsLongAsSomebodyWantsWhenVisibilityIsChanged() {
    // Given
    String url = world.queue("signals");
    send("x");
    Message message = only(url);

    // When
    hide(url, message, 300);

    // Then
    world.pass(299);
    assertThat(world.receive(url)).isEmpty();

    // When
    hide(url, message, 0);

    // Then
    assertThat(world.receive(url)).hasSize(1);
  }

  @Test
  void shouldRefuseToChangeWhatIsNotInFlightOrUnknown() {
    // Given
    String url = world.queue("signals");
    String other = world.queue("other");
    send("x");
    Message message = only(url);

    // Then
    assertThatThrownBy(() -> hide(other, message, 1))
        .isInstanceOf(ReceiptHandleIsInvalidException.class);
    world.pass(31);
    assertThatThrownBy(() -> hide(url, message, 1))
        .isInstanceOf(MessageNotInflightException.class)
        .extracting(each -> ((SqsException) each).awsErrorDetails().errorCode())
        .isEqualTo("AWS.SimpleQueueService.MessageNotInflight");
    delete(url, only(url));
    assertThatThrownBy(() -> hide(url, message, 1))
        .isInstanceOfSatisfying(
            SqsException.class,
            each ->
                assertThat(each.awsErrorDetails().errorCode()).isEqualTo("InvalidParameterValue"));
  }

  @Test
  void shouldCountWhatIsThereInFlightAndDelayed() {
    // Given
    String url = world.queue("signals");
    send("a");
    send("b");
    world.sqs.sendMessage(request -> request.queueUrl(url).messageBody("later").delaySeconds(60));

    // When
    world.sqs.receiveMessage(request -> request.queueUrl(url));

    // Then
    assertThat(attributes(url))
        .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "1")
        .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE, "1")
        .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED, "1");

    // When
    world.pass(60);

    // Then
    assertThat(world.receive(url)).hasSize(3);
  }

  @Test
  void shouldForgetWhatIsOlderThanTheRetention() {
    // Given
    String url = world.queue("signals", Map.of(QueueAttributeName.MESSAGE_RETENTION_PERIOD, "60"));
    send("old");
    world.pass(40);
    send("new");

    // When
    world.pass(21);

    // Then
    assertThat(only(url).body()).isEqualTo("new");
  }

  @Test
  void shouldGoToTheDeadLettersWhenItWasReceivedTooOften() {
    // Given
    String dead = world.queue("dead");
    String url =
        world.queue(
            "signals",
            Map.of(
                QueueAttributeName.REDRIVE_POLICY,
                "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":\"2\"}"
                    .formatted(SignalWorld.queueArn("dead"))));
    send("poison");

    // When
    for (int receive = 1; receive <= 2; receive++) {
      only(url);
      assertThat(world.region().sqs().visible("dead")).isZero();
      world.pass(30);
    }

    // Then
    assertThat(world.receive(url)).isEmpty();
    Message buried = only(dead);
    assertThat(buried.body()).isEqualTo("poison");
    assertThat(buried.attributes())
        .containsEntry(
            MessageSystemAttributeName.DEAD_LETTER_QUEUE_SOURCE_ARN,
            SignalWorld.queueArn("signals"));
  }

  @Test
  void shouldRefuseBatchesThatAreNone() {
    // Given
    String url = world.queue("signals");
    List<SendMessageBatchRequestEntry> eleven =
        IntStream.range(0, 11)
            .mapToObj(
                each ->
                    SendMessageBatchRequestEntry.builder().id("m" + each).messageBody("x").build())
            .toList();

    // Then
    assertThatThrownBy(
            () -> world.sqs.sendMessageBatch(request -> request.queueUrl(url).entries(eleven)))
        .isInstanceOf(TooManyEntriesInBatchRequestException.class);
    assertThatThrownBy(
            () -> world.sqs.sendMessageBatch(request -> request.queueUrl(url).entries(List.of())))
        .isInstanceOf(EmptyBatchRequestException.class);
    assertThatThrownBy(
            () ->
                world.sqs.sendMessageBatch(
                    request -> request.queueUrl(url).entries(eleven.getFirst(), eleven.getFirst())))
        .isInstanceOf(BatchEntryIdsNotDistinctException.class);
    assertThat(world.receive(url)).isEmpty();
  }

  @Test
  void shouldDoTheOthersWhenOneOfABatchIsWrong() {
    // Given
    String url = world.queue("signals");
    world.sqs.sendMessageBatch(
        request ->
            request
                .queueUrl(url)
                .entries(
                    IntStream.range(0, BATCH)
                        .mapToObj(
                            each ->
                                SendMessageBatchRequestEntry.builder()
                                    .id("m" + each)
                                    .messageBody("body " + each)
                                    .build())
                        .toList()));
    List<Message> received = world.receive(url);
    assertThat(received).hasSize(BATCH);

    // When
    var answer =
        world.sqs.deleteMessageBatch(
            request ->
                request
                    .queueUrl(url)
                    .entries(
                        DeleteMessageBatchRequestEntry.builder()
                            .id("good")
                            .receiptHandle(received.getFirst().receiptHandle())
                            .build(),
                        DeleteMessageBatchRequestEntry.builder()
                            .id("bad")
                            .receiptHandle("nonsense")
                            .build()));

    // Then
    assertThat(answer.successful()).extracting(each -> each.id()).containsExactly("good");
    assertThat(answer.failed())
        .extracting(BatchResultErrorEntry::id, BatchResultErrorEntry::code)
        .containsExactly(tuple("bad", "ReceiptHandleIsInvalid"));
    assertThat(world.region().sqs().inFlight("signals")).isEqualTo(BATCH - 1);
  }

  @Test
  void shouldGiveNoMoreWhenTooManyAreInFlight() {
    // Given
    String url = world.queue("signals", Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "43200"));
    for (int each = 0; each < 120_001; each++) {
      send("x");
    }

    // When
    for (int each = 0; each < 12_000; each++) {
      world
          .region()
          .sqs()
          .service()
          .receiveMessage(request -> request.queueUrl(url).maxNumberOfMessages(BATCH));
    }

    // Then
    assertThatThrownBy(() -> world.receive(url)).isInstanceOf(OverLimitException.class);
  }

  @Test
  void shouldDoubleAndReorderAsOftenAsItIsTold() {
    // Given
    String url = world.queue("signals");
    world
        .region()
        .signalIncidents()
        .unreliableQueues(new SqsOptions(0.1, 0.1, Duration.ofSeconds(60)));

    // When
    for (int each = 0; each < 1000; each++) {
      send("{\"number\":%d}".formatted(each));
    }
    world.pass(Duration.ofMinutes(2));
    List<Integer> numbers =
        world.drain(url).stream().map(each -> each.path("number").asInt()).toList();

    // Then
    assertThat(new HashSet<>(numbers)).hasSize(1000);
    assertThat(numbers.size()).isBetween(1060, 1140);
    long falls =
        IntStream.range(1, numbers.size())
            .filter(each -> numbers.get(each) < numbers.get(each - 1))
            .count();
    assertThat(falls).isBetween(50L, 300L);
  }
}
