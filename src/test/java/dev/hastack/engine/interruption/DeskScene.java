package dev.hastack.engine.interruption;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.signal.Signal;
import dev.hastack.provider.SignalFeed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** A desk, the servers it knows, and a clock that goes when it is told to. */
final class DeskScene implements InterruptionListener, SignalFeed {
  static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  final ScriptedFleets fleets = new ScriptedFleets();
  final Map<Dropped, Integer> dropped = new EnumMap<>(Dropped.class);
  final List<String> deregistered = new ArrayList<>();
  final List<String> concerned = new ArrayList<>();
  final TreeSet<String> deleted = new TreeSet<>();
  Instant now = START;
  int received;
  boolean throwing;

  /** What specs say, where it is not that servers are drained. */
  final Map<String, StackWord> words = new HashMap<>();

  InterruptionDesk desk = open();

  /** A process that begins, with nothing in memory. */
  InterruptionDesk open() {
    return new InterruptionDesk(
        this,
        fleets,
        stack -> words.getOrDefault(stack, new StackWord.Drains(50)),
        this,
        () -> now,
        () -> {});
  }

  /** Messages, one a signal. */
  void take(Signal... signals) {
    desk.take(
        Arrays.stream(signals)
            .map(signal -> new Message("receipt-" + received++, new Content.News(List.of(signal))))
            .toList(),
        now);
  }

  Signal.InterruptionWarning warning(String server, Duration ago) {
    return new Signal.InterruptionWarning(server, now.minus(ago), Signal.Market.SPOT);
  }

  /** Does whatever is due. */
  void work() {
    while (desk.work(now).isEmpty() || desk.delete()) {
      // Until nothing is due.
    }
  }

  void after(Duration time) {
    now = now.plus(time);
    work();
  }

  @Override
  public Received receive(Duration wait) {
    return new Received.Messages(List.of(), Optional.empty());
  }

  @Override
  public Optional<Failure> delete(Collection<String> receipts) {
    deleted.addAll(receipts);
    return Optional.empty();
  }

  @Override
  public Optional<Failure> keep(Collection<String> receipts, Duration longer) {
    return Optional.empty();
  }

  @Override
  public void received(Signal signal, Duration age) {}

  @Override
  public void dropped(Dropped why) {
    if (throwing && why == Dropped.NOT_OURS) {
      throw new IllegalStateException("a listener with a defect");
    }
    dropped.merge(why, 1, Integer::sum);
  }

  @Override
  public void deregistered(String stack, Interrupted interrupted) {
    deregistered.add(interrupted.server());
  }

  @Override
  public void replaced(String stack, Interrupted interrupted) {}

  @Override
  public void concerned(String stack) {
    concerned.add(stack);
  }

  @Override
  public void failed(Failure failure) {}
}
