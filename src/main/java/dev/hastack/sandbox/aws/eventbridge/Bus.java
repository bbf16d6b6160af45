package dev.hastack.sandbox.aws.eventbridge;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hastack.sandbox.aws.world.Events;
import dev.hastack.sandbox.aws.world.Foundation;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * The default bus: gives an event its envelope ("AWS service event metadata", EventBridge user
 * guide) and sends it to the targets of each rule that asks for it.
 */
final class Bus implements Events {
  private final Foundation foundation;
  private final Store store;
  private final Deliveries deliveries;
  private long announced;

  Bus(Foundation foundation, Store store, Deliveries deliveries) {
    this.foundation = foundation;
    this.store = store;
    this.deliveries = deliveries;
  }

  @Override
  public void announce(Event event) {
    foundation.time().exclusively(() -> publish(event));
  }

  /** Announces something and answers the id of the event. */
  String publish(Event event) {
    SplittableRandom random = foundation.chance().of("event id " + announced++);
    String id = new UUID(random.nextLong(), random.nextLong()).toString();
    ObjectNode whole = envelope(id, event);
    for (RuleRow rule : store.all()) {
      if (rule.isEnabled() && EventPattern.parse(rule.settings().pattern()).matches(whole)) {
        rule.targets().values().forEach(target -> deliveries.begin(rule, target, whole.toString()));
      }
    }
    return id;
  }

  private ObjectNode envelope(String id, Event event) {
    ObjectNode whole =
        JsonNodeFactory.instance
            .objectNode()
            .put("version", "0")
            .put("id", id)
            .put("detail-type", event.detailType())
            .put("source", event.source())
            .put("account", foundation.accountId())
            .put("time", event.time().truncatedTo(ChronoUnit.SECONDS).toString())
            .put("region", foundation.region());
    var resources = whole.putArray("resources");
    event.resources().forEach(resources::add);
    whole.set("detail", event.detail());
    return whole;
  }
}
