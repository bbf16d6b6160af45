package dev.hastack.sandbox.aws.autoscaling;

/** What AWS sets and echoes where nothing is asked for (API reference, CreateAutoScalingGroup). */
final class GroupDefaults {
  static final int COOLDOWN = 300;
  static final String HEALTH_CHECK_TYPE = "EC2";
  static final String TERMINATION_POLICY = "Default";
  static final String ON_DEMAND_STRATEGY = "prioritized";
  static final String SPOT_STRATEGY = "lowest-price";
  static final int SPOT_POOLS = 2;
  static final int ON_DEMAND_PERCENTAGE = 100;
  static final int HEARTBEAT = 3600;
  static final String ZONE_DISTRIBUTION = "balanced-best-effort";

  private GroupDefaults() {}
}
