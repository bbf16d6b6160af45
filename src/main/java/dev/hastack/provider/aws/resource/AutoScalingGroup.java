package dev.hastack.provider.aws.resource;

import dev.hastack.core.stack.Attribute;
import dev.hastack.core.stack.Impact;
import dev.hastack.core.stack.Schema;
import dev.hastack.core.stack.Value;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * An EC2 Auto Scaling group with a mixed instances policy. Defaults and ways back are from the API
 * reference, CreateAutoScalingGroup and UpdateAutoScalingGroup.
 */
public record AutoScalingGroup(AttributeValues attributes) implements AwsResource {
  public static final String KIND = "AutoScalingGroup";

  public static final String MIN_SIZE = "MinSize";
  public static final String MAX_SIZE = "MaxSize";
  public static final String DESIRED_CAPACITY = "DesiredCapacity";
  public static final String VPC_ZONE_IDENTIFIER = "VPCZoneIdentifier";
  public static final String LAUNCH_TEMPLATE_ID = "LaunchTemplateId";
  public static final String VERSION = "Version";

  /**
   * A list of instance types. Where their order does not count, because the strategies heed none,
   * another order is still written: which strategies there are may be changing too.
   */
  public static final String OVERRIDES = "Overrides";

  public static final String ON_DEMAND_BASE_CAPACITY = "OnDemandBaseCapacity";
  public static final String ON_DEMAND_PERCENTAGE = "OnDemandPercentageAboveBaseCapacity";
  public static final String ON_DEMAND_STRATEGY = "OnDemandAllocationStrategy";
  public static final String SPOT_STRATEGY = "SpotAllocationStrategy";
  public static final String SPOT_INSTANCE_POOLS = "SpotInstancePools";
  public static final String SPOT_MAX_PRICE = "SpotMaxPrice";

  /** The process by which a group replaces servers that are not healthy. */
  public static final String REPLACE_UNHEALTHY = "ReplaceUnhealthy";

  /** A set that always has EC2; see {@link #healthCheckTypes}. */
  public static final String HEALTH_CHECK_TYPE = "HealthCheckType";

  public static final String HEALTH_CHECK_GRACE_PERIOD = "HealthCheckGracePeriod";
  public static final String DEFAULT_INSTANCE_WARMUP = "DefaultInstanceWarmup";
  public static final String MAX_INSTANCE_LIFETIME = "MaxInstanceLifetime";
  public static final String TERMINATION_POLICIES = "TerminationPolicies";
  public static final String PROTECTED_FROM_SCALE_IN = "NewInstancesProtectedFromScaleIn";

  /** Whether a server at risk is replaced before it is lost. */
  public static final String CAPACITY_REBALANCE = "CapacityRebalance";

  public static final String SUSPENDED_PROCESSES = "SuspendedProcesses";
  public static final String ENABLED_METRICS = "EnabledMetrics";
  public static final String TARGET_GROUP_ARNS = "TargetGroupARNs";

  /** Tags of the group, which its instances get too. */
  public static final String TAGS = "Tags";

  public static final String OUTPUT_NAME = "AutoScalingGroupName";

  /** Instances that the group is to have. */
  public static final String LIVE_DESIRED = "Desired";

  public static final String LIVE_IN_SERVICE = "InService";

  /** The ids of the instances in service. */
  public static final String LIVE_SERVERS = "Servers";

  public static final String LIVE_SPOT = "Spot";
  public static final String LIVE_ON_DEMAND = "OnDemand";

  /** Spot instances that are not yet in service. */
  public static final String LIVE_PENDING_SPOT = "PendingSpot";

  public static final String LIVE_PENDING = "Pending";
  public static final String LIVE_TERMINATING = "Terminating";

  /** Instances of another version of the launch template than the group's. */
  public static final String LIVE_OUTDATED = "Outdated";

  /** Why the newest launch failed, in AWS's words. */
  public static final String LIVE_LAST_FAILURE = "LastFailure";

  /** The same as a {@code FailureKind}. */
  public static final String LIVE_LAST_FAILURE_KIND = "LastFailureKind";

  /** Since when launches fail for reasons that servers bought otherwise need not have. */
  public static final String LIVE_FAILING_SINCE = "FailingSince";

  /** When the latest of these was tried. */
  public static final String LIVE_FAILED_LAST = "FailedLast";

  /** When a launch last failed for want of capacity, even if others have succeeded since. */
  public static final String LIVE_CAPACITY_FAILED_LAST = "CapacityFailedLast";

