package dev.hastack.sandbox.aws.sqs;

import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** A copy of a message in a queue; it changes as it is received. */
final class Letter {
  /**
   * What the sender gave.
   *
   * @param id the same for each copy
   * @param senderId as the attribute of that name
   */
  record Content(
      String id,
      String body,
      Map<String, MessageAttributeValue> attributes,
      Instant sent,
      String senderId) {
    Content {
      attributes = Map.copyOf(attributes);
    }
  }

  static final Comparator<Letter> BY_TURN =
      Comparator.<Letter>comparingLong(letter -> letter.turn)
          .thenComparingLong(letter -> letter.number);
  static final Comparator<Letter> BY_VISIBILITY =
      Comparator.<Letter, Instant>comparing(letter -> letter.visibleFrom)
          .thenComparingLong(letter -> letter.number);
  static final Comparator<Letter> BY_AGE =
      Comparator.<Letter, Instant>comparing(letter -> letter.content.sent())
          .thenComparingLong(letter -> letter.number);

  final long number;
  final long turn;
  final Content content;
  Instant visibleFrom;
  int receives;
  @Nullable Instant firstReceived;
  @Nullable Instant lastReceived;

  /** The queue that gave it up; null if it was sent to this one. */
  final @Nullable String deadLetterSource;

  Letter(
      long number,
      long turn,
      Content content,
      Instant visibleFrom,
      @Nullable String deadLetterSource) {
    this.number = number;
    this.turn = turn;
    this.content = content;
    this.visibleFrom = visibleFrom;
    this.deadLetterSource = deadLetterSource;
  }

  boolean isInFlight(Instant now) {
    return receives > 0 && lastReceived != null && visibleFrom.isAfter(now);
  }
}
