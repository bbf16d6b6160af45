package dev.hastack.engine.interruption;

import dev.hastack.core.signal.Interruption;
import dev.hastack.core.signal.Signal;
import dev.hastack.provider.Fleets;
import dev.hastack.provider.Fleets.Membership;
import dev.hastack.provider.SignalFeed;
import dev.hastack.provider.SignalFeed.Content;
import dev.hastack.provider.SignalFeed.Message;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Takes the messages of one account and region and sees to each until it has had its effect. Work
 * waits here, the most urgent first, until somebody calls {@link #work}; any number of threads may.
 */
public final class InterruptionDesk {
  /**
   * What is older has no effect any more: EventBridge gives an event up after the five minutes that
   * its rules say, and whatever was warned of ended three minutes before.
   */
  static final Duration STALE = Duration.ofMinutes(5);

  /** Messages that may be in hand at once; the rest waits in the queue. */
  static final int ROOM = 5_000;

  private static final int DELETED_AT_ONCE = 100;

  private final SignalFeed feed;
  private final Fleets fleets;
  private final InterruptionListener listener;
  private final Attendance attendance;
  private final Whose whose = new Whose();
  private final Map<String, Desk> desks = new HashMap<>();
  private final Strangers strangers = new Strangers();
  private final History history = new History();
  private final Set<String> done = new HashSet<>();
  private final InstantSource clock;
  private final Runnable news;

  /**
   * @param words what each stack's spec says, by {@code <namespace>/<name>}
   * @param clock the cloud's
   * @param news is run when there may be something to {@link #work} on; must not block
   */
  public InterruptionDesk(
      SignalFeed feed,
      Fleets fleets,
      Function<String, StackWord> words,
      InterruptionListener listener,
      InstantSource clock,
      Runnable news) {
    this.clock = clock;
    this.news = news;
    this.feed = feed;
    this.fleets = fleets;
    this.listener = listener;
    this.attendance = new Attendance(fleets, words, listener);
  }

  /**
   * Takes messages in.
   *
   * @param now by the cloud's clock, as everywhere here
   */
  public synchronized void take(Collection<Message> messages, Instant now) {
    for (Message message : messages) {
      takeOrDrop(message, now);
    }
    news.run();
  }

  /** A message that nobody can handle must not take others along, and ends as a dead letter. */
  private void takeOrDrop(Message message, Instant now) {
    try {
      switch (message.content()) {
        case Content.Garbage ignored -> listener.dropped(InterruptionListener.Dropped.GARBAGE);
        case Content.UnknownKind ignored -> {
          listener.dropped(InterruptionListener.Dropped.UNKNOWN_KIND);
          done.add(message.receipt());
        }
        case Content.News news -> take(news.signals(), message.receipt(), now);
      }
    } catch (RuntimeException poison) {
      listener.dropped(InterruptionListener.Dropped.GARBAGE);
    }
  }

  private void take(List<Signal> signals, String receipt, Instant now) {
    boolean kept = false;
    for (Signal signal : signals) {
      Duration age = Duration.between(signal.at(), now);
      listener.received(signal, age);
      if (age.compareTo(STALE) > 0) {
        listener.dropped(InterruptionListener.Dropped.EXPIRED);
      } else if (signal instanceof Signal.OfServer ofServer) {
        Optional<String> held = isActedOn(ofServer) ? Optional.of(receipt) : Optional.empty();
        boolean concerns = take(new Said(ofServer, held), now);
        kept = kept || (concerns && held.isPresent());
      }
    }
    if (!kept) {
      done.add(receipt);
    }
  }

  /** Whether a message must have an effect before it goes; of the others one only knows. */
  private static boolean isActedOn(Signal.OfServer signal) {
    return switch (signal) {
      case Signal.InterruptionWarning ignored -> true;
      case Signal.ServerGoing ignored -> true;
      case Signal.TerminateHook ignored -> true;
      case Signal.RebalanceRecommendation ignored -> false;
      case Signal.Maintenance ignored -> false;
    };
  }

  /** Whether it is of any concern, as far as one knows. */
  private boolean take(Said said, Instant now) {
    String server = said.signal().server();
    Optional<String> group =
        said.signal() instanceof Signal.TerminateHook hook
            ? Optional.of(hook.group()).filter(name -> whose.stackOf(name).isPresent())
            : whose.groupOf(server);
    if (group.isPresent()) {
      return put(said, group.get(), now);
    }
    if (whose.isKnownForeign(server, now)) {
      listener.dropped(InterruptionListener.Dropped.NOT_OURS);
      return false;
    }
    strangers.add(said);
    return true;
  }

  private boolean put(Said said, String group, Instant now) {
    Optional<String> stack = whose.stackOf(group);
    if (stack.isEmpty()) {
      listener.dropped(InterruptionListener.Dropped.NOT_OURS);
      return false;
    }
    Desk desk = desks.computeIfAbsent(stack.get(), Desk::new);
    desk.isIn(group);
    Case of = desk.open(said.signal());
    of.say(said.signal(), said.receipt());
    if (of.wasWarned()) {
      history.warned(group, said.signal().server(), of.interruption().noticed());
    }
    if (of.isSettled()) {
      done.addAll(of.receipts());
      of.receipts().clear();
    } else {
      desk.dueBy(now);
    }
    return true;
  }

  /** Whether more messages can be taken. */
  public synchronized boolean hasRoom() {
    long held =
        desks.values().stream()
            .flatMap(desk -> desk.cases().stream())
            .mapToLong(each -> each.receipts().size())
            .sum();
    return held + strangers.receipts().count() + strangers.servers() + done.size() < ROOM;
  }

  /** The messages that have not had their effect, which want to be kept. */
  public synchronized Set<String> inHand() {
    var receipts = new HashSet<String>();
    desks.values().stream()
        .flatMap(desk -> desk.cases().stream())
        .forEach(each -> receipts.addAll(each.receipts()));
    strangers.receipts().forEach(receipts::add);
    return receipts;
  }

  /**
   * Does what is most urgent of what is due.
   *
   * @return when there may be more to do; empty when that is now
   */
  public Optional<Instant> work(Instant now) {
    Optional<Desk> urgent = next(now);
    if (urgent.isPresent()) {
      attend(urgent.get(), now);
      return Optional.empty();
    }
    return identify(now) ? Optional.empty() : Optional.of(nextDue());
  }

  private synchronized Optional<Desk> next(Instant now) {
    Optional<Desk> next =
        desks.values().stream()
            .filter(desk -> !desk.isAttended() && !desk.due().isAfter(now))
            .min(Comparator.comparing(Desk::urgency).thenComparing(desk -> desk.stack));
    next.ifPresent(Desk::attend);
    return next;
  }

  private synchronized Instant nextDue() {
    Instant next =
        desks.values().stream()
            .filter(desk -> !desk.isAttended())
            .map(Desk::due)
            .min(Comparator.naturalOrder())
            .orElse(Instant.MAX);
    return strangers.due().isBefore(next) ? strangers.due() : next;
  }

  private void attend(Desk desk, Instant now) {
    Attendance.Visit visit;
    synchronized (this) {
      whose.groupsOf(desk.stack).forEach(desk::isIn);
      visit = attendance.visit(desk, now);
    }
    boolean attended = false;
    try {
      Attendance.Report report = attendance.attend(visit, now);
      synchronized (this) {
        // Its calls took a while, which belongs to what is told.
        Instant then = clock.instant();
        done.addAll(attendance.close(desk, report, then));
        history.remember(desk.stack, desk.cases());
        desk.cases().removeIf(each -> each.isOver(then));
        if (desk.cases().isEmpty()) {
          desks.remove(desk.stack);
        }
      }
      attended = true;
    } finally {
      synchronized (this) {
        if (!attended) {
          desk.dueBy(now.plus(Desk.LONGEST_PAUSE));
        }
        desk.leave();
        news.run();
      }
    }
  }

  /** Finds out whose the unknown servers are. */
  private boolean identify(Instant now) {
    Set<String> servers;
    synchronized (this) {
      if (strangers.due().isAfter(now)) {
        return false;
      }
      // While nothing can be read of them they would only become more.
      strangers.removeAll(said -> isStale(said, now)).forEach(this::giveUp);
      servers = strangers.ask();
    }
    try {
      identify(servers, now);
    } finally {
      synchronized (this) {
        strangers.answered();
        news.run();
      }
    }
    return true;
  }

  private static boolean isStale(Said said, Instant now) {
    return Duration.between(said.signal().at(), now).compareTo(STALE) > 0;
  }

  private void giveUp(List<Said> stale) {
    listener.dropped(InterruptionListener.Dropped.EXPIRED);
    stale.forEach(said -> said.receipt().ifPresent(done::add));
  }

  private void identify(Set<String> servers, Instant now) {
    Fleets.Read<Map<String, String>> groups = fleets.groupsOf(servers);
    boolean strange =
        groups instanceof Fleets.Read.Seen<Map<String, String>> seen && isStrange(seen.value());
    Optional<Fleets.Read<List<Membership>>> memberships =
        strange ? Optional.of(fleets.memberships()) : Optional.empty();
    synchronized (this) {
      boolean known = memberships.map(this::learned).orElse(true) && learned(groups, servers, now);
      strangers.dueAt(now.plus(known ? Desk.FIRST_PAUSE : Desk.LONGEST_PAUSE));
    }
  }

  /** Whether there is a group among them that may be ours and new. */
  private synchronized boolean isStrange(Map<String, String> groups) {
    return groups.values().stream().anyMatch(group -> whose.stackOf(group).isEmpty());
  }

  private boolean learned(Fleets.Read<List<Membership>> memberships) {
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

  private boolean learned(
      Fleets.Read<Map<String, String>> groups, Set<String> servers, Instant now) {
    return switch (groups) {
      case Fleets.Read.Unread<Map<String, String>> unread -> {
        listener.failed(unread.why());
        yield false;
      }
      case Fleets.Read.Seen<Map<String, String>> seen -> {
        servers.forEach(server -> identified(server, seen.value(), now));
        yield true;
      }
    };
  }

  private void identified(String server, Map<String, String> groups, Instant now) {
    List<Said> known = strangers.remove(server);
    Optional<String> group =
        Optional.ofNullable(groups.get(server)).filter(name -> whose.stackOf(name).isPresent());
    if (group.isPresent()) {
      whose.isIn(server, group.get());
    } else {
      whose.isForeign(server, now);
    }
    for (Said said : known) {
      if (!take(said, now)) {
        said.receipt().ifPresent(done::add);
      }
    }
  }

  /**
   * Lets go of messages that have had their effect.
   *
   * @return whether there were any
   */
  public boolean delete() {
    List<String> receipts;
    synchronized (this) {
      receipts = done.stream().limit(DELETED_AT_ONCE).toList();
      done.removeAll(new HashSet<>(receipts));
    }
    if (receipts.isEmpty()) {
      return false;
    }
    // What could not be deleted comes again, and has no effect then.
    feed.delete(receipts).ifPresent(listener::failed);
    return true;
  }

  /** Finds what no message told of. */
  public void resync(Instant now) {
    Fleets.Read<List<Membership>> memberships = fleets.memberships();
    Fleets.Read<List<Signal.OfServer>> marked = fleets.marked();
    synchronized (this) {
      history.forget(now);
      for (Desk desk : List.copyOf(desks.values())) {
        desk.dueBy(now);
      }
      boolean known = learned(memberships);
      if (known && memberships instanceof Fleets.Read.Seen<List<Membership>> seen) {
        for (Membership each : seen.value()) {
          each.waiting().stream()
              .map(server -> new Signal.TerminateHook(server, now, each.group(), ""))
              .forEach(found -> put(new Said(found, Optional.empty()), each.group(), now));
        }
      }
      switch (marked) {
        case Fleets.Read.Unread<List<Signal.OfServer>> unread -> listener.failed(unread.why());
        case Fleets.Read.Seen<List<Signal.OfServer>> seen ->
            seen.value()
                .forEach(
                    signal ->
                        whose
                            .groupOf(signal.server())
                            .ifPresent(
                                group -> put(new Said(signal, Optional.empty()), group, now)));
      }
      news.run();
    }
  }

  /** The latest interruptions of a stack, newest first. */
  public synchronized List<Interrupted> latest(String stack) {
    return history.latest(stack);
  }

  /** When servers of a group were taken away, those of {@link History#RECENT}. */
  public synchronized List<Instant> recent(String group) {
    return history.recent(group);
  }

  /** How many servers of a stack are being taken away now. */
  public synchronized int handling(String stack, Instant now) {
    Desk desk = desks.get(stack);
    return desk == null
        ? 0
        : (int)
            desk.cases().stream()
                .filter(Case::wasWarned)
                .map(Case::interruption)
                .map(Interruption::end)
                .filter(now::isBefore)
                .count();
  }
}
