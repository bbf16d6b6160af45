package dev.hastack.engine.interruption;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.signal.FleetView.Health;
import dev.hastack.core.signal.FleetView.State;
import dev.hastack.core.signal.Signal;
import dev.hastack.engine.interruption.InterruptionListener.Dropped;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InterruptionDeskTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int MANY = 100_000;
  private static final int UNKNOWN = 20_000;
  private static final int BATCH = 10;

  private final DeskScene scene = new DeskScene();

  @Test
  void shouldServeTheFirstDeadlineFirstWhenTheLoadBalancerIsThrottled() {
    // Given stacks that were warned the later the sooner their servers have to leave
    scene.fleets.stack("brief", Duration.ofSeconds(5), "i-1", "i-2", "i-3");
    scene.fleets.stack("usual", Duration.ofSeconds(60), "i-4", "i-5", "i-6");
    scene.fleets.stack("long", Duration.ofSeconds(100), "i-7", "i-8", "i-9");
    scene.desk.resync(scene.now);
    scene.fleets.tokens = 0;
    scene.take(
        scene.warning("i-1", Duration.ofSeconds(9)),
        scene.warning("i-4", Duration.ofSeconds(6)),
        scene.warning("i-7", Duration.ofSeconds(3)));
    scene.work();
    assertThat(scene.fleets.left()).isEmpty();

    // When
    for (int token = 0; token < 3; token++) {
      scene.fleets.tokens = 1;
      scene.after(Duration.ofSeconds(5));
    }

    // Then
    assertThat(scene.fleets.left()).containsExactly("long", "usual", "brief");
  }

  @Test
  void shouldServeWhatCanBeSavedBeforeWhatIsOverAfterAnOutage() {
    // Given
    scene.fleets.stack("over", MINUTE, "i-1", "i-2", "i-3");
    scene.fleets.stack("longer-over", MINUTE, "i-4", "i-5", "i-6");
    scene.fleets.stack("running", MINUTE, "i-7", "i-8", "i-9");
    scene.desk.resync(scene.now);

    // When
    scene.take(
        scene.warning("i-4", Duration.ofSeconds(290)),
        scene.warning("i-1", Duration.ofSeconds(150)),
        scene.warning("i-7", Duration.ofSeconds(1)));
    scene.work();

    // Then
    assertThat(scene.fleets.left()).containsExactly("running", "over", "longer-over");
  }

  @Test
  void shouldSayWhetherALookAroundSawEverything() {
    // Given
    scene.fleets.stack("web", MINUTE, "i-1", "i-2", "i-3");
    scene.fleets.unmarkable =
        Optional.of(
            new Failure(
                FailureKind.THROTTLED,
                "ec2:DescribeSpotInstanceRequests",
                "RequestLimitExceeded",
                "Rate exceeded"));

    // Then
    assertThat(scene.desk.resync(scene.now)).isFalse();

    // When
    scene.fleets.unmarkable = Optional.empty();

    // Then
    assertThat(scene.desk.resync(scene.now)).isTrue();
  }

  @Test
  void shouldTakeUpTheDrainOfItsPredecessor() {
    // Given
    scene.fleets.stack("web", MINUTE, "i-1", "i-2", "i-3");
    scene.desk.resync(scene.now);
    scene.take(scene.warning("i-1", Duration.ZERO));
    scene.work();
    assertThat(scene.fleets.left()).containsExactly("web");

    // When
    scene.after(Duration.ofSeconds(20));
    scene.desk = scene.open();
    scene.fleets.marked.add(scene.warning("i-1", Duration.ofSeconds(20)));
    scene.desk.resync(scene.now);
    scene.work();

    // Then
    assertThat(scene.desk.latest("web"))
        .singleElement()
        .satisfies(each -> assertThat(each.deregisteredAfter()).contains(Duration.ofSeconds(20)));
    assertThat(scene.fleets.left()).hasSize(1);
    assertThat(scene.deregistered).hasSize(1);

    // When its group ends it before the drain is over
    scene.fleets.server("web", "i-1", State.TERMINATING_WAIT, Health.DRAINING);
    scene.desk.resync(scene.now);
    scene.after(Duration.ofSeconds(20));

    // Then
    assertThat(scene.fleets.completed()).isEmpty();

    // When
    scene.fleets.server("web", "i-1", State.TERMINATING_WAIT, Health.UNUSED);
    scene.after(Duration.ofSeconds(5));

    // Then
    assertThat(scene.fleets.completed()).containsExactly("i-1");
  }

  @Test
  void shouldNotCountAsItsPredecessorsWhatAGroupLetGoByItself() {
    // Given
    scene.fleets.stack("web", MINUTE, "i-1", "i-2", "i-3");
    scene.fleets.server("web", "i-1", State.TERMINATING, Health.DRAINING);
    scene.fleets.marked.add(scene.warning("i-1", Duration.ofSeconds(20)));

    // When
    scene.desk.resync(scene.now);
    scene.work();

    // Then
    assertThat(scene.desk.latest("web"))
        .singleElement()
        .satisfies(each -> assertThat(each.deregisteredAfter()).isEmpty());
  }

  @Test
  void shouldForgetTheHistoryOfAStackThatIsNoMore() {
    // Given
    scene.fleets.stack("web", MINUTE, "i-1", "i-2", "i-3");
    scene.fleets.stack("shop", MINUTE, "i-4", "i-5", "i-6");
    scene.desk.resync(scene.now);
    scene.take(scene.warning("i-1", Duration.ZERO), scene.warning("i-4", Duration.ZERO));
    scene.work();
    scene.fleets.gone("web");

    // When
    scene.now = scene.now.plus(History.RECENT);
    scene.desk.resync(scene.now);

    // Then
    assertThat(scene.desk.latest("web")).hasSize(1);

    // When
    scene.now = scene.now.plusSeconds(1);
    scene.desk.resync(scene.now);

    // Then
    assertThat(scene.desk.latest("web")).isEmpty();
    assertThat(scene.desk.latest("shop")).hasSize(1);
  }

  @Test
  void shouldOnlyCountWhatExpiredWhenAnOutageLeftManyMessages() {
    // Given a hundred thousand, and among the last of them one that counts
    scene.fleets.stack("web", MINUTE, "i-1", "i-2", "i-3");
    scene.desk.resync(scene.now);
    int most = 0;

    // When
    for (int batch = 0; batch < MANY / BATCH; batch++) {
      for (int message = 0; message < BATCH - 1; message++) {
        scene.take(scene.warning("i-%x".formatted(message + 1), Duration.ofMinutes(6)));
      }
      scene.take(
          batch == MANY / BATCH - 5
              ? scene.warning("i-2", Duration.ZERO)
              : scene.warning("i-3", Duration.ofHours(1)));
      most = Math.max(most, scene.desk.inHand().size());
      while (!scene.desk.hasRoom()) {
        scene.desk.delete();
      }
    }
    scene.work();

    // Then
    assertThat(most).isOne();
    assertThat(scene.dropped.get(Dropped.EXPIRED)).isEqualTo(MANY - 1);
    assertThat(scene.deleted).hasSize(MANY);
    assertThat(scene.deregistered).containsExactly("i-2");
    assertThat(scene.desk.inHand()).isEmpty();
  }

  @Test
  void shouldTakeNoMoreThanItCanKeepWhenManyServersAreUnknown() {
    // Given
    scene.fleets.stack("web", MINUTE, "i-a", "i-b", "i-c");
    scene.desk.resync(scene.now);
    int most = 0;
    int batches = 0;

    // When
    while (batches < UNKNOWN / BATCH) {
      while (scene.desk.hasRoom() && batches < UNKNOWN / BATCH) {
        scene.take(unknown(batches++));
      }
      most = Math.max(most, scene.desk.inHand().size());
      scene.after(Duration.ofMillis(250));
    }
    scene.after(InterruptionDesk.STALE.plusSeconds(1));

    // Then
    assertThat(most).isLessThan(InterruptionDesk.ROOM + BATCH);
    assertThat(
            scene.dropped.getOrDefault(Dropped.NOT_OURS, 0)
                + scene.dropped.getOrDefault(Dropped.EXPIRED, 0))
        .isEqualTo(UNKNOWN);
    assertThat(scene.deleted).hasSize(UNKNOWN);
    assertThat(scene.desk.inHand()).isEmpty();
  }

  @Test
  void shouldTellOfStacksThatLoseServersOrGetNone() {
    // Given
    scene.fleets.stack("web", MINUTE, "i-1", "i-2", "i-3");
    scene.fleets.stack("shop", MINUTE, "i-4", "i-5", "i-6");
    scene.fleets.stack("blog", MINUTE, "i-7", "i-8", "i-9");
    scene.desk.resync(scene.now);

    // When
    scene.take(
        scene.warning("i-1", Duration.ZERO),
        new Signal.LaunchFailed(ScriptedFleets.group("shop"), scene.now, "no capacity"),
        new Signal.LaunchFailed(
            ScriptedFleets.group("blog"), scene.now.minus(Duration.ofHours(1)), "no capacity"),
        new Signal.LaunchFailed("somebody else's", scene.now, "no capacity"));

    // Then
    assertThat(scene.concerned).containsExactly("shop");

    // When
    scene.take(new Signal.ServerGoing("i-1", scene.now), new Signal.ServerGoing("i-7", scene.now));

    // Then of those that were warned
    assertThat(scene.concerned).containsExactly("shop", "web");
  }

  @Test
  void shouldLetGoOfMessagesAboutAServerThatIsGone() {
    // Given
    scene.fleets.stack("web", MINUTE, "i-1", "i-2", "i-3");
    scene.desk.resync(scene.now);

    // When it ended before anybody looked
    scene.fleets.stack("web", MINUTE, "i-2", "i-3");
    scene.take(
        scene.warning("i-1", Duration.ofSeconds(100)),
        new Signal.ServerGoing("i-1", scene.now),
        new Signal.TerminateHook("i-1", scene.now, ScriptedFleets.group("web"), "hook"));
    scene.work();
    scene.after(Duration.ofMinutes(1));

    // Then
    assertThat(scene.deleted).hasSize(3);
    assertThat(scene.desk.inHand()).isEmpty();
    assertThat(scene.fleets.left()).isEmpty();
  }

  @Test
  void shouldReadAStackAgainThatWasReadBeforeTheServerCame() {
    // Given
    scene.fleets.stack("web", MINUTE, "i-1", "i-2", "i-3");
    scene.desk.resync(scene.now);
    scene.fleets.looking =
        () -> {
          scene.fleets.looking = () -> {};
          scene.fleets.server("web", "i-new", State.IN_SERVICE, Health.HEALTHY);
          scene.desk.resync(scene.now);
          scene.take(scene.warning("i-new", Duration.ZERO));
        };

    // When
    scene.take(scene.warning("i-1", Duration.ZERO));
    scene.work();

    // Then
    assertThat(scene.deregistered).containsExactlyInAnyOrder("i-1", "i-new");
    assertThat(scene.deleted).hasSize(2);
  }

  @Test
  void shouldActOnWhatItReadThoughTheClockIsSetBack() {
    // Given
    scene.fleets.stack("web", MINUTE, "i-1", "i-2", "i-3");
    scene.desk.resync(scene.now);
    scene.take(scene.warning("i-1", Duration.ZERO));
    assertThat(scene.desk.work(scene.now)).isEmpty();

    // When
    scene.now = scene.now.minus(MINUTE);
    scene.work();

    // Then
    assertThat(scene.deregistered).containsExactly("i-1");
  }

  @Test
  void shouldKeepAMessageWhileNobodyCanBeToldWhoseTheServerIs() {
    // Given servers that it has not seen
    scene.fleets.stack("web", MINUTE, "i-1", "i-2", "i-3");
    scene.fleets.unknowable =
        Optional.of(
            new Failure(
                FailureKind.THROTTLED,
                "autoscaling:DescribeAutoScalingInstances",
                "Throttling",
                "Rate exceeded"));
    scene.take(
        scene.warning("i-1", Duration.ZERO), scene.warning("i-somebody-elses", Duration.ZERO));

    // When
    scene.after(Duration.ofSeconds(10));

    // Then
    assertThat(scene.desk.inHand()).hasSize(2);
    assertThat(scene.deleted).isEmpty();
    assertThat(scene.dropped).isEmpty();

    // When
    scene.fleets.unknowable = Optional.empty();
    scene.after(Duration.ofSeconds(5));

    // Then
    assertThat(scene.deregistered).containsExactly("i-1");
    assertThat(scene.dropped).containsOnlyKeys(Dropped.NOT_OURS);
    assertThat(scene.deleted).hasSize(2);
  }

  private static Signal[] unknown(int batch) {
    return IntStream.range(0, BATCH)
        .mapToObj(
            message ->
                new Signal.InterruptionWarning(
                    "i-%08x".formatted(batch * BATCH + message),
                    DeskScene.START,
                    Signal.Market.SPOT))
        .toArray(Signal[]::new);
  }
}
