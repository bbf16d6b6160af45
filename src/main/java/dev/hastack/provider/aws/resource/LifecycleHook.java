package dev.hastack.provider.aws.resource;

import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Schema;
import java.util.List;
import java.util.Set;

/**
 * A lifecycle hook on a group of ours (Auto Scaling API reference, PutLifecycleHook). It has no
 * tags: ours is the one of our name on a group that carries our tags.
 */
public record LifecycleHook(AttributeValues attributes) implements AwsResource {
  public static final String KIND = "LifecycleHook";

  public static final String GROUP_NAME = "AutoScalingGroupName";
  public static final String TRANSITION = "LifecycleTransition";

  /** Seconds for which an instance waits before {@link #DEFAULT_RESULT} counts, 30 to 7,200. */
  public static final String HEARTBEAT_TIMEOUT = "HeartbeatTimeout";

  public static final String DEFAULT_RESULT = "DefaultResult";

  public static final String TERMINATING = "autoscaling:EC2_INSTANCE_TERMINATING";

  /** The instance goes on to end, whether or not anybody answered. */
  public static final String CONTINUE = "CONTINUE";

  /** The terminate hook of a stack that has one group. */
  public static final ResourceId TERMINATE = new ResourceId(KIND, "terminate");

  private static final String OF_ZONE = "terminate-";
  private static final String ONLY_GROUP = "app";

  public static final Schema<LifecycleHook> SCHEMA =
      new Schema<>(
              KIND,
              LifecycleHook.class,
              List.of(
                  AwsResource.<LifecycleHook>declare(GROUP_NAME),
                  AwsResource.<LifecycleHook>declare(TRANSITION),
                  AwsResource.<LifecycleHook>declare(HEARTBEAT_TIMEOUT),
                  AwsResource.<LifecycleHook>declare(DEFAULT_RESULT)),
              Schema.ReplaceOrder.CREATE_FIRST,
              false,
              Set.of(AutoScalingGroup.KIND))
          .servedByOperator();

  @Override
  public Schema<LifecycleHook> schema() {
    return SCHEMA;
  }

  /** The terminate hook of a group. */
  public static ResourceId terminate(ResourceId group) {
    return group.name().equals(ONLY_GROUP)
        ? TERMINATE
        : new ResourceId(KIND, OF_ZONE + group.name());
  }

  /** The group that a terminate hook is on. */
  public static ResourceId group(ResourceId hook) {
    return new ResourceId(
        AutoScalingGroup.KIND,
        hook.equals(TERMINATE) ? ONLY_GROUP : hook.name().substring(OF_ZONE.length()));
  }
}
