package dev.hastack.sandbox.aws.sqs;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Foundation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/**
 * Receives: SQS API reference, ReceiveMessage. A short poll sees all that is there; AWS's may miss
 * some.
 */
final class ReceiveCalls {
  private static final int MOST_MESSAGES = 10;
  private static final int MOST_IN_FLIGHT = 120_000;
  private static final int LONGEST_WAIT = 20;
  private static final int LONGEST_HIDDEN = 43_200;
  private static final String ALL = "All";

  private final Foundation foundation;
  private final Store store;
  private final Post post;
  private final Redrive redrive;

  ReceiveCalls(Foundation foundation, Store store, Post post, Redrive redrive) {
    this.foundation = foundation;
    this.store = store;
    this.post = post;
    this.redrive = redrive;
  }

  ReceiveMessageResponse receive(ReceiveMessageRequest request) {
    QueueRow row = store.named(request.queueUrl());
    Gate.mustNotDeny(row, foundation.call().principalArn(), "sqs:ReceiveMessage");
    int most = within("MaxNumberOfMessages", request.maxNumberOfMessages(), 1, 1, MOST_MESSAGES);
    int wait =
        within(
            "WaitTimeSeconds",
            request.waitTimeSeconds(),
            row.number(QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS),
            0,
            LONGEST_WAIT);
    int hidden =
        within(
            "VisibilityTimeout",
            request.visibilityTimeout(),
            row.number(QueueAttributeName.VISIBILITY_TIMEOUT),
            0,
            LONGEST_HIDDEN);
    List<Letter> received = take(row, most, foundation.time().now().plusSeconds(hidden));
    if (received.isEmpty()) {
      foundation.call().comeBackWithin(Duration.ofSeconds(wait));
    }
    return ReceiveMessageResponse.builder()
        .messages(received.stream().map(letter -> message(row, letter, request)).toList())
        .build();
  }

  private static int within(
      String name, @Nullable Integer asked, int byDefault, int least, int most) {
    int value = asked == null ? byDefault : asked;
    if (value < least || value > most) {
      throw new ApiError(
          "InvalidParameterValueException",
          "Value %d for parameter %s is invalid. Reason: Must be >= %d and <= %d, if provided."
              .formatted(value, name, least, most));
    }
    return value;
  }

  private List<Letter> take(QueueRow row, int most, Instant visibleAgain) {
    Mailbox mailbox = store.mailbox(row);
    mailbox.expire(Duration.ofSeconds(row.number(QueueAttributeName.MESSAGE_RETENTION_PERIOD)));
    List<Letter> taken = new ArrayList<>();
    for (var next = mailbox.next(); next.isPresent() && taken.size() < most; ) {
      Letter letter = next.get();
      Optional<QueueRow> deadLetters = redrive.destination(row, letter);
      if (deadLetters.isPresent()) {
        post.bury(row, letter, deadLetters.get());
      } else if (taken.contains(letter)) {
        break;
      } else {
        mustNotBeTooMany(mailbox);
        mailbox.receive(letter, visibleAgain);
        taken.add(letter);
      }
      next = mailbox.next();
    }
    return taken;
  }

  private static void mustNotBeTooMany(Mailbox mailbox) {
    if (mailbox.inFlight() >= MOST_IN_FLIGHT) {
      throw new ApiError(403, "OverLimit", "Too many messages are in flight.");
    }
  }

  @SuppressWarnings("deprecation") // Callers may still use the older name of the member.
  private static Message message(QueueRow row, Letter letter, ReceiveMessageRequest request) {
    List<String> system = new ArrayList<>(request.messageSystemAttributeNamesAsStrings());
    system.addAll(request.attributeNamesAsStrings());
    Map<String, String> attributes = system(letter);
    if (!system.contains(ALL)) {
      attributes.keySet().retainAll(system);
    }
    Map<String, MessageAttributeValue> own = wanted(letter, request.messageAttributeNames());
    Letter.Content content = letter.content;
    return Message.builder()
        .messageId(content.id())
        .receiptHandle(new Handle(row.name(), letter.number, letter.receives).text())
        .body(content.body())
        .md5OfBody(Digests.of(content.body()))
        .md5OfMessageAttributes(Digests.of(own))
        .attributesWithStrings(attributes.isEmpty() ? null : attributes)
        .messageAttributes(own.isEmpty() ? null : own)
        .build();
  }

  private static Map<String, String> system(Letter letter) {
    var all = new TreeMap<String, String>();
    all.put("ApproximateReceiveCount", Integer.toString(letter.receives));
    all.put("SenderId", letter.content.senderId());
    all.put("SentTimestamp", millis(letter.content.sent()));
    if (letter.firstReceived != null) {
      all.put("ApproximateFirstReceiveTimestamp", millis(letter.firstReceived));
    }
    if (letter.deadLetterSource != null) {
      all.put("DeadLetterQueueSourceArn", letter.deadLetterSource);
    }
    return all;
  }

  private static String millis(Instant when) {
    return Long.toString(when.toEpochMilli());
  }

  private static Map<String, MessageAttributeValue> wanted(Letter letter, List<String> names) {
    var wanted = new TreeMap<String, MessageAttributeValue>();
    letter
        .content
        .attributes()
        .forEach(
            (name, value) -> {
              if (names.stream().anyMatch(each -> means(each, name))) {
                wanted.put(name, value);
              }
            });
    return wanted;
  }

  private static boolean means(String asked, String name) {
    return asked.equals(ALL)
        || asked.equals(name)
        || (asked.endsWith(".*") && name.startsWith(asked.substring(0, asked.length() - 2)));
  }
}
