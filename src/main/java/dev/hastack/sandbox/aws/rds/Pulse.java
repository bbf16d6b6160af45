package dev.hastack.sandbox.aws.rds;

import dev.hastack.sandbox.aws.world.SimulatedTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a cluster is busy with, and the capacity that it had when. */
final class Pulse {
  private final TreeMap<Instant, OptionalDouble> history = new TreeMap<>();
  final List<Wake> wakes = new ArrayList<>();
  double load;
  int connections;
  @Nullable Instant pausedAt;
  boolean resuming;
  SimulatedTime.@Nullable Scheduled idle;
  SimulatedTime.@Nullable Scheduled step;

  /** The capacity then; empty while it is not measured: before it began or while stopped. */
  OptionalDouble at(Instant when) {
    var entry = history.floorEntry(when);
    return entry == null ? OptionalDouble.empty() : entry.getValue();
  }

  void become(Instant when, OptionalDouble capacity) {
    history.put(when, capacity);
  }

  boolean isIdle() {
    return load == 0 && connections == 0;
  }

  void cancelIdle() {
    if (idle != null) {
      idle.cancel();
      idle = null;
    }
  }

  void cancelStep() {
    if (step != null) {
      step.cancel();
      step = null;
    }
  }
}
