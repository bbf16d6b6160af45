package dev.hastack.sandbox.aws.elasticloadbalancing;

import dev.hastack.sandbox.aws.elasticloadbalancing.TargetRow.Reason;
import dev.hastack.sandbox.aws.world.Chance;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Instances;
import dev.hastack.sandbox.aws.world.SimulatedTime;
import dev.hastack.sandbox.aws.world.Targets.Health;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/**
 * Looks at targets at each interval and says when one's health is another: "Health checks for
 * Application Load Balancer target groups". A newly registered target is healthy after one check
 * that passes; later it takes as many in a row as the threshold has. When the first check comes is
 * not documented; here soon, within seconds.
 */
final class HealthChecks {
  private static final Duration FIRST_AT_LEAST = Duration.ofSeconds(1);
  private static final Duration FIRST_AT_MOST = Duration.ofSeconds(5);

  /** One target that is looked at; passes and failures in a row. */
  private static final class Watch {
    private int passes;
    private int failures;
    private SimulatedTime.Scheduled next;

    private Watch(SimulatedTime.Scheduled next) {
      this.next = next;
    }
  }

  private final Foundation foundation;
  private final Tables tables;
  private final Backing backing;
  private final Changes changes;
  private final Map<TargetKey, Watch> watches = new HashMap<>();

  HealthChecks(Foundation foundation, Tables tables, Instances instances, Changes changes) {
    this.foundation = foundation;
    this.tables = tables;
    this.backing = new Backing(foundation.time(), instances);
    this.changes = changes;
  }

  /** Begins anew with a target. */
  void begin(TargetKey key) {
    end(key);
    put(new TargetRow(key, Health.INITIAL, Reason.REGISTERING));
    Duration wait =
        Chance.between(
            foundation.chance().of("first check " + key.text() + foundation.time().now()),
            FIRST_AT_LEAST,
            FIRST_AT_MOST);
    watches.put(key, new Watch(foundation.time().after(wait, () -> look(key))));
  }

  /** Looks no more. */
  void end(TargetKey key) {
    Watch watch = watches.remove(key);
    if (watch != null) {
      watch.next.cancel();
    }
  }

  private void look(TargetKey key) {
    Watch watch = watches.get(key);
    Optional<TargetRow> row = tables.targets().get(key.text());
    if (watch == null || row.isEmpty()) {
      return;
    }
    TargetGroup group = tables.targetGroup(key.groupArn()).settings();
    Optional<Reason> failure = backing.failure(key, group.healthCheckPort());
    watch.passes = failure.isEmpty() ? watch.passes + 1 : 0;
    watch.failures = failure.isEmpty() ? 0 : watch.failures + 1;
    TargetRow judged = judged(row.get(), watch, group, failure);
    if (!judged.equals(row.get())) {
      put(judged);
      changes.tell(listener -> listener.healthChanged(key.groupArn()));
    }
    watch.next =
        foundation
            .time()
            .after(Duration.ofSeconds(group.healthCheckIntervalSeconds()), () -> look(key));
  }

  private static TargetRow judged(
      TargetRow row, Watch watch, TargetGroup group, Optional<Reason> failure) {
    boolean first = row.state() == Health.INITIAL;
    if (failure.isEmpty()) {
      boolean enough = first || watch.passes >= group.healthyThresholdCount();
      return enough ? TargetRow.healthy(row.key()) : row;
    }
    if (watch.failures >= group.unhealthyThresholdCount()) {
      return new TargetRow(row.key(), Health.UNHEALTHY, failure);
    }
    return first ? new TargetRow(row.key(), Health.INITIAL, Reason.FIRST_CHECKS) : row;
  }

  private void put(TargetRow row) {
    tables.targets().put(row.key().text(), row);
  }
}
