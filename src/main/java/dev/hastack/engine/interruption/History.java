package dev.hastack.engine.interruption;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is told of interruptions after they are over. Confined to the lock of the desk. */
final class History {
  /** How long it is known which groups lost servers: for as long as a spec may ask, and a while. */
  static final Duration RECENT = Duration.ofMinutes(65);

  private final Map<String, List<Interrupted>> latest = new HashMap<>();
  private final Map<String, Map<String, Instant>> noticed = new HashMap<>();

  /** A server of a group was warned. */
  void warned(String group, String server, Instant at) {
    noticed.computeIfAbsent(group, name -> new HashMap<>()).put(server, at);
  }

  /** How the cases of a stack stand. */
  void remember(String stack, Collection<Case> cases) {
    var byServer = new LinkedHashMap<String, Interrupted>();
    latest(stack).forEach(each -> byServer.put(each.server(), each));
    cases.stream()
        .filter(Case::wasWarned)
        .sorted(Comparator.comparing((Case each) -> each.interruption().noticed()).reversed())
        .limit(Interrupted.REMEMBERED)
        .map(Interrupted::of)
        .forEach(each -> byServer.put(each.server(), each));
    latest.put(
        stack,
        byServer.values().stream()
            .sorted(
                Comparator.comparing(Interrupted::noticed)
                    .thenComparing(Interrupted::server)
                    .reversed())
            .limit(Interrupted.REMEMBERED)
            .toList());
  }

  /** Newest first. */
  List<Interrupted> latest(String stack) {
    return latest.getOrDefault(stack, List.of());
  }

  /** When servers of a group were warned, as far as {@link #forget} left it. */
  List<Instant> recent(String group) {
    return noticed.getOrDefault(group, Map.of()).values().stream().sorted().toList();
  }

  /**
   * Forgets what nobody asks for any more.
   *
   * @param there the stacks of which anything is left in the cloud
   */
  void forgetAllBut(Set<String> there, Instant now) {
    latest
        .entrySet()
        .removeIf(
            each ->
                !there.contains(each.getKey())
                    && each.getValue().stream()
                        .allMatch(one -> one.noticed().plus(RECENT).isBefore(now)));
  }

  /** Forgets what is longer ago than {@link #RECENT}. */
  void forget(Instant now) {
    noticed
        .values()
        .forEach(each -> each.values().removeIf(then -> then.plus(RECENT).isBefore(now)));
    noticed.values().removeIf(Map::isEmpty);
  }
}
