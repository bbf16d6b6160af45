package dev.hastack.sandbox.aws.autoscaling.capacity;

import java.util.List;
import java.util.Optional;

/** What a group is to do now. The launches come first. */
public record CapacityPlan(List<Launch> launches, List<Departure> departures) {
  public static final CapacityPlan NOTHING = new CapacityPlan(List.of(), List.of());

  public CapacityPlan {
    launches = List.copyOf(launches);
    departures = List.copyOf(departures);
  }

  /** Why a group launches or terminates. */
  public enum Why {
    /** Desired and actual capacity differ. */
    CAPACITY,
    /** One zone has more than the others, or is no longer the group's. */
    ZONE_BALANCE,
    /** Spot and On-Demand are not split as they should be. */
    SHARE,
    /** Spot is likely to take an instance. */
    RISK
  }

  /**
   * One instance to launch.
   *
   * @param zones where, the first that has capacity
   * @param replaced who leaves once the new one is in service; only if there comes a new one
   */
  public record Launch(boolean spot, List<String> zones, Why why, Optional<String> replaced) {
    public Launch {
      zones = List.copyOf(zones);
    }
  }

  /** One instance to terminate. */
  public record Departure(String id, Why why) {}
}
