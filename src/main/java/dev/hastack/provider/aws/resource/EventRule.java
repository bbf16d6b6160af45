package dev.hastack.provider.aws.resource;

import dev.hastack.core.stack.Impact;
import dev.hastack.core.stack.Schema;
import java.util.List;
import java.util.Set;

/** A rule of the default event bus, with the one target it has of us. */
public record EventRule(AttributeValues attributes) implements AwsResource {
  public static final String KIND = "EventRule";

  public static final String DESCRIPTION = "Description";

  /** The document as a structure. */
  public static final String EVENT_PATTERN = "EventPattern";

  public static final String STATE = "State";
  public static final String ENABLED = "ENABLED";

  /**
   * A structure of {@link #ARN}, {@link #DEAD_LETTER_ARN} and {@link
   * #MAXIMUM_EVENT_AGE_IN_SECONDS}, and of whatever somebody set that changes what is delivered.
   */
  public static final String TARGET = "Target";

  public static final String ARN = "Arn";
  public static final String DEAD_LETTER_ARN = "DeadLetterConfig.Arn";
  public static final String MAXIMUM_EVENT_AGE_IN_SECONDS = "RetryPolicy.MaximumEventAgeInSeconds";
  public static final String TAGS = "Tags";

  public static final Schema<EventRule> SCHEMA =
      new Schema<>(
          KIND,
          EventRule.class,
          List.of(
              AwsResource.<EventRule>declare(EVENT_PATTERN).equivalentWhen(JsonValues::meanSame),
              AwsResource.declare(STATE),
              AwsResource.<EventRule>declare(DESCRIPTION).impact(Impact.IGNORED),
              AwsResource.declare(TARGET),
              AwsResource.<EventRule>declare(TAGS).impact(Impact.IGNORED).byKey()),
          Schema.ReplaceOrder.DELETE_FIRST,
          false,
          Set.of(Queue.KIND));

  @Override
  public Schema<EventRule> schema() {
    return SCHEMA;
  }
}
