package dev.hastack.operator.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.signal.Signal;
import dev.hastack.core.stack.Place;
import dev.hastack.core.stack.StackId;
import dev.hastack.engine.interruption.Interrupted;
import dev.hastack.engine.interruption.InterruptionListener;
import dev.hastack.engine.interruption.StackWord;
import dev.hastack.operator.signal.ShortQueue.Mood;
import dev.hastack.provider.Fleets;
import dev.hastack.provider.SignalFeed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Stations with their pumps, as processes have them. */
class SignalStationTest {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final Place PLACE = new Place("123456789012", "eu-west-1");
  private static final SignalStation.Queue QUEUE =
      new SignalStation.Queue("eu-west-1", "https://sqs.eu-west-1.amazonaws.com/1/signals");

  private final ShortQueue queue = new ShortQueue();
  private final OneStack stack = new OneStack();
  private int receivesSeen = -1;
  private final AtomicBoolean poisonous = new AtomicBoolean();
  private final List<SignalStation> stations = new ArrayList<>();

  private final class Listener implements InterruptionListener {
    @Override
    public void received(Signal signal, Duration age) {
      if (signal instanceof Signal.Maintenance && poisonous.get()) {
        throw new IllegalStateException("a message that nobody can handle");
      }
    }

    @Override
    public void dropped(Dropped why) {}

    @Override
    public void deregistered(String name, Interrupted interrupted) {}

    @Override
    public void replaced(String name, Interrupted interrupted) {}

    @Override
    public void failed(Failure failure) {}
  }

  private SignalStation open(AtomicBoolean mayDrain) {
    return open(mayDrain, InstantSource.system());
  }

  private SignalStation open(AtomicBoolean mayDrain, InstantSource clock) {
    var connections =
        new SignalStation.Connections() {
          @Override
          public SignalFeed feed(Place place, String region, String queueUrl) {
            return queue;
          }

          @Override
          public Fleets fleets(Place place, InstantSource cloudClock) {
            return stack;
          }
        };
    var station =
        new SignalStation(
            connections, name -> new StackWord.Drains(50), new Listener(), mayDrain::get, clock);
    stations.add(station);
    station.serve(Map.of(PLACE, QUEUE));
    return station;
  }

  @AfterEach
  void close() {
    stations.forEach(SignalStation::close);
  }

  private static Signal warning(String server) {
    return new Signal.InterruptionWarning(server, Instant.now(), Signal.Market.SPOT);
  }

  private void awaitLeft(String... servers) {
    await().atMost(DEADLINE).until(() -> stack.left().containsAll(List.of(servers)));
    await().atMost(DEADLINE).until(() -> queue.size() == 0);
  }

  @Test
  void shouldGoOnWhenAMessageIsPoison() {
    // Given
    poisonous.set(true);
    queue.send(new Signal.Maintenance("i-2", Instant.now(), "AWS_EC2_INSTANCE_RETIREMENT"));
    open(new AtomicBoolean(true));

    // When
    queue.send(warning("i-1"));

    // Then it stays for the queue's own dead letters
    await().atMost(DEADLINE).until(() -> stack.left().contains("i-1"));
    await().atMost(DEADLINE).until(() -> queue.size() == 1);
  }

  @Test
  void shouldGoOnWhenAReceiveThrows() {
    // Given
    queue.mood = Mood.THROWING;
    open(new AtomicBoolean(true));
    await().atMost(DEADLINE).until(() -> queue.receives.get() >= 8);

    // When
    queue.mood = Mood.USUAL;
    queue.send(warning("i-1"));

    // Then
    awaitLeft("i-1");
  }

  @Test
  void shouldKeepAMessageUntilItHadItsEffectWhenALookThrows() {
    // Given
    stack.broken = true;
    open(new AtomicBoolean(true));
    queue.send(warning("i-1"));
    int before = queue.receives.get();
    await().atMost(DEADLINE).until(() -> queue.receives.get() > before + 50);
    assertThat(queue.size()).isOne();

    // When
    stack.broken = false;

    // Then
    awaitLeft("i-1");
  }

  @Test
  void shouldSayWhyAndAskLessOftenWhileTheQueueIsDenied() {
    // Given
    queue.mood = Mood.DENIED;
    SignalStation station = open(new AtomicBoolean(true));

    // When
    await().atMost(DEADLINE).until(() -> station.degraded(PLACE).isPresent());
    long start = System.nanoTime();
    await().atMost(DEADLINE).until(() -> queue.receives.get() >= 30);

    // Then each of ten receivers waits a second, and then twice as long
    assertThat(station.degraded(PLACE)).map(Failure::kind).contains(FailureKind.UNAUTHORIZED);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(2));
    assertThat(station.degraded(new Place("210987654321", "eu-west-1"))).isEmpty();

