package dev.hastack.operator;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.provider.aws.ClusterObjects;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Looks at each thing that is to be taken away until it is gone, cannot be, or time is up. */
final class RetirementRun {
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final ExecutorService together;
  private final InstantSource clock;
  private final Consumer<Duration> pause;
  private final Consumer<String> progress;

  /**
   * Something to be taken away.
   *
   * @param what for the log
   * @param look takes away what can be taken now; done when nothing is left of it
   */
  record Task(String what, Callable<Look> look) {}

  /**
   * What came of one look.
   *
   * @param byHand how a person removes what is left; empty when nothing is
   */
  record Look(Outcome outcome, List<String> byHand) {}

  /** Something that was not taken away. */
  record Leftover(String what, String why, List<String> byHand) {}

  /**
   * @param together in which looks are taken at the same time
   * @param pause lets time pass
   * @param progress told each step in words
   */
  RetirementRun(
      ExecutorService together,
      InstantSource clock,
      Consumer<Duration> pause,
      Consumer<String> progress) {
    this.together = together;
    this.clock = clock;
    this.pause = pause;
    this.progress = progress;
  }

  /** Answers what is left at the end, in the order of the tasks. */
  List<Leftover> run(List<Task> tasks, Instant deadline) throws InterruptedException {
    var leftovers = new LinkedHashMap<Task, Leftover>();
    var pending = new ArrayList<>(tasks);
    while (true) {
      Map<Task, Look> looks = look(pending, deadline);
      pending.clear();
      looks.forEach(
          (task, look) -> {
            leftovers.remove(task);
            switch (look.outcome()) {
              case Outcome.Done done -> progress.accept(task.what() + ": nothing is left");
              case Outcome.Waiting waiting -> {
                progress.accept(task.what() + ": waits for " + waiting.what());
                leftovers.put(task, new Leftover(task.what(), "time is up", look.byHand()));
                pending.add(task);
              }
              case Outcome.Failed failed -> {
                String why = failed.failure().sentence();
                progress.accept(task.what() + ": " + why);
                leftovers.put(task, new Leftover(task.what(), why, look.byHand()));
                if (passes(failed.failure().kind())) {
                  pending.add(task);
                }
              }
            }
          });
      if (pending.isEmpty() || clock.instant().plus(PAUSE).isAfter(deadline)) {
        return tasks.stream().filter(leftovers::containsKey).map(leftovers::get).toList();
      }
      pause.accept(PAUSE);
    }
  }

  private Map<Task, Look> look(List<Task> tasks, Instant deadline) throws InterruptedException {
    long remaining = Math.max(1, Duration.between(clock.instant(), deadline).toMillis());
    List<Future<Look>> futures =
        together.invokeAll(
            tasks.stream().map(Task::look).toList(), remaining, TimeUnit.MILLISECONDS);
    var looks = new LinkedHashMap<Task, Look>();
    for (int at = 0; at < tasks.size(); at++) {
      try {
        looks.put(tasks.get(at), futures.get(at).get());
      } catch (ExecutionException thrown) {
        looks.put(tasks.get(at), unseen(thrown));
      } catch (CancellationException late) {
        looks.put(tasks.get(at), new Look(new Outcome.Waiting("an answer"), List.of()));
      }
    }
    return looks;
  }

  /** What went wrong at one keeps nobody from looking at the others. */
  private static Look unseen(ExecutionException thrown) {
    String why =
        thrown.getCause() instanceof KubernetesClientException refused
            ? ClusterObjects.reason(refused)
            : String.valueOf(thrown.getCause());
    return new Look(
        new Outcome.Failed(new Failure(FailureKind.UNKNOWN, "look", "", why)), List.of());
  }

  /** Whether time alone may help. */
  private static boolean passes(FailureKind kind) {
    return switch (kind) {
      case THROTTLED, TRANSIENT, CONFLICT, UNKNOWN -> true;
      case CAPACITY, QUOTA, UNAUTHORIZED, INVALID, NOT_FOUND -> false;
    };
  }
}
