package dev.hastack.provider.aws.signal;

import static dev.hastack.provider.aws.rights.Grant.SIGNALS_QUEUES;
import static software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName.APPROXIMATE_FIRST_RECEIVE_TIMESTAMP;
import static software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.provider.SignalFeed;
import dev.hastack.provider.aws.AwsCallException;
import dev.hastack.provider.aws.rights.AwsRight;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/** An SQS queue. Batches have ten entries at most (Amazon SQS API reference). */
public final class SqsFeed implements SignalFeed {
  static final List<AwsRight> RIGHTS =
      List.of(
          SIGNALS_QUEUES.toCall("sqs:ReceiveMessage", "Events are received from the queue."),
          SIGNALS_QUEUES.toCall(
              "sqs:DeleteMessage", "An event that has had its effect is deleted."),
          SIGNALS_QUEUES.toCall(
              "sqs:ChangeMessageVisibility",
              "An event that is not done with is kept from coming again."));

  private static final int BATCH = 10;

  /** Also of a queue that somebody else made, whose own may be any. */
  private static final Duration VISIBILITY = Duration.ofSeconds(30);

  private static final Duration GRACE = Duration.ofSeconds(8);

  private final Supplier<SqsClient> sqs;
  private final String queueUrl;

  public SqsFeed(Supplier<SqsClient> sqs, String queueUrl) {
    this.sqs = sqs;
    this.queueUrl = queueUrl;
  }

  @Override
  public Received receive(Duration wait) {
    try {
      ReceiveMessageResponse response =
          sqs.get()
              .receiveMessage(
                  request ->
                      request
                          .queueUrl(queueUrl)
                          .maxNumberOfMessages(BATCH)
                          .messageSystemAttributeNames(
                              APPROXIMATE_RECEIVE_COUNT, APPROXIMATE_FIRST_RECEIVE_TIMESTAMP)
                          .visibilityTimeout(Math.toIntExact(VISIBILITY.toSeconds()))
                          .waitTimeSeconds(Math.toIntExact(wait.toSeconds()))
                          .overrideConfiguration(
                              limits ->
                                  limits
                                      .apiCallAttemptTimeout(wait.plus(GRACE))
                                      .apiCallTimeout(wait.plus(GRACE).multipliedBy(2))));
      return new Received.Messages(
          response.messages().stream()
              .map(each -> new Message(each.receiptHandle(), EventReader.read(each.body())))
              .toList(),
          cloudTime(response));
    } catch (AwsCallException failed) {
      return new Received.Unread(failed.failure());
    }
  }

  /**
   * A message that nobody received before was first received now, by the clock of SQS (API
   * reference, ReceiveMessage, ApproximateFirstReceiveTimestamp).
   */
  private static Optional<Instant> cloudTime(ReceiveMessageResponse response) {
    return response.messages().stream()
        .map(software.amazon.awssdk.services.sqs.model.Message::attributes)
        .filter(known -> "1".equals(known.get(APPROXIMATE_RECEIVE_COUNT)))
        .flatMap(known -> Stream.ofNullable(known.get(APPROXIMATE_FIRST_RECEIVE_TIMESTAMP)))
        .map(Long::parseLong)
        .max(Comparator.naturalOrder())
        .map(Instant::ofEpochMilli);
  }

  @Override
  public Optional<Failure> delete(Collection<String> receipts) {
    return inBatches(
        receipts,
        "sqs:DeleteMessage",
        some ->
            sqs.get()
                .deleteMessageBatch(
                    request ->
                        request
                            .queueUrl(queueUrl)
                            .entries(
                                some.stream()
                                    .map(
                                        receipt ->
                                            DeleteMessageBatchRequestEntry.builder()
                                                .id(Integer.toString(some.indexOf(receipt)))
                                                .receiptHandle(receipt)
                                                .build())
                                    .toList()))
                .failed());
  }

  @Override
  public Optional<Failure> keep(Collection<String> receipts, Duration longer) {
    int seconds = Math.toIntExact(longer.toSeconds());
    return inBatches(
        receipts,
        "sqs:ChangeMessageVisibility",
        some ->
            sqs.get()
                .changeMessageVisibilityBatch(
                    request ->
                        request
                            .queueUrl(queueUrl)
                            .entries(
                                some.stream()
                                    .map(
                                        receipt ->
                                            ChangeMessageVisibilityBatchRequestEntry.builder()
                                                .id(Integer.toString(some.indexOf(receipt)))
                                                .receiptHandle(receipt)
                                                .visibilityTimeout(seconds)
                                                .build())
                                    .toList()))
                .failed());
  }

  /** An entry that fails does not keep the others from being done. */
  private static Optional<Failure> inBatches(
      Collection<String> receipts,
      String operation,
      Function<List<String>, List<BatchResultErrorEntry>> call) {
    Optional<Failure> first = Optional.empty();
    var all = new ArrayList<>(receipts);
    for (int from = 0; from < all.size(); from += BATCH) {
      List<String> some = all.subList(from, Math.min(from + BATCH, all.size()));
      Optional<Failure> failure;
      try {
        failure =
            call.apply(some).stream()
                .findFirst()
                .map(
                    entry ->
                        new Failure(
                            FailureKind.UNKNOWN,
                            operation,
                            String.valueOf(entry.code()),
                            String.valueOf(entry.message())));
      } catch (AwsCallException failed) {
        failure = Optional.of(failed.failure());
      }
      first = first.isEmpty() ? failure : first;
    }
    return first;
  }
}
