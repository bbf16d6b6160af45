package dev.hastack.engine.interruption;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.signal.FleetView.Health;
import dev.hastack.core.signal.FleetView.State;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class InterruptionDeskTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

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
}