  /** When Spot servers were last taken back, as far as signals told. */
  public static final String LIVE_INTERRUPTIONS = "Interruptions";

  /** What the group remembers of On-Demand that stands in for Spot. */
  public static final String LIVE_STANDING_IN = "StandingIn";

  /** The metrics of a group that has no warm pool (API reference, EnableMetricsCollection). */
  public static final List<String> ALL_METRICS =
      List.of(
          "GroupMinSize",
          "GroupMaxSize",
          "GroupDesiredCapacity",
          "GroupInServiceInstances",
          "GroupPendingInstances",
          "GroupStandbyInstances",
          "GroupTerminatingInstances",
          "GroupTotalInstances",
          "GroupInServiceCapacity",
          "GroupPendingCapacity",
          "GroupStandbyCapacity",
          "GroupTerminatingCapacity",
          "GroupTotalCapacity");

  private static final String EC2 = "EC2";

  public static final Schema<AutoScalingGroup> SCHEMA =
      new Schema<>(
          KIND,
          AutoScalingGroup.class,
          List.of(
              declare(MIN_SIZE),
              declare(MAX_SIZE),
              declare(DESIRED_CAPACITY),
              declare(VPC_ZONE_IDENTIFIER),
              declare(LAUNCH_TEMPLATE_ID),
              declare(VERSION).impact(Impact.ROLLING),
              declare(OVERRIDES),
              declare(ON_DEMAND_BASE_CAPACITY).unsetTo(Value.whole(0)),
              declare(ON_DEMAND_PERCENTAGE).unsetTo(Value.whole(100)),
              declare(ON_DEMAND_STRATEGY).unsetTo(Value.text("prioritized")),
              declare(SPOT_STRATEGY).unsetTo(Value.text("lowest-price")),
              declare(SPOT_INSTANCE_POOLS).unsetTo(Value.whole(2)),
              declare(SPOT_MAX_PRICE).unsetTo(Value.text("")),
              declare(HEALTH_CHECK_TYPE).unsetTo(Value.setOf(List.of(EC2))),
              declare(HEALTH_CHECK_GRACE_PERIOD).unsetTo(Value.whole(0)),
              declare(DEFAULT_INSTANCE_WARMUP).unsetTo(Value.whole(-1)),
              declare(MAX_INSTANCE_LIFETIME).unsetTo(Value.whole(0)),
              declare(TERMINATION_POLICIES).unsetTo(Value.list(List.of(Value.text("Default")))),
              declare(PROTECTED_FROM_SCALE_IN).unsetTo(Value.flag(false)),
              declare(CAPACITY_REBALANCE).unsetTo(Value.flag(false)),
              declare(SUSPENDED_PROCESSES).unsetTo(Value.setOf(List.of())),
              declare(ENABLED_METRICS)
                  .unsetTo(Value.setOf(List.of()))
                  .equivalentWhen(AutoScalingGroup::coversUnlessEmpty),
              declare(TARGET_GROUP_ARNS)
                  .unsetTo(Value.setOf(List.of()))
                  .equivalentWhen(AutoScalingGroup::covers),
              declare(TAGS).impact(Impact.IGNORED).byKey()),
          Schema.ReplaceOrder.CREATE_FIRST,
          false,
          Set.of(LaunchTemplate.KIND, TargetGroup.KIND, Listener.KIND, ListenerRule.KIND));

  @Override
  public Schema<AutoScalingGroup> schema() {
    return SCHEMA;
  }

  /** Which verdicts count, from AWS's or our words; EC2 always does, whether AWS says so or not. */
  public static Value healthCheckTypes(Collection<String> types) {
    var all = new TreeSet<>(types);
    all.add(EC2);
    return Value.setOf(all);
  }

  /** The inverse of {@link #healthCheckTypes}, as the wire has it. */
  public static String healthCheckType(Collection<String> types) {
    var others = new TreeSet<>(types);
    others.remove(EC2);
    return others.isEmpty() ? EC2 : String.join(",", others);
  }

  private static Attribute<AutoScalingGroup> declare(String name) {
    return AwsResource.declare(name);
  }

  /** Everything wanted is there; what others put beside it is theirs. */
  private static boolean covers(Value wanted, Value found) {
    return wanted instanceof Value.Sequence ours
        && found instanceof Value.Sequence theirs
        && new HashSet<>(theirs.items()).containsAll(ours.items());
  }

  private static boolean coversUnlessEmpty(Value wanted, Value found) {
    return wanted.equals(Value.setOf(List.of())) ? wanted.equals(found) : covers(wanted, found);
  }
}
