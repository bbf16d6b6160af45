package dev.hastack.reliability;

import dev.hastack.engine.interruption.StackWord;
import dev.hastack.sandbox.aws.traffic.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What became of the requests of a scenario.
 *
 * @param taken the servers that were taken
 * @param report from their notice on
 * @param told what was done about them
 */
record SpotStory(List<String> taken, Report report, List<String> told) {
  private static final Duration BEFORE = Duration.ofSeconds(25);

  /** When servers are taken the desk looks for none without a notice until they are gone. */
  private static final Duration JUST_LOOKED = Duration.ofSeconds(1);

  /** While servers have yet to go, and then. */
  private static final Duration DESK_EVERY = Duration.ofSeconds(1);

  private static final Duration SELDOM = Duration.ofSeconds(5);

  /** Two minutes of notice, and the end of the servers. */
  private static final Duration AT_WORK = Duration.ofSeconds(130);

  /** Another minute to find out, and two for new servers to be there. */
  private static final Duration AFTER = Duration.ofMinutes(5).minus(AT_WORK);

  /** A scenario both ways, with the same servers, requests and chance. */
  record Pair(SpotScenario scenario, long seed, SpotStory ignored, SpotStory drained) {
    @Override
    public String toString() {
      return "seed %d: %s%nignored %s%ndrained %s".formatted(seed, scenario, ignored, drained);
    }
  }

  static Pair both(SpotScenario scenario, long seed) {
    SpotStory ignored = of(scenario, seed, "Ignore");
    SpotStory drained = of(scenario, seed, "Drain");
    if (!ignored.taken.equals(drained.taken)) {
      throw new AssertionError(
          "not the same servers: %s, seed %d%n%s%n%s".formatted(scenario, seed, ignored, drained));
    }
    return new Pair(scenario, seed, ignored, drained);
  }

  private static SpotStory of(SpotScenario scenario, long seed, String onInterruption) {
    try (VirtualCluster cluster = SpotFleet.serving(seed, scenario.fleet(), onInterruption)) {
      cluster
          .traffic()
          .offer(
              cluster.loadBalancerArn(),
              443,
              scenario.requestsPerSecond(),
              scenario.load().response().time(),
              scenario.each());
      cluster.runFor(BEFORE);
      Optional<Drains> drains =
          onInterruption.equals("Drain")
              ? Optional.of(cluster.drains(new StackWord.Drains(scenario.fleet().floor())))
              : Optional.empty();
      runFor(cluster, drains, JUST_LOOKED, DESK_EVERY);
      Instant start = cluster.now();
      List<String> taken = strike(cluster, scenario);
      runFor(cluster, drains, AT_WORK, DESK_EVERY);
      runFor(cluster, drains, AFTER, SELDOM);
      return new SpotStory(
          taken,
          cluster.traffic().report(start, cluster.now()),
          drains.map(Drains::told).orElse(List.of()));
    }
  }

  private static void runFor(
      VirtualCluster cluster, Optional<Drains> drains, Duration time, Duration every) {
    if (drains.isPresent()) {
      drains.get().runFor(time, every);
    } else {
      cluster.runFor(time);
    }
  }

  private static List<String> strike(VirtualCluster cluster, SpotScenario scenario) {
    if (scenario.drought()) {
      cluster.signalIncidents().capacityDrought(AT_WORK.plus(AFTER));
    }
    var warnings = scenario.notice().warnings();
    return switch (scenario.strike()) {
      case ONE -> {
        String server = SpotFleet.servers(cluster).getFirst();
        cluster.incidents().reclaim(server, warnings);
        yield List.of(server);
      }
      case ZONE -> cluster.signalIncidents().spotStorm(Optional.of(SpotFleet.ZONE), warnings);
      case FLEET -> cluster.signalIncidents().spotStorm(Optional.empty(), warnings);
    };
  }
}
