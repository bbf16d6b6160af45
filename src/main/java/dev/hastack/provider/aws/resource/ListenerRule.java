package dev.hastack.provider.aws.resource;

import dev.hastack.core.stack.Impact;
import dev.hastack.core.stack.Schema;
import dev.hastack.core.stack.Value;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A rule of a listener, be the listener ours or somebody else's. Elastic Load Balancing API
 * reference, CreateRule and RuleCondition.
 */
public record ListenerRule(AttributeValues attributes) implements AwsResource {
  public static final String KIND = "ListenerRule";

  public static final String LISTENER_ARN = "ListenerArn";
  public static final String PRIORITY = "Priority";

  /** A list of structures; see {@link #condition} and {@link #headerCondition}. */
  public static final String CONDITIONS = "Conditions";

  /** See {@link Actions}. */
  public static final String ACTIONS = "Actions";

  public static final String TAGS = "Tags";

  public static final String OUTPUT_ARN = "RuleArn";

  public static final String FIELD = "Field";
  public static final String VALUES = "Values";
  public static final String HTTP_HEADER_NAME = "HttpHeaderName";
  public static final String HOST_HEADER = "host-header";
  public static final String PATH_PATTERN = "path-pattern";
  public static final String HTTP_HEADER = "http-header";

  public static final Schema<ListenerRule> SCHEMA =
      new Schema<>(
          KIND,
          ListenerRule.class,
          List.of(
              AwsResource.<ListenerRule>declare(LISTENER_ARN)
                  .impact(Impact.REPLACE)
                  .renewing(OUTPUT_ARN),
              AwsResource.declare(PRIORITY),
              AwsResource.<ListenerRule>declare(CONDITIONS).equivalentWhen(Actions::areSame),
              AwsResource.<ListenerRule>declare(ACTIONS).equivalentWhen(Actions::areSame),
              AwsResource.<ListenerRule>declare(TAGS).impact(Impact.IGNORED).byKey()),
          Schema.ReplaceOrder.CREATE_FIRST,
          false,
          Set.of(Listener.KIND, TargetGroup.KIND));

  @Override
  public Schema<ListenerRule> schema() {
    return SCHEMA;
  }

  /** Any of these values in a field of the request. */
  public static Value condition(String field, Collection<String> values) {
    return Value.struct(Map.of(FIELD, Value.text(field), VALUES, Value.setOf(values)));
  }

  /** Any of these values in a header of the request. */
  public static Value headerCondition(String header, Collection<String> values) {
    return Value.struct(
        Map.of(
            FIELD,
            Value.text(HTTP_HEADER),
            HTTP_HEADER_NAME,
            Value.text(header),
            VALUES,
            Value.setOf(values)));
  }
}
