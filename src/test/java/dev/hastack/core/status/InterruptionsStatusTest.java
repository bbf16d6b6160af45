package dev.hastack.core.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.api.v1alpha1.HAStackStatus;
import dev.hastack.api.v1alpha1.InterruptionsStatus;
import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.stack.DesiredStack;
import dev.hastack.core.stack.ObservedStack;
import dev.hastack.core.status.Interruptions.Interruption;
import dev.hastack.testing.toy.Toys;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a person sees of servers that AWS takes back. */
class InterruptionsStatusTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @Nullable private HAStackStatus before;

  private Optional<InterruptionsStatus> look(Interruptions interruptions) {
    HAStack stack =
        new KubernetesSerialization()
            .unmarshal("spec: {aws: {spot: {onInterruption: Drain}}}", HAStack.class);
    stack.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(Toys.STACK.namespace())
            .withName(Toys.STACK.name())
            .withGeneration(1L)
            .build());
    stack.setStatus(before);
    before =
        StatusProjector.status(
            new PassFacts(
                stack,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                DesiredStack.empty(Toys.STACK),
                new ObservedStack(List.of(), List.of()),
                new Plan(Toys.STACK, List.of(), List.of(), new TreeMap<>()),
                Map.of(),
                interruptions,
                false,
                false,
                NOW));
    return Optional.ofNullable(before.interruptions());
  }

  private Optional<Condition> degraded(Interruptions interruptions) {
    look(interruptions);
    return Objects.requireNonNull(Objects.requireNonNull(before).conditions()).stream()
        .filter(condition -> condition.type().equals(ConditionType.SignalsDegraded.name()))
        .findFirst();
  }

  private static Interruption interruption(String instance, int secondsAgo) {
    return new Interruption(
        instance,
        Optional.of("m6i.large"),
        Optional.of("eu-west-1a"),
        "SpotInterruption",
        NOW.minusSeconds(secondsAgo),
        Optional.empty(),
        Optional.empty());
  }

  private static List<String> servers(InterruptionsStatus status) {
    return Objects.requireNonNull(status.latest()).stream()
        .map(InterruptionsStatus.Interruption::instance)
        .toList();
  }

  @Test
  void shouldSayNothingWhenNothingIsKnown() {
    assertThat(look(Interruptions.NONE)).isEmpty();
  }

  @Test
  void shouldTellTheTimelineOfEachServer() {
    // Given
    var done =
        new Interruption(
            "i-1",
            Optional.of("m6i.large"),
            Optional.empty(),
            "SpotInterruption",
            NOW.minusMillis(200_500),
            Optional.of(Duration.ofMillis(1_900)),
            Optional.of(Duration.ofSeconds(95)));

    // When
    Optional<InterruptionsStatus> status =
        look(new Interruptions(1, List.of(done), Optional.empty()));

    // Then
    assertThat(status)
        .contains(
            new InterruptionsStatus(
                1,
                List.of(
                    new InterruptionsStatus.Interruption(
                        "i-1",
                        "m6i.large",
                        null,
                        "SpotInterruption",
                        "2026-03-01T11:56:39Z",
                        1,
                        95))));
  }

  @Test
  void shouldKeepTheTenLatestNewestFirst() {
    // When
    Optional<InterruptionsStatus> status =
        look(
            new Interruptions(
                0,
                IntStream.rangeClosed(1, 12)
                    .mapToObj(age -> interruption("i-" + age, age * 60))
                    .toList(),
                Optional.empty()));

    // Then
    assertThat(servers(status.orElseThrow()))
        .containsExactly("i-1", "i-2", "i-3", "i-4", "i-5", "i-6", "i-7", "i-8", "i-9", "i-10");
  }

  @Test
  void shouldRememberWhatWasToldWhenTheOperatorStartedAnew() {
    // Given
    look(
        new Interruptions(
            2, List.of(interruption("i-1", 600), interruption("i-2", 300)), Optional.empty()));

    // When
    Optional<InterruptionsStatus> status = look(Interruptions.NONE);

    // Then
    assertThat(status.orElseThrow().handling()).isZero();
    assertThat(servers(status.orElseThrow())).containsExactly("i-2", "i-1");

    // When
    status = look(new Interruptions(1, List.of(interruption("i-1", 10)), Optional.empty()));

    // Then
    assertThat(servers(status.orElseThrow())).containsExactly("i-1", "i-2");
  }

  @Test
  void shouldNeverCostTheStatusWhenAWordIsTooLong() {
    // When
    Optional<InterruptionsStatus> status =
        look(new Interruptions(0, List.of(interruption("i".repeat(1_000), -5)), Optional.empty()));

    // Then
    assertThat(servers(status.orElseThrow()).getFirst())
        .hasSize(InterruptionsStatus.MAX_WORD_CHARACTERS);
  }

  @Test
  void shouldSayThatAwsIsNotHeardOnlyWhileItIsNot() {
    // Given
    Failure denied =
        new Failure(FailureKind.UNAUTHORIZED, "sqs:ReceiveMessage", "AccessDenied", "not allowed");
    // When, then
    assertThat(degraded(new Interruptions(0, List.of(), Optional.of(denied))))
        .hasValueSatisfying(
            condition -> {
              assertThat(condition.status()).isEqualTo(Condition.Status.True);
              assertThat(condition.message()).contains("noticed late", "sqs:ReceiveMessage");
            });
    assertThat(degraded(Interruptions.NONE)).isEmpty();
  }
}
