package dev.hastack.engine.interruption;

import dev.hastack.core.signal.Signal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What was said of servers that nobody knows yet. Confined to the lock of the desk. */
final class Strangers {
  private static final int ASKED_AT_ONCE = 200;

  private final Map<String, List<Said>> byServer = new LinkedHashMap<>();
  private Instant due = Instant.EPOCH;
  private boolean asked;

  void add(Said said) {
    byServer.computeIfAbsent(said.signal().server(), server -> new ArrayList<>()).add(said);
  }

  int servers() {
    return byServer.size();
  }

  /** When it can be asked about them; never while that is being done, or there are none. */
  Instant due() {
    return byServer.isEmpty() || asked ? Instant.MAX : due;
  }

  /** Some at a time, and before others those that were warned; asks until {@link #answered}. */
  Set<String> ask() {
    asked = true;
    return byServer.entrySet().stream()
        .sorted(Comparator.comparing(entry -> !isWarned(entry.getValue())))
        .limit(ASKED_AT_ONCE)
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static boolean isWarned(List<Said> said) {
    return said.stream().anyMatch(each -> each.signal() instanceof Signal.InterruptionWarning);
  }

  void answered() {
    asked = false;
  }

  void dueAt(Instant then) {
    due = then;
  }

  /** Somebody knows a server now, or that it is nobody's. */
  List<Said> remove(String server) {
    List<Said> said = byServer.remove(server);
    return said == null ? List.of() : said;
  }

  /** Takes out all of whom nothing was said but this. */
  List<List<Said>> removeAll(Predicate<Said> only) {
    List<List<Said>> removed =
        byServer.values().stream().filter(said -> said.stream().allMatch(only)).toList();
    byServer.values().removeIf(said -> said.stream().allMatch(only));
    return removed;
  }
}
