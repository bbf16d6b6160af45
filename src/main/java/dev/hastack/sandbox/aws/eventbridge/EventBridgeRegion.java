package dev.hastack.sandbox.aws.eventbridge;

import dev.hastack.sandbox.aws.world.Events;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Queues;
import java.time.Duration;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/**
 * EventBridge in one region of one account. There is the default bus only, and rules with patterns
 * whose targets are queues of the same account and region; schedules, archives, pipes and other
 * targets are not modelled.
 */
public final class EventBridgeRegion {
  private final Foundation foundation;
  private final Deliveries deliveries;
  private final Bus bus;
  private final EventBridgeClient service;

  public EventBridgeRegion(Foundation foundation, Queues queues) {
    this(foundation, queues, EventBridgeOptions.usual());
  }

  public EventBridgeRegion(Foundation foundation, Queues queues, EventBridgeOptions options) {
    this.foundation = foundation;
    var store = new Store(foundation);
    this.deliveries = new Deliveries(foundation, queues, options);
    this.bus = new Bus(foundation, store, deliveries);
    this.service = new EventBridgeService(foundation, store, bus);
  }

  /** What answers EventBridge's operations. */
  public EventBridgeClient service() {
    return service;
  }

  /** The default bus, as other services announce something there. */
  public Events events() {
    return bus;
  }

  /** Deliveries fail for a while, and are retried. */
  public void failDeliveries(Duration lasting) {
    foundation
        .time()
        .exclusively(
            () -> {
              deliveries.failUntil(foundation.time().now().plus(lasting));
              return lasting;
            });
  }

  /** What is announced for a while comes that much later. */
  public void delayDeliveries(Duration by, Duration lasting) {
    foundation
        .time()
        .exclusively(
            () -> {
              deliveries.delayUntil(foundation.time().now().plus(lasting), by);
              return by;
            });
  }
}
