package dev.hastack.sandbox.aws.sqs;

import dev.hastack.sandbox.aws.world.Chance;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Queues;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Puts messages into queues, now and then twice or out of turn. */
final class Post implements Queues {
  private static final int MOST_OVERTAKING = 50;
  private static final String SEND = "sqs:SendMessage";

  /** Its default key policy lets no other service in ("Encryption at rest", EventBridge guide). */
  private static final String MANAGED_KEY = "alias/aws/sqs";

  private final Foundation foundation;
  private final Store store;
  private SqsOptions options;
  private long letters;
  private long messages;

  Post(Foundation foundation, Store store, SqsOptions options) {
    this.foundation = foundation;
    this.store = store;
    this.options = options;
  }

  void become(SqsOptions other) {
    options = other;
  }

  /** As the call in hand sends it; answers what is stored. */
  Letter.Content post(
      QueueRow row,
      String body,
      Map<String, MessageAttributeValue> attributes,
      @Nullable Duration delay) {
    SplittableRandom random = foundation.chance().of("message " + messages++);
    var content =
        new Letter.Content(
            new UUID(random.nextLong(), random.nextLong()).toString(),
            body,
            attributes,
            foundation.time().now().truncatedTo(ChronoUnit.MILLIS),
            foundation.call().principalArn());
    Duration usual = Duration.ofSeconds(row.number(QueueAttributeName.DELAY_SECONDS));
    Instant visible = foundation.time().now().plus(delay == null ? usual : delay);
    put(row, content, visible, random);
    if (random.nextDouble() < options.duplicates()) {
      Duration later = Chance.between(random, Duration.ZERO, options.longestDelay());
      put(row, content, visible.plus(later), random);
    }
    return content;
  }

  private void put(QueueRow row, Letter.Content content, Instant visible, SplittableRandom random) {
    boolean late = random.nextDouble() < options.disordered();
    long number = letters++;
    long turn = late ? number + 1 + random.nextInt(MOST_OVERTAKING) : number;
    store.mailbox(row).put(new Letter(number, turn, content, visible, null));
  }

  /** A second copy of each message that can be received. */
  void repeat(QueueRow row) {
    Instant now = foundation.time().now();
    for (Letter letter : store.mailbox(row).ready()) {
      long number = letters++;
      store.mailbox(row).put(new Letter(number, number, letter.content, now, null));
    }
  }

  /** A message that was received too often; its age and its count of receives go with it. */
  void bury(QueueRow from, Letter letter, QueueRow deadLetters) {
    store.mailbox(from).remove(letter);
    long number = letters++;
    var buried = new Letter(number, number, letter.content, foundation.time().now(), from.arn());
    buried.receives = letter.receives;
    buried.firstReceived = letter.firstReceived;
    store.mailbox(deadLetters).put(buried);
  }

  @Override
  public Optional<Refusal> send(
      String queueArn, Sender sender, String body, Map<String, String> attributes) {
    return foundation
        .time()
        .exclusively(
            () -> {
              Optional<QueueRow> row = store.byArn(queueArn);
              if (row.isEmpty()) {
                return Optional.of(
                    new Refusal("NO_RESOURCE", "The specified queue does not exist."));
              }
              if (!mayCome(row.get(), sender)) {
                return Optional.of(
                    new Refusal(
                        "NO_PERMISSIONS",
                        "%s is not authorized to perform: %s on resource: %s"
                            .formatted(sender.principal(), SEND, queueArn)));
              }
              var typed = new TreeMap<String, MessageAttributeValue>();
              attributes.forEach((name, value) -> typed.put(name, text(value)));
              post(row.get(), body, typed, null);
              return Optional.empty();
            });
  }

  private static MessageAttributeValue text(String value) {
    return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
  }

  private static boolean mayCome(QueueRow row, Sender sender) {
    boolean role = sender.principal().startsWith("arn:");
    Policy.Verdict verdict =
        Gate.verdict(row, sender.principal(), SEND, Map.of("aws:sourcearn", sender.sourceArn()));
    boolean readable =
        role || !row.text(QueueAttributeName.KMS_MASTER_KEY_ID).endsWith(MANAGED_KEY);
    return readable
        && switch (verdict) {
          case ALLOWED -> true;
          case DENIED -> false;
          case UNMENTIONED -> role;
        };
  }
}
