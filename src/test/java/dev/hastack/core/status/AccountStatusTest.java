package dev.hastack.core.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.AWSAccount;
import dev.hastack.api.v1alpha1.AWSAccountSpec;
import dev.hastack.api.v1alpha1.AWSAccountStatus;
import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AccountStatusTest {
  private static final Instant NOW = Instant.parse("2026-01-05T08:00:00Z");
  private static final Failure DENIED =
      new Failure(FailureKind.UNAUTHORIZED, "sts:AssumeRole", "AccessDenied", "no trust");

  private final AWSAccount account = account();

  @Test
  void shouldBeReadyWhenItIsReached() {
    // When
    AWSAccountStatus status =
        AccountProjector.status(account, Optional.empty(), List.of("shop/web"), NOW);

    // Then
    assertThat(condition(status, "Ready").status()).isEqualTo(Condition.Status.True);
    assertThat(condition(status, "Stalled").status()).isEqualTo(Condition.Status.False);
    assertThat(status.observedGeneration()).isEqualTo(3);
    assertThat(status.stacks()).isEqualTo(1);
  }

  @Test
  void shouldStayEqualWhenNothingIsNew() {
    // Given
    AWSAccountStatus before = AccountProjector.status(account, Optional.of(DENIED), List.of(), NOW);
    account.setStatus(before);

    // Then
    assertThat(
            AccountProjector.status(account, Optional.of(DENIED), List.of(), NOW.plusSeconds(60)))
        .isEqualTo(before);
    assertThat(
            condition(
                    AccountProjector.status(
                        account, Optional.empty(), List.of(), NOW.plusSeconds(60)),
                    "Ready")
                .lastTransitionTime())
        .isEqualTo("2026-01-05T08:01:00Z");
  }

  @Test
  void shouldNeedAPersonOnlyWhereWaitingDoesNotHelp() {
    // Given
    var busy = new Failure(FailureKind.THROTTLED, "sts:GetCallerIdentity", "Throttling", "slow");
    var wrong = new Failure(FailureKind.UNAUTHORIZED, "locate", "AccountMismatch", "another's");

    // Then
    assertThat(conditions(DENIED))
        .containsExactly("Ready False Unauthorized", "Stalled True Unauthorized");
    assertThat(conditions(wrong))
        .containsExactly("Ready False AccountMismatch", "Stalled True AccountMismatch");
    assertThat(conditions(busy))
        .containsExactly("Ready False Throttled", "Stalled False NothingStalled");
  }

  @Test
  void shouldSayWhoStillRefersToItWhenItIsToGo() {
    // Given
    account.getMetadata().setDeletionTimestamp(NOW.toString());
    List<String> many = IntStream.range(10, 22).mapToObj(each -> "shop/s" + each).toList();

    // When
    AWSAccountStatus status = AccountProjector.status(account, Optional.empty(), many, NOW);

    // Then
    assertThat(condition(status, "Ready").reason()).isEqualTo("Deleting");
    assertThat(condition(status, "Ready").message())
        .contains("shop/s10, shop/s11")
        .endsWith("shop/s19 and 2 more");
  }

  private List<String> conditions(Failure unreached) {
    return Objects.requireNonNull(
            AccountProjector.status(account, Optional.of(unreached), List.of(), NOW).conditions())
        .stream()
        .map(each -> each.type() + " " + each.status() + " " + each.reason())
        .toList();
  }

  private static Condition condition(AWSAccountStatus status, String type) {
    return Objects.requireNonNull(status.conditions()).stream()
        .filter(condition -> condition.type().equals(type))
        .findFirst()
        .orElseThrow();
  }

  private static AWSAccount account() {
    var account = new AWSAccount();
    account.getMetadata().setName("production");
    account.getMetadata().setGeneration(3L);
    account.setSpec(new AWSAccountSpec("123456789012", null, null, null, null));
    return account;
  }
}
