package dev.hastack.sandbox.aws.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hastack.sandbox.aws.world.NotYet;
import dev.hastack.sandbox.aws.world.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TimingTest {
  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void shouldTakeSimulatedTimeWhenCallsHaveLatency() {
    // Given
    var slow = new Latency(Duration.ofMillis(100), Duration.ofMillis(1000));
    var front = new FrontUnderTest(SimulationOptions.calm(1).withLatency(slow, Latency.NONE));
    List<Duration> latencies = new ArrayList<>();

    // When
    for (int call = 0; call < 500; call++) {
      Instant before = front.aws().time().now();
      front.groups();
      latencies.add(Duration.between(before, front.aws().time().now()));
    }
    Instant before = front.aws().time().now();
    front.create("web");

    // Then
    assertThat(front.aws().time().now()).isEqualTo(before);
    List<Duration> sorted = latencies.stream().sorted().toList();
    assertThat(sorted.get(250)).as("median, seed 1").isBetween(millis(85), millis(115));
    assertThat(sorted.get(495)).as("99th percentile, seed 1").isBetween(millis(600), millis(1700));
  }

  @Test
  void shouldLagOnlyReadsAndNeverBeyondTheMaximum() {
    // Given
    Duration most = Duration.ofSeconds(10);
    List<Duration> lags = new ArrayList<>();

    // When
    for (int seed = 0; seed < 40; seed++) {
      var front = new FrontUnderTest(SimulationOptions.calm(seed).withMaxReadLag(most));
      front.groups();
      front.aws().time().advance(Duration.ofMinutes(1));
      front.create("web");
      Instant created = front.aws().time().now();
      while (front.groups().isEmpty()) {
        front.aws().time().advance(millis(100));
      }
      lags.add(Duration.between(created, front.aws().time().now()));
    }

    // Then
    assertThat(lags).as("seeds 0 to 39").allMatch(lag -> lag.compareTo(most) <= 0);
    assertThat(lags).as("some reads lag").anyMatch(lag -> lag.compareTo(millis(0)) > 0);
    assertThat(lags).as("some do not").anyMatch(Duration::isZero);
  }

  @Test
  void shouldNotReadBackBeyondTheBeginningOfTheRegion() {
    // Given
    var front = new FrontUnderTest(SimulationOptions.calm(1).withMaxReadLag(Duration.ofMinutes(1)));

    // When
    front.create("web");

    // Then
    assertThat(IntStream.range(0, 50).mapToObj(call -> front.groups()))
        .allSatisfy(groups -> assertThat(groups).containsExactly("web"));
  }

  @Test
  void shouldRefuseALagThatTablesDoNotRemember() {
    // When / Then
    assertThatThrownBy(() -> SimulationOptions.calm(1).withMaxReadLag(Duration.ofMinutes(2)))
        .hasMessageContaining("maxReadLag PT2M is not between 0 and PT1M");
  }

  @Test
  void shouldFollowTheWallClockAtItsSpeed() {
    // Given
    var wall = new AtomicLong();
    var time = new SimulatedTime(START);
    try (var clock = new RealTime(time, wall::get, 60, failure -> {})) {
      // When
      wall.set(Duration.ofSeconds(2).toNanos());
      clock.catchUp();

      // Then
      assertThat(time.now()).isEqualTo(START.plusSeconds(120));
    }
  }

  @Test
  void shouldGoOnFromThePresentWhenItsSpeedChanges() {
    // Given
    var wall = new AtomicLong();
    var time = new SimulatedTime(START);
    try (var clock = new RealTime(time, wall::get, 60, failure -> {})) {
      wall.set(Duration.ofSeconds(2).toNanos());

      // When
      clock.runAt(1);
      wall.set(Duration.ofSeconds(5).toNanos());
      clock.catchUp();

      // Then
      assertThat(time.now()).isEqualTo(START.plusSeconds(123));

      // When
      clock.runAt(10);
      wall.set(Duration.ofSeconds(6).toNanos());
      clock.catchUp();

      // Then
      assertThat(time.now()).isEqualTo(START.plusSeconds(133));
    }
  }

  @Test
  void shouldHaveThoseWhoWaitLookAgainWhenItsSpeedChanges() {
    // Given
    var time = new SimulatedTime(START);
    try (var clock = new RealTime(time, System::nanoTime, 0.001, failure -> {})) {
      var waiting = new NotYet(START.plusSeconds(60), time.stirs());
      var woken = new CompletableFuture<Boolean>();
      Thread waiter = Thread.ofPlatform().start(() -> woken.complete(clock.await(waiting)));
      await().atMost(DEADLINE).until(() -> waiter.getState() == Thread.State.TIMED_WAITING);

      // When
      clock.runAt(100);

      // Then
      assertThat(woken).succeedsWithin(DEADLINE).isEqualTo(true);
    }
  }

  @Test
  void shouldGoOnWhenSomethingThatFellDueFails() {
    // Given
    var time = new SimulatedTime(START);
    var failures = new ConcurrentLinkedQueue<RuntimeException>();
    time.after(
        Duration.ofSeconds(1),
        () -> {
          throw new IllegalStateException("defect");
        });
    Instant due = START.plusSeconds(2);

    // When
    try (var clock = new RealTime(time, System::nanoTime, 1000, failures::add)) {
      // Then
      await().atMost(DEADLINE).until(() -> clock.time().now().isAfter(due));
      assertThat(failures).singleElement().hasToString("java.lang.IllegalStateException: defect");
    }
  }

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }
}
