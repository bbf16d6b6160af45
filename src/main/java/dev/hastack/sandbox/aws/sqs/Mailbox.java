package dev.hastack.sandbox.aws.sqs;

import dev.hastack.sandbox.aws.world.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The messages of one queue: those that can be received, and those that can later. */
final class Mailbox {
  private final SimulatedTime time;
  private final Map<Long, Letter> letters = new HashMap<>();
  private final TreeSet<Letter> ready = new TreeSet<>(Letter.BY_TURN);
  private final TreeSet<Letter> later = new TreeSet<>(Letter.BY_VISIBILITY);
  private final TreeSet<Letter> byAge = new TreeSet<>(Letter.BY_AGE);
  private int inFlight;
  private @Nullable Instant alarm;

  Mailbox(SimulatedTime time) {
    this.time = time;
  }

  void put(Letter letter) {
    letters.put(letter.number, letter);
    byAge.add(letter);
    place(letter);
  }

  private void place(Letter letter) {
    if (letter.visibleFrom.isAfter(time.now())) {
      later.add(letter);
      inFlight += letter.receives > 0 ? 1 : 0;
      ringAt(letter.visibleFrom);
    } else {
      ready.add(letter);
      time.stir();
    }
  }

  private void ringAt(Instant when) {
    if (alarm == null || when.isBefore(alarm)) {
      alarm = when;
      time.at(when, () -> ring(when));
    }
  }

  private void ring(Instant when) {
    if (when.equals(alarm)) {
      alarm = null;
      settle();
      if (!later.isEmpty()) {
        ringAt(later.first().visibleFrom);
      }
      time.stir();
    }
  }

  private void settle() {
    Instant now = time.now();
    while (!later.isEmpty() && !later.first().visibleFrom.isAfter(now)) {
      Letter letter = later.removeFirst();
      inFlight -= letter.receives > 0 ? 1 : 0;
      ready.add(letter);
    }
  }

  /** Forgets what is older than that. */
  void expire(Duration retention) {
    Instant horizon = time.now().minus(retention);
    while (!byAge.isEmpty() && byAge.first().content.sent().isBefore(horizon)) {
      remove(byAge.first());
    }
  }

  /** The next that can be received. */
  Optional<Letter> next() {
    settle();
    return ready.isEmpty() ? Optional.empty() : Optional.of(ready.first());
  }

  /** All that can be received. */
  List<Letter> ready() {
    settle();
    return List.copyOf(ready);
  }

  Optional<Letter> find(long number) {
    return Optional.ofNullable(letters.get(number));
  }

  /** Notes that it is received, and hides it until then. */
  void receive(Letter letter, Instant visibleAgain) {
    lift(letter);
    letter.receives++;
    letter.lastReceived = time.now();
    if (letter.firstReceived == null) {
      letter.firstReceived = time.now();
    }
    letter.visibleFrom = visibleAgain;
    place(letter);
  }

  void hide(Letter letter, Instant until) {
    lift(letter);
    letter.visibleFrom = until;
    place(letter);
  }

  void remove(Letter letter) {
    lift(letter);
    letters.remove(letter.number);
    byAge.remove(letter);
  }

  private void lift(Letter letter) {
    settle();
    if (!ready.remove(letter) && later.remove(letter)) {
      inFlight -= letter.receives > 0 ? 1 : 0;
    }
  }

  void clear() {
    letters.clear();
    ready.clear();
    later.clear();
    byAge.clear();
    inFlight = 0;
  }

  int visible() {
    settle();
    return ready.size();
  }

  int inFlight() {
    settle();
    return inFlight;
  }

  int delayed() {
    settle();
    return later.size() - inFlight;
  }
}
