package dev.hastack.sandbox.aws.autoscaling;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hastack.sandbox.aws.world.Chance;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Queues;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import software.amazon.awssdk.services.autoscaling.model.LifecycleHook;

/**
 * What hooks tell the queue that they name ("Prepare to add a lifecycle hook", Auto Scaling user
 * guide: notification targets). Topics are not modelled and hear nothing, and a queue that is not
 * there is no reason to refuse the hook, as it is in AWS.
 */
final class HookMail {
  private static final Duration LEAST_DELAY = Duration.ofMillis(50);
  private static final Duration MOST_DELAY = Duration.ofMillis(500);

  private final Foundation foundation;
  private final Queues queues;
  private long letters;

  HookMail(Foundation foundation, Queues queues) {
    this.foundation = foundation;
    this.queues = queues;
  }

  /** "Amazon EC2 Auto Scaling sends a test message" when a hook gets its target. */
  void test(String groupArn, LifecycleHook hook) {
    send(groupArn, hook, opened(groupArn, hook).put("Event", "autoscaling:TEST_NOTIFICATION"));
  }

  /** An instance waits. */
  void tell(String groupArn, LifecycleHook hook, ObjectNode detail) {
    ObjectNode body = opened(groupArn, hook);
    body.setAll(detail);
    send(groupArn, hook, body);
  }

  private ObjectNode opened(String groupArn, LifecycleHook hook) {
    var random = foundation.chance().of("hook request " + groupArn + " " + letters++);
    return JsonNodeFactory.instance
        .objectNode()
        .put("AccountId", foundation.accountId())
        .put("RequestId", new UUID(random.nextLong(), random.nextLong()).toString())
        .put("AutoScalingGroupARN", groupArn)
        .put("AutoScalingGroupName", hook.autoScalingGroupName())
        .put("Service", "AWS Auto Scaling")
        .put("Time", foundation.time().now().truncatedTo(ChronoUnit.MILLIS).toString());
  }

  private void send(String groupArn, LifecycleHook hook, ObjectNode body) {
    String target = hook.notificationTargetARN();
    if (target != null && target.startsWith("arn:aws:sqs:")) {
      String role = Objects.requireNonNullElse(hook.roleARN(), "arn:aws:iam::aws:role/none");
      Duration delay =
          Chance.between(foundation.chance().of("hook mail " + letters++), LEAST_DELAY, MOST_DELAY);
      foundation
          .time()
          .after(
              delay,
              () ->
                  queues.send(
                      target, new Queues.Sender(role, groupArn), body.toString(), Map.of()));
    }
  }
}
