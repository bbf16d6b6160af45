package dev.hastack.provider.aws.signal;

import static dev.hastack.provider.aws.rights.Grant.SIGNALS_QUEUES;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.REDRIVE_POLICY;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hastack.provider.aws.rights.AwsRight;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import software.amazon.awssdk.arns.Arn;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * How many messages wait in a queue of events, and in the dead-letter queue that its redrive policy
 * names. SQS calls its count approximate: it settles within a minute (API reference,
 * GetQueueAttributes).
 */
public final class QueueDepth {
  static final List<AwsRight> RIGHTS =
      List.of(
          SIGNALS_QUEUES.toCall(
              "sqs:GetQueueAttributes", "How many messages wait is a metric of the operator."),
          SIGNALS_QUEUES.toCall(
              "sqs:GetQueueUrl", "The dead-letter queue is found by the name in its ARN."));

  private static final ObjectMapper JSON = new ObjectMapper();

  private final SqsClient sqs;

  public QueueDepth(SqsClient sqs) {
    this.sqs = sqs;
  }

  /**
   * What waits.
   *
   * @param messages in the queue itself, received by nobody yet
   * @param deadLetters in its dead-letter queue; empty where it has none
   */
  public record Waiting(long messages, OptionalLong deadLetters) {}

  /**
   * Asks; blocks on the network.
   *
   * @throws dev.hastack.provider.aws.AwsCallException when SQS does not answer, or does not let
   */
  public Waiting read(String queueUrl) {
    Map<QueueAttributeName, String> attributes =
        sqs.getQueueAttributes(
                request ->
                    request
                        .queueUrl(queueUrl)
                        .attributeNames(APPROXIMATE_NUMBER_OF_MESSAGES, REDRIVE_POLICY))
            .attributes();
    return new Waiting(
        messages(attributes),
        deadLetterQueue(attributes)
            .map(arn -> OptionalLong.of(messages(url(arn))))
            .orElseGet(OptionalLong::empty));
  }

  private String url(Arn arn) {
    return sqs.getQueueUrl(
            request ->
                request
                    .queueName(arn.resourceAsString())
                    .queueOwnerAWSAccountId(arn.accountId().orElse(null)))
        .queueUrl();
  }

  private long messages(String queueUrl) {
    return messages(
        sqs.getQueueAttributes(
                request ->
                    request.queueUrl(queueUrl).attributeNames(APPROXIMATE_NUMBER_OF_MESSAGES))
            .attributes());
  }

  private static long messages(Map<QueueAttributeName, String> attributes) {
    return Long.parseLong(attributes.getOrDefault(APPROXIMATE_NUMBER_OF_MESSAGES, "0"));
  }

  /** A policy that cannot be read is as good as none. */
  private static Optional<Arn> deadLetterQueue(Map<QueueAttributeName, String> attributes) {
    try {
      return Arn.tryFromString(
          JSON.readTree(attributes.getOrDefault(REDRIVE_POLICY, "{}"))
              .path("deadLetterTargetArn")
              .asText());
    } catch (JsonProcessingException unreadable) {
      return Optional.empty();
    }
  }
}
