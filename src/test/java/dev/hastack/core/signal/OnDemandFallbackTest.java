package dev.hastack.core.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.signal.OnDemandFallback.Decision;
import dev.hastack.core.signal.OnDemandFallback.Failing;
import dev.hastack.core.signal.OnDemandFallback.Group;
import dev.hastack.core.signal.OnDemandFallback.Settings;
import dev.hastack.core.signal.OnDemandFallback.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OnDemandFallbackTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Settings SETTINGS =
      new Settings(Duration.ofMinutes(3), 100, Duration.ofMinutes(30));

  /** Two of ten are On-Demand in any case; of the other eight, Spot still has five. */
  private static final Group SHORT = new Group(10, 2, 0, 7, 5, 0);

  private static final Group WHOLE = new Group(10, 2, 0, 10, 5, 0);

  @Test
  void shouldStandInForWhatIsMissingWhenLaunchesFailed() {
    // Given launches that have failed for as long as was written
    Trouble trouble = failingSince(Duration.ofMinutes(3));

    // When
    Decision decision = decide(SHORT, trouble, Optional.empty());

    // Then three of eight
    assertThat(decision.share()).isEqualTo(37);
    assertThat(decision.memory()).contains(new Memory(37, NOW, NOW));
  }

  @Test
  void shouldNotStandInWhenLaunchesHaveNotFailedForLong() {
    assertThat(decide(SHORT, failingSince(Duration.ofSeconds(179)), Optional.empty()).memory())
        .isEmpty();
  }

  @Test
  void shouldNotStandInWhenServersOnlyBootSlowly() {
    // Given a fleet of which most is on its way, and nothing that failed
    Group booting = new Group(10, 2, 0, 2, 8, 8);

    // When
    Decision decision = decide(booting, Trouble.NONE, Optional.empty());

    // Then
    assertThat(decision.memory()).isEmpty();
    assertThat(decision.share()).isZero();
  }

  @Test
  void shouldNotStandInWhenWhatFailedWasLongAgo() {
    Failing yesterday = new Failing(NOW.minus(Duration.ofDays(2)), NOW.minus(Duration.ofDays(1)));
    Trouble trouble = new Trouble(Optional.of(yesterday), Optional.empty(), List.of());
    assertThat(decide(SHORT, trouble, Optional.empty()).memory()).isEmpty();
  }

  @Test
  void shouldStandInWhenManyServersWereTakenBackAtOnce() {
    assertThat(decide(SHORT, taken(3, Duration.ofSeconds(10)), Optional.empty()).share())
        .isEqualTo(37);
    assertThat(decide(SHORT, taken(2, Duration.ofSeconds(10)), Optional.empty()).share()).isZero();
  }

  @Test
  void shouldStandInWhenOneServerWasTakenBackAndIsMissingForLong() {
    assertThat(decide(SHORT, taken(1, Duration.ofMinutes(3)), Optional.empty()).share())
        .isEqualTo(37);
    assertThat(decide(WHOLE, taken(1, Duration.ofMinutes(3)), Optional.empty()).share()).isZero();
  }

  @Test
  void shouldNotExceedWhatWasWrittenWhenAllOfSpotIsMissing() {
    // Given
    var settings = new Settings(Duration.ofMinutes(3), 60, Duration.ofMinutes(30));
    Group none = new Group(10, 2, 0, 2, 0, 0);

    // When
    Decision decision =
        OnDemandFallback.decide(
            settings, none, failingSince(Duration.ofMinutes(5)), Optional.empty(), NOW);

    // Then
    assertThat(decision.share()).isEqualTo(60);
  }

  @Test
  void shouldRiseAtOnceWhenLaunchesFailAfterTheLastStep() {
    // Given
    Memory memory = memory(12, Duration.ofMinutes(10));
    Trouble later = failingSince(Duration.ofSeconds(30));

    // When
    Decision decision = decide(SHORT, later, Optional.of(memory));

    // Then
    assertThat(decision.share()).isEqualTo(37);
    assertThat(decision.memory()).contains(new Memory(37, memory.since(), NOW));
  }

  @Test
  void shouldNotRiseAgainWhenTheLastStepWasForTheSameFailure() {
    Memory memory = memory(12, Duration.ofSeconds(10));
    Trouble earlier = failingSince(Duration.ofSeconds(30));
    assertThat(decide(SHORT, earlier, Optional.of(memory)).memory()).contains(memory);
  }

  @Test
  void shouldGoBackByAQuarterWhenNothingFailedForLong() {
    // Given eight On-Demand servers above the base
    Memory memory = memory(100, Duration.ofMinutes(30));
    Group onDemand = new Group(10, 2, 0, 10, 0, 0);

    // When
    Decision decision = decide(onDemand, Trouble.NONE, Optional.of(memory));

    // Then two fewer
    assertThat(decision.share()).isEqualTo(63);
    assertThat(new OnDemandShare(8).onDemand(63)).isEqualTo(6);
  }

  @Test
  void shouldWaitWhenSomethingFailedSinceTheLastStep() {
    // Given
    Memory memory = memory(100, Duration.ofHours(2));
    Trouble trouble =
        new Trouble(Optional.empty(), Optional.of(NOW.minus(Duration.ofMinutes(29))), List.of());

    // When
    Decision decision = decide(WHOLE, trouble, Optional.of(memory));

    // Then
    assertThat(decision.memory()).contains(memory);
  }

  @Test
  void shouldWaitWhenServersAreOnTheMoveOrMissing() {
    Optional<Memory> memory = Optional.of(memory(100, Duration.ofHours(2)));
    assertThat(decide(new Group(10, 2, 0, 10, 0, 1), Trouble.NONE, memory).memory())
        .isEqualTo(memory);
    assertThat(decide(new Group(10, 2, 0, 9, 0, 0), Trouble.NONE, memory).memory())
        .isEqualTo(memory);
  }

  @Test
  void shouldForgetWhenTheLastStepLeadsBackToTheStacksOwnShare() {
    // Given
    Memory last = memory(13, Duration.ofMinutes(30));

    // When
    Decision decision = decide(WHOLE, Trouble.NONE, Optional.of(last));

    // Then
    assertThat(decision.share()).isZero();
    assertThat(decision.memory()).isEmpty();
  }

  @Test
  void shouldForgetWhenTheStackItselfWantsAsMuch() {
    Group wantsMore = new Group(10, 2, 80, 10, 1, 3);
    Optional<Memory> memory = Optional.of(memory(40, Duration.ofMinutes(1)));
    Decision decision = decide(wantsMore, failingSince(Duration.ofMinutes(3)), memory);
    assertThat(decision.share()).isEqualTo(87);
    assertThat(decide(wantsMore, Trouble.NONE, memory))
        .satisfies(each -> assertThat(each.share()).isEqualTo(80))
        .satisfies(each -> assertThat(each.memory()).isEmpty());
  }

  @Test
  void shouldGoBackToALowerLimitInStepsWhenLessIsWrittenMeanwhile() {
    // Given six On-Demand servers above the base, and launches that fail
    var less = new Settings(Duration.ofMinutes(3), 30, Duration.ofMinutes(30));
    Trouble trouble = failingSince(Duration.ofMinutes(5));
    Memory memory = memory(75, Duration.ofMinutes(30));

    // When
    Decision first = OnDemandFallback.decide(less, SHORT, trouble, Optional.of(memory), NOW);
    Instant then = NOW.plus(Duration.ofMinutes(30));
    Decision early =
        OnDemandFallback.decide(less, SHORT, trouble, first.memory(), then.minusSeconds(1));
    Decision second = OnDemandFallback.decide(less, SHORT, trouble, first.memory(), then);

    // Then four, and not fewer than are allowed
    assertThat(first.share()).isEqualTo(38);
    assertThat(new OnDemandShare(8).onDemand(38)).isEqualTo(4);
    assertThat(early.memory()).isEqualTo(first.memory());
    assertThat(second.share()).isEqualTo(30);
    assertThat(second.memory()).contains(new Memory(30, memory.since(), then));
  }

  @Test
  void shouldGoBackInStepsToNothingWhenNothingIsWrittenAnyMore() {
    // Given
    Optional<Memory> memory = Optional.of(memory(75, Settings.NONE.holdFor()));
    Trouble trouble = failingSince(Duration.ofMinutes(5));

    // When
    Decision moving =
        OnDemandFallback.decide(Settings.NONE, new Group(10, 2, 0, 7, 5, 1), trouble, memory, NOW);
    Decision first = OnDemandFallback.decide(Settings.NONE, SHORT, trouble, memory, NOW);

    // Then
    assertThat(moving.memory()).isEqualTo(memory);
    assertThat(first.share()).isEqualTo(38);

    // When
    Instant now = NOW;
    Decision next = first;
    for (int step = 0; step < 2; step++) {
      now = now.plus(Settings.NONE.holdFor());
      next = OnDemandFallback.decide(Settings.NONE, SHORT, trouble, next.memory(), now);
    }

    // Then
    assertThat(next.share()).isZero();
    assertThat(next.memory()).isEmpty();
    assertThat(
            OnDemandFallback.decide(Settings.NONE, SHORT, trouble, Optional.empty(), now).memory())
        .isEmpty();
  }

  @Test
  void shouldNotBeHeldForYearsWhenTheRememberedTimeIsYetToCome() {
    Memory later = new Memory(50, NOW, NOW.plus(Duration.ofDays(365)));
    assertThat(decide(WHOLE, Trouble.NONE, Optional.of(later)).memory())
        .contains(new Memory(50, NOW, NOW));
  }

  @Test
  void shouldDoNothingWhenThereIsNothingAboveTheBase() {
    Group base = new Group(2, 2, 0, 0, 0, 0);
    assertThat(decide(base, failingSince(Duration.ofHours(1)), Optional.empty()).memory())
        .isEmpty();
    assertThat(
            decide(
                    new Group(2, 2, 0, 2, 0, 0),
                    Trouble.NONE,
                    Optional.of(memory(100, Duration.ofHours(1))))
                .memory())
        .isEmpty();
  }

  @Test
  void shouldReadNothingWhenATextIsNotItsOwn() {
    assertThat(Memory.parse("")).isEmpty();
    assertThat(Memory.parse("60")).isEmpty();
    assertThat(Memory.parse("101 since=2026-03-01T12:00:00Z stepped=2026-03-01T12:00:00Z"))
        .isEmpty();
    assertThat(Memory.parse("60 since=2026-13-01T12:00:00Z stepped=2026-03-01T12:00:00Z"))
        .isEmpty();
  }

  private static Decision decide(Group group, Trouble trouble, Optional<Memory> memory) {
    return OnDemandFallback.decide(SETTINGS, group, trouble, memory, NOW);
  }

  private static Memory memory(int share, Duration ago) {
    return new Memory(share, NOW.minus(ago), NOW.minus(ago));
  }

  private static Trouble failingSince(Duration ago) {
    Instant last = NOW.minusSeconds(20);
    return new Trouble(
        Optional.of(new Failing(NOW.minus(ago), last)), Optional.of(last), List.of());
  }

  private static Trouble taken(int servers, Duration ago) {
    return new Trouble(
        Optional.empty(), Optional.empty(), Collections.nCopies(servers, NOW.minus(ago)));
  }
}
