package dev.hastack.operator.signal;

import dev.hastack.core.outcome.Failure;
import dev.hastack.engine.interruption.InterruptionDesk;
import dev.hastack.provider.SignalFeed;
import dev.hastack.provider.SignalFeed.Message;
import dev.hastack.provider.SignalFeed.Received;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Moves the messages of one queue to the desk and keeps the desk at work, for as long as this
 * process may. Nothing that a message says ends it: an exception is logged, and the thread goes on.
 */
final class SignalPump implements AutoCloseable {
  /** How long a message in hand stays ours without being kept. */
  static final Duration VISIBILITY = Duration.ofSeconds(30);

  /** Amazon SQS API reference, ReceiveMessage: the longest wait. */
  static final Duration LONG_POLL = Duration.ofSeconds(20);

  static final Duration RESYNC = Duration.ofMinutes(2);

  /** After a first resync that could not read everything; then twice as long each time. */
  private static final Duration RESYNC_AGAIN = Duration.ofSeconds(5);

  private static final Logger LOG = Logger.getLogger(SignalPump.class);

  /**
   * Ten messages a call, of which each takes up to 100 ms where thousands of messages wait: four
   * receivers were what held up 1,000 a second. An idle one makes three calls a minute.
   */
  private static final int RECEIVERS = 10;

  /** Each waits for AWS nearly all of its time, and in a storm for calls that are throttled. */
  private static final int WORKERS = 32;

  /** Ten messages a call; thousands in hand have to be kept within seconds. */
  private static final int KEEPERS = 4;

  private static final Duration IDLE = Duration.ofMillis(500);
  private static final Duration FULL = Duration.ofMillis(50);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final SignalFeed feed;
  private final InterruptionDesk desk;
  private final CloudClock clock;
  private final BooleanSupplier mayDrain;
  private final Semaphore news;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final List<Thread> threads = new ArrayList<>();
  private volatile @Nullable Failure degraded;

  /**
   * @param news released by the desk when there is something to do
   * @param mayDrain whether this process is not known to be one that others lead
   */
  SignalPump(
      SignalFeed feed,
      InterruptionDesk desk,
      CloudClock clock,
      BooleanSupplier mayDrain,
      Semaphore news) {
    this.feed = feed;
    this.desk = desk;
    this.clock = clock;
    this.mayDrain = mayDrain;
    this.news = news;
  }

  void start() {
    for (int receiver = 0; receiver < RECEIVERS; receiver++) {
      // Not interrupted: a call that is would lose the messages of its answer for a while.
      Thread unused = begin("receiver-" + receiver, new Receiving()::once);
    }
    for (int worker = 0; worker < WORKERS; worker++) {
      run("worker-" + worker, this::work);
    }
    for (int keeper = 0; keeper < KEEPERS; keeper++) {
      run("keeper-" + keeper, keeper(keeper));
    }
    run("deleter", () -> desk.delete() ? Duration.ZERO : FULL);
    run("resync", new Resync());
  }

  /** Why messages do not come, while they do not. */
  Optional<Failure> degraded() {
    return Optional.ofNullable(degraded);
  }

  @Override
  public void close() {
    closing.countDown();
    threads.forEach(Thread::interrupt);
  }

  private interface Step {
    /** How long to pause before the next. */
    Duration take() throws InterruptedException;

    /** It is somebody else's to take. */
    default void yielded() {}
  }

  private void run(String name, Step step) {
    threads.add(begin(name, step));
  }

  /**
   * Virtual threads would wait in line behind passes, which parse for a while before they yield.
   */
  private Thread begin(String name, Step step) {
    return Thread.ofPlatform().daemon().name("signal-" + name).start(() -> loop(step));
  }

  private void loop(Step step) {
    try {
      while (true) {
        if (closing.await(pause(step).toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private Duration pause(Step step) throws InterruptedException {
    if (!mayDrain.getAsBoolean()) {
      step.yielded();
      return IDLE;
    }
    try {
      return step.take();
    } catch (RuntimeException defect) {
      if (closing.getCount() > 0) {
        LOG.error("Could not handle signals, and goes on", defect);
      }
      return FIRST_PAUSE;
    }
  }

  /** One thread's receiving. */
  private final class Receiving {
    private Duration pause = FIRST_PAUSE;

    Duration once() {
      if (!desk.hasRoom()) {
        return FULL;
      }
      return switch (feed.receive(LONG_POLL)) {
        case Received.Messages messages when closing.getCount() == 0 -> {
          giveBack(messages.messages());
          yield Duration.ZERO;
        }
        case Received.Messages messages -> {
          messages.cloudTime().ifPresent(clock::said);
          degraded = null;
          pause = FIRST_PAUSE;
          desk.take(messages.messages(), clock.instant());
          yield Duration.ZERO;
        }
        case Received.Unread unread -> {
          degraded = unread.why();
          Duration now = pause;
          pause = doubled(pause, LONGEST_PAUSE);
          yield now;
        }
      };
    }
  }

  /** Nobody is at work here any more; whoever leads next wants them at once. */
  private void giveBack(List<Message> messages) {
    if (!messages.isEmpty()) {
      feed.keep(messages.stream().map(Message::receipt).toList(), Duration.ZERO)
          .ifPresent(failed -> LOG.infof("Could not give back: %s", failed.sentence()));
    }
  }

  private static Duration doubled(Duration pause, Duration longest) {
    Duration doubled = pause.multipliedBy(2);
    return doubled.compareTo(longest) < 0 ? doubled : longest;
  }

  private Duration work() throws InterruptedException {
    Optional<Instant> next = desk.work(clock.instant());
    if (next.isPresent()) {
      boolean unused = news.tryAcquire(untilDue(next.get()).toMillis(), TimeUnit.MILLISECONDS);
    }
    return Duration.ZERO;
  }

  private Duration untilDue(Instant due) {
    Instant now = clock.instant();
    if (due.isAfter(now.plus(IDLE))) {
      return IDLE;
    }
    return due.isAfter(now) ? Duration.between(now, due).plusMillis(1) : Duration.ofMillis(1);
  }

  /** Each keeps its share of the messages in hand. */
  private Step keeper(int share) {
    var keeping = new Keeping(VISIBILITY);
    return () -> {
      Set<String> inHand =
          desk.inHand().stream()
              .filter(receipt -> Math.floorMod(receipt.hashCode(), KEEPERS) == share)
              .collect(Collectors.toUnmodifiableSet());
      Instant now = Instant.EPOCH.plusNanos(System.nanoTime());
      List<String> due = keeping.due(inHand, now);
      Optional<Failure> failed = due.isEmpty() ? Optional.empty() : feed.keep(due, VISIBILITY);
      // A message that could not be kept comes again, which does no harm.
      failed.ifPresentOrElse(
          failure -> LOG.infof("Could not keep messages: %s", failure.sentence()),
          () -> keeping.kept(due, now));
      return Keeping.PERIOD;
    };
  }

  /** At once when this process begins to drain, and then from time to time. */
  private final class Resync implements Step {
    private Duration waits = Duration.ZERO;
    private Duration again = RESYNC_AGAIN;

    @Override
    public Duration take() {
      if (waits.isPositive()) {
        waits = waits.minus(IDLE);
      } else if (desk.resync(clock.instant())) {
        waits = RESYNC;
        again = RESYNC_AGAIN;
      } else {
        waits = again;
        again = doubled(again, RESYNC);
      }
      return IDLE;
    }

    @Override
    public void yielded() {
      waits = Duration.ZERO;
      again = RESYNC_AGAIN;
    }
  }
}
