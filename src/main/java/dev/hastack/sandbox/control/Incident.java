package dev.hastack.sandbox.control;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Something that befalls a stack. What is null is chosen by whoever makes it happen. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "incident")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Incident.SpotWarning.class, name = "spot-warning"),
  @JsonSubTypes.Type(value = Incident.Rebalance.class, name = "rebalance"),
  @JsonSubTypes.Type(value = Incident.SpotStorm.class, name = "spot-storm"),
  @JsonSubTypes.Type(value = Incident.CapacityDrought.class, name = "capacity-drought"),
  @JsonSubTypes.Type(value = Incident.HealthEvent.class, name = "health-event"),
  @JsonSubTypes.Type(value = Incident.EventsDelay.class, name = "events-delay"),
  @JsonSubTypes.Type(value = Incident.QueuesDenied.class, name = "sqs-denied"),
  @JsonSubTypes.Type(value = Incident.GarbageMessages.class, name = "garbage-messages"),
  @JsonSubTypes.Type(value = Incident.KillInstance.class, name = "kill-instance"),
  @JsonSubTypes.Type(value = Incident.ZoneOutage.class, name = "az-outage"),
  @JsonSubTypes.Type(value = Incident.Throttle.class, name = "throttle"),
  @JsonSubTypes.Type(value = Incident.ForeignChange.class, name = "foreign-change"),
  @JsonSubTypes.Type(value = Incident.DatabaseFailover.class, name = "db-failover"),
  @JsonSubTypes.Type(value = Incident.LoseMember.class, name = "lose-db-member"),
  @JsonSubTypes.Type(value = Incident.LoseDatabase.class, name = "lose-database")
})
public sealed interface Incident {

  /** Spot gives a server notice and takes it two minutes later. */
  record SpotWarning(@Nullable String instanceId) implements Incident {}

  /** AWS recommends to replace a Spot server. */
  record Rebalance(@Nullable String instanceId) implements Incident {}

  /**
   * Spot takes back all servers of a zone, or of all zones, two minutes later.
   *
   * @param late the share whose notice comes a minute late or more
   * @param missing the share without a notice
   */
  record SpotStorm(@Nullable String zone, double late, double missing) implements Incident {}

  /** There is no Spot capacity anywhere for a while. */
  record CapacityDrought(Duration lasting) implements Incident {}

  /** AWS Health announces that a server's hardware is to be retired. */
  record HealthEvent(@Nullable String instanceId) implements Incident {}

  /** Events come later than usual for a while. */
  record EventsDelay(Duration by, Duration lasting) implements Incident {}

  /** Nobody may use SQS for a while. */
  record QueuesDenied(Duration lasting) implements Incident {}

  /** Messages that make no sense come into a queue. */
  record GarbageMessages(@Nullable String queue, int messages) implements Incident {}

  /** A server is gone without notice. */
  record KillInstance(@Nullable String instanceId) implements Incident {}

  /** An Availability Zone is dark for a while. */
  record ZoneOutage(@Nullable String zone, Duration lasting) implements Incident {}

  /** AWS grants a tenth of its request rates for a while. */
  record Throttle(Duration lasting) implements Incident {}

  /** Somebody changes the group in the console. */
  record ForeignChange() implements Incident {}

  /** The writer of a database fails, and a reader takes over. */
  record DatabaseFailover(@Nullable String clusterId) implements Incident {}

  /** A member of a database is gone, as if somebody had deleted it. */
  record LoseMember(@Nullable String instanceId) implements Incident {}

  /** A database is gone with all its members, as if somebody had deleted it. */
  record LoseDatabase(@Nullable String clusterId) implements Incident {}
}
