package dev.hastack.sandbox.aws.front;

import dev.hastack.sandbox.aws.ec2.Ec2Region;
import dev.hastack.sandbox.aws.ec2.SpotMarket;
import dev.hastack.sandbox.aws.eventbridge.EventBridgeRegion;
import dev.hastack.sandbox.aws.sqs.SqsOptions;
import dev.hastack.sandbox.aws.sqs.SqsRegion;
import dev.hastack.sandbox.aws.world.SimulatedTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;

/**
 * What a person or a test has happen to Spot servers as a whole, and to the events and messages
 * that tell of it; each order is noted in the record.
 */
public final class SignalIncidents {
  private static final String BUS = "event bus";

  /** In turn: no JSON, JSON of another shape, and events that lack what they are about. */
  private static final List<String> GARBAGE =
      List.of(
          "garbage",
          "{",
          "null",
          "[]",
          "{}",
          "{\"detail-type\":7,\"detail\":{\"instance-id\":\"i-0\"}}",
          "{\"detail-type\":\"EC2 Spot Instance Interruption Warning\",\"source\":\"aws.ec2\"}",
          "{\"detail-type\":\"EC2 Spot Instance Interruption Warning\",\"source\":\"aws.ec2\","
              + "\"time\":\"yesterday\",\"detail\":{\"instance-id\":null}}",
          "{\"Type\":\"Notification\",\"Message\":\"{\"}");

  private final Orders orders;
  private final Ec2Region ec2;
  private final EventBridgeRegion eventBridge;
  private final SqsRegion sqs;
  private final Announcements announcements;

  SignalIncidents(
      Orders orders,
      Ec2Region ec2,
      EventBridgeRegion eventBridge,
      SqsRegion sqs,
      Announcements announcements) {
    this.orders = orders;
    this.ec2 = ec2;
    this.eventBridge = eventBridge;
    this.sqs = sqs;
    this.announcements = announcements;
  }

  /**
   * Spot takes back all its instances at once, in two minutes.
   *
   * @param zone empty for all zones
   * @return the ids of the instances
   */
  public List<String> spotStorm(Optional<String> zone, SpotMarket.Warnings warnings) {
    return orders.ask(
        zone.orElse("every zone"),
        "a Spot storm, with " + warnings,
        () -> ec2.spotMarket().storm(zone, warnings));
  }

  /** No pool of any zone has Spot capacity for a while; what runs stays. */
  public void capacityDrought(Duration lasting) {
    orders.give(
        "every zone",
        "no Spot capacity for " + lasting,
        () -> {
          zones().forEach(ec2.spotMarket()::dry);
          time().after(lasting, () -> zones().forEach(ec2.spotMarket()::endDrought));
        });
  }

  private List<String> zones() {
    return ec2.service().describeAvailabilityZones().availabilityZones().stream()
        .map(AvailabilityZone::zoneName)
        .toList();
  }

  private SimulatedTime time() {
    return orders.time();
  }

  /** What is announced for a while comes that much later. */
  public void delayEvents(Duration by, Duration lasting) {
    orders.give(
        BUS,
        "%s late for %s".formatted(by, lasting),
        () -> eventBridge.delayDeliveries(by, lasting));
  }

  /** Deliveries fail for a while, and are retried as long as their targets want it. */
  public void failEvents(Duration lasting) {
    orders.give(BUS, "delivers nothing for " + lasting, () -> eventBridge.failDeliveries(lasting));
  }

  /**
   * AWS Health announces something of instances.
   *
   * @param eventTypeCode for example {@code AWS_EC2_INSTANCE_RETIREMENT_SCHEDULED}
   * @param perPage how many instances are named in each event
   */
  public void healthEvent(String eventTypeCode, List<String> instanceIds, int perPage) {
    orders.give(
        String.join(" ", instanceIds),
        eventTypeCode,
        () -> announcements.health(eventTypeCode, instanceIds, perPage));
  }

  /** A Capacity Reservation warns an instance two minutes before it is taken back. */
  public void interruptReservation(String instanceId) {
    orders.give(
        instanceId,
        "its Capacity Reservation is interrupted",
        () -> {
          announcements.reservationInterrupted(instanceId);
          time()
              .after(
                  Duration.ofMinutes(2),
                  () -> ec2.instances().terminate(instanceId, "Server.CapacityReservation"));
        });
  }

  /** Somebody puts a message into a queue. */
  public void message(String queueName, String body) {
    orders.give(queueName, "gets a message", () -> sqs.put(queueName, body));
  }

  /** Somebody puts messages into a queue that make no sense, of several kinds in turn. */
  public void garbage(String queueName, int messages) {
    orders.give(
        queueName,
        "gets %d messages of garbage".formatted(messages),
        () ->
            IntStream.range(0, messages)
                .forEach(each -> sqs.put(queueName, GARBAGE.get(each % GARBAGE.size()))));
  }

  /** From now on messages double and overtake each other like this. */
  public void unreliableQueues(SqsOptions options) {
    orders.give("every queue", options.toString(), () -> sqs.become(options));
  }

  /** All that can be received from a queue now comes a second time. */
  public void repeatMessages(String queueName) {
    orders.give(queueName, "repeats its messages", () -> sqs.repeat(queueName));
  }
}
