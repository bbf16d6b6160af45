package dev.hastack.sandbox.aws.elasticloadbalancing;

import dev.hastack.sandbox.aws.elasticloadbalancing.TargetRow.Reason;
import dev.hastack.sandbox.aws.traffic.Routes;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Instance;
import dev.hastack.sandbox.aws.world.InstanceState;
import dev.hastack.sandbox.aws.world.Instances;
import dev.hastack.sandbox.aws.world.SimulatedTime;
import dev.hastack.sandbox.aws.world.Targets;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is registered with target groups, and its way in and out: "Target groups for your
 * Application Load Balancers", Registered targets and Deregistration delay.
 */
final class Registrations implements Targets, Instances.Listener {
  /** Not documented: how long a terminated instance is still shown. */
  private static final Duration TERMINATED_SHOWN = Duration.ofMinutes(5);

  private final Foundation foundation;
  private final Tables tables;
  private final Usage usage;
  private final Backing backing;
  private final HealthChecks checks;
  private final Changes changes;
  private final Map<TargetKey, SimulatedTime.Scheduled> leaving = new HashMap<>();

  Registrations(Foundation foundation, Tables tables, Instances instances, Changes changes) {
    this.foundation = foundation;
    this.tables = tables;
    this.usage = new Usage(tables);
    this.backing = new Backing(foundation.time(), instances);
    this.checks = new HealthChecks(foundation, tables, instances, changes);
    this.changes = changes;
    instances.listen(this);
  }

  /** Nothing if it is registered; one that drains is taken back. */
  void register(TargetKey key) {
    if (row(key).filter(row -> !row.draining() && !row.gone()).isPresent()) {
      return;
    }
    stay(key);
    settle(key);
    changes.tell(listener -> listener.membershipChanged(Changes.target(key)));
  }

  /**
   * Begins to drain. "The status of the target is displayed as draining until the deregistration
   * delay timeout expires", whether anything is in flight or not. A target that no load balancer
   * used goes at once; that is not documented.
   */
  void deregister(TargetKey key) {
    Optional<TargetRow> row = row(key).filter(each -> !each.draining());
    if (row.isEmpty()) {
      return;
    }
    checks.end(key);
    stay(key);
    Duration delay = deregistrationDelay(key.groupArn());
    if (row.get().state() == Health.UNUSED) {
      tables.targets().remove(key.text());
      changes.tell(listener -> listener.membershipChanged(Changes.target(key)));
      return;
    }
    tables.targets().put(key.text(), new TargetRow(key, Health.DRAINING, Reason.DRAINING));
    changes.tell(listener -> listener.membershipChanged(Changes.target(key)));
    leaveAfter(delay, key);
  }

  private void leaveAfter(Duration delay, TargetKey key) {
    leaving.put(
        key,
        foundation
            .time()
            .after(
                delay,
                () -> {
                  leaving.remove(key);
                  tables.targets().remove(key.text());
                  changes.tell(listener -> listener.drained(Changes.target(key)));
                }));
  }

  /** Nothing becomes of its leaving. */
  private void stay(TargetKey key) {
    SimulatedTime.Scheduled departure = leaving.remove(key);
    if (departure != null) {
      departure.cancel();
    }
  }

  /** Looks which targets are in use, after a listener, rule or load balancer changed. */
  void usageChanged() {
    for (TargetRow row : tables.targets().all()) {
      if (row.draining() || row.gone()) {
        continue;
      }
      Optional<Reason> unused = unused(row.key());
      if (unused.isPresent() || row.state() == Health.UNUSED) {
        settle(row.key());
      }
      if (unused.isPresent() != (row.state() == Health.UNUSED)) {
        changes.tell(listener -> listener.membershipChanged(Changes.target(row.key())));
      }
    }
    changes.tell(Routes.Listener::routesChanged);
  }

  /** Puts a registered target to use, or out of it. */
  private void settle(TargetKey key) {
    Optional<Reason> unused = unused(key);
    if (unused.isEmpty()) {
      checks.begin(key);
    } else {
      checks.end(key);
      TargetRow row = new TargetRow(key, Health.UNUSED, unused);
      if (!Optional.of(row).equals(row(key))) {
        tables.targets().put(key.text(), row);
      }
    }
  }

  private Optional<Reason> unused(TargetKey key) {
    List<LoadBalancerRow> users = usage.users(key.groupArn());
    if (users.isEmpty()) {
      return Optional.of(Reason.NOT_USED);
    }
    Optional<String> zone = backing.instance(key.id()).map(instance -> instance.order().zone());
    boolean reached =
        zone.isEmpty() || users.stream().anyMatch(each -> each.zones().contains(zone.get()));
    return reached ? Optional.empty() : Optional.of(Reason.OTHER_ZONE);
  }

  /** All of a group's, with the group. */
  void forget(String groupArn) {
    for (TargetRow row : tables.targetsOf(groupArn)) {
      checks.end(row.key());
      stay(row.key());
      tables.targets().remove(row.key().text());
    }
  }

  /** TargetHealth, Target.InvalidState: "the target is in the stopped or terminated state". */
  @Override
  public void changed(Instance before, Instance after) {
    if (after.state() != InstanceState.TERMINATED || before.state() == after.state()) {
      return;
    }
    for (TargetRow row : tables.targets().all()) {
      if (row.key().id().equals(after.id()) && !row.draining()) {
        terminated(row.key());
      }
    }
  }

  private void terminated(TargetKey key) {
    checks.end(key);
    TargetRow gone = new TargetRow(key, Health.UNUSED, Reason.TERMINATED);
    tables.targets().put(key.text(), gone);
    changes.tell(listener -> listener.membershipChanged(Changes.target(key)));
    leaveAfter(TERMINATED_SHOWN, key);
  }

  @Override
  public void interruptionWarned(Instance instance) {
    // Load balancing does not hear of Spot.
  }

  @Override
  public void rebalanceRecommended(Instance instance) {
    // Nor of this.
  }

  @Override
  public boolean exists(String targetGroupArn) {
    return tables.targetGroups().get(targetGroupArn).isPresent();
  }

  @Override
  public void register(String targetGroupArn, String instanceId) {
    register(new TargetKey(targetGroupArn, instanceId, port(targetGroupArn)));
  }

  @Override
  public void deregister(String targetGroupArn, String instanceId) {
    deregister(new TargetKey(targetGroupArn, instanceId, port(targetGroupArn)));
  }

  /** On whichever port; one that is not draining first. */
  @Override
  public Optional<Health> health(String targetGroupArn, String instanceId) {
    return tables.targetsOf(targetGroupArn).stream()
        .filter(row -> row.key().id().equals(instanceId))
        .min(Comparator.comparing(TargetRow::draining))
        .map(TargetRow::state);
  }

  @Override
  public Duration deregistrationDelay(String targetGroupArn) {
    return tables.targetGroup(targetGroupArn).deregistrationDelay();
  }

  int port(String groupArn) {
    return tables.targetGroup(groupArn).settings().port();
  }

  private Optional<TargetRow> row(TargetKey key) {
    return tables.targets().get(key.text());
  }
}
