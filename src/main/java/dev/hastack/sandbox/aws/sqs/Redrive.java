package dev.hastack.sandbox.aws.sqs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Dead-letter queues ("Using dead-letter queues in Amazon SQS", SQS developer guide). */
record Redrive(Store store) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String REDRIVE = QueueAttributeName.REDRIVE_POLICY.toString();
  private static final int MOST_RECEIVES = 1000;

  private record Plan(String target, int mostReceives) {}

  /**
   * Checks a redrive policy, if there is one.
   *
   * @throws dev.hastack.sandbox.aws.world.ApiError if it cannot be, or its queue is not there
   */
  void mustBeValid(Map<String, String> attributes) {
    String policy = attributes.getOrDefault(REDRIVE, "");
    if (policy.isEmpty()) {
      return;
    }
    Plan plan = plan(policy);
    boolean possible = plan.mostReceives() >= 1 && plan.mostReceives() <= MOST_RECEIVES;
    if (!possible || store.byArn(plan.target()).isEmpty()) {
      throw Attributes.invalid(REDRIVE);
    }
  }

  /**
   * Where a message goes that was received as often as it may be; empty if it stays. A dead-letter
   * queue that is gone takes nothing.
   */
  Optional<QueueRow> destination(QueueRow row, Letter letter) {
    String policy = row.text(QueueAttributeName.REDRIVE_POLICY);
    if (policy.isEmpty()) {
      return Optional.empty();
    }
    Plan plan = plan(policy);
    return letter.receives < plan.mostReceives() ? Optional.empty() : store.byArn(plan.target());
  }

  private static Plan plan(String policy) {
    try {
      JsonNode tree = JSON.readTree(policy);
      return new Plan(
          tree.path("deadLetterTargetArn").asText(), tree.path("maxReceiveCount").asInt());
    } catch (JsonProcessingException malformed) {
      throw Attributes.invalid(REDRIVE);
    }
  }
}
