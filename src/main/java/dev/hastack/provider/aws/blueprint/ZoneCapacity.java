package dev.hastack.provider.aws.blueprint;

import dev.hastack.api.v1alpha1.CapacitySpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one group has of a fleet's capacity, in instances.
 *
 * <p><b>Split.</b> Each number of the spec is split evenly over the zones, and what does not divide
 * goes to the first zones in the order of their names, one each. So the sums are the spec's, no two
 * zones differ by more than one, and since a larger number never gives a zone a smaller share, each
 * zone has {@code min <= desired <= max}, with a minimum of one or more if the spec's is at least
 * the number of zones.
 *
 * <p><b>Impaired zones.</b> What an impaired zone should run now ({@code desired}, or {@code min}
 * where nobody wrote {@code desired}) is lost. It is given to the other zones, one instance after
 * another, each time to the one that has least, up to its own {@code max}. So the sum of all maxima
 * stays the spec's, also at the moment when the zone comes back; what finds no room is not
 * replaced. The impaired zone's own numbers stay, so that it comes back by itself, and with all
 * zones impaired nothing moves. The On-Demand base does not move either: what is taken over is
 * bought in the mix above the base.
 *
 * @param desired null leaves the number to AWS
 * @param onDemandBase null leaves the number to AWS
 * @param takenOver how many of {@code desired}, or of {@code min}, are impaired zones' own
 */
public record ZoneCapacity(
    int min, int max, @Nullable Integer desired, @Nullable Integer onDemandBase, int takenOver) {

  /** All of it in one group. */
  static ZoneCapacity whole(CapacitySpec capacity, @Nullable Integer onDemandBase) {
    return new ZoneCapacity(capacity.min(), capacity.max(), capacity.desired(), onDemandBase, 0);
  }

  /**
   * What each zone has.
   *
   * @param impaired zones that cannot serve now
   */
  static SortedMap<String, ZoneCapacity> split(
      CapacitySpec capacity,
      @Nullable Integer onDemandBase,
      SortedSet<String> zones,
      Set<String> impaired) {
    var split = new TreeMap<String, ZoneCapacity>();
    int index = 0;
    for (String zone : zones) {
      split.put(
          zone,
          new ZoneCapacity(
              share(capacity.min(), zones.size(), index),
              share(capacity.max(), zones.size(), index),
              capacity.desired() == null ? null : share(capacity.desired(), zones.size(), index),
              onDemandBase == null ? null : share(onDemandBase, zones.size(), index),
              0));
      index++;
    }
    move(split, impaired);
    return split;
  }

  /**
   * What a zone has of a number.
   *
   * @param index of the zone in the order of their names, from 0
   */
  public static int share(int whole, int zones, int index) {
    return whole / zones + (index < whole % zones ? 1 : 0);
  }

  private static void move(SortedMap<String, ZoneCapacity> split, Set<String> impaired) {
    int lost =
        split.entrySet().stream()
            .filter(zone -> impaired.contains(zone.getKey()))
            .mapToInt(zone -> zone.getValue().wanted())
            .sum();
    List<String> well = new ArrayList<>(split.keySet());
    well.removeAll(impaired);
    for (int moved = 0; moved < lost; moved++) {
      Optional<String> taker = taker(split, well);
      if (taker.isEmpty()) {
        return;
      }
      split.computeIfPresent(taker.get(), (zone, capacity) -> capacity.withOneMore());
    }
  }

  /** The zone that has least of those that have room; the first of several. */
  private static Optional<String> taker(
      SortedMap<String, ZoneCapacity> split, Collection<String> well) {
    return split.entrySet().stream()
        .filter(zone -> well.contains(zone.getKey()))
        .filter(zone -> zone.getValue().wanted() < zone.getValue().max())
        .min(Comparator.comparingInt(zone -> zone.getValue().wanted()))
        .map(Map.Entry::getKey);
  }

  /** How many there are to be now, as far as the spec says. */
  private int wanted() {
    return desired == null ? min : desired;
  }

  private ZoneCapacity withOneMore() {
    return desired == null
        ? new ZoneCapacity(min + 1, max, null, onDemandBase, takenOver + 1)
        : new ZoneCapacity(min, max, desired + 1, onDemandBase, takenOver + 1);
  }
}
