package dev.hastack.provider;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.signal.FleetView;
import dev.hastack.core.signal.Reaction;
import dev.hastack.core.signal.Signal;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The servers of this cluster's stacks in one account and region, read and acted on without a plan.
 * Every method blocks on the network and may be called from many threads.
 */
public interface Fleets {

  /** What a read came to. */
  sealed interface Read<T> {
    record Seen<T>(T value) implements Read<T> {}

    record Unread<T>(Failure why) implements Read<T> {}
  }

  /**
   * A group of a stack and its servers.
   *
   * @param stack {@code <namespace>/<name>}
   * @param waiting those of the servers whose end waits for the completion of some hook
   */
  record Membership(String stack, String group, List<String> servers, List<String> waiting) {
    public Membership {
      servers = List.copyOf(servers);
      waiting = List.copyOf(waiting);
    }
  }

  /** Every group of this cluster. */
  Read<List<Membership>> memberships();

  /**
   * The groups of some servers; a server of no group is left out.
   *
   * @return names of groups by server
   */
  Read<Map<String, String>> groupsOf(Collection<String> servers);

  /** One stack's servers, whatever state they are in, and what sends to them. */
  Read<FleetView> view(String stack, Collection<String> groups);

  /** What no message need have told: servers that are marked for interruption. */
  Read<List<Signal.OfServer>> marked();

  /** Does one thing. */
  Outcome react(Reaction reaction);
}
