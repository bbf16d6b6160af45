package dev.hastack.sandbox.aws.autoscaling.capacity;

/**
 * How a group splits its capacity between On-Demand and Spot (Auto Scaling API reference,
 * InstancesDistribution).
 *
 * @param base instances that are On-Demand first of all
 * @param percentage On-Demand share of what is above the base, 0 to 100
 */
public record Share(int base, int percentage) {
  private static final int WHOLE = 100;

  /** A group without a mixed instances policy. */
  public static final Share ON_DEMAND_ONLY = new Share(0, WHOLE);

  /**
   * The On-Demand part of a capacity. A fraction is rounded up in favour of On-Demand (user guide,
   * "Auto Scaling groups with multiple instance types and purchase options").
   */
  public int onDemand(int capacity) {
    int above = Math.max(0, capacity - base);
    int share = (above * percentage + WHOLE - 1) / WHOLE;
    return Math.min(capacity, Math.min(capacity, base) + share);
  }
}
