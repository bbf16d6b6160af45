package dev.hastack.sandbox.aws.rds;

import dev.hastack.sandbox.aws.world.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import software.amazon.awssdk.services.rds.model.ServerlessV2ScalingConfigurationInfo;

/**
 * The capacity of Serverless v2 clusters in ACUs: "How Aurora Serverless v2 works" and "Scaling to
 * Zero ACUs with automatic pause and resume", Aurora user guide. It follows the load within its
 * range; with a minimum of 0 an idle cluster pauses after SecondsUntilAutoPause. A connection, a
 * changed range, and whoever describes or downloads its logs resume it, while its status is
 * "available" throughout. That reboots, failovers and upgrades do as well is not spelt out there.
 *
 * <p>How fast it scales is not documented but for "the larger, the faster": here up to twofold, or
 * down by a quarter, in each fifteen seconds. A cluster pauses and resumes as a whole; members
 * above failover tier 1, which in AWS pause by themselves, are idle whenever the writer is.
 */
final class Capacity {
  private static final Duration STEP = Duration.ofSeconds(15);

  /** "Approximately 15 seconds", or "30 seconds or longer" after more than 24 hours. */
  private static final Duration RESUME = Duration.ofSeconds(15);

  private static final Duration RESUME_FROM_DEEP = Duration.ofSeconds(40);
  private static final Duration DEEP_AFTER = Duration.ofHours(24);
  private static final double LEAST_AWAKE = 0.5;

  private final SimulatedTime time;
  private final Store store;
  private final Map<String, Pulse> pulses = new TreeMap<>();

  Capacity(SimulatedTime time, Store store) {
    this.time = time;
    this.store = store;
  }

  /** Has it if it was never said. */
  Pulse of(ClusterRow row) {
    return pulses.computeIfAbsent(row.resourceId(), any -> new Pulse());
  }

  /** It begins to serve: its first member has come up, or it was started. */
  void begin(ClusterRow row) {
    if (isServerless(row) && of(row).at(time.now()).isEmpty()) {
      become(row, Math.max(range(row).minCapacity(), LEAST_AWAKE));
      follow(row);
    }
  }

  /** It no longer serves: it was stopped, lost its last member, or is gone. */
  void end(ClusterRow row) {
    Pulse pulse = of(row);
    pulse.cancelIdle();
    pulse.cancelStep();
    pulse.pausedAt = null;
    pulse.resuming = false;
    pulse.become(time.now(), OptionalDouble.empty());
  }

  void load(ClusterRow row, double acu) {
    of(row).load = acu;
    if (acu > 0) {
      wake(row, "connection");
    }
    follow(row);
  }

  void connections(ClusterRow row, int count) {
    of(row).connections = count;
    if (count > 0) {
      wake(row, "connection");
    }
    follow(row);
  }

  boolean isPaused(ClusterRow row) {
    return of(row).pausedAt != null;
  }

  /** Whether it is paused, or still about to resume. */
  boolean isAsleep(ClusterRow row) {
    return isPaused(row) || of(row).resuming;
  }

  List<Wake> wakes(ClusterRow row) {
    return List.copyOf(of(row).wakes);
  }

  /** The range was changed. */
  void rangeChanged(ClusterRow row) {
    wake(row, "capacity range");
    begin(row);
    follow(row);
  }

  /** Resumes a cluster that is paused. */
  void wake(ClusterRow row, String by) {
    Pulse pulse = of(row);
    Instant since = pulse.pausedAt;
    if (since == null) {
      follow(row);
      return;
    }
    pulse.wakes.add(new Wake(store.now(), by));
    pulse.pausedAt = null;
    pulse.resuming = true;
    boolean deep = since.plus(DEEP_AFTER).isBefore(time.now());
    time.after(deep ? RESUME_FROM_DEEP : RESUME, () -> store.same(row).ifPresent(this::resumed));
  }

  private void resumed(ClusterRow row) {
    if (of(row).resuming) {
      of(row).resuming = false;
      become(row, Math.max(range(row).minCapacity(), LEAST_AWAKE));
      follow(row);
    }
  }

  /** Sees that it comes to the capacity that it should have, or to rest. */
  private void follow(ClusterRow row) {
    Pulse pulse = of(row);
    pulse.cancelIdle();
    boolean serves = isServerless(row) && pulse.at(time.now()).isPresent();
    if (!serves || pulse.pausedAt != null || pulse.resuming) {
      return;
    }
    if (pulse.step == null && target(row) != now(row)) {
      pulse.step = time.after(STEP, () -> store.same(row).ifPresent(this::step));
    }
    if (pulse.isIdle() && range(row).minCapacity() == 0) {
      pulse.idle =
          time.after(
              Duration.ofSeconds(range(row).secondsUntilAutoPause()),
              () -> store.same(row).ifPresent(this::pause));
    }
  }

  private void step(ClusterRow row) {
    of(row).step = null;
    double now = now(row);
    double target = target(row);
    double next = target > now ? Math.min(target, now * 2) : Math.max(target, halves(now * 3 / 4));
    become(row, next);
    if (next != target) {
      of(row).step = time.after(STEP, () -> store.same(row).ifPresent(this::step));
    }
  }

  private void pause(ClusterRow row) {
    Pulse pulse = of(row);
    pulse.idle = null;
    pulse.cancelStep();
    pulse.pausedAt = time.now();
    become(row, 0);
  }

  private void become(ClusterRow row, double acu) {
    of(row).become(time.now(), OptionalDouble.of(acu));
  }

  private double now(ClusterRow row) {
    return of(row).at(time.now()).orElse(0);
  }

  private double target(ClusterRow row) {
    double least = Math.max(range(row).minCapacity(), LEAST_AWAKE);
    return halves(Math.clamp(of(row).load, least, range(row).maxCapacity()));
  }

  private static double halves(double acu) {
    return Math.floor(acu * 2) / 2;
  }

  static boolean isServerless(ClusterRow row) {
    return row.settings().serverlessV2ScalingConfiguration() != null;
  }

  private static ServerlessV2ScalingConfigurationInfo range(ClusterRow row) {
    return row.settings().serverlessV2ScalingConfiguration();
  }
}
