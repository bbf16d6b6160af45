package dev.hastack.provider.aws.resource;

import dev.hastack.core.stack.Impact;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Schema;
import java.util.List;
import java.util.Set;

/** A queue of messages. */
public record Queue(AttributeValues attributes) implements AwsResource {
  public static final String KIND = "Queue";

  /** Where the events of an account and region arrive. */
  public static final ResourceId SIGNALS = new ResourceId(KIND, "signals");

  /** Where those end that nobody could deliver or read. */
  public static final ResourceId DEAD_LETTERS = new ResourceId(KIND, "signals-dlq");

  /** In seconds. */
  public static final String MESSAGE_RETENTION_PERIOD = "MessageRetentionPeriod";

  /** In seconds. */
  public static final String VISIBILITY_TIMEOUT = "VisibilityTimeout";

  /** In seconds. */
  public static final String RECEIVE_MESSAGE_WAIT_TIME_SECONDS = "ReceiveMessageWaitTimeSeconds";

  public static final String DELAY_SECONDS = "DelaySeconds";

  public static final String SQS_MANAGED_SSE_ENABLED = "SqsManagedSseEnabled";

  /** Empty for none: with a key of KMS, SQS does not encrypt by itself. */
  public static final String KMS_MASTER_KEY_ID = "KmsMasterKeyId";

  /** A structure of {@link #DEAD_LETTER_TARGET_ARN} and {@link #MAX_RECEIVE_COUNT}. */
  public static final String REDRIVE_POLICY = "RedrivePolicy";

  public static final String DEAD_LETTER_TARGET_ARN = "deadLetterTargetArn";
  public static final String MAX_RECEIVE_COUNT = "maxReceiveCount";

  /** The document as a structure. */
  public static final String POLICY = "Policy";

  public static final String TAGS = "Tags";

  /** Attributes of the queue itself, under the names that SQS gives them. */
  public static final List<String> NAMES =
      List.of(
          MESSAGE_RETENTION_PERIOD,
          VISIBILITY_TIMEOUT,
          RECEIVE_MESSAGE_WAIT_TIME_SECONDS,
          DELAY_SECONDS,
          SQS_MANAGED_SSE_ENABLED,
          KMS_MASTER_KEY_ID,
          REDRIVE_POLICY,
          POLICY);

  public static final String OUTPUT_URL = "QueueUrl";

  public static final Schema<Queue> SCHEMA =
      new Schema<>(
          KIND,
          Queue.class,
          List.of(
              AwsResource.declare(MESSAGE_RETENTION_PERIOD),
              AwsResource.declare(VISIBILITY_TIMEOUT),
              AwsResource.declare(RECEIVE_MESSAGE_WAIT_TIME_SECONDS),
              AwsResource.declare(DELAY_SECONDS),
              AwsResource.declare(SQS_MANAGED_SSE_ENABLED),
              AwsResource.declare(KMS_MASTER_KEY_ID),
              AwsResource.declare(REDRIVE_POLICY),
              AwsResource.<Queue>declare(POLICY).equivalentWhen(JsonValues::meanSame),
              AwsResource.<Queue>declare(TAGS).impact(Impact.IGNORED).byKey()),
          Schema.ReplaceOrder.DELETE_FIRST,
          false,
          Set.of());

  @Override
  public Schema<Queue> schema() {
    return SCHEMA;
  }
}
