package dev.hastack.sandbox.aws.front;

import dev.hastack.sandbox.aws.world.SimulatedTime;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was called and what else happened, in order. Forgets the oldest when there is too much, but
 * not the totals.
 */
public final class CallRecord {
  private sealed interface Entry {}

  private record Called(RecordedCall call) implements Entry {}

  private record Noted(Instant time, String subject, String text) implements Entry {}

  private final SimulatedTime time;
  private final int most;
  private final Deque<Entry> entries = new ArrayDeque<>();
  private final SortedMap<String, Long> totals = new TreeMap<>();
  private @Nullable Instant forgotten;

  /**
   * @param most so many entries are kept
   */
  CallRecord(SimulatedTime time, int most) {
    this.time = time;
    this.most = most;
  }

  /** Notes something of note that is not a call. */
  public void note(Instant when, String subject, String text) {
    add(new Noted(when, subject, text));
  }

  void add(RecordedCall call) {
    time.exclusively(
        () -> totals.merge(call.call().action() + " " + call.outcome(), 1L, Long::sum));
    add(new Called(call));
  }

  /** The calls that are remembered, the oldest first. */
  public List<RecordedCall> calls(Predicate<RecordedCall> wanted) {
    return time.exclusively(() -> called().filter(wanted).toList());
  }

  /**
   * The calls since then, the oldest first.
   *
   * @throws IllegalStateException when some of them are forgotten: what was not seen is not absent
   */
  public List<RecordedCall> callsSince(Instant then, Predicate<RecordedCall> wanted) {
    return time.exclusively(
        () -> {
          if (forgotten != null && !forgotten.isBefore(then)) {
            throw new IllegalStateException(
                "calls until %s are forgotten, asked for those since %s"
                    .formatted(forgotten, then));
          }
          return called()
              .filter(each -> !each.call().time().isBefore(then))
              .filter(wanted)
              .toList();
        });
  }

  public List<RecordedCall> calls() {
    return calls(any -> true);
  }

  /** How many such calls are remembered. */
  public int count(Predicate<Call> wanted) {
    return calls(each -> wanted.test(each.call())).size();
  }

  /** The calls that are remembered and changed something. */
  public List<RecordedCall> writes() {
    return calls(RecordedCall::wrote);
  }

  /** How many calls there ever were, by {@code service:Operation outcome}. */
  public SortedMap<String, Long> totals() {
    return time.exclusively(() -> new TreeMap<>(totals));
  }

  /** What is remembered, one line each. */
  public String timeline() {
    return time.exclusively(
        () -> entries.stream().map(CallRecord::line).collect(Collectors.joining("\n")));
  }

  /** Forgets everything but the totals. */
  public void forget() {
    time.exclusively(() -> entries.removeIf(any -> true));
  }

  private void add(Entry entry) {
    time.exclusively(
        () -> {
          entries.addLast(entry);
          if (entries.size() > most && entries.removeFirst() instanceof Called(RecordedCall call)) {
            forgotten = call.call().time();
          }
          return entry;
        });
  }

  private Stream<RecordedCall> called() {
    return entries.stream()
        .flatMap(
            entry ->
                switch (entry) {
                  case Called(RecordedCall call) -> Stream.of(call);
                  case Noted any -> Stream.empty();
                });
  }

  private static String line(Entry entry) {
    return switch (entry) {
      case Called(RecordedCall call) -> call.toString();
      case Noted(Instant when, String subject, String text) ->
          "%s note  %s: %s".formatted(when, subject, text);
    };
  }
}
