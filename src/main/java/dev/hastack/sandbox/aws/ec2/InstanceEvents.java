package dev.hastack.sandbox.aws.ec2;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hastack.sandbox.aws.world.Events;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Instance;
import dev.hastack.sandbox.aws.world.InstanceState;
import dev.hastack.sandbox.aws.world.Instances;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Announces on the event bus what befalls instances ("Spot Instance interruption notices", "EC2
 * instance rebalance recommendations" and "State change events for your instances", EC2 user
 * guide).
 */
final class InstanceEvents implements Instances.Listener {
  static final String SOURCE = "aws.ec2";
  private static final Duration NOTICE = Duration.ofMinutes(2);

  private final Foundation foundation;
  private final Events events;

  InstanceEvents(Foundation foundation, Events events) {
    this.foundation = foundation;
    this.events = events;
  }

  @Override
  public void launched(Instance instance) {
    state(instance);
  }

  @Override
  public void changed(Instance before, Instance after) {
    if (before.state() != after.state()) {
      state(after);
    }
  }

  private void state(Instance instance) {
    announce(
        "EC2 Instance State-change Notification",
        foundation.time().now(),
        arn(foundation.region(), foundation.accountId(), instance),
        detail(instance).put("state", name(instance.state())));
  }

  private static String name(InstanceState state) {
    return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Its time is two minutes before the instance is taken, also when the notice comes late. As the
   * guide's own sample has it, the resource may name the zone where the region belongs, and no
   * account.
   */
  @Override
  public void interruptionWarned(Instance instance) {
    Instant takenAt = Objects.requireNonNull(instance.interruptionAt());
    boolean zoned = foundation.chance().of("spot resource " + instance.id()).nextBoolean();
    announce(
        "EC2 Spot Instance Interruption Warning",
        takenAt.minus(NOTICE),
        arn(zoned ? instance.order().zone() : foundation.region(), "", instance),
        detail(instance).put("instance-action", "terminate"));
  }

  @Override
  public void rebalanceRecommended(Instance instance) {
    announce(
        "EC2 Instance Rebalance Recommendation",
        foundation.time().now(),
        arn(foundation.region(), foundation.accountId(), instance),
        detail(instance));
  }

  private static ObjectNode detail(Instance instance) {
    return JsonNodeFactory.instance.objectNode().put("instance-id", instance.id());
  }

  private static String arn(String place, String account, Instance instance) {
    // Without the account one colon less, as in the sample.
    String where = account.isEmpty() ? place : place + ":" + account;
    return "arn:aws:ec2:%s:instance/%s".formatted(where, instance.id());
  }

  private void announce(String type, Instant time, String resource, ObjectNode detail) {
    events.announce(new Events.Event(SOURCE, type, time, List.of(resource), detail));
  }
}
