package dev.hastack.operator;

import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.api.v1alpha1.HAStackStatus;
import dev.hastack.core.outcome.Continuation;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.stack.StackId;
import dev.hastack.core.status.Notice;
import dev.hastack.engine.PassResult;
import dev.hastack.engine.Revisions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Passes that do nothing but remember that they were asked for, and answer what a test says. */
final class ScriptedPasses implements Passes {
  private static final Duration NEVER = Duration.ofHours(1);

  private final List<HAStack> passes = new CopyOnWriteArrayList<>();
  private volatile boolean releasing;
  private volatile List<Notice> notices = List.of();
  private volatile HAStackStatus.@Nullable Database database;

  @Override
  public PassResult pass(StackId id, HAStack stack, Revisions revisions, Instant now) {
    passes.add(stack);
    boolean deleting = stack.getMetadata().getDeletionTimestamp() != null;
    return new PassResult(
        new Plan(id, List.of(), List.of(), new TreeMap<>()),
        Map.of(),
        status(stack.getMetadata().getGeneration()),
        notices,
        new Continuation(deleting ? Duration.ofMillis(200) : NEVER),
        deleting && releasing);
  }

  /** Every stack a pass was made over, as it was then, in order. */
  List<HAStack> all() {
    return List.copyOf(passes);
  }

  long of(String name) {
    return passes.stream().filter(stack -> name.equals(stack.getMetadata().getName())).count();
  }

  /** From now on a deleted stack may go. */
  void release() {
    releasing = true;
  }

  void tell(Notice... told) {
    notices = List.of(told);
  }

  /** From now on every stack has it. */
  void show(HAStackStatus.Database shown) {
    database = shown;
  }

  private HAStackStatus status(long generation) {
    return new HAStackStatus(
        generation,
        List.of(
            new Condition(
                "Ready",
                Condition.Status.True,
                generation,
                "2026-01-01T00:00:00Z",
                "Scripted",
                "a test says so")),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        database,
        null,
        null,
        null);
  }
}
