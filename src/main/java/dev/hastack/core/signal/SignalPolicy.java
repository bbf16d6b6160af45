package dev.hastack.core.signal;

import dev.hastack.core.signal.FleetView.Health;
import dev.hastack.core.signal.FleetView.State;
import dev.hastack.core.signal.FleetView.Target;
import dev.hastack.core.signal.FleetView.TargetGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What to do about the servers of one stack that end. Pure: the same view, interruptions and time
 * give the same reactions.
 *
 * <p>A server with a warning leaves its target groups at once while enough healthy ones remain, and
 * otherwise as replacements turn healthy, or when its requests could not be finished any more. But
 * its requests only move to those that outlast it: where nobody does, leaving saves nothing, and
 * where few do, more may fail on them than are saved. So the last ones that serve never leave, and
 * of the others those last for whom few would stand in. A recommendation to rebalance changes
 * nothing here, so it spends nothing that a warning needs: the group launches first and drains by
 * itself.
 */
public final class SignalPolicy {
  /** How soon it is looked again whether replacements have turned healthy. */
  static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

  private static final int PERCENT = 100;

  private final int minHealthyPercentage;

  /**
   * @param minHealthyPercentage of the desired servers that stay registered while others leave
   *     early
   */
  public SignalPolicy(int minHealthyPercentage) {
    this.minHealthyPercentage = minHealthyPercentage;
  }

  /**
   * What to do now.
   *
   * @param heldBack servers for which something remains to be done later
   * @param lookAgain when this has to be asked again without any news
   */
  public record Decision(
      List<Reaction> reactions, SortedSet<String> heldBack, Optional<Instant> lookAgain) {

    public Decision {
      reactions = List.copyOf(reactions);
    }
  }

  /** Decides about all interruptions of a stack together. */
  public Decision decide(FleetView fleet, Collection<Interruption> interruptions, Instant now) {
    List<Interruption> ordered =
        interruptions.stream()
            .sorted(Comparator.comparing(Interruption::noticed).thenComparing(Interruption::server))
            .toList();
    var reactions = new ArrayList<Reaction>();
    var heldBack = new TreeSet<String>();
    var again = new TreeSet<Instant>();
    for (TargetGroup targetGroup : fleet.targetGroups()) {
      drain(fleet, targetGroup, ordered, now).take(reactions, heldBack, again);
    }
    for (Interruption each : ordered) {
      if (comesYet(fleet, each, now)) {
        heldBack.add(each.server());
        again.add(now.plus(LOOK_AGAIN));
      }
      replacement(fleet, each, heldBack, now).ifPresent(reactions::add);
      hook(fleet, each, now).take(reactions, heldBack, again);
    }
    return new Decision(reactions, heldBack, again.stream().findFirst());
  }

  /** What becomes of one target group. */
  private record Drain(
      String targetGroup,
      SortedSet<String> leaving,
      Instant urgency,
      SortedSet<String> held,
      SortedSet<Instant> again) {

    void take(List<Reaction> reactions, SortedSet<String> heldBack, SortedSet<Instant> all) {
      if (!leaving.isEmpty()) {
        reactions.add(new Reaction.Deregister(targetGroup, leaving, urgency));
      }
      heldBack.addAll(held);
      all.addAll(again);
    }
  }

  private Drain drain(
      FleetView fleet, TargetGroup targetGroup, List<Interruption> ordered, Instant now) {
    var leaving = new TreeSet<String>();
    var held = new TreeSet<String>();
    var again = new TreeSet<Instant>();
    Instant urgency = Instant.MAX;
    var serving = new Serving(fleet, targetGroup, ordered, now);
    for (Interruption each : ordered) {
      if (targetGroup.registered(each.server()).isEmpty()) {
        continue;
      }
      Instant latest = each.latest(targetGroup.deregistrationDelay());
      if (each.cause() == Interruption.Cause.GOING
          || (each.isWarned() && serving.spares(each, latest))) {
        serving.leaves(each.server());
        leaving.add(each.server());
        urgency = latest.isBefore(urgency) ? latest : urgency;
      } else if (each.isWarned()) {
        held.add(each.server());
        Instant soon = now.plus(LOOK_AGAIN);
        again.add(latest.isAfter(now) && latest.isBefore(soon) ? latest : soon);
      }
    }
    return new Drain(targetGroup.id(), leaving, urgency, held, again);
  }

  /** The targets that answer requests, counted down as servers leave. */
  private final class Serving {
    private final Map<String, String> zoneOf;
    private final TreeSet<String> servers = new TreeSet<>();
    private final Set<String> ended;
    private final Set<String> warned;
    private final Instant now;
    private final boolean crossZone;
    private final int desired;
    private final int zones;

    Serving(
        FleetView fleet, TargetGroup targetGroup, List<Interruption> interruptions, Instant now) {
      Map<String, Target> targets = targetGroup.targets();
      crossZone = targetGroup.crossZone();
      desired = fleet.groups().values().stream().mapToInt(FleetView.Group::desired).sum();
      zoneOf =
          targets.entrySet().stream()
              .collect(Collectors.toMap(Map.Entry::getKey, target -> target.getValue().zone()));
      zones = Math.max(1, Set.copyOf(zoneOf.values()).size());
      add(Health.HEALTHY, targets);
      this.now = now;
      ended = servers(interruptions, each -> isOut(each, now));
      warned = servers(interruptions, Interruption::isWarned);
      servers.removeAll(ended);
      if (servers.isEmpty()) {
        // Where nobody is healthy a load balancer sends to everybody.
        add(Health.UNPROVEN, targets);
      }
    }

