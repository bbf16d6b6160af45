package dev.hastack.core.signal;

/**
 * What a percentage of On-Demand is in servers, and the other way round. AWS rounds a fraction of a
 * server up in favour of On-Demand (Auto Scaling user guide, Auto Scaling groups with multiple
 * instance types and purchase options), so a percentage rounded up too would be one server more.
 *
 * @param servers above the On-Demand base
 */
record OnDemandShare(int servers) {
  private static final int WHOLE = 100;

  /** How many servers a percentage is. */
  int onDemand(int percentage) {
    return (int) Math.ceilDiv((long) servers * percentage, WHOLE);
  }

  /**
   * The largest percentage that leaves room for so many Spot servers. Above 100 servers it may be
   * short of a percentage point.
   */
  int without(int spot) {
    int missing = Math.max(0, servers - Math.max(0, spot));
    return servers == 0 ? 0 : (int) ((long) WHOLE * missing / servers);
  }

  /** The smallest percentage that is at most so many servers less; 0 where none are left. */
  int lower(int percentage, int fewer) {
    int left = onDemand(percentage) - fewer;
    return left <= 0 ? 0 : (int) ((long) WHOLE * (left - 1) / servers) + 1;
  }
}
