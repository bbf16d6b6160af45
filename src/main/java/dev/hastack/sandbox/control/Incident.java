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
