package dev.hastack.sandbox.aws.autoscaling;

import dev.hastack.sandbox.aws.world.SimulatedTime;
import dev.hastack.sandbox.aws.world.Targets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One target group whose targets are healthy unless a test says otherwise. */
final class ScriptedTargets implements Targets {
  static final String ARN = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/1";
  static final String OTHER =
      "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/2";
  static final Duration DELAY = Duration.ofSeconds(60);

  private final SimulatedTime time;
  private final Map<String, Health> targets = new TreeMap<>();

  ScriptedTargets(SimulatedTime time) {
    this.time = time;
  }

  void set(String targetGroupArn, String instanceId, Health health) {
    targets.put(targetGroupArn + instanceId, health);
  }

  @Override
  public boolean exists(String targetGroupArn) {
    return targetGroupArn.equals(ARN) || targetGroupArn.equals(OTHER);
  }

  @Override
  public void register(String targetGroupArn, String instanceId) {
    targets.putIfAbsent(targetGroupArn + instanceId, Health.HEALTHY);
  }

  @Override
  public void deregister(String targetGroupArn, String instanceId) {
    String key = targetGroupArn + instanceId;
    if (targets.containsKey(key) && targets.get(key) != Health.DRAINING) {
      targets.put(key, Health.DRAINING);
      time.after(DELAY, () -> targets.remove(key));
    }
  }

  @Override
  public Optional<Health> health(String targetGroupArn, String instanceId) {
    return Optional.ofNullable(targets.get(targetGroupArn + instanceId));
  }

  @Override
  public Duration deregistrationDelay(String targetGroupArn) {
    return DELAY;
  }
}
