package dev.hastack.engine.interruption;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.signal.Signal;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Warnings of more stacks than a load balancer lets in calls at once. */
class CrowdTest {
  private static final int STACKS = 2 * CallBudget.BURST;
  private static final int SERVERS = 4;
  private static final Duration DELAY = Duration.ofSeconds(60);
  private static final Duration BETWEEN = Duration.ofMillis(400);
  private static final Duration LOOK = Duration.ofMillis(50);

  private final DeskScene scene = new DeskScene();

  @BeforeEach
  void begin() {
    for (int stack = 0; stack < STACKS; stack++) {
      int number = stack;
      scene.fleets.stack(
          "shop-" + stack,
          DELAY,
          IntStream.rangeClosed(0, 2 * SERVERS)
              .mapToObj(server -> server(number, server))
              .toArray(String[]::new));
    }
    scene.desk.resync(scene.now);
  }

  private static String server(int stack, int number) {
    return "i-%d-%d".formatted(stack, number);
  }

  /** One server of each of so many stacks, before anybody is at work on the first. */
  private void warn(int stacks, int server) {
    for (int stack = 0; stack < stacks; stack++) {
      scene.take(scene.warning(server(stack, server), Duration.ZERO));
    }
    scene.work();
  }

  private void warnOneAfterTheOther(int stacks) {
    for (int server = 0; server < SERVERS; server++) {
      warn(stacks, server);
      scene.after(BETWEEN);
    }
  }

  @Test
  void shouldTakeAllServersOfAStackOutByOneCallWhereCallsAreScarce() {
    // When
    warnOneAfterTheOther(STACKS);
    scene.after(Desk.QUIET);

    // Then
    assertThat(scene.deregistered).hasSize(STACKS * SERVERS);
    assertThat(scene.fleets.left()).hasSize(STACKS);
  }

  @Test
  void shouldNotHoldAStackForever() {
    // When
    for (int server = 0; server < 2 * SERVERS; server++) {
      warn(STACKS, server);
      scene.after(BETWEEN);
    }
    int heldSoLong = scene.deregistered.size();
    scene.after(Desk.HOLD);

    // Then
    assertThat(heldSoLong).isGreaterThan(STACKS);
    assertThat(scene.deregistered).hasSizeGreaterThanOrEqualTo(STACKS * SERVERS);
  }

  @Test
  void shouldActAtOnceWhereTheyAreFew() {
    // When
    warn(CallBudget.BURST, 0);

    // Then
    assertThat(scene.deregistered).hasSize(CallBudget.BURST);
  }

  @Test
  void shouldActAtOnceWhereAWarningIsLate() {
    // When
    for (int stack = 0; stack < STACKS; stack++) {
      scene.take(scene.warning(server(stack, 0), Duration.ofSeconds(44)));
    }
    scene.work();

    // Then
    assertThat(scene.deregistered).hasSize(STACKS);
  }

  @Test
  void shouldNotHoldWhatTheLoadBalancerIsKnownToLetIn() {
    // Given that it has let in as many, until it refused one
    warn(STACKS, 0);
    scene.after(Desk.QUIET);
    scene.after(Duration.ofMinutes(3));
    scene.deregistered.clear();

    // When
    warn(STACKS, 1);

    // Then
    assertThat(scene.deregistered).hasSize(STACKS);

    // Given
    scene.fleets.tokens = 0;
    scene.after(Duration.ofMinutes(3));
    warn(1, 2);
    scene.fleets.tokens = Integer.MAX_VALUE;
    scene.after(Duration.ofMinutes(3));
    scene.deregistered.clear();

    // When
    warn(STACKS, 3);

    // Then
    assertThat(scene.deregistered).isEmpty();
  }

  @Test
  void shouldActOnAStackThatWasReadBeforeItReadsTheOthers() {
    // Given that reading takes a while, and the others are warned of meanwhile
    scene.fleets.looking =
        () -> {
          scene.now = scene.now.plus(LOOK);
          scene.fleets.looking = () -> scene.now = scene.now.plus(LOOK);
          for (int stack = 1; stack < STACKS; stack++) {
            scene.take(scene.warning(server(stack, 0), Duration.ofSeconds(50)));
          }
        };

    // When
    scene.take(scene.warning(server(0, 0), Duration.ofSeconds(44)));
    scene.work();

    // Then
    assertThat(scene.deregistered).startsWith(server(0, 0));
    assertThat(scene.fleets.looks).isEqualTo(STACKS);
  }

  @Test
  void shouldTakeServersOutAtOnceThatGoAlready() {
    // When
    for (int stack = 0; stack < STACKS; stack++) {
      scene.take(new Signal.ServerGoing(server(stack, 0), scene.now));
    }
    scene.work();

    // Then
    assertThat(scene.fleets.left()).hasSize(STACKS);
  }

  @Test
  void shouldNotHoldAStackForOthersOfWhichNothingIsKnown() {
    // Given
    for (int stack = 1; stack < STACKS; stack++) {
      scene.words.put("shop-" + stack, new StackWord.Unknown());
    }
    warn(STACKS, 0);

    // When
    scene.after(Desk.SPACING);
    scene.take(scene.warning(server(0, 1), Duration.ZERO));
    scene.work();

    // Then
    assertThat(scene.deregistered).containsExactlyInAnyOrder(server(0, 0), server(0, 1));
  }

  @Test
  void shouldTakeOutTogetherWhatIsWarnedOfRightAfterAnother() {
    // Given
    warn(1, 0);

    // When
    scene.after(Desk.SPACING.dividedBy(3));
    warn(1, 1);
    scene.after(Desk.SPACING.dividedBy(3));
    warn(1, 2);

    // Then
    assertThat(scene.deregistered).containsExactly(server(0, 0));

    // When
    scene.after(Desk.SPACING.dividedBy(2));

    // Then
    assertThat(scene.fleets.left()).hasSize(2);
    assertThat(scene.deregistered)
        .containsExactlyInAnyOrder(server(0, 0), server(0, 1), server(0, 2));
  }

  @Test
  void shouldNotWaitForAClockThatWasSetBack() {
    // Given
    warn(1, 0);

    // When
    scene.now = scene.now.minus(Duration.ofMinutes(1));
    warn(1, 1);

    // Then
    assertThat(scene.deregistered).containsExactly(server(0, 0), server(0, 1));
  }

  @Test
  void shouldReadAStackWhileItIsHeld() {
    // Given that each was seen some time ago, and that calls are scarce
    warn(STACKS, 0);
    scene.after(Desk.QUIET);
    scene.after(Desk.SPACING);
    scene.fleets.tokens = 0;
    warn(1, 1);
    scene.fleets.tokens = Integer.MAX_VALUE;
    scene.after(Duration.ofSeconds(10));
    scene.deregistered.clear();
    int looks = scene.fleets.looks;

    // When
    for (int stack = 1; stack < STACKS; stack++) {
      scene.take(scene.warning(server(stack, 2), Duration.ZERO));
    }
    scene.work();

    // Then
    assertThat(scene.deregistered).isEmpty();
    assertThat(scene.fleets.looks).isEqualTo(looks + STACKS - 1);
  }
}
