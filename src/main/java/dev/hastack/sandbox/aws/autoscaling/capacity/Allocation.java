package dev.hastack.sandbox.aws.autoscaling.capacity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * In which order a group tries its pools (user guide, "Allocation strategies for multiple instance
 * types"). How AWS weighs price against capacity is not published: here a pool has capacity enough
 * if it has at least half of what the fullest has.
 */
public final class Allocation {
  private static final Comparator<Pool> BY_PRIORITY = Comparator.comparing(Pool::priority);
  private static final Comparator<Pool> BY_PRICE =
      Comparator.comparing(Pool::price).thenComparing(BY_PRIORITY);
  private static final Comparator<Pool> BY_CAPACITY =
      Comparator.comparing(Pool::spare).reversed().thenComparing(BY_PRIORITY);
  private static final Comparator<Pool> BY_USE = Comparator.comparing(Pool::running);

  private Allocation() {}

  /**
   * On-Demand: {@code prioritized} or {@code lowest-price}.
   *
   * @return the pool to try first, first
   */
  public static List<Pool> onDemand(String strategy, List<Pool> pools) {
    return sorted(pools, strategy.equals("lowest-price") ? BY_PRICE : BY_PRIORITY);
  }

  /**
   * Spot.
   *
   * @param strategy as InstancesDistribution has it
   * @param cheapest across how many pools {@code lowest-price} spreads
   */
  public static List<Pool> spot(String strategy, int cheapest, List<Pool> pools) {
    return switch (strategy) {
      case "lowest-price" -> spread(sorted(pools, BY_PRICE), cheapest);
      case "diversified" -> sorted(pools, BY_USE.thenComparing(BY_PRIORITY));
      case "capacity-optimized" -> sorted(pools, BY_CAPACITY);
      case "capacity-optimized-prioritized" -> ampleFirst(pools, BY_PRIORITY);
      case "price-capacity-optimized" -> ampleFirst(pools, BY_PRICE);
      default -> throw new IllegalArgumentException("No Spot allocation strategy: " + strategy);
    };
  }

  private static List<Pool> spread(List<Pool> byPrice, int cheapest) {
    int cut = Math.min(cheapest, byPrice.size());
    var order = new ArrayList<>(sorted(byPrice.subList(0, cut), BY_USE.thenComparing(BY_PRICE)));
    order.addAll(byPrice.subList(cut, byPrice.size()));
    return order;
  }

  private static List<Pool> ampleFirst(List<Pool> pools, Comparator<Pool> among) {
    int most = pools.stream().mapToInt(Pool::spare).max().orElse(0);
    Comparator<Pool> ample = Comparator.comparing(pool -> 2 * pool.spare() < most);
    return sorted(pools, ample.thenComparing(among).thenComparing(BY_CAPACITY));
  }

  private static List<Pool> sorted(List<Pool> pools, Comparator<Pool> order) {
    return pools.stream().sorted(order).toList();
  }
}
