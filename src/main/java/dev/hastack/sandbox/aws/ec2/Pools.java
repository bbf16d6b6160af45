package dev.hastack.sandbox.aws.ec2;

import dev.hastack.sandbox.aws.world.Chance;
import dev.hastack.sandbox.aws.world.Foundation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Price and capacity of every pool at any time. AWS says that a Spot price moves gradually with
 * long-term supply and demand ("Spot Instances", EC2 user guide) and publishes neither how nor any
 * capacity. Here both wander as seeded noise, until somebody sets them.
 */
final class Pools {
  /** So many steps from one turning point of a wandering value to the next. */
  private static final int STEPS_A_TURN = 12;

  private static final double CHEAPEST = 0.25;
  private static final double DEAREST = 0.7;

  /** AWS publishes Spot prices with four decimals. */
  private static final double PRICE_UNITS = 10_000;

  private final Foundation foundation;
  private final InstanceTypes types;
  private final Ec2Options options;
  private final Map<SpotPool, NavigableMap<Instant, Optional<Double>>> setPrices = new HashMap<>();
  private final Map<SpotPool, Integer> setSpotCapacities = new HashMap<>();
  private final Map<SpotPool, Integer> setOnDemandCapacities = new HashMap<>();
  private final Set<String> dryZones = new HashSet<>();

  Pools(Foundation foundation, InstanceTypes types, Ec2Options options) {
    this.foundation = foundation;
    this.types = types;
    this.options = options;
  }

  /** Never above the On-Demand price. */
  double price(SpotPool pool, Instant when) {
    double onDemand = types.named(pool.instanceType()).onDemandPrice();
    Map.Entry<Instant, Optional<Double>> set =
        setPrices.getOrDefault(pool, new TreeMap<>()).floorEntry(when);
    double price =
        set == null || set.getValue().isEmpty()
            ? onDemand * (CHEAPEST + (DEAREST - CHEAPEST) * wandering("price", pool, when))
            : set.getValue().get();
    return Math.min(onDemand, Math.round(price * PRICE_UNITS) / PRICE_UNITS);
  }

  void setPrice(SpotPool pool, Optional<Double> price) {
    setPrices.computeIfAbsent(pool, any -> new TreeMap<>()).put(foundation.time().now(), price);
  }

  int spotCapacity(SpotPool pool) {
    Integer set = setSpotCapacities.get(pool);
    if (set != null) {
      return set;
    }
    int range = options.mostSpotCapacity() - options.leastSpotCapacity();
    double share = wandering("capacity", pool, foundation.time().now());
    return options.leastSpotCapacity() + (int) Math.round(range * share);
  }

  void setSpotCapacity(SpotPool pool, int capacity) {
    setSpotCapacities.put(pool, capacity);
  }

  /** As much as anybody wants, unless it was set. */
  int onDemandCapacity(SpotPool pool) {
    return setOnDemandCapacities.getOrDefault(pool, Integer.MAX_VALUE);
  }

  void setOnDemandCapacity(SpotPool pool, int capacity) {
    setOnDemandCapacities.put(pool, capacity);
  }

  void dry(String zone) {
    dryZones.add(zone);
  }

  void endDrought(String zone) {
    dryZones.remove(zone);
  }

  /** Whether nothing is left on Spot in a zone, whatever its pools have. */
  boolean isDry(String zone) {
    return dryZones.contains(zone);
  }

  /** Lets the pools wander again as they would have. */
  void release(SpotPool pool) {
    setSpotCapacities.remove(pool);
    setOnDemandCapacities.remove(pool);
    setPrice(pool, Optional.empty());
  }

  /** When a price may have changed within a window, and the start of that window. */
  List<Instant> priceSteps(SpotPool pool, Instant from, Instant to) {
    var steps = new TreeMap<Instant, Boolean>();
    steps.put(from, true);
    Duration phase = phase(pool);
    long length = options.spotStep().toMillis();
    long first = Math.floorDiv(from.toEpochMilli() - phase.toMillis(), length) + 1;
    for (long step = first; ; step++) {
      Instant when = Instant.ofEpochMilli(step * length).plus(phase);
      if (when.isAfter(to)) {
        break;
      }
      steps.put(when, true);
    }
    setPrices
        .getOrDefault(pool, new TreeMap<>())
        .subMap(from, true, to, true)
        .keySet()
        .forEach(when -> steps.put(when, true));
    return new ArrayList<>(steps.keySet());
  }

  /** Between 0 and 1: a line from turning point to turning point, gone along in steps. */
  private double wandering(String what, SpotPool pool, Instant when) {
    long step =
        Math.floorDiv(when.minus(phase(pool)).toEpochMilli(), options.spotStep().toMillis());
    long turn = Math.floorDiv(step, STEPS_A_TURN);
    double way = Math.floorMod(step, STEPS_A_TURN) / (double) STEPS_A_TURN;
    return turningPoint(what, pool, turn) * (1 - way) + turningPoint(what, pool, turn + 1) * way;
  }

  private double turningPoint(String what, SpotPool pool, long turn) {
    return foundation
        .chance()
        .of("%s of %s %s %d".formatted(what, foundation.region(), pool, turn))
        .nextDouble();
  }

  /** Pools do not all step at the same moment. */
  private Duration phase(SpotPool pool) {
    return Chance.between(
        foundation.chance().of("phase of " + pool), Duration.ZERO, options.spotStep());
  }
}
