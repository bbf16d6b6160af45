package dev.hastack.sandbox.aws.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDeletedRecentlyException;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.QueueNameExistsException;

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
}
