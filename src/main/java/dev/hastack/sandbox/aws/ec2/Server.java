package dev.hastack.sandbox.aws.ec2;

import dev.hastack.sandbox.aws.world.Instance;
import dev.hastack.sandbox.aws.world.InstanceState;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An instance with what only EC2 itself shows of it.
 *
 * @param markedAt since when Spot means to take it, whether anybody was told or not
 * @param endingSince when it began to shut down
 * @param blockedPorts that something keeps from being reached
 */
record Server(
    Instance instance,
    Launch launch,
    @Nullable Instant markedAt,
    @Nullable Instant endingSince,
    SortedSet<Integer> blockedPorts) {

  Server {
    blockedPorts = Collections.unmodifiableSortedSet(new TreeSet<>(blockedPorts));
  }

  String id() {
    return instance.id();
  }

  /** Pending or running. */
  boolean isAlive() {
    return instance.state() == InstanceState.PENDING || instance.state() == InstanceState.RUNNING;
  }

  boolean isSpot() {
    return instance.order().spot();
  }

  Server with(Instance changed) {
    return new Server(changed, launch, markedAt, endingSince, blockedPorts);
  }

  Server marked(Instant since) {
    return new Server(instance, launch, since, endingSince, blockedPorts);
  }

  Server ending(Instant since) {
    return new Server(instance, launch, markedAt, since, blockedPorts);
  }

  Server blocking(SortedSet<Integer> ports) {
    return new Server(instance, launch, markedAt, endingSince, ports);
  }
}
