package dev.hastack.engine.interruption;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.signal.Signal;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** For how long what was seen of a stack is good enough. */
class DeskViewTest {
  private static final Duration HALF_A_SECOND = Duration.ofMillis(500);

  private final DeskScene scene = new DeskScene();

  @BeforeEach
  void begin() {
    scene.fleets.stack("web", Duration.ofMinutes(1), "i-1", "i-2", "i-3", "i-4", "i-5", "i-6");
    scene.desk.resync(scene.now);
  }

  @Test
  void shouldReadAStackOnceWhileSignalsPourIn() {
    // When
    warnInTurn();

    // Then
    assertThat(scene.deregistered).containsExactly("i-1", "i-2");
    assertThat(scene.fleets.looks).isEqualTo(1);
  }

  @Test
  void shouldReadAStackAgainWhenWhatWasDoneTookLong() {
    // Given
    scene.fleets.reacting = () -> scene.now = scene.now.plus(Desk.FRESH);

    // When
    warnInTurn();

    // Then
    assertThat(scene.fleets.looks).isEqualTo(2);
  }

  @Test
  void shouldReadAStackAgainWhenNobodyHeardWhatWasDone() {
    // Given
    scene.fleets.silent = true;

    // When
    warnInTurn();

    // Then: each failure is followed by a look of its own
    assertThat(scene.fleets.looks).isGreaterThan(1);
    assertThat(scene.fleets.left()).hasSize(2);
  }

  @Test
  void shouldReadAStackAgainBeforeAServerLeavesWhoeverRemains() {
    // Given: more are warned than may leave early, and their time has come
    scene.take(
        scene.warning("i-1", Duration.ofSeconds(44)),
        scene.warning("i-2", Duration.ofSeconds(44)),
        scene.warning("i-3", Duration.ofSeconds(44)),
        scene.warning("i-4", Duration.ofSeconds(44)));
    scene.work();
    int before = scene.fleets.looks;

    // When
    scene.after(Duration.ofSeconds(2));

    // Then
    assertThat(scene.fleets.looks).isGreaterThan(before);
  }

  @Test
  void shouldCompleteAHookOnceWhileSignalsPourIn() {
    // Given
    scene.fleets.waits("web", "i-1");

    // When
    scene.take(
        scene.warning("i-1", Duration.ofSeconds(1)),
        new Signal.TerminateHook("i-1", scene.now, ScriptedFleets.group("web"), "token"));
    scene.work();
    scene.now = scene.now.plus(HALF_A_SECOND);
    scene.take(scene.warning("i-2", Duration.ofSeconds(1)));
    scene.work();

    // Then
    assertThat(scene.deregistered).contains("i-2");
    assertThat(scene.fleets.completed()).containsExactly("i-1");
  }

  @Test
  void shouldLeaveAMessageToTheQueueWhenItCannotBeTakenIn() {
    // Given
    scene.throwing = true;

    // When
    scene.take(scene.warning("i-of-nobody", Duration.ofSeconds(1)));
    scene.work();

    // Then
    assertThat(scene.desk.inHand()).isEmpty();
    assertThat(scene.deleted).isEmpty();
  }

  private void warnInTurn() {
    scene.take(scene.warning("i-1", Duration.ofSeconds(1)));
    scene.work();
    scene.now = scene.now.plus(HALF_A_SECOND);
    scene.take(scene.warning("i-2", Duration.ofSeconds(1)));
    scene.work();
  }
}
