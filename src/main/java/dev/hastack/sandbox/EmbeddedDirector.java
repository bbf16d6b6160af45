package dev.hastack.sandbox;

import dev.hastack.sandbox.EmbeddedFleet.Server;
import dev.hastack.sandbox.aws.EmbeddedAws;
import dev.hastack.sandbox.aws.SandboxAccount;
import dev.hastack.sandbox.control.Director;
import dev.hastack.sandbox.control.Incident;
import dev.hastack.sandbox.report.SandboxException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;

/** Has things happen in the embedded account. */
final class EmbeddedDirector implements Director {
  private static final int FOREIGN_EXTRA_SERVERS = 5;

  private final EmbeddedAws aws;
  private final EmbeddedFleet fleet;
  private final DatabaseIncidents databases;
  private final SignalDirector signals;
  private final EmbeddedStatus status;

  EmbeddedDirector(EmbeddedAws aws) {
    this.aws = aws;
    this.fleet = new EmbeddedFleet(aws);
    this.databases = new DatabaseIncidents(aws);
    this.signals = new SignalDirector(aws, fleet);
    this.status = new EmbeddedStatus(aws, fleet);
  }

  @Override
  public String status() {
    return status.text();
  }

  @Override
  public String inject(Incident incident) {
    return switch (incident) {
      case Incident.SpotWarning(String id) -> spotWarning(id);
      case Incident.Rebalance(String id) -> rebalance(id);
      case Incident.SpotStorm storm -> signals.storm(storm);
      case Incident.CapacityDrought(Duration lasting) -> signals.drought(lasting);
      case Incident.HealthEvent(String id) -> signals.retirement(id);
      case Incident.EventsDelay(Duration by, Duration lasting) -> signals.delay(by, lasting);
      case Incident.QueuesDenied(Duration lasting) -> signals.deny(lasting);
      case Incident.GarbageMessages(String queue, int messages) -> signals.garbage(queue, messages);
      case Incident.KillInstance(String id) -> kill(id);
      case Incident.ZoneOutage(String zone, Duration lasting) -> darken(zone, lasting);
      case Incident.Throttle(Duration lasting) -> throttle(lasting);
      case Incident.ForeignChange() -> foreignChange();
      case Incident.DatabaseFailover(String id) -> databases.failOver(id);
      case Incident.LoseMember(String id) -> databases.loseMember(id);
      case Incident.LoseDatabase(String id) -> databases.lose(id);
    };
  }

  private String spotWarning(@Nullable String id) {
    Server server = fleet.choose(id, "Spot server", Server::spot);
    aws.change(region -> region.incidents().reclaim(server.id()));
    return """
    Spot has given notice to %s and takes it in two minutes%s.
    Watch ./hastack sandbox status: when it goes, its group replaces it.\
    """
        .formatted(server, EmbeddedStatus.aside(aws, Duration.ofMinutes(2)));
  }

  private String rebalance(@Nullable String id) {
    Server server = fleet.choose(id, "Spot server", Server::spot);
    aws.change(region -> region.incidents().recommendRebalance(server.id()));
    return """
    AWS recommends to replace %s: its pool runs short.
    Watch ./hastack sandbox status: with capacity rebalancing on, its group launches another.\
    """
        .formatted(server);
  }

  private String kill(@Nullable String id) {
    Server server = fleet.choose(id, "server", any -> true);
    aws.change(region -> region.incidents().kill(server.id()));
    return """
    %s is gone without notice.
    Watch ./hastack sandbox status: requests to it fail until the load balancer knows, and its\
     group replaces it.\
    """
        .formatted(server);
  }

  private String darken(@Nullable String chosen, Duration lasting) {
    String zone =
        chosen == null
            ? fleet
                .busiestZone()
                .orElseThrow(() -> new SandboxException("No server is in service in any zone now."))
            : chosen;
    Instant until = aws.darken(zone, lasting);
    return """
    %s is dark until %s of the account's time%s.
    Watch ./hastack sandbox status: its group launches in the other zones what it has lost.\
    """
        .formatted(zone, EmbeddedStatus.time(until), EmbeddedStatus.aside(aws, lasting));
  }

  private String throttle(Duration lasting) {
    aws.throttle(lasting);
    return """
    AWS grants a tenth of its request rates for %s%s.
    Watch the operator's log: it waits and goes on.\
    """
        .formatted(TrafficText.time(lasting), EmbeddedStatus.aside(aws, lasting));
  }

  private String foreignChange() {
    List<AutoScalingGroup> groups = fleet.groups();
    if (groups.isEmpty()) {
      throw new SandboxException("There is no Auto Scaling group to change now.");
    }
    AutoScalingGroup group = groups.getFirst();
    int foreign = group.maxSize() + FOREIGN_EXTRA_SERVERS;
    try (var account = new SandboxAccount(aws)) {
      account.setMaxSize(group, foreign);
    }
    return """
    MaxSize of %s is %d now, not %d.
    Watch kubectl get hastacks --watch: within one resync, 60 s, it is noticed and put right.\
    """
        .formatted(group.autoScalingGroupName(), foreign, group.maxSize());
  }
}
