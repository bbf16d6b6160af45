package dev.hastack.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.core.outcome.Failure;
import dev.hastack.core.signal.Interruption;
import dev.hastack.core.signal.Signal;
import dev.hastack.engine.interruption.Interrupted;
import dev.hastack.engine.interruption.InterruptionListener;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InterruptionNewsTest {
  private static final Instant NOTICED = Instant.parse("2026-03-01T10:00:00Z");

  private final List<String> hastened = new CopyOnWriteArrayList<>();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final InterruptionNews news =
      new InterruptionNews(
          new Uninterested(),
          stack -> stack.equals("gone") ? Optional.empty() : Optional.of(new HAStack()),
          (stack, notice) -> {
            if (notice.message().contains("i-poison")) {
              throw new IllegalStateException("refused");
            }
            told.add(notice.message());
          },
          this::hasten);

  private boolean hasten(String stack) {
    hastened.add(stack);
    return !stack.startsWith("busy");
  }

  private static final class Uninterested implements InterruptionListener {
    @Override
    public void received(Signal signal, Duration age) {}

    @Override
    public void dropped(Dropped why) {}

    @Override
    public void deregistered(String stack, Interrupted interrupted) {}

    @Override
    public void replaced(String stack, Interrupted interrupted) {}

    @Override
    public void failed(Failure failure) {}
  }

  @AfterEach
  void close() {
    news.close();
  }

  @Test
  void shouldHastenAStackOnceWhenManyOfItsServersGo() {
    // When: one of another stack comes last
    IntStream.range(0, 5_000).forEach(each -> news.concerned("team/web"));
    news.concerned("team/shop");

    // Then
    await().until(() -> hastened.contains("team/shop"));
    assertThat(hastened).filteredOn("team/web"::equals).hasSizeLessThanOrEqualTo(2);
    assertThat(hastened).startsWith("team/web");
  }

  @Test
  void shouldNotSpendATurnOnStacksThatNeedNone() {
    // Given
    IntStream.range(0, 1_000).forEach(each -> news.concerned("busy/" + each));
    news.concerned("team/web");
    news.concerned("team/shop");

    // Then: at two a second it would take minutes
    await().until(() -> hastened.containsAll(List.of("team/web", "team/shop")));
  }

  @Test
  void shouldHastenWhenMoreEventsWaitThanThereIsRoomFor() {
    // When
    IntStream.range(0, 5_000)
        .forEach(each -> news.deregistered("team/web", interrupted("i-" + each)));
    news.concerned("team/web");

    // Then
    await().until(() -> hastened.contains("team/web"));
  }

  @Test
  void shouldTellTheNextWhenOneCannotBeTold() {
    // When
    news.deregistered("team/web", interrupted("i-poison"));
    news.deregistered("gone", interrupted("i-of-nobody"));
    news.deregistered("team/web", interrupted("i-1"));

    // Then
    await().until(() -> !told.isEmpty());
    assertThat(told)
        .singleElement()
        .asString()
        .contains("i-1 (m5.large in eu-west-1a)", "1.5 s after the notice");
  }

  private static Interrupted interrupted(String server) {
    return new Interrupted(
        server,
        "m5.large",
        "eu-west-1a",
        Interruption.Cause.SPOT_INTERRUPTION,
        true,
        NOTICED,
        Optional.of(Duration.ofMillis(1_500)),
        Optional.empty());
  }
}
