package dev.hastack.operator.signal;

import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.signal.FleetView;
import dev.hastack.core.signal.FleetView.Health;
import dev.hastack.core.signal.FleetView.State;
import dev.hastack.core.signal.Reaction;
import dev.hastack.core.signal.Signal;
import dev.hastack.provider.Fleets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Three servers of one stack, and what was done about them. */
final class OneStack implements Fleets {
  static final String NAME = "shop/web";
  private static final List<String> SERVERS = List.of("i-1", "i-2", "i-3");

  final Queue<Reaction> reactions = new ConcurrentLinkedQueue<>();
  final AtomicInteger resyncs = new AtomicInteger();

  /** Whether a look at the stack throws, as a defect would have it. */
  volatile boolean broken;

  /** The servers that were taken from the target group. */
  List<String> left() {
    return reactions.stream()
        .filter(Reaction.Deregister.class::isInstance)
        .map(Reaction.Deregister.class::cast)
        .flatMap(each -> each.servers().stream())
        .toList();
  }

  @Override
  public Read<List<Membership>> memberships() {
    return new Read.Seen<>(List.of(new Membership(NAME, "group", SERVERS, List.of())));
  }

  @Override
  public Read<Map<String, String>> groupsOf(Collection<String> servers) {
    return new Read.Seen<>(by(server -> "group"));
  }

  @Override
  public Read<FleetView> view(String stack, Collection<String> groups) {
    if (broken) {
      throw new IllegalStateException("a look that throws");
    }
    List<String> left = left();
    return new Read.Seen<>(
        new FleetView(
            NAME,
            Map.of("group", new FleetView.Group(3, true, true)),
            by(server -> new FleetView.Server("group", "zone-a", "m7i.large", State.IN_SERVICE)),
            List.of(
                new FleetView.TargetGroup(
                    "targets",
                    Duration.ofSeconds(60),
                    true,
                    by(
                        server ->
                            new FleetView.Target(
                                "zone-a",
                                left.contains(server) ? Health.DRAINING : Health.HEALTHY))))));
  }

  private static <T> Map<String, T> by(Function<String, T> made) {
    return SERVERS.stream().collect(Collectors.toMap(server -> server, made));
  }

  @Override
  public Read<List<Signal.OfServer>> marked() {
    resyncs.incrementAndGet();
    return new Read.Seen<>(List.of());
  }

  @Override
  public Outcome react(Reaction reaction) {
    reactions.add(reaction);
    return Outcome.done();
  }
}
