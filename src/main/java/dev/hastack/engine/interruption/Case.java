package dev.hastack.engine.interruption;

import dev.hastack.core.signal.FleetView;
import dev.hastack.core.signal.Interruption;
import dev.hastack.core.signal.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One server that ends, from its first signal until nothing more is to be told of it. */
final class Case {
  /** How long after the end of a server its replacement is waited for. */
  static final Duration REMEMBERED = Duration.ofMinutes(10);

  private final Set<String> receipts = new HashSet<>();
  private Interruption interruption;
  private FleetView.@Nullable Server server;
  private @Nullable Instant replacementInService;
  private @Nullable Instant foundDraining;
  private boolean settled;
  private boolean warned;
  private int version;

  Case(Signal.OfServer first) {
    interruption = Interruption.of(first);
    warned = interruption.isWarned();
  }

  /** Another number whenever a signal said something new. */
  int version() {
    return version;
  }

  /** Whether it had a warning, and is not just any server that ends. */
  boolean wasWarned() {
    return warned;
  }

  Interruption interruption() {
    return interruption;
  }

  /** One more signal, which came with a message unless it was found. */
  void say(Signal.OfServer signal, Optional<String> receipt) {
    Interruption merged = interruption.and(signal);
    if (!merged.equals(interruption)) {
      version++;
      settled = false;
    }
    interruption = merged;
    warned = warned || signal instanceof Signal.InterruptionWarning;
    receipt.ifPresent(receipts::add);
  }

  void became(Interruption changed) {
    interruption = changed;
  }

  /** What was last seen of the server, which is gone before anybody asks. */
  void seen(FleetView view, Instant at) {
    String id = interruption.server();
    FleetView.Server seen = view.servers().get(id);
    if (seen == null) {
      return;
    }
    boolean first = server == null;
    server = seen;
    if (first && view.isDraining(id) && !drainsByItself(view, seen)) {
      foundDraining = at;
    }
  }

  /**
   * A group that rebalances lets go of what it ends; what it does not end yet it does not touch.
   */
  private static boolean drainsByItself(FleetView view, FleetView.Server server) {
    return server.state() != FleetView.State.IN_SERVICE
        && Optional.ofNullable(view.groups().get(server.group()))
            .map(FleetView.Group::rebalances)
            .orElse(true);
  }

  /** When it left its target groups, or was first seen to have been taken from them before. */
  Optional<Instant> left() {
    return interruption.deregistered().or(() -> Optional.ofNullable(foundDraining));
  }

  Optional<FleetView.Server> server() {
    return Optional.ofNullable(server);
  }

  /** All that there was to do has been done. */
  void settle() {
    settled = true;
  }

  boolean isSettled() {
    return settled;
  }

  /** The messages whose effect this is. */
  Set<String> receipts() {
    return receipts;
  }

  void replacedBy(Instant inService) {
    replacementInService = inService;
  }

  Optional<Instant> replacementInService() {
    return Optional.ofNullable(replacementInService);
  }

  /** Whether its group still owes it a replacement that is worth telling of. */
  boolean awaitsReplacement() {
    return warned && replacementInService == null;
  }

  /** Whether it can be forgotten. */
  boolean isOver(Instant now) {
    return settled && (!warned || now.isAfter(interruption.end().plus(REMEMBERED)));
  }
}
