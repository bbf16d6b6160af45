package dev.hastack.core.outcome;

import static org.assertj.core.api.Assertions.assertThat;

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

  private Duration after(List<Outcome> outcomes, Movement movement, List<Failure> unread) {
    return policy.next(Optional.empty(), outcomes, movement, unread).after();
  }

  @Test
  void shouldWaitForTheResyncWhenNothingHappens() {
    assertThat(after(List.of(), Movement.NONE, List.of())).isEqualTo(RESYNC);
  }

  @Test
  void shouldLookAgainTheSoonerTheFasterItMoves() {
    // When
    Duration fast = after(List.of(), Movement.WITHIN_SECONDS, List.of());
    Duration slow = after(List.of(), Movement.WITHIN_MINUTES, List.of());

    // Then
    assertThat(fast).isLessThan(slow);
    assertThat(slow).isLessThan(RESYNC);
  }

  @ParameterizedTest
  @EnumSource(
      value = FailureKind.class,
      names = {"UNAUTHORIZED", "INVALID", "QUOTA"})
  void shouldRetrySlowlyWhateverFailedWhenOnlyAPersonCanHelp(FailureKind kind) {
    assertThat(policy.next(Optional.of(failure(kind)), List.of(), Movement.NONE, List.of()).after())
        .isGreaterThan(RESYNC);
    assertThat(after(List.of(new Outcome.Failed(failure(kind))), Movement.NONE, List.of()))
        .isGreaterThan(RESYNC);
    assertThat(after(List.of(), Movement.NONE, List.of(failure(kind)))).isGreaterThan(RESYNC);
  }

  @ParameterizedTest
  @EnumSource(
      value = FailureKind.class,
      names = {"THROTTLED", "TRANSIENT", "CONFLICT", "UNKNOWN"})
  void shouldBackOffAndNotLongerThanTheResyncWhenItMayPass(FailureKind kind) {
    assertThat(after(List.of(new Outcome.Failed(failure(kind))), Movement.NONE, List.of()))
        .isLessThan(RESYNC);
    assertThat(after(List.of(), Movement.NONE, List.of(failure(kind)))).isLessThan(RESYNC);
    assertThat(
            new ContinuationPolicy(Duration.ofSeconds(1))
                .next(
                    Optional.empty(),
                    List.of(new Outcome.Failed(failure(kind))),
                    Movement.NONE,
                    List.of())
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
    assertThat(after(outcomes, Movement.NONE, List.of())).isLessThan(RESYNC);
  }
}
