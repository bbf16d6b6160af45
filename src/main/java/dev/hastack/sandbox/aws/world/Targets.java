package dev.hastack.sandbox.aws.world;

import java.time.Duration;
import java.util.Optional;

/** The target groups of one region of one account, as Auto Scaling and traffic deal with them. */
public interface Targets {

  /** ELBv2 API reference, TargetHealth. */
  enum Health {
    UNUSED,
    INITIAL,
    HEALTHY,
    UNHEALTHY,
    DRAINING
  }

  boolean exists(String targetGroupArn);

  /** Registers on the group's own port; nothing if it is registered. */
  void register(String targetGroupArn, String instanceId);

  /** Begins to drain; nothing if it is not registered. */
  void deregister(String targetGroupArn, String instanceId);

  /** Empty when it is not registered and not draining either. */
  Optional<Health> health(String targetGroupArn, String instanceId);

  Duration deregistrationDelay(String targetGroupArn);
}
