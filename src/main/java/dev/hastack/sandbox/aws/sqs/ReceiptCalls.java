package dev.hastack.sandbox.aws.sqs;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Foundation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageResponse;

/**
 * What is done with a message that was received: SQS API reference, DeleteMessage,
 * ChangeMessageVisibility.
 */
record ReceiptCalls(Foundation foundation, Store store) {
  private static final int LONGEST = 43_200;
  private static final String DELETE = "sqs:DeleteMessage";
  private static final String CHANGE = "sqs:ChangeMessageVisibility";

  DeleteMessageResponse delete(DeleteMessageRequest request) {
    delete(queue(request.queueUrl(), DELETE), request.receiptHandle());
    return DeleteMessageResponse.builder().build();
  }

  DeleteMessageBatchResponse deleteAll(DeleteMessageBatchRequest request) {
    QueueRow row = queue(request.queueUrl(), DELETE);
    List<DeleteMessageBatchResultEntry> done = new ArrayList<>();
    List<BatchResultErrorEntry> failed =
        Batches.each(
            request.entries(),
            DeleteMessageBatchRequestEntry::id,
            entry -> {
              delete(row, entry.receiptHandle());
              done.add(DeleteMessageBatchResultEntry.builder().id(entry.id()).build());
            });
    return DeleteMessageBatchResponse.builder().successful(done).failed(failed).build();
  }

  /**
   * With a handle that is not of the last receive "the request succeeds, but the message might not
   * be deleted"; here it never is.
   */
  private void delete(QueueRow row, @Nullable String text) {
    Handle handle = Handle.parse(text, row.name());
    Mailbox mailbox = store.mailbox(row);
    mailbox
        .find(handle.letter())
        .filter(letter -> letter.receives == handle.receive())
        .ifPresent(mailbox::remove);
  }

  ChangeMessageVisibilityResponse change(ChangeMessageVisibilityRequest request) {
    change(queue(request.queueUrl(), CHANGE), request.receiptHandle(), request.visibilityTimeout());
    return ChangeMessageVisibilityResponse.builder().build();
  }

  ChangeMessageVisibilityBatchResponse changeAll(ChangeMessageVisibilityBatchRequest request) {
    QueueRow row = queue(request.queueUrl(), CHANGE);
    List<ChangeMessageVisibilityBatchResultEntry> done = new ArrayList<>();
    List<BatchResultErrorEntry> failed =
        Batches.each(
            request.entries(),
            ChangeMessageVisibilityBatchRequestEntry::id,
            entry -> {
              change(row, entry.receiptHandle(), entry.visibilityTimeout());
              done.add(ChangeMessageVisibilityBatchResultEntry.builder().id(entry.id()).build());
            });
    return ChangeMessageVisibilityBatchResponse.builder().successful(done).failed(failed).build();
  }

  private QueueRow queue(String url, String action) {
    QueueRow row = store.named(url);
    Gate.mustNotDeny(row, foundation.call().principalArn(), action);
    return row;
  }

  private void change(QueueRow row, @Nullable String text, @Nullable Integer seconds) {
    Handle handle = Handle.parse(text, row.name());
    if (seconds == null || seconds < 0 || seconds > LONGEST) {
      throw invalid("VisibilityTimeout", seconds, "Must be between 0 and 43200, if provided.");
    }
    Mailbox mailbox = store.mailbox(row);
    Optional<Letter> found =
        mailbox.find(handle.letter()).filter(letter -> letter.receives == handle.receive());
    if (found.isEmpty()) {
      throw invalid(
          "ReceiptHandle",
          text,
          "Message does not exist or is not available for visibility timeout change.");
    }
    Letter letter = found.get();
    Instant now = foundation.time().now();
    if (!letter.isInFlight(now)) {
      throw new ApiError("MessageNotInflight", "The message referred to is not in flight.");
    }
    Instant until = now.plusSeconds(seconds);
    if (letter.firstReceived != null
        && until.isAfter(letter.firstReceived.plus(Duration.ofSeconds(LONGEST)))) {
      throw invalid(
          "VisibilityTimeout",
          seconds,
          "Total VisibilityTimeout for the message is beyond the limit [43200 seconds]");
    }
    mailbox.hide(letter, until);
  }

  private static ApiError invalid(String parameter, @Nullable Object value, String reason) {
    return new ApiError(
        "InvalidParameterValueException",
        "Value %s for parameter %s is invalid. Reason: %s".formatted(value, parameter, reason));
  }
}
