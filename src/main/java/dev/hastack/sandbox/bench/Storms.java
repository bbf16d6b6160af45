package dev.hastack.sandbox.bench;

import dev.hastack.sandbox.aws.EmbeddedAws;
import dev.hastack.sandbox.aws.front.ThrottleRates;
import dev.hastack.sandbox.farm.Farm;
import dev.hastack.sandbox.farm.Fleet;
import dev.hastack.sandbox.report.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One storm after the other over the same stacks. */
final class Storms {
  private static final double MIB = 1 << 20;
  private static final int GARBAGE_OF = 100;

  /** So long there is something to drain: then the last server is gone. */
  private static final Duration NOTICE = Duration.ofMinutes(2);

  /** Before the end of a notice: what still serves then was lost. */
  private static final Duration LAST_LOOK = Duration.ofSeconds(3);

  private static final Duration RECOVERED = Duration.ofMinutes(10);
  private static final Duration HEAP_EVERY = Duration.ofSeconds(5);

  private final Farm farm;
  private final EmbeddedAws aws;
  private final Progress progress;
  private final LiveHeap heap;

  Storms(Farm farm, Progress progress) {
    this.farm = farm;
    this.aws = farm.aws();
    this.progress = progress;
    this.heap = new LiveHeap(farm.directory());
  }

  /** What is found out while a storm lasts. */
  private final class Watch {
    private final Set<String> doomed;
    private final Instant start;
    private final long heapBefore;

    /** Those of them that took requests when it was last looked. */
    private Set<String> serving;

    private long heapMost;
    private long heapReadNanos = System.nanoTime();
    private @Nullable Instant killed;

    Watch(List<String> doomed, Instant start, long heapBefore) {
      this.doomed = Set.copyOf(doomed);
      this.serving = this.doomed;
      this.start = start;
      this.heapBefore = heapBefore;
      this.heapMost = heapBefore;
    }

    Departures departures() {
      return Departures.since(aws.record(), start);
    }

    /** Whether none of them takes new requests any more, or their end is there. */
    boolean isOver() {
      serving = new HashSet<>(Fleet.of(aws).healthy());
      serving.retainAll(doomed);
      return serving.isEmpty() || aws.now().isAfter(start.plus(NOTICE).minus(LAST_LOOK));
    }

    /** Kills the leader once half of them have left. */
    void killOnce() {
      if (killed == null && departures().of(doomed) >= doomed.size() / 2) {
        killed = aws.now();
        farm.killFirst();
      }
    }

    /** Whether others stand in for all of them. */
    boolean isMadeUpFor() {
      var spot = new ArrayList<>(Fleet.of(aws).inTurn(0));
      spot.removeAll(doomed);
      return spot.size() >= doomed.size();
    }

    void readHeapNowAndThen() {
      if (System.nanoTime() - heapReadNanos > HEAP_EVERY.toNanos()) {
        heapMost = Math.max(heapMost, heap.of(farm.last().process()));
        heapReadNanos = System.nanoTime();
      }
    }

    /** Until the longest pause after the kill ended: calls under way then may still arrive. */
    Optional<Duration> tookOver(Departures departures) {
      return Optional.ofNullable(killed).flatMap(departures::longestPauseEnds);
    }
  }

  /**
   * Has a storm come, and everything settle again.
   *
   * @param title what is special about it
   * @param garbage whether messages that make no sense come with it
   * @param kills whether the leader is killed when half of the servers have left
   * @return a row of the table
   */
  String row(String title, boolean garbage, boolean kills) {
    List<String> doomed = Fleet.of(aws).inTurn(0);
    Watch watch =
        progress.during(
            "Take back %d servers: %s".formatted(doomed.size(), title),
            "up to 2 min",
            () -> ride(begin(doomed, garbage), kills));
    progress.during(
        "Wait for the servers that stand in for them",
        "some minutes",
        () ->
            farm.await(
                "each lost server has been replaced",
                RECOVERED,
                () -> {
                  watch.readHeapNowAndThen();
                  return watch.isMadeUpFor();
                }));
    String row = told(title, watch);
    progress.say(row);
    return row;
  }

  private Watch begin(List<String> doomed, boolean garbage) {
    String queue = Fleet.of(aws).queue().orElseThrow();
    long before = heap.of(farm.last().process());
    aws.record().forget();
    var watch = new Watch(doomed, aws.now(), before);
    aws.change(
        region -> {
          doomed.forEach(region.incidents()::reclaim);
          if (garbage) {
            region.signalIncidents().garbage(queue, Math.ceilDiv(doomed.size(), GARBAGE_OF));
          }
        });
    return watch;
  }

  private Watch ride(Watch watch, boolean kills) {
    farm.await(
        "the storm is over",
        NOTICE.multipliedBy(2),
        () -> {
          watch.readHeapNowAndThen();
          if (kills) {
            watch.killOnce();
          }
          return watch.isOver();
        });
    return watch;
  }

  private String told(String title, Watch watch) {
    Departures departures = watch.departures();
    Duration bound = ThrottleRates.leastForDeregistrations(farm.size().stacks());
    Duration took =
        departures.left().entrySet().stream()
            .filter(each -> watch.doomed.contains(each.getKey()))
            .map(each -> Duration.between(watch.start, each.getValue()))
            .max(Comparator.naturalOrder())
            .orElse(Duration.ZERO);
    long left = departures.of(watch.doomed);
    return "| %s | %d | %d | %d | %.1f s | %s | %d | %d | %d | %s | %.1f MiB |"
        .formatted(
            title,
            watch.doomed.size(),
            watch.serving.size(),
            watch.doomed.size() - left - watch.serving.size(),
            seconds(took),
            ratio(took, bound),
            departures.calls(),
            departures.throttled(),
            departures.replacedTwice().size(),
            watch.tookOver(departures).map(after -> "%.1f s".formatted(seconds(after))).orElse("-"),
            (watch.heapMost - watch.heapBefore) / MIB);
  }

  /** Few stacks need no more than what the bucket has at first. */
  private static String ratio(Duration took, Duration bound) {
    return bound.isZero() ? "-" : "%.2f".formatted(seconds(took) / seconds(bound));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1_000.0;
  }
}
