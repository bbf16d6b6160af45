package dev.hastack.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.operator.RetirementRun.Leftover;
import dev.hastack.operator.RetirementRun.Look;
import dev.hastack.operator.RetirementRun.Task;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetirementRunTest {
  private static final Instant START = Instant.parse("2026-01-05T08:00:00Z");
  private static final List<String> BY_HAND = List.of("aws remove it");
  private static final Outcome WAITING = new Outcome.Waiting("it to be gone");

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final List<String> said = new ArrayList<>();
  private final List<String> looked = new ArrayList<>();
  private final ExecutorService one = Executors.newSingleThreadExecutor();
  private final RetirementRun run =
      new RetirementRun(
          one, now::get, time -> now.updateAndGet(before -> before.plus(time)), said::add);

  @AfterEach
  void close() {
    one.close();
  }

  private static Outcome failed(FailureKind kind) {
    return new Outcome.Failed(new Failure(kind, "aws:Call", "Code", "no"));
  }

  /** Answers these in turn, and the last of them ever after. */
  private Task task(String what, Outcome... outcomes) {
    Deque<Outcome> script = new ArrayDeque<>(List.of(outcomes));
    return new Task(
        what,
        () -> {
          looked.add(what);
          Outcome next = script.size() > 1 ? script.remove() : script.getFirst();
          return new Look(next, next instanceof Outcome.Done ? List.of() : BY_HAND);
        });
  }

  private List<Leftover> run(Duration within, Task... tasks) throws InterruptedException {
    return run.run(List.of(tasks), START.plus(within));
  }

  @Test
  void shouldLookAgainOnlyAtWhatIsNotGoneYet() throws InterruptedException {
    // When
    List<Leftover> left =
        run(
            Duration.ofMinutes(3),
            task("a", Outcome.done()),
            task("b", WAITING, failed(FailureKind.THROTTLED), Outcome.done()));

    // Then
    assertThat(left).isEmpty();
    assertThat(looked).containsExactly("a", "b", "b", "b");
    assertThat(said)
        .containsExactly(
            "a: nothing is left",
            "b: waits for it to be gone",
            "b: aws:Call: Code: no",
            "b: nothing is left");
  }

  @Test
  void shouldGiveUpAtOnceWhatTimeDoesNotHelp() throws InterruptedException {
    // When
    List<Leftover> left =
        run(
            Duration.ofMinutes(3),
            task("a", failed(FailureKind.UNAUTHORIZED)),
            task("b", Outcome.done()));

    // Then
    assertThat(left).containsExactly(new Leftover("a", "aws:Call: Code: no", BY_HAND));
    assertThat(now.get()).isEqualTo(START);
  }

  @Test
  void shouldNameWhatCannotBeLookedAtAndLookAtTheOthers() throws InterruptedException {
    // Given
    var unseen =
        new Task(
            "a",
            () -> {
              throw new KubernetesClientException(
                  "at https://10.0.0.1",
                  503,
                  new StatusBuilder().withMessage("the server is busy").build());
            });

    // When
    List<Leftover> left = run(Duration.ofSeconds(7), unseen, task("b", WAITING, Outcome.done()));

    // Then
    assertThat(left).containsExactly(new Leftover("a", "look: the server is busy", List.of()));
    assertThat(looked).containsExactly("b", "b");
  }

  @Test
  void shouldNotWaitForAnAnswerWhenTimeIsUp() throws InterruptedException {
    // Given
    var silent =
        new Task(
            "a",
            () -> {
              new CountDownLatch(1).await();
              throw new AssertionError("nobody counts it down");
            });

    // When
    List<Leftover> left = run(Duration.ofSeconds(1), silent);

    // Then
    assertThat(left).containsExactly(new Leftover("a", "time is up", List.of()));
  }

  @Test
  void shouldEndWhenTimeIsUpAndNameWhatIsLeft() throws InterruptedException {
    // When
    List<Leftover> left =
        run(Duration.ofSeconds(12), task("a", WAITING), task("b", failed(FailureKind.TRANSIENT)));

    // Then
    assertThat(left)
        .containsExactly(
            new Leftover("a", "time is up", BY_HAND),
            new Leftover("b", "aws:Call: Code: no", BY_HAND));
    assertThat(now.get()).isEqualTo(START.plusSeconds(10));
  }
}
