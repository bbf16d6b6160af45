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
import java.util.List;
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
  private final CallBudget budget = new CallBudget();
  private final Desks desks = new Desks(budget);
  private final Inquiry inquiry;
  private final History history = new History();
  private final Receipts receipts = new Receipts();
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
    this.inquiry = new Inquiry(fleets, whose, listener);
    this.attendance = new Attendance(fleets, words, listener, budget);
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
          receipts.finish(Set.of(message.receipt()));
        }
        case Content.News news -> take(news.signals(), message.receipt(), now);
      }
    } catch (RuntimeException poison) {
      receipts.leave(message.receipt());
      listener.dropped(InterruptionListener.Dropped.GARBAGE);
    }
  }

  private void take(List<Signal> signals, String receipt, Instant now) {
    boolean kept = false;
    receipts.take(receipt);
    for (Signal signal : signals) {
      Duration age = Duration.between(signal.at(), now);
      listener.received(signal, age);
      if (age.compareTo(STALE) > 0) {
        listener.dropped(InterruptionListener.Dropped.EXPIRED);
      } else if (signal instanceof Signal.OfServer ofServer) {
        Optional<String> held = isActedOn(ofServer) ? Optional.of(receipt) : Optional.empty();
        boolean concerns = take(new Said(ofServer, held), now);
        kept = kept || (concerns && held.isPresent());
      } else if (signal instanceof Signal.LaunchFailed failed) {
        whose.stackOf(failed.group()).ifPresent(listener::concerned);
      }
    }
    if (!kept) {
      receipts.finish(Set.of(receipt));
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
    inquiry.add(said);
    return true;
  }

  private boolean put(Said said, String group, Instant now) {
    Optional<String> stack = whose.stackOf(group);
    if (stack.isEmpty()) {
      listener.dropped(InterruptionListener.Dropped.NOT_OURS);
      return false;
    }
    Desk desk = desks.open(stack.get());
    desk.isIn(group);
    Case of = desk.open(said.signal());
    of.say(said.signal(), said.receipt());
    if (of.wasWarned()) {
      if (said.signal() instanceof Signal.ServerGoing) {
        // Until it goes it still counts as what it was bought as.
        listener.concerned(stack.get());
      }
      history.warned(group, said.signal().server(), of.interruption().noticed());
    }
    if (of.isSettled()) {
      receipts.finish(of.receipts());
      of.receipts().clear();
    } else {
      desk.said(now);
    }
    return true;
  }

  /** Whether more messages can be taken. */
  public synchronized boolean hasRoom() {
    return receipts.count() + inquiry.servers() < ROOM;
  }

  /** The messages that have not had their effect, which want to be kept. */
  public synchronized Set<String> inHand() {
    return receipts.inHand();
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
    return identify(now) ? Optional.empty() : Optional.of(nextDue(now));
  }

  private synchronized Optional<Desk> next(Instant now) {
    Optional<Desk> next = desks.next(now);
    next.ifPresent(Desk::attend);
    return next;
  }

  private synchronized Instant nextDue(Instant now) {
    Instant next = desks.due(now);
    return inquiry.due().isBefore(next) ? inquiry.due() : next;
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
        receipts.finish(attendance.close(desk, report, then));
        history.remember(desk.stack, desk.cases());
        desk.cases().removeIf(each -> each.isOver(then));
        desks.closeIfIdle(desk);
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
      if (inquiry.due().isAfter(now)) {
        return false;
      }
      inquiry.giveUp(now).forEach(this::expire);
      servers = inquiry.begin();
    }
    Optional<Inquiry.Answer> answer = Optional.empty();
    try {
      answer = Optional.of(inquiry.ask(servers));
    } finally {
      synchronized (this) {
        // First, so that whatever an answer brings about, others are asked about later.
        inquiry.end();
        answer.ifPresent(known -> takeAgain(inquiry.learn(servers, known, now), now));
        news.run();
      }
    }
    return true;
  }

  private void takeAgain(List<Said> known, Instant now) {
    for (Said said : known) {
      try {
        if (!take(said, now)) {
          finish(said);
        }
      } catch (RuntimeException poison) {
        said.receipt().ifPresent(receipts::leave);
        listener.dropped(InterruptionListener.Dropped.GARBAGE);
      }
    }
  }

  private void expire(List<Said> ofOneServer) {
    ofOneServer.forEach(this::finish);
    listener.dropped(InterruptionListener.Dropped.EXPIRED);
  }

  private void finish(Said said) {
    said.receipt().map(Set::of).ifPresent(receipts::finish);
  }

  /**
   * Lets go of messages that have had their effect.
   *
   * @return whether there were any
   */
  public boolean delete() {
    List<String> finished;
    synchronized (this) {
      finished = receipts.finished(DELETED_AT_ONCE);
    }
    if (finished.isEmpty()) {
      return false;
    }
    // What could not be deleted comes again, and has no effect then.
    feed.delete(finished).ifPresent(listener::failed);
    return true;
  }

  /**
   * Finds what no message told of.
   *
   * @return whether all of it could be read
   */
  public boolean resync(Instant now) {
    Fleets.Read<List<Membership>> memberships = fleets.memberships();
    Fleets.Read<List<Signal.OfServer>> marked = fleets.marked();
    synchronized (this) {
      history.forget(now);
      desks.allDueBy(now);
      boolean known = inquiry.learn(memberships);
      if (known && memberships instanceof Fleets.Read.Seen<List<Membership>> seen) {
        history.forgetAllBut(whose.stacks(), now);
        for (Membership each : seen.value()) {
          each.waiting().stream()
              .map(server -> new Signal.TerminateHook(server, now, each.group(), ""))
              .forEach(found -> put(new Said(found, Optional.empty()), each.group(), now));
        }
      }
      switch (marked) {
        case Fleets.Read.Unread<List<Signal.OfServer>> unread -> {
          listener.failed(unread.why());
          known = false;
        }
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
      return known;
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
    return desks
        .find(stack)
        .map(
            desk ->
                desk.cases().stream()
                    .filter(Case::wasWarned)
                    .map(Case::interruption)
                    .map(Interruption::end)
                    .filter(now::isBefore)
                    .count())
        .orElse(0L)
        .intValue();
  }
}
