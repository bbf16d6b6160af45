package dev.hastack.sandbox.aws.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.sandbox.aws.EmbeddedAws;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** Long polls in real time and over HTTP, as the operator's. */
class LongPollTest {
  private static final long SEED = 3;
  private static final int POLLS = 4;

  /** Far less than a poll waits. */
  private static final Duration AT_ONCE = Duration.ofSeconds(10);

  @Test
  void shouldBeAnsweredAtOnceAndHoldNobodyUpWhenAMessageComes()
      throws InterruptedException, ExecutionException, TimeoutException {
    try (EmbeddedAws aws = EmbeddedAws.start(SEED, 1);
        SqsClient sqs = aws.client(SqsClient.builder());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // Given
      String url = sqs.createQueue(request -> request.queueName("signals")).queueUrl();
      aws.change(region -> region.sqs().become(SqsOptions.orderly()));
      var polls =
          IntStream.range(0, POLLS).mapToObj(each -> threads.submit(() -> poll(sqs, url))).toList();

      // When
      for (int each = 0; each < POLLS; each++) {
        sqs.sendMessage(request -> request.queueUrl(url).messageBody("x"));
      }

      // Then
      for (var poll : polls) {
        assertThat(poll.get(AT_ONCE.toSeconds(), TimeUnit.SECONDS)).hasSize(1);
      }
    }
  }

  private static List<Message> poll(SqsClient sqs, String url) {
    return sqs.receiveMessage(
            request -> request.queueUrl(url).maxNumberOfMessages(1).waitTimeSeconds(20))
        .messages();
  }
}
