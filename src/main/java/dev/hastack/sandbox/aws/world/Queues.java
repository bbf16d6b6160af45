package dev.hastack.sandbox.aws.world;

import java.util.Map;
import java.util.Optional;

/** The message queues of one region of one account, as AWS's services deal with them. */
@FunctionalInterface
public interface Queues {
  /**
   * Who sends.
   *
   * @param principal a service, for example {@code events.amazonaws.com}, whom the queue's policy
   *     must let in; or the ARN of a role of the account, which needs no policy
   * @param sourceArn on whose behalf, as policies have it in {@code aws:SourceArn}
   */
  record Sender(String principal, String sourceArn) {}

  /**
   * Why a message was not taken.
   *
   * @param code {@code NO_PERMISSIONS}, or {@code NO_RESOURCE} if there is no such queue, as
   *     EventBridge tells it to a dead-letter queue
   */
  record Refusal(String code, String message) {}

  /**
   * Sends a message.
   *
   * @param attributes message attributes of type {@code String}
   * @return empty if it was taken
   */
  Optional<Refusal> send(
      String queueArn, Sender sender, String body, Map<String, String> attributes);
}