    // When
    queue.mood = Mood.USUAL;
    queue.send(warning("i-1"));

    // Then
    awaitLeft("i-1");
    assertThat(station.degraded(PLACE)).isEmpty();
  }

  @Test
  void shouldLeaveToItsSuccessorWhatItCouldNotDo() {
    // Given a leader that has a message in hand
    stack.broken = true;
    SignalStation first = open(new AtomicBoolean(true));
    queue.send(warning("i-1"));
    int before = queue.receives.get();
    await().atMost(DEADLINE).until(() -> queue.receives.get() > before + 4);

    // When
    first.close();
    stack.broken = false;
    long killed = System.nanoTime();
    open(new AtomicBoolean(true));
    awaitLeft("i-1");

    // Then within the time for which it was the first one's, and the pauses of the threads
    assertThat(Duration.ofNanos(System.nanoTime() - killed))
        .isLessThan(ShortQueue.VISIBILITY.plusSeconds(10));
    assertThat(stack.left()).containsExactly("i-1");
  }

  @Test
  void shouldReceiveNothingWhileAnotherLeadsAndLookAroundAtOnceWhenItMay() {
    // Given
    var mayDrain = new AtomicBoolean(true);
    open(mayDrain);
    await().atMost(DEADLINE).until(() -> stack.resyncs.get() == 1);

    // When
    mayDrain.set(false);
    await().during(Duration.ofSeconds(1)).atMost(DEADLINE).until(this::isIdle);
    queue.send(warning("i-1"));
    int before = queue.receives.get();
    await().during(Duration.ofSeconds(1)).atMost(DEADLINE).until(() -> queue.size() == 1);

    // Then
    assertThat(queue.receives.get()).isEqualTo(before);
    assertThat(stack.left()).isEmpty();

    // When
    mayDrain.set(true);

    // Then
    awaitLeft("i-1");
    await().atMost(DEADLINE).until(() -> stack.resyncs.get() == 2);
  }

  private boolean isIdle() {
    int now = queue.receives.get();
    boolean idle = now == receivesSeen;
    receivesSeen = now;
    return idle;
  }

  @Test
  void shouldCountTheTwoMinutesByTheCloudsClockWhenOursIsMinutesOff() {
    // Given a clock of ours that is twenty minutes late
    InstantSource late = () -> Instant.now().minus(Duration.ofMinutes(20));
    queue.says(Instant.now());
    SignalStation station = open(new AtomicBoolean(true), late);

    // When
    queue.send(warning("i-1"));
    awaitLeft("i-1");

    // Then
    assertThat(
            station
                .interruptions(new StackId("cluster-1", "shop", "web"), Optional.empty())
                .latest())
        .singleElement()
        .satisfies(
            each ->
                assertThat(each.deregisteredAfter())
                    .hasValueSatisfying(
                        after ->
                            assertThat(after)
                                .isBetween(Duration.ofMinutes(-1), Duration.ofMinutes(1))));
  }

  @Test
  void shouldTellTheCloudsTimeOfARegionThatIsHeard() {
    // Given
    Instant own = Instant.parse("2026-01-01T00:00:00Z");
    Instant cloud = own.plus(Duration.ofHours(3));
    queue.says(cloud);

    // When
    SignalStation station = open(new AtomicBoolean(true), InstantSource.fixed(own));
    queue.send(warning("i-1"));

    // Then
    await()
        .atMost(DEADLINE)
        .untilAsserted(() -> assertThat(station.now("eu-west-1")).contains(cloud));
    assertThat(station.now("us-east-1")).isEmpty();
  }

  @Test
  void shouldCloseThePostOfAQueueThatIsNoMore() {
    // Given
    SignalStation station = open(new AtomicBoolean(true));
    await().atMost(DEADLINE).until(() -> queue.receives.get() > 0);

    // When
    station.serve(Map.of());
    await().during(Duration.ofSeconds(1)).atMost(DEADLINE).until(this::isIdle);
    queue.send(warning("i-1"));

    // Then
    await().during(Duration.ofSeconds(1)).atMost(DEADLINE).until(() -> queue.size() == 1);
    assertThat(stack.left()).isEmpty();
  }

  @Test
  void shouldGiveBackWhatComesWhenItIsClosedAlready() {
    // Given
    queue.mood = ShortQueue.Mood.PATIENT;
    SignalStation station = open(new AtomicBoolean(true));
    await().atMost(DEADLINE).until(() -> queue.receives.get() > 0);
    station.close();

    // When
    queue.send(warning("i-1"));

    // Then
    await().atMost(DEADLINE).until(() -> queue.givenBack.get() > 0);
    assertThat(queue.size()).isEqualTo(1);
  }
}
