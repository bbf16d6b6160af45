package dev.hastack.sandbox.aws.front;

import dev.hastack.sandbox.aws.world.SimulatedTime;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which rights were needed, whether the caller had them or not: what an IAM policy for the caller
 * must allow.
 */
public final class UsedRights {
  private final SimulatedTime time;
  private final Map<String, SortedMap<String, SortedSet<String>>> byPrincipal = new TreeMap<>();

  UsedRights(SimulatedTime time) {
    this.time = time;
  }

  /** The actions that a principal needed and the resources of each; {@code *} where unknown. */
  public SortedMap<String, SortedSet<String>> of(String principalArn) {
    return time.exclusively(
        () -> {
          SortedMap<String, SortedSet<String>> copy = new TreeMap<>();
          byPrincipal
              .getOrDefault(principalArn, Collections.emptySortedMap())
              .forEach((action, resources) -> copy.put(action, new TreeSet<>(resources)));
          return copy;
        });
  }

  /** The ARNs of those who needed any. */
  public SortedSet<String> principals() {
    return time.exclusively(() -> new TreeSet<>(byPrincipal.keySet()));
  }

  void add(String principalArn, String action, String resource) {
    byPrincipal
        .computeIfAbsent(principalArn, any -> new TreeMap<>())
        .computeIfAbsent(action, any -> new TreeSet<>())
        .add(resource);
  }
}
