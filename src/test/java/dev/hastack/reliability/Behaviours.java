package dev.hastack.reliability;

import dev.hastack.sandbox.aws.front.SimulationOptions;
import java.util.stream.LongStream;

/** AWS does not document all that it does; the simulated one does it as its seed says. */
final class Behaviours {
  private Behaviours() {}

  /**
   * This seed and the next one with the other behaviour of Auto Scaling: whether it replaces a
   * server that somebody else has deregistered.
   */
  static LongStream each(long seed) {
    boolean first = replacesDeregistered(seed);
    long other =
        LongStream.iterate(seed + 1, next -> next + 1)
            .filter(next -> replacesDeregistered(next) != first)
            .findFirst()
            .orElseThrow();
    return LongStream.of(seed, other);
  }

  private static boolean replacesDeregistered(long seed) {
    try (var cluster = new VirtualCluster(SimulationOptions.calm(seed))) {
      return cluster.replacesDeregistered();
    }
  }
}
