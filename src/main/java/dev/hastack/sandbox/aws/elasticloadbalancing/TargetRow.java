package dev.hastack.sandbox.aws.elasticloadbalancing;

import dev.hastack.sandbox.aws.world.Targets.Health;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthReasonEnum;

/** A target that is registered with a group, or drains out of it. */
record TargetRow(TargetKey key, Health state, Optional<Reason> reason) {

  /** Why it is not healthy: ELBv2 API reference, TargetHealth. */
  record Reason(TargetHealthReasonEnum code, String description) {
    static final Reason REGISTERING =
        new Reason(
            TargetHealthReasonEnum.ELB_REGISTRATION_IN_PROGRESS,
            "Target registration is in progress");
    static final Reason FIRST_CHECKS =
        new Reason(
            TargetHealthReasonEnum.ELB_INITIAL_HEALTH_CHECKING,
            "Initial health checks in progress");
    static final Reason FAILED =
        new Reason(TargetHealthReasonEnum.TARGET_FAILED_HEALTH_CHECKS, "Health checks failed");
    static final Reason TIMED_OUT =
        new Reason(TargetHealthReasonEnum.TARGET_TIMEOUT, "Request timed out");
    static final Reason NOT_REGISTERED =
        new Reason(
            TargetHealthReasonEnum.TARGET_NOT_REGISTERED,
            "Target is not registered to the target group");
    static final Reason NOT_USED =
        new Reason(
            TargetHealthReasonEnum.TARGET_NOT_IN_USE,
            "Target group is not configured to receive traffic from the load balancer");
    static final Reason OTHER_ZONE =
        new Reason(
            TargetHealthReasonEnum.TARGET_NOT_IN_USE,
            "Target is in an Availability Zone that is not enabled for the load balancer");
    static final Reason DRAINING =
        new Reason(
            TargetHealthReasonEnum.TARGET_DEREGISTRATION_IN_PROGRESS,
            "Target deregistration is in progress");
    static final Reason TERMINATED =
        new Reason(
            TargetHealthReasonEnum.TARGET_INVALID_STATE, "Target is in the terminated state");
  }

  static TargetRow healthy(TargetKey key) {
    return new TargetRow(key, Health.HEALTHY, Optional.empty());
  }

  TargetRow(TargetKey key, Health state, Reason reason) {
    this(key, state, Optional.of(reason));
  }

  boolean draining() {
    return state == Health.DRAINING;
  }

  /** Whether its instance was found to be terminated. */
  boolean gone() {
    return reason.equals(Optional.of(Reason.TERMINATED));
  }

  /** Whether no node can reach it, as it is in another zone. */
  boolean elsewhere() {
    return reason.equals(Optional.of(Reason.OTHER_ZONE));
  }

  TargetHealth health() {
    var health = TargetHealth.builder().state(state.name().toLowerCase(Locale.ROOT));
    reason.ifPresent(why -> health.reason(why.code()).description(why.description()));
    return health.build();
  }
}
