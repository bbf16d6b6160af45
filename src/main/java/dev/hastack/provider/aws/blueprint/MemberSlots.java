package dev.hastack.provider.aws.blueprint;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Which members a database keeps or gets, by their numbers. A number says nothing of the role: a
 * failover may make any of them the writer, and the writer is the one that always stays. It says in
 * which zone a member is, and the zones are kept as even as the choice allows.
 */
public final class MemberSlots {
  private final int zones;
  private final SortedSet<Integer> chosen = new TreeSet<>();

  private MemberSlots(int zones) {
    this.zones = zones;
  }

  /**
   * Chooses.
   *
   * @param count how many there are to be, at least 1
   * @param zones over how many zones numbers go round, at least 1
   * @param there the numbers of those that are members now, each with whether it is the writer
   * @param remembered those that were members when last looked at
   */
  public static SortedSet<Integer> of(
      int count, int zones, SortedMap<Integer, Boolean> there, SortedSet<Integer> remembered) {
    var slots = new MemberSlots(zones);
    slots.take(
        count,
        there.entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey).toList());
    slots.take(count, there.keySet());
    slots.take(count, remembered);
    // So many numbers that each zone has enough of them whatever is taken.
    int most = zones * (count + there.size() + remembered.size() + 1);
    slots.take(count, IntStream.range(0, most).boxed().toList());
    return Collections.unmodifiableSortedSet(slots.chosen);
  }

  /** Fills up from these, each time with one of the zone that has fewest. */
  private void take(int count, Collection<Integer> candidates) {
    var left = new TreeSet<>(candidates);
    left.removeAll(chosen);
    while (chosen.size() < count && !left.isEmpty()) {
      Integer next =
          left.stream()
              .min(Comparator.comparingLong(this::inItsZone).thenComparing(slot -> slot))
              .orElseThrow();
      chosen.add(next);
      left.remove(next);
    }
  }

  private long inItsZone(Integer slot) {
    return chosen.stream().filter(other -> other % zones == slot % zones).count();
  }
}
