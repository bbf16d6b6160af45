package dev.hastack.engine.interruption;

import dev.hastack.provider.Fleets;
import dev.hastack.provider.Fleets.Membership;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out whose the servers are of which something was said and that nobody knows. Confined to
 * the lock of the desk, but for {@link #ask}, which waits for the network and touches nothing.
 */
final class Inquiry {
  private final Fleets fleets;
  private final Whose whose;
  private final InterruptionListener listener;
  private final Strangers strangers = new Strangers();

  Inquiry(Fleets fleets, Whose whose, InterruptionListener listener) {
    this.fleets = fleets;
    this.whose = whose;
    this.listener = listener;
  }

  /**
   * What the cloud said.
   *
   * @param groups by server
   * @param memberships all that is ours, where a group that nobody knows may be
   */
  record Answer(
      Fleets.Read<Map<String, String>> groups,
      Optional<Fleets.Read<List<Membership>>> memberships) {}

  void add(Said said) {
    strangers.add(said);
  }

  /** When there is something to ask. */
  Instant due() {
    return strangers.due();
  }

  int servers() {
    return strangers.servers();
  }

  /**
   * While nothing can be read of them they would only become more.
   *
   * @return what was said, by server, too long ago to have an effect
   */
  List<List<Said>> giveUp(Instant now) {
    return strangers.removeAll(
        said -> Duration.between(said.signal().at(), now).compareTo(InterruptionDesk.STALE) > 0);
  }

  /** Whom to ask about; nobody else does until {@link #end}. */
  Set<String> begin() {
    return strangers.ask();
  }

  Answer ask(Set<String> servers) {
    Fleets.Read<Map<String, String>> groups = fleets.groupsOf(servers);
    boolean strange =
        groups instanceof Fleets.Read.Seen<Map<String, String>> seen
            && seen.value().values().stream().anyMatch(group -> whose.stackOf(group).isEmpty());
    return new Answer(groups, strange ? Optional.of(fleets.memberships()) : Optional.empty());
  }

  /**
   * Takes an answer in.
   *
   * @return what was said of those who are known now, be it that they are nobody's
   */
  List<Said> learn(Set<String> servers, Answer answer, Instant now) {
    boolean known = answer.memberships().map(this::learn).orElse(true);
    var said = new ArrayList<Said>();
    if (known) {
      switch (answer.groups()) {
        case Fleets.Read.Unread<Map<String, String>> unread -> {
          listener.failed(unread.why());
          known = false;
        }
        case Fleets.Read.Seen<Map<String, String>> seen ->
            servers.forEach(server -> said.addAll(identified(server, seen.value(), now)));
      }
    }
    strangers.dueAt(now.plus(known ? Desk.FIRST_PAUSE : Desk.LONGEST_PAUSE));
    return said;
  }

  /** Whether all that is ours is known now. */
  boolean learn(Fleets.Read<List<Membership>> memberships) {
    return switch (memberships) {
      case Fleets.Read.Seen<List<Membership>> seen -> {
        whose.are(seen.value());
        yield true;
      }
      case Fleets.Read.Unread<List<Membership>> unread -> {
        listener.failed(unread.why());
        yield false;
      }
    };
  }

  private List<Said> identified(String server, Map<String, String> groups, Instant now) {
    Optional.ofNullable(groups.get(server))
        .filter(name -> whose.stackOf(name).isPresent())
        .ifPresentOrElse(group -> whose.isIn(server, group), () -> whose.isForeign(server, now));
    return strangers.remove(server);
  }

  void end() {
    strangers.answered();
  }
}
