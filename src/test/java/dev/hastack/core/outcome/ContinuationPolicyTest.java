package dev.hastack.core.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.stack.Health;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContinuationPolicyTest {
  private static final Duration RESYNC = Duration.ofSeconds(60);
  private final ContinuationPolicy policy = new ContinuationPolicy(RESYNC);

  private static Failure failure(FailureKind kind) {
    return new Failure(kind, "toy:Do", "", "no");
  }

  private Duration after(List<Outcome> outcomes, List<Health> health, List<Failure> unread) {
    return policy.next(Optional.empty(), outcomes, health, unread, false).after();
  }

  @Test
  void shouldWaitForTheResyncWhenNothingHappens() {
    assertThat(after(List.of(), List.of(Health.HEALTHY, Health.DEGRADED), List.of()))
        .isEqualTo(RESYNC);
  }

  @Test
  void shouldLookAgainSoonWhenSomethingWasDoneOrMoves() {
    assertThat(after(List.of(Outcome.done()), List.of(), List.of())).isLessThan(RESYNC);
    assertThat(after(List.of(new Outcome.Waiting("drains")), List.of(), List.of()))
        .isLessThan(RESYNC);
    assertThat(after(List.of(), List.of(Health.PROGRESSING), List.of())).isLessThan(RESYNC);
    assertThat(after(List.of(), List.of(Health.DELETING), List.of())).isLessThan(RESYNC);
  }

  @Test
  void shouldLookAgainSoonWhenALaterStepWaitsForItsTime() {
    assertThat(policy.next(Optional.empty(), List.of(), List.of(), List.of(), true).after())
        .isLessThan(RESYNC);
  }

  @ParameterizedTest
  @EnumSource(
      value = FailureKind.class,
      names = {"UNAUTHORIZED", "INVALID", "QUOTA"})
  void shouldRetrySlowlyWhateverFailedWhenOnlyAPersonCanHelp(FailureKind kind) {
    assertThat(
            policy.next(Optional.of(failure(kind)), List.of(), List.of(), List.of(), false).after())
        .isGreaterThan(RESYNC);
    assertThat(after(List.of(new Outcome.Failed(failure(kind))), List.of(), List.of()))
        .isGreaterThan(RESYNC);
    assertThat(after(List.of(), List.of(), List.of(failure(kind)))).isGreaterThan(RESYNC);
  }

  @ParameterizedTest
  @EnumSource(
      value = FailureKind.class,
      names = {"THROTTLED", "TRANSIENT", "CONFLICT", "UNKNOWN"})
  void shouldBackOffAndNotLongerThanTheResyncWhenItMayPass(FailureKind kind) {
    assertThat(after(List.of(new Outcome.Failed(failure(kind))), List.of(), List.of()))
        .isLessThan(RESYNC);
    assertThat(after(List.of(), List.of(), List.of(failure(kind)))).isLessThan(RESYNC);
    assertThat(
            new ContinuationPolicy(Duration.ofSeconds(1))
                .next(
                    Optional.empty(),
                    List.of(new Outcome.Failed(failure(kind))),
                    List.of(),
                    List.of(),
                    false)
                .after())
        .isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void shouldTakeTheSoonestWhenSeveralFailed() {
    // Given
    List<Outcome> outcomes =
        List.of(
            new Outcome.Failed(failure(FailureKind.INVALID)),
            new Outcome.Failed(failure(FailureKind.THROTTLED)));

    // Then
    assertThat(after(outcomes, List.of(), List.of())).isLessThan(RESYNC);
  }
}
