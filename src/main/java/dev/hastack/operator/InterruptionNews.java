package dev.hastack.operator;

import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.core.outcome.Failure;
import dev.hastack.core.signal.Signal;
import dev.hastack.core.status.Notice;
import dev.hastack.engine.interruption.Interrupted;
import dev.hastack.engine.interruption.InterruptionListener;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Tells people of servers that are taken away, as Events, beside what {@code next} counts. Nobody
 * waits for it: an Event costs an API server much of what draining the server cost, so that in a
 * storm they come one after the other, and what does not fit the waiting line is only logged.
 */
final class InterruptionNews implements InterruptionListener, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(InterruptionNews.class);
  private static final int WAITING = 1_000;
  private static final Duration TELLS_EVERY = Duration.ofMillis(50);

  /** A pass costs as much as draining many servers: all stacks at once would be in their way. */
  private static final Duration HASTENS_EVERY = Duration.ofMillis(500);

  private final InterruptionListener next;
  private final Function<String, Optional<HAStack>> stacks;
  private final BiConsumer<HAStack, Notice> recorder;
  private final Predicate<String> haste;
  private final BlockingQueue<Runnable> untold = new LinkedBlockingQueue<>(WAITING);
  private final SequencedSet<String> concerned = new LinkedHashSet<>();
  private final ScheduledExecutorService teller = single("interruption-news");
  private final ScheduledExecutorService hastener = single("interruption-haste");

  /**
   * @param stacks by {@code <namespace>/<name>}, as last seen
   * @param haste has a stack looked at soon, and says whether it needed to; may block
   */
  InterruptionNews(
      InterruptionListener next,
      Function<String, Optional<HAStack>> stacks,
      BiConsumer<HAStack, Notice> recorder,
      Predicate<String> haste) {
    this.next = next;
    this.stacks = stacks;
    this.recorder = recorder;
    this.haste = haste;
    every(TELLS_EVERY, teller, this::tellNext);
    every(HASTENS_EVERY, hastener, () -> runOrSay(this::hastenNext));
  }

  private static void every(Duration period, ScheduledExecutorService timer, Runnable step) {
    var unused =
        timer.scheduleWithFixedDelay(
            step, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static ScheduledExecutorService single(String name) {
    return Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().name(name).daemon().factory());
  }

  @Override
  public void received(Signal signal, Duration age) {
    next.received(signal, age);
  }

  @Override
  public void dropped(Dropped why) {
    next.dropped(why);
  }

  @Override
  public void deregistered(String stack, Interrupted interrupted) {
    next.deregistered(stack, interrupted);
    if (interrupted.wasWarned()) {
      tell(
          stack,
          Notice.Reason.Interrupted,
          "Drain",
          server(interrupted)
              + " left its target groups "
              + seconds(interrupted.deregisteredAfter())
              + " after the notice");
    }
  }

  @Override
  public void replaced(String stack, Interrupted interrupted) {
    next.replaced(stack, interrupted);
    tell(
        stack,
        Notice.Reason.Replaced,
        "Replace",
        server(interrupted)
            + " left its target groups "
            + seconds(interrupted.deregisteredAfter())
            + " after the notice, and a replacement was in service "
            + seconds(interrupted.replacementInServiceAfter())
            + " after it");
  }

  @Override
  public void concerned(String stack) {
    next.concerned(stack);
    synchronized (concerned) {
      concerned.add(stack);
    }
  }

  @Override
  public void failed(Failure failure) {
    next.failed(failure);
    LOG.infof("Could not follow up signals, and tries again: %s", failure.sentence());
  }

  @Override
  public void close() {
    teller.shutdownNow();
    hastener.shutdownNow();
  }

  private void tell(String stack, Notice.Reason reason, String action, String message) {
    LOG.infof("Followed an interruption stack=%s: %s", stack, message);
    var notice = new Notice(Notice.Severity.Normal, reason, action, message);
    boolean unused =
        untold.offer(() -> stacks.apply(stack).ifPresent(found -> recorder.accept(found, notice)));
  }

  private void tellNext() {
    Runnable telling = untold.poll();
    if (telling != null) {
      runOrSay(telling);
    }
  }

  private void hastenNext() {
    Optional<String> next = next();
    while (next.isPresent() && !haste.test(next.get())) {
      next = next();
    }
  }

  private Optional<String> next() {
    synchronized (concerned) {
      return concerned.isEmpty() ? Optional.empty() : Optional.of(concerned.removeFirst());
    }
  }

  /** An exception would end the timer for good. */
  private static void runOrSay(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException failed) {
      LOG.warn("Could not pass on an interruption", failed);
    }
  }

  private static String server(Interrupted interrupted) {
    String known =
        interrupted.type().isEmpty()
            ? ""
            : " (" + interrupted.type() + " in " + interrupted.zone() + ")";
    return interrupted.server()
        + known
        + ", which is taken back since "
        + interrupted.noticed()
        + ",";
  }

  private static String seconds(Optional<Duration> after) {
    return after.map(duration -> duration.toMillis() / 1_000.0 + " s").orElse("by itself");
  }
}
