package dev.hastack.sandbox.aws.front;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hastack.sandbox.aws.world.Events;
import dev.hastack.sandbox.aws.world.Foundation;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** What AWS announces of instances for no reason that is modelled. */
final class Announcements {
  private static final Duration UNTIL_IT_HAPPENS = Duration.ofDays(14);

  private final Foundation foundation;
  private final Events events;
  private long health;

  Announcements(Foundation foundation, Events events) {
    this.foundation = foundation;
    this.events = events;
  }

  /** EC2 user guide, "Interruptible Capacity Reservations": its notice is two minutes too. */
  void reservationInterrupted(String instanceId) {
    ObjectNode detail =
        JsonNodeFactory.instance
            .objectNode()
            .put("instance-id", instanceId)
            .put("instance-action", "terminate");
    events.announce(
        new Events.Event(
            "aws.ec2",
            "EC2 Capacity Reservation Instance Interruption Warning",
            foundation.time().now(),
            List.of(foundation.arn("ec2", "instance/" + instanceId)),
            detail));
  }

  /**
   * A scheduled change of EC2, one event for each page ("AWS Health events Amazon EventBridge
   * schema", AWS Health user guide).
   *
   * @param perPage how many instances are named on a page; AWS's number is not documented
   */
  void health(String eventTypeCode, List<String> instanceIds, int perPage) {
    SplittableRandom random = foundation.chance().of("health event " + health++);
    String id = new UUID(random.nextLong(), random.nextLong()).toString();
    String communication = new UUID(random.nextLong(), random.nextLong()).toString();
    int pages = Math.max(1, Math.ceilDiv(instanceIds.size(), perPage));
    for (int page = 1; page <= pages; page++) {
      List<String> named =
          instanceIds.subList((page - 1) * perPage, Math.min(page * perPage, instanceIds.size()));
      ObjectNode detail = detail(eventTypeCode, id, named);
      detail
          .put("communicationId", communication)
          .put("page", Integer.toString(page))
          .put("totalPages", Integer.toString(pages))
          .put("affectedAccount", foundation.accountId());
      events.announce(
          new Events.Event(
              "aws.health", "AWS Health Event", foundation.time().now(), named, detail));
    }
  }

  private ObjectNode detail(String eventTypeCode, String id, List<String> instanceIds) {
    Instant now = foundation.time().now();
    String category =
        eventTypeCode.endsWith("_ISSUE")
            ? "issue"
            : eventTypeCode.endsWith("SCHEDULED") ? "scheduledChange" : "accountNotification";
    ObjectNode detail =
        JsonNodeFactory.instance
            .objectNode()
            .put(
                "eventArn",
                "arn:aws:health:%s::event/EC2/%s/%s_%s"
                    .formatted(foundation.region(), eventTypeCode, eventTypeCode, id))
            .put("service", "EC2")
            .put("eventTypeCode", eventTypeCode)
            .put("eventTypeCategory", category)
            .put("eventScopeCode", "ACCOUNT_SPECIFIC")
            .put("startTime", text(now.plus(UNTIL_IT_HAPPENS)))
            .put("endTime", text(now.plus(UNTIL_IT_HAPPENS)))
            .put("lastUpdatedTime", text(now))
            .put("statusCode", category.equals("scheduledChange") ? "upcoming" : "open")
            .put("eventRegion", foundation.region());
    detail
        .putArray("eventDescription")
        .addObject()
        .put("language", "en_US")
        .put("latestDescription", "By order: " + eventTypeCode);
    var entities = detail.putArray("affectedEntities");
    instanceIds.forEach(
        each ->
            entities
                .addObject()
                .put("entityValue", each)
                .put("lastUpdatedTime", text(now))
                .put("status", "IMPAIRED"));
    return detail;
  }

  private static String text(Instant when) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(when.atOffset(ZoneOffset.UTC));
  }
}
