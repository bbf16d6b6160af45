package dev.hastack.provider.aws.blueprint;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which members a database keeps or gets, by their numbers. A number says nothing of the role: a
 * failover may make any of them the writer, and the writer is the one that always stays.
 */
public final class MemberSlots {
  private MemberSlots() {}

  /**
   * Chooses.
   *
   * @param count how many there are to be, at least 1
   * @param there the numbers of those that are members now, each with whether it is the writer
   * @param remembered those that were members when last looked at
   */
  public static SortedSet<Integer> of(
      int count, SortedMap<Integer, Boolean> there, SortedSet<Integer> remembered) {
    var byPreference = new LinkedHashSet<Integer>();
    there.forEach(
        (slot, writer) -> {
          if (writer) {
            byPreference.add(slot);
          }
        });
    byPreference.addAll(there.keySet());
    byPreference.addAll(remembered);
    for (int slot = 0; byPreference.size() < count; slot++) {
      byPreference.add(slot);
    }
    var chosen = new TreeSet<Integer>();
    byPreference.stream().limit(count).forEach(chosen::add);
    return Collections.unmodifiableSortedSet(chosen);
  }
}
