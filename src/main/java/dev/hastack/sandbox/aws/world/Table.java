package dev.hastack.sandbox.aws.world;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Rows by key, each with its recent past, so that a describe may lag behind a write as AWS's do
 * ("Eventual consistency in the Amazon EC2 API", EC2 developer guide). Rows are immutable values.
 * The world itself reads the present; only answers to describes read {@code asOf}.
 *
 * @param <V> a row
 */
public final class Table<V> {
  /** How far back a read may go as a rule; no account is given a longer lag. */
  public static final Duration MEMORY = Duration.ofMinutes(1);

  private record Version<V>(Instant since, @Nullable V row) {}

  private record Removal(String key, Instant when) {}

  private final SimulatedTime time;
  private final Duration memory;
  private final SortedMap<String, Deque<Version<V>>> versions = new TreeMap<>();
  private final Deque<Removal> removals = new ArrayDeque<>();

  public Table(SimulatedTime time) {
    this(time, MEMORY);
  }

  /** One whose rows are known for longer. */
  public Table(SimulatedTime time, Duration memory) {
    this.time = time;
    this.memory = memory;
  }

  public Optional<V> get(String key) {
    return Optional.ofNullable(versions.get(key)).map(past -> past.getLast().row());
  }

  /** Every row there is now, in the order of the keys. */
  public List<V> all() {
    return present(versions);
  }

  /**
   * Those of them whose keys begin like this: no look at the others, of which there may be many.
   */
  public List<V> all(String prefix) {
    return present(under(prefix));
  }

  private static <V> List<V> present(SortedMap<String, Deque<Version<V>>> some) {
    return some.values().stream()
        .map(past -> past.getLast().row())
        .filter(Objects::nonNull)
        .<V>map(Objects::requireNonNull)
        .toList();
  }

  private SortedMap<String, Deque<Version<V>>> under(String prefix) {
    return versions.subMap(prefix, prefix + Character.MAX_VALUE);
  }

  /** A row as it was. */
  public Optional<V> get(String key, Instant asOf) {
    return Optional.ofNullable(versions.get(key)).flatMap(past -> at(past, asOf));
  }

  /** Every row there was, in the order of the keys. */
  public List<V> all(Instant asOf) {
    return versions.values().stream().flatMap(past -> at(past, asOf).stream()).toList();
  }

  /** Those of them whose keys begin like this. */
  public List<V> all(String prefix, Instant asOf) {
    return under(prefix).values().stream().flatMap(past -> at(past, asOf).stream()).toList();
  }

  public void put(String key, V row) {
    write(key, row);
  }

  public void remove(String key) {
    if (get(key).isPresent()) {
      write(key, null);
      removals.addLast(new Removal(key, time.now()));
    }
  }

  /** Changes a row that is there. */
  public V update(String key, UnaryOperator<V> change) {
    V changed = change.apply(get(key).orElseThrow(() -> new IllegalStateException("no " + key)));
    write(key, changed);
    return changed;
  }

  private void write(String key, @Nullable V row) {
    Instant now = time.now();
    Deque<Version<V>> past = versions.computeIfAbsent(key, any -> new ArrayDeque<>());
    past.addLast(new Version<>(now, row));
    Instant horizon = now.minus(memory);
    forget(past, horizon);
    while (!removals.isEmpty() && removals.getFirst().when().isBefore(horizon)) {
      forgetRemoved(removals.removeFirst().key(), horizon);
    }
  }

  /** Keeps the version that was there at the horizon and what came after it. */
  private static <V> void forget(Deque<Version<V>> past, Instant horizon) {
    while (past.size() > 1 && !second(past).since().isAfter(horizon)) {
      past.removeFirst();
    }
  }

  private void forgetRemoved(String key, Instant horizon) {
    Deque<Version<V>> past = versions.get(key);
    if (past != null && past.getLast().row() == null && !past.getLast().since().isAfter(horizon)) {
      versions.remove(key);
    }
  }

  private static <V> Version<V> second(Deque<Version<V>> past) {
    Iterator<Version<V>> iterator = past.iterator();
    iterator.next();
    return iterator.next();
  }

  private static <V> Optional<V> at(Deque<Version<V>> past, Instant asOf) {
    Iterator<Version<V>> newestFirst = past.descendingIterator();
    while (newestFirst.hasNext()) {
      Version<V> version = newestFirst.next();
      if (!version.since().isAfter(asOf)) {
        return Optional.ofNullable(version.row());
      }
    }
    return Optional.empty();
  }
}
