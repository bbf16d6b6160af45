package dev.hastack.engine.interruption;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Having servers replaced must not keep others in their target groups. */
class ThrottledReplacementsTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final DeskScene scene = new DeskScene();

  @BeforeEach
  void prepare() {
    scene.fleets.stack("a", MINUTE, "i-1", "i-2", "i-3", "i-4");
    scene.fleets.stack("b", MINUTE, "i-5", "i-6", "i-7", "i-8");
    scene.fleets.leavesReplacing("a");
    scene.fleets.leavesReplacing("b");
    scene.desk.resync(scene.now);
    scene.fleets.replacements = 0;
  }

  @Test
  void shouldNotAskForEachServerWhenReplacementsAreThrottled() {
    // When
    scene.take(scene.warning("i-1", Duration.ZERO), scene.warning("i-2", Duration.ZERO));
    scene.work();

    // Then
    assertThat(scene.fleets.left()).containsExactly("a");
    assertThat(scene.fleets.refused).isEqualTo(1);
    assertThat(scene.deleted).as("what has not had its effect stays").isEmpty();

    // When
    scene.fleets.replacements = 2;
    scene.after(MINUTE.dividedBy(2));

    // Then
    assertThat(scene.deleted).containsExactly("receipt-0", "receipt-1");
  }

  @Test
  void shouldTakeServersOutBeforeItHasOthersReplacedWhenBothAreDue() {
    // Given one stack whose server is out and one whose is not, since the load balancer refused
    scene.fleets.tokens = 1;
    scene.take(scene.warning("i-1", Duration.ofSeconds(5)), scene.warning("i-5", Duration.ZERO));
    scene.work();
    assertThat(scene.fleets.left()).containsExactly("a");

    // When
    scene.fleets.tokens = 1;
    scene.now = scene.now.plus(Duration.ofSeconds(2));
    boolean unused = scene.desk.work(scene.now).isEmpty();

    // Then
    assertThat(scene.fleets.left()).containsExactly("a", "b");
  }
}
