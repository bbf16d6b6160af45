package dev.hastack.engine.interruption;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.signal.FleetView;
import dev.hastack.core.signal.FleetView.Health;
import dev.hastack.core.signal.FleetView.State;
import dev.hastack.core.signal.Reaction;
import dev.hastack.core.signal.Signal;
import dev.hastack.provider.Fleets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Stacks of one group and one target group each, as a test says. */
final class ScriptedFleets implements Fleets {
  private final Map<String, FleetView> views = new TreeMap<>();
  final List<Signal.OfServer> marked = new ArrayList<>();
  Optional<Failure> unmarkable = Optional.empty();

  /** Why nobody can be told whose a server is. */
  Optional<Failure> unknowable = Optional.empty();

  final List<Reaction> reactions = new ArrayList<>();

  /** How many calls to the load balancer are answered; the rest is throttled. */
  int tokens = Integer.MAX_VALUE;

  /**
   * The same of calls to groups that do not rebalance; all are refused once there are none left.
   */
  int replacements = Integer.MAX_VALUE;

  /** How often such a call was refused. */
  int refused;

  /** How often a stack was read. */
  int looks;

  /** What happens while a reaction is on its way. */
  Runnable reacting = () -> {};

  /** What happens while a stack is read, and does not show in it. */
  Runnable looking = () -> {};

  /** Whether a load balancer does what it is asked, and nobody hears of it. */
  boolean silent;

  /** Has a stack's group leave it to others to have its servers replaced. */
  void leavesReplacing(String stack) {
    FleetView view = seen(stack);
    FleetView.Group group = view.groups().values().iterator().next();
    views.put(
        stack,
        new FleetView(
            stack,
            Map.of(group(stack), new FleetView.Group(group.desired(), false, true)),
            view.servers(),
            view.targetGroups()));
  }

  /** A stack whose servers are in service and healthy, unless a test says otherwise. */
  void stack(String name, Duration deregistrationDelay, String... servers) {
    var members = new HashMap<String, FleetView.Server>();
    var targets = new HashMap<String, FleetView.Target>();
    for (String server : servers) {
      members.put(
          server, new FleetView.Server(group(name), "zone-a", "m7i.large", State.IN_SERVICE));
      targets.put(server, new FleetView.Target("zone-a", Health.HEALTHY));
    }
    views.put(
        name,
        new FleetView(
            name,
            Map.of(group(name), new FleetView.Group(servers.length, true, true)),
            members,
            List.of(
                new FleetView.TargetGroup(
                    "targets-of-" + name, deregistrationDelay, true, targets))));
  }

  void server(String stack, String server, State state, Health health) {
    FleetView view = seen(stack);
    var members = new HashMap<>(view.servers());
    members.put(server, new FleetView.Server(group(stack), "zone-a", "m7i.large", state));
    FleetView.TargetGroup targetGroup = view.targetGroups().getFirst();
    var targets = new HashMap<>(targetGroup.targets());
    targets.put(server, new FleetView.Target("zone-a", health));
    views.put(
        stack,
        new FleetView(
            stack,
            view.groups(),
            members,
            List.of(
                new FleetView.TargetGroup(
                    targetGroup.id(), targetGroup.deregistrationDelay(), true, targets))));
  }

  /** A server that waits at the hook, long out of its target group. */
  void waits(String stack, String server) {
    server(stack, server, State.TERMINATING_WAIT, Health.DRAINING);
    FleetView view = seen(stack);
    FleetView.TargetGroup targetGroup = view.targetGroups().getFirst();
    var targets = new HashMap<>(targetGroup.targets());
    targets.remove(server);
    views.put(
        stack,
        new FleetView(
            stack,
            view.groups(),
            view.servers(),
            List.of(
                new FleetView.TargetGroup(
                    targetGroup.id(), targetGroup.deregistrationDelay(), true, targets))));
  }

  /** Nothing of it is left. */
  void gone(String stack) {
    views.remove(stack);
  }

  private FleetView seen(String stack) {
    return views.getOrDefault(stack, new FleetView(stack, Map.of(), Map.of(), List.of()));
  }

  static String group(String stack) {
    return "group-of-" + stack;
  }

  /** The stacks whose servers left their target group, in that order. */
  List<String> left() {
    return reactions.stream()
        .filter(Reaction.Deregister.class::isInstance)
        .map(Reaction.Deregister.class::cast)
        .map(deregister -> deregister.targetGroup().replace("targets-of-", ""))
        .toList();
  }

  /** The servers whose hook was completed. */
  List<String> completed() {
    return reactions.stream()
        .filter(Reaction.CompleteHook.class::isInstance)
        .map(Reaction.CompleteHook.class::cast)
        .map(Reaction.CompleteHook::server)
        .toList();
  }

  @Override
  public Read<List<Membership>> memberships() {
    return new Read.Seen<>(
        views.values().stream()
            .map(
                view ->
                    new Membership(
                        view.stack(),
                        group(view.stack()),
                        List.copyOf(view.servers().keySet()),
                        view.servers().entrySet().stream()
                            .filter(each -> each.getValue().state() == State.TERMINATING_WAIT)
                            .map(Map.Entry::getKey)
                            .toList()))
            .toList());
  }

  @Override
  public Read<Map<String, String>> groupsOf(Collection<String> servers) {
    return unknowable
        .<Read<Map<String, String>>>map(Read.Unread::new)
        .orElseGet(
            () ->
                new Read.Seen<>(
                    views.values().stream()
                        .flatMap(view -> view.servers().entrySet().stream())
                        .filter(each -> servers.contains(each.getKey()))
                        .collect(
                            Collectors.toMap(Map.Entry::getKey, each -> each.getValue().group()))));
  }

  @Override
  public Read<FleetView> view(String stack, Collection<String> groups) {
    looks++;
    FleetView seen = seen(stack);
    looking.run();
    return new Read.Seen<>(seen);
  }

  @Override
  public Read<List<Signal.OfServer>> marked() {
    return unmarkable
        .<Read<List<Signal.OfServer>>>map(Read.Unread::new)
        .orElseGet(() -> new Read.Seen<>(List.copyOf(marked)));
  }

  @Override
  public Outcome react(Reaction reaction) {
    reacting.run();
    if (reaction instanceof Reaction.Deregister && tokens <= 0) {
      return new Outcome.Failed(
          new Failure(
              FailureKind.THROTTLED, "elasticloadbalancing:DeregisterTargets", "Throttling", ""));
    }
    if (reaction instanceof Reaction.Replace && replacements-- <= 0) {
      refused++;
      return new Outcome.Failed(
          new Failure(
              FailureKind.THROTTLED,
              "autoscaling:TerminateInstanceInAutoScalingGroup",
              "Throttling",
              ""));
    }
    tokens--;
    reactions.add(reaction);
    if (reaction instanceof Reaction.Deregister deregister) {
      String stack = deregister.targetGroup().replace("targets-of-", "");
      deregister.servers().forEach(each -> server(stack, each, State.IN_SERVICE, Health.DRAINING));
      if (silent) {
        return new Outcome.Failed(
            new Failure(
                FailureKind.TRANSIENT, "elasticloadbalancing:DeregisterTargets", "Timeout", ""));
      }
    }
    return Outcome.done();
  }
}