    private static Set<String> servers(
        List<Interruption> interruptions, Predicate<Interruption> which) {
      return interruptions.stream()
          .filter(which)
          .map(Interruption::server)
          .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Whether a server may leave.
     *
     * @param latest when it has to for its requests to be finished
     */
    boolean spares(Interruption interruption, Instant latest) {
      String server = interruption.server();
      if (!servers.contains(server)) {
        // One whose time is up, as far as its warning says, may serve for some seconds more.
        return !ended.contains(server) || !servers.isEmpty();
      }
      if (remain(server, servers, minHealthyPercentage)) {
        return true;
      }
      boolean learntInTime = now.isBefore(interruption.end().minus(Interruption.PROPAGATION));
      Set<String> lasting = new TreeSet<>(servers);
      lasting.removeAll(warned);
      return !now.isBefore(latest)
          && remain(server, lasting, learntInTime ? minHealthyPercentage / 2 : 0);
    }

    /** Whether there are so many others, and at least one. */
    private boolean remain(String server, Set<String> those, int percentage) {
      long rest = those.stream().filter(other -> !other.equals(server)).count();
      long restOfZone =
          those.stream()
              .filter(other -> !other.equals(server) && zone(other).equals(zone(server)))
              .count();
      return rest >= least(desired, percentage)
          && (crossZone || restOfZone >= least(Math.ceilDiv(desired, zones), percentage));
    }

    private static int least(int servers, int percentage) {
      return Math.max(1, Math.ceilDiv(servers * percentage, PERCENT));
    }

    void leaves(String server) {
      servers.remove(server);
    }

    private void add(Health health, Map<String, Target> targets) {
      targets.forEach(
          (server, target) -> {
            if (target.health() == health) {
              servers.add(server);
            }
          });
    }

    private String zone(String server) {
      return zoneOf.getOrDefault(server, "");
    }
  }

  private static boolean isOut(Interruption interruption, Instant now) {
    return interruption.cause() == Interruption.Cause.GOING
        || (interruption.isWarned() && !now.isBefore(interruption.end()));
  }

  /** One that is not in service yet is registered when it is, and then has to leave. */
  private static boolean comesYet(FleetView fleet, Interruption interruption, Instant now) {
    return interruption.isWarned()
        && now.isBefore(interruption.end())
        && Optional.ofNullable(fleet.servers().get(interruption.server()))
            .map(server -> server.state() == State.PENDING)
            .orElse(false);
  }

  /**
   * A group that does not rebalance launches another server only when it is told to end this one,
   * which it drains by itself; so not before it may leave. Without our hook nothing would stand
   * between that and the end of its requests.
   */
  private static Optional<Reaction> replacement(
      FleetView fleet, Interruption interruption, SortedSet<String> heldBack, Instant now) {
    FleetView.Server server = fleet.servers().get(interruption.server());
    if (server == null
        || !interruption.isWarned()
        || !now.isBefore(interruption.end())
        || interruption.replaced().isPresent()
        || heldBack.contains(interruption.server())
        || server.state() != State.IN_SERVICE) {
      return Optional.empty();
    }
    return Optional.ofNullable(fleet.groups().get(server.group()))
        .filter(group -> !group.rebalances() && group.hooked())
        .map(group -> new Reaction.Replace(server.group(), interruption.server()));
  }

  /** What becomes of one hook. */
  private record HookDecision(Optional<Reaction> reaction, Optional<String> held, Instant again) {
    static final HookDecision NOTHING =
        new HookDecision(Optional.empty(), Optional.empty(), Instant.MAX);

    void take(List<Reaction> reactions, SortedSet<String> heldBack, SortedSet<Instant> all) {
      reaction.ifPresent(reactions::add);
      held.ifPresent(
          server -> {
            heldBack.add(server);
            all.add(again);
          });
    }
  }

  /**
   * Before a hook fires its group has drained the server, so it is completed at once unless a drain
   * of ours is younger. The hook's own time is longer than any drain, and needs no extending.
   */
  private static HookDecision hook(FleetView fleet, Interruption interruption, Instant now) {
    Optional<String> group =
        waitingGroup(fleet, interruption)
            .filter(
                name ->
                    Optional.ofNullable(fleet.groups().get(name))
                        .map(FleetView.Group::hooked)
                        .orElse(false));
    if (group.isEmpty()) {
      return HookDecision.NOTHING;
    }
    Duration delay = fleet.deregistrationDelay();
    if (interruption.deregistered().isEmpty() && fleet.isDraining(interruption.server())) {
      // Somebody else who acted for us took it out, and left word with nobody.
      return new HookDecision(
          Optional.empty(), Optional.of(interruption.server()), now.plus(LOOK_AGAIN));
    }
    Optional<Instant> drained = interruption.deregistered().map(then -> then.plus(delay));
    return drained.isPresent() && drained.get().isAfter(now)
        ? new HookDecision(Optional.empty(), Optional.of(interruption.server()), drained.get())
        : new HookDecision(
            Optional.of(new Reaction.CompleteHook(group.get(), interruption.server())),
            Optional.empty(),
            now);
  }

  private static Optional<String> waitingGroup(FleetView fleet, Interruption interruption) {
    return interruption
        .hook()
        .or(
            () ->
                Optional.ofNullable(fleet.servers().get(interruption.server()))
                    .filter(server -> server.state() == State.TERMINATING_WAIT)
                    .map(FleetView.Server::group));
  }
}
