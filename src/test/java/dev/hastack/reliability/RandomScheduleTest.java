package dev.hastack.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.plan.HoldReason;
import dev.hastack.engine.PassResult;
import dev.hastack.sandbox.aws.ec2.Ec2Options;
import dev.hastack.sandbox.aws.front.SimulationOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Whatever happens, in whatever order: when the faults end the stack converges within a bound, is
 * as its spec wants it, and from then on nothing is written. {@code -Dhastack.schedules=10000}
 * tries more, {@code -Dhastack.seed=N} one that failed.
 */
class RandomScheduleTest {
  private static final int SCHEDULES = 200;
  private static final long FIRST_SEED = 1;
  private static final long LAST_SEED =
      FIRST_SEED + Integer.getInteger("hastack.schedules", SCHEDULES) - 1;
  private static final int MOST_TURNS = 12;

  /** Quick to boot, so that a short schedule has servers in service to do without. */
  private static final Ec2Options SERVERS = Ec2Options.usual().withMeanBoot(Duration.ofSeconds(15));

  private static final Duration BOUND = Duration.ofHours(2);
  private static final Duration LONGEST_LAG = Duration.ofSeconds(30);

  /** The operator asks for the state of zones once a minute. */
  private static final Duration ZONES_KNOWN = Duration.ofMinutes(1);

  private static final Duration AT_REST = Life.RESYNC.multipliedBy(2);

  /** In the order in which they are told. */
  private static final List<String> KINDS =
      List.of("turns", "failed calls", "deletions", "zones lost");

  private final Figures figures = new Figures("Random schedules", FIRST_SEED, LAST_SEED);

  @Test
  void shouldConvergeAndThenBeQuietWhateverHappens() {
    Long seed = Long.getLong("hastack.seed");
    Integer schedules = Integer.getInteger("hastack.schedules");
    if (seed != null) {
      play(seed);
      return;
    }
    int count = schedules == null ? SCHEDULES : schedules;
    KINDS.forEach(kind -> figures.count(kind, 0));
    var played = new AtomicInteger();
    IntStream.range(0, count)
        .parallel()
        .forEach(
            number -> {
              play(FIRST_SEED + number);
              int sofar = played.incrementAndGet();
              if (sofar % 1_000 == 0) {
                System.out.printf(
                    "%,d of %,d schedules, %,d s of CPU time%n", sofar, count, cpuSeconds());
              }
            });
    if (schedules == null) {
      figures.tell();
    } else {
      figures.tellOnly();
    }
  }

  private static long cpuSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toSeconds();
  }

  private void play(long seed) {
    var random = new SplittableRandom(seed);
    List<Turn> turns =
        Stream.generate(() -> Turn.any(random)).limit(random.nextInt(1, MOST_TURNS + 1)).toList();
    Optional<Throwable> failure = failureOf(seed, turns);
    if (failure.isPresent()) {
      List<Turn> fewest = shrunk(seed, turns);
      throw new AssertionError(
          "schedule %s, which %s would do; again with -Dhastack.seed=%d"
              .formatted(turns, fewest, seed),
          failure.get());
    }
  }

  private Optional<Throwable> failureOf(long seed, List<Turn> turns) {
    try {
      play(seed, turns);
      return Optional.empty();
    } catch (RuntimeException | AssertionError failure) {
      return Optional.of(failure);
    }
  }

  /** Leaves out what is not needed for a failure, a turn at a time. */
  private List<Turn> shrunk(long seed, List<Turn> turns) {
    for (int index = 0; index < turns.size(); index++) {
      var fewer = new ArrayList<>(turns);
      fewer.remove(index);
      if (failureOf(seed, fewer).isPresent()) {
        return shrunk(seed, fewer);
      }
    }
    return turns;
  }

  private void play(long seed, List<Turn> turns) {
    var options = seed % 2 == 0 ? SimulationOptions.calm(seed) : SimulationOptions.lifelike(seed);
    try (var cluster = new VirtualCluster(options, SERVERS, backend -> backend)) {
      FleetManifest manifest = fleet(seed, cluster);
      KeptStack stack = cluster.stack("storefront");
      stack.apply(manifest.text());
      cluster.runFor(Duration.ofSeconds(20));

      // When
      turns.forEach(turn -> turn.happen(cluster, stack, manifest));
      Turn.endFaults(cluster);
      Duration took = calmed(cluster, stack, turns);

      // Then
      check(cluster, stack);

      // When
      Instant then = cluster.now();
      cluster.runFor(AT_REST);

      // Then
      assertThat(cluster.writesSince(then)).as(cluster.state()).isEmpty();
      figures.count("turns", turns.size());
      figures.count("failed calls", cluster.aws().faults().fired());
      figures.count("deletions", turns.stream().filter(Turn.Delete.class::isInstance).count());
      figures.count("zones lost", turns.stream().filter(Turn.Outage.class::isInstance).count());
      figures.survived(took);
    }
  }

  /** Every fourth with a group for each zone, which the operator itself rides over an outage. */
  private static FleetManifest fleet(long seed, VirtualCluster cluster) {
    FleetManifest fleet = FleetManifest.web("storefront", cluster.outsider());
    return seed % 4 < 3 ? fleet : ZoneLayout.perZone(fleet);
  }

  /** Settles what was begun, a deletion and the life after it included. */
  private Duration calmed(VirtualCluster cluster, KeptStack stack, List<Turn> turns) {
    Duration took = Duration.ZERO;
    if (!stack.exists() || stack.isBeingDeleted()) {
      took = settled(cluster);
      check(cluster, stack);
      if (turns.stream().noneMatch(turn -> turn instanceof Turn.Delete(boolean anew) && anew)) {
        return took;
      }
      stack.apply(stack.manifest().text());
    } else if (turns.stream().anyMatch(Turn.Meddle.class::isInstance)) {
      // Under Report what somebody else did would stay, and might keep the fleet from its size.
      stack.apply(stack.manifest().correcting().text());
    }
    Duration again = settled(cluster);
    return again.compareTo(took) > 0 ? again : took;
  }

  private static Duration settled(VirtualCluster cluster) {
    // What lags or is remembered must not show a rest from before the last turn.
    cluster.aws().time().advance(LONGEST_LAG.plus(ZONES_KNOWN));
    return cluster.settle(BOUND);
  }

  private static void check(VirtualCluster cluster, KeptStack stack) {
    // What an outsider reads may lag as well.
    cluster.aws().time().advance(LONGEST_LAG);
    if (!stack.exists()) {
      assertThat(cluster.outsider().view().shapes()).as(cluster.state()).isEmpty();
      return;
    }
    new AsWanted(cluster.outsider().view(), stack.object().getSpec()).check();
    PassResult settled = stack.latest().orElseThrow();
    assertThat(settled.plan().held()).allMatch(held -> held.reason() == HoldReason.ReportOnly);
  }
}
