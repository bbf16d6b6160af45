package dev.hastack.core.signal;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The servers of one stack and what sends to them, as read a moment ago.
 *
 * @param stack {@code <namespace>/<name>}
 * @param groups by name
 * @param servers by id; none that has left its group
 */
public record FleetView(
    String stack,
    Map<String, Group> groups,
    Map<String, Server> servers,
    List<TargetGroup> targetGroups) {

  public FleetView {
    groups = Map.copyOf(groups);
    servers = Map.copyOf(servers);
    targetGroups = List.copyOf(targetGroups);
  }

  /** How long requests in hand may take to finish: the longest of its target groups. */
  public Duration deregistrationDelay() {
    return targetGroups.stream()
        .map(TargetGroup::deregistrationDelay)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /** Whether target groups let go of a server, and none sends anything new to it. */
  public boolean isDraining(String server) {
    return targetGroups.stream().allMatch(each -> each.registered(server).isEmpty())
        && targetGroups.stream()
            .flatMap(each -> Optional.ofNullable(each.targets().get(server)).stream())
            .anyMatch(target -> target.health() == Health.DRAINING);
  }

  /**
   * A group of servers.
   *
   * @param desired how many it is to have
   * @param rebalances whether it replaces by itself what is about to be interrupted
   * @param hooked whether our hook stands between the decision to end a server and its end
   */
  public record Group(int desired, boolean rebalances, boolean hooked) {}

  /**
   * A server.
   *
   * @param type what it was launched as
   * @param state where it stands in its group
   */
  public record Server(String group, String zone, String type, State state) {}

  /** Where a server stands in its group. */
  public enum State {
    PENDING,
    IN_SERVICE,
    /** On its way out, and before the hook. */
    TERMINATING,
    /** On its way out, and waiting for the completion of a hook. */
    TERMINATING_WAIT,
    /** In standby, detached, and whatever else takes no part. */
    ASIDE
  }

  /**
   * Something that sends requests to servers.
   *
   * @param id the cloud's
   * @param deregistrationDelay what a target that leaves is given to finish its requests
   * @param crossZone whether a zone without servers sends to those of others
   * @param targets by server
   */
  public record TargetGroup(
      String id, Duration deregistrationDelay, boolean crossZone, Map<String, Target> targets) {

    public TargetGroup {
      targets = Map.copyOf(targets);
    }

    /** A target, unless it is leaving or is not registered. */
    Optional<Target> registered(String server) {
      return Optional.ofNullable(targets.get(server))
          .filter(target -> target.health() != Health.DRAINING);
    }
  }

  /** A server that a target group sends to. */
  public record Target(String zone, Health health) {}

  /** What a target group says of a target. */
  public enum Health {
    HEALTHY,
    /** Not proved to be healthy, which serves only where nobody is. */
    UNPROVEN,
    /** Nothing is sent by way of this target group. */
    UNUSED,
    DRAINING
  }
}
