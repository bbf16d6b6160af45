package dev.hastack.operator.signal;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.signal.Signal;
import dev.hastack.provider.SignalFeed;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A queue of messages that are ours for half a second only, so that a test need not wait long. */
final class ShortQueue implements SignalFeed {
  static final Duration VISIBILITY = Duration.ofMillis(500);

  /** What a test has the next calls do. */
  enum Mood {
    USUAL,
    /** A receive waits until there is a message. */
    PATIENT,
    DENIED,
    THROWING
  }

  final AtomicInteger receives = new AtomicInteger();

  /** How many messages others were given before their time. */
  final AtomicInteger givenBack = new AtomicInteger();

  volatile Mood mood = Mood.USUAL;
  private final Map<String, Content> messages = new LinkedHashMap<>();
  private final Map<String, Long> hiddenUntilNanos = new LinkedHashMap<>();
  private final Semaphore news = new Semaphore(0);
  private @Nullable Instant cloudTime;
  private int sent;

  synchronized void send(Signal... signals) {
    String id = "receipt-" + sent++;
    messages.put(id, new Content.News(List.of(signals)));
    hiddenUntilNanos.put(id, System.nanoTime());
    news.release();
  }

  /** What the cloud says that it is, with each receipt from now on. */
  synchronized void says(Instant time) {
    cloudTime = time;
  }

  /** How many have not been deleted. */
  synchronized int size() {
    return messages.size();
  }

  @Override
  public Received receive(Duration wait) {
    receives.incrementAndGet();
    switch (mood) {
      case USUAL -> {}
      case PATIENT -> news.acquireUninterruptibly();
      case DENIED -> {
        return new Received.Unread(
            new Failure(FailureKind.UNAUTHORIZED, "sqs:ReceiveMessage", "AccessDenied", "no"));
      }
      case THROWING -> throw new IllegalStateException("a receive that throws");
    }
    Received.Messages visible = visible();
    if (visible.messages().isEmpty()) {
      await();
    }
    return visible;
  }

  private synchronized Received.Messages visible() {
    List<Message> visible =
        messages.entrySet().stream()
            .filter(each -> System.nanoTime() >= hiddenUntilNanos.getOrDefault(each.getKey(), 0L))
            .limit(10)
            .map(each -> new Message(each.getKey(), each.getValue()))
            .toList();
    keep(visible.stream().map(Message::receipt).toList(), VISIBILITY);
    return new Received.Messages(visible, Optional.ofNullable(cloudTime));
  }

  /** A long poll, in short. */
  private void await() {
    try {
      boolean unused = news.tryAcquire(20, TimeUnit.MILLISECONDS);
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized Optional<Failure> delete(Collection<String> receipts) {
    messages.keySet().removeAll(receipts);
    return Optional.empty();
  }

  @Override
  public synchronized Optional<Failure> keep(Collection<String> receipts, Duration longer) {
    if (longer.isZero()) {
      givenBack.addAndGet(receipts.size());
    }
    receipts.forEach(each -> hiddenUntilNanos.put(each, System.nanoTime() + longer.toNanos()));
    return Optional.empty();
  }
}
