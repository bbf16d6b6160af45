package dev.hastack.sandbox.aws.sqs;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Foundation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

/** Sends: SQS API reference, SendMessage, SendMessageBatch. */
record SendCalls(Foundation foundation, Store store, Post post) {
  private static final String SEND = "sqs:SendMessage";
  private static final int LONGEST_DELAY = 900;
  private static final int MOST_BYTES = 1_048_576;

  SendMessageResponse send(SendMessageRequest request) {
    QueueRow row = queue(request.queueUrl());
    Letter.Content sent =
        send(row, request.messageBody(), request.messageAttributes(), request.delaySeconds());
    return SendMessageResponse.builder()
        .messageId(sent.id())
        .md5OfMessageBody(Digests.of(sent.body()))
        .md5OfMessageAttributes(Digests.of(sent.attributes()))
        .build();
  }

  SendMessageBatchResponse sendAll(SendMessageBatchRequest request) {
    QueueRow row = queue(request.queueUrl());
    int bytes =
        request.entries().stream()
            .map(SendMessageBatchRequestEntry::messageBody)
            .mapToInt(SendCalls::size)
            .sum();
    if (bytes > MOST_BYTES) {
      throw new ApiError(
          "BatchRequestTooLong",
          "Batch requests cannot be longer than %d bytes. You have sent %d bytes."
              .formatted(MOST_BYTES, bytes));
    }
    List<SendMessageBatchResultEntry> sent = new ArrayList<>();
    List<BatchResultErrorEntry> failed =
        Batches.each(
            request.entries(),
            SendMessageBatchRequestEntry::id,
            entry -> sent.add(result(entry, send(row, entry))));
    return SendMessageBatchResponse.builder().successful(sent).failed(failed).build();
  }

  private Letter.Content send(QueueRow row, SendMessageBatchRequestEntry entry) {
    return send(row, entry.messageBody(), entry.messageAttributes(), entry.delaySeconds());
  }

  private static SendMessageBatchResultEntry result(
      SendMessageBatchRequestEntry entry, Letter.Content sent) {
    return SendMessageBatchResultEntry.builder()
        .id(entry.id())
        .messageId(sent.id())
        .md5OfMessageBody(Digests.of(sent.body()))
        .md5OfMessageAttributes(Digests.of(sent.attributes()))
        .build();
  }

  private QueueRow queue(String url) {
    QueueRow row = store.named(url);
    Gate.mustNotDeny(row, foundation.call().principalArn(), SEND);
    return row;
  }

  private Letter.Content send(
      QueueRow row,
      @Nullable String body,
      Map<String, MessageAttributeValue> attributes,
      @Nullable Integer delay) {
    if (body == null || body.isEmpty()) {
      throw new ApiError(
          "MissingRequiredParameterException",
          "The request must contain the parameter MessageBody.");
    }
    int most = row.number(QueueAttributeName.MAXIMUM_MESSAGE_SIZE);
    if (size(body) > most) {
      throw invalid(
          "One or more parameters are invalid. Reason: Message must be shorter than %d bytes."
              .formatted(most));
    }
    if (delay != null && (delay < 0 || delay > LONGEST_DELAY)) {
      throw invalid(
          "Value %d for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= %d."
              .formatted(delay, LONGEST_DELAY));
    }
    return post.post(row, body, attributes, delay == null ? null : Duration.ofSeconds(delay));
  }

  private static int size(@Nullable String body) {
    return body == null ? 0 : body.getBytes(StandardCharsets.UTF_8).length;
  }

  private static ApiError invalid(String message) {
    return new ApiError("InvalidParameterValueException", message);
  }
}
