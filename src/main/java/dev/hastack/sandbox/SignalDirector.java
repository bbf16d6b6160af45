package dev.hastack.sandbox;

import dev.hastack.sandbox.EmbeddedFleet.Server;
import dev.hastack.sandbox.aws.EmbeddedAws;
import dev.hastack.sandbox.aws.ec2.SpotMarket;
import dev.hastack.sandbox.aws.front.SignalIncidents;
import dev.hastack.sandbox.control.Incident;
import dev.hastack.sandbox.report.SandboxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Has things happen in the embedded account to Spot servers as a whole, and to the events and
 * messages that tell of it.
 */
record SignalDirector(EmbeddedAws aws, EmbeddedFleet fleet) {
  private static final String RETIREMENT = "AWS_EC2_INSTANCE_RETIREMENT_SCHEDULED";
  private static final int PER_PAGE = 100;

  String storm(Incident.SpotStorm storm) {
    if (storm.zone() != null) {
      aws.mustBeZone(storm.zone());
    }
    SpotMarket.Warnings warnings;
    try {
      warnings = new SpotMarket.Warnings(storm.missing(), storm.late());
    } catch (IllegalArgumentException wrong) {
      throw new SandboxException(String.valueOf(wrong.getMessage()), wrong);
    }
    List<String> taken =
        aws.look(
            region ->
                region.signalIncidents().spotStorm(Optional.ofNullable(storm.zone()), warnings));
    if (taken.isEmpty()) {
      throw new SandboxException("No Spot server runs there now.");
    }
    return """
    Spot takes back %d servers in two minutes%s: %s.
    Watch ./hastack sandbox status: their group launches others, where there is capacity.\
    """
        .formatted(
            taken.size(),
            EmbeddedStatus.aside(aws, Duration.ofMinutes(2)),
            String.join(", ", taken));
  }

  String drought(Duration lasting) {
    happen(incidents -> incidents.capacityDrought(lasting));
    return """
    There is no Spot capacity in any zone for %s%s; what runs stays.
    Watch kubectl get hastacks: what the group loses now it cannot replace by Spot.\
    """
        .formatted(TrafficText.time(lasting), EmbeddedStatus.aside(aws, lasting));
  }

  String retirement(@Nullable String id) {
    Server server = fleet.choose(id, "server", any -> true);
    happen(incidents -> incidents.healthEvent(RETIREMENT, List.of(server.id()), PER_PAGE));
    return """
    AWS Health announces that the hardware of %s is to be retired in two weeks.
    Watch the operator's log: it hears of it.\
    """
        .formatted(server);
  }

  String delay(Duration by, Duration lasting) {
    happen(incidents -> incidents.delayEvents(by, lasting));
    return """
    What happens in the next %s%s is told %s later than usual.
    Watch ./hastack sandbox status after a spot-warning: little of the notice is left.\
    """
        .formatted(
            TrafficText.time(lasting), EmbeddedStatus.aside(aws, lasting), TrafficText.time(by));
  }

  String deny(Duration lasting) {
    aws.denyQueues(lasting);
    return """
    Nobody may use SQS for %s%s.
    Watch kubectl get hastacks: the operator goes on, and says that it hears no signals.\
    """
        .formatted(TrafficText.time(lasting), EmbeddedStatus.aside(aws, lasting));
  }

  String garbage(@Nullable String name, int messages) {
    List<String> queues = aws.look(region -> region.sqs().names());
    String queue =
        queues.stream()
            .filter(each -> name == null || each.equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new SandboxException(
                        name == null
                            ? "There is no queue now."
                            : "'%s' is no queue: %s.".formatted(name, String.join(", ", queues))));
    happen(incidents -> incidents.garbage(queue, messages));
    return """
    %d messages of garbage are in %s.
    Watch the operator's log: it counts them, and they end in the queue's dead letters.\
    """
        .formatted(messages, queue);
  }

  private void happen(Consumer<SignalIncidents> incident) {
    aws.change(region -> incident.accept(region.signalIncidents()));
  }
}
