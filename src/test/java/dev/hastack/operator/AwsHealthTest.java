package dev.hastack.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.provider.aws.AwsCallListener;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AwsHealthTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final String UNAUTHORIZED = FailureKind.UNAUTHORIZED.name();

  private Instant now = START;
  private final AwsHealth health = new AwsHealth(() -> now);

  @Test
  void shouldBeWellWhenNothingHasFailed() {
    // When
    health.credentials(Optional.empty());
    health.called("ec2:DescribeSubnets", AwsCallListener.OK);

    // Then
    assertThat(health.data())
        .containsOnly(
            entry("state", "ok"), entry("lastCall", "ec2:DescribeSubnets OK 2026-03-01T12:00:00Z"));
  }

  @Test
  void shouldSayWhyAndSinceWhenWhileThereAreNoCredentials() {
    // When
    health.credentials(Optional.of(failure("none were found")));
    now = START.plus(Duration.ofMinutes(5));
    health.credentials(Optional.of(failure("the file cannot be read")));

    // Then
    assertThat(health.data())
        .containsOnly(
            entry("state", "degraded"),
            entry("reason", "credentials: NoCredentials: the file cannot be read"),
            entry("since", START.toString()));

    // When
    health.credentials(Optional.empty());

    // Then
    assertThat(health.data()).containsOnly(entry("state", "ok"));
  }

  @Test
  void shouldNotBeDegradedByOneCallThatIsDenied() {
    // When
    health.called("ec2:RunInstances", UNAUTHORIZED);

    // Then
    assertThat(health.data())
        .containsOnly(
            entry("state", "ok"),
            entry("lastCall", "ec2:RunInstances UNAUTHORIZED 2026-03-01T12:00:00Z"),
            entry("lastFailure", "ec2:RunInstances UNAUTHORIZED 2026-03-01T12:00:00Z"));
  }

  private static Failure failure(String message) {
    return new Failure(FailureKind.UNAUTHORIZED, "credentials", "NoCredentials", message);
  }
}
