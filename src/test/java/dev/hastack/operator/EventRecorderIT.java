package dev.hastack.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.core.status.Notice;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventRecorderIT {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.123456789Z");
  private static final Notice DRIFT = drift("MaxSize is 4, wanted 3");

  private StackNamespace namespace;
  private HAStack stack;

  @BeforeEach
  void createStack() {
    namespace = StackNamespace.create();
    stack = namespace.createStack("storefront");
  }

  @AfterEach
  void deleteNamespace() {
    namespace.close();
  }

  @Test
  void shouldSayWhatHappenedToWhatWhenTold() {
    // When
    at(NOON).record(stack, DRIFT);

    // Then
    Event event = only();
    assertThat(event.getRegarding().getUid()).isEqualTo(stack.getMetadata().getUid());
    assertThat(event.getRegarding().getKind()).isEqualTo("HAStack");
    assertThat(event.getReportingController()).isEqualTo("hastack.dev/operator");
    assertThat(event.getReportingInstance()).isEqualTo("one");
    assertThat(event.getType()).isEqualTo("Warning");
    assertThat(event.getReason()).isEqualTo("DriftDetected");
    assertThat(event.getAction()).isEqualTo("Compared");
    assertThat(event.getNote()).isEqualTo("MaxSize is 4, wanted 3");
    assertThat(event.getEventTime().getTime()).isEqualTo("2026-01-01T12:00:00.123456Z");
    assertThat(event.getSeries()).isNull();
  }

  @Test
  void shouldCountASeriesWhenTheSameIsToldAgain() {
    // Given
    MovingClock clock = new MovingClock();
    EventRecorder recorder = new EventRecorder(namespace.client(), "one", clock);

    // When
    recorder.record(stack, DRIFT);
    clock.move(Duration.ofMinutes(1));
    recorder.record(stack, DRIFT);
    clock.move(Duration.ofMinutes(1));
    recorder.record(stack, DRIFT);

    // Then
    Event event = only();
    assertThat(event.getSeries().getCount()).isEqualTo(3);
    assertThat(event.getSeries().getLastObservedTime().getTime())
        .isEqualTo("2026-01-01T12:02:00.123456Z");
  }

  @Test
  void shouldTellAnewWhenTheSeriesIsOverOrItsEventIsGone() {
    // Given
    MovingClock clock = new MovingClock();
    EventRecorder recorder = new EventRecorder(namespace.client(), "one", clock);
    recorder.record(stack, DRIFT);

    // When
    clock.move(EventRecorder.SERIES_WINDOW);
    recorder.record(stack, DRIFT);

    // Then
    assertThat(events()).hasSize(2).allMatch(event -> event.getSeries() == null);

    // When
    events().forEach(event -> namespace.client().resource(event).delete());
    recorder.record(stack, DRIFT);

    // Then
    assertThat(only().getSeries()).isNull();
  }

  @Test
  void shouldTellApartWhatDiffers() {
    // When
    EventRecorder recorder = at(NOON);
    recorder.record(stack, DRIFT);
    recorder.record(stack, drift("MinSize is 1, wanted 2"));

    // Then
    assertThat(events()).hasSize(2);
  }

  @Test
  void shouldCutTheNoteWhenItIsLongerThanTheApiServerTakes() {
    // When
    at(NOON).record(stack, drift("ä→" + "ü".repeat(EventRecorder.MAX_NOTE_BYTES)));

    // Then
    assertThat(only().getNote()).startsWith("ä→ü").endsWith("ü…");
    assertThat(only().getNote().getBytes(StandardCharsets.UTF_8))
        .hasSizeBetween(EventRecorder.MAX_NOTE_BYTES - 1, EventRecorder.MAX_NOTE_BYTES);
  }

  @Test
  void shouldGoOnWhenTheNamespaceIsNotThere() {
    // Given
    HAStack elsewhere = namespace.client().getKubernetesSerialization().clone(stack);
    elsewhere.getMetadata().setNamespace("no-such-namespace");

    // When
    at(NOON).record(elsewhere, DRIFT);

    // Then
    assertThat(events()).isEmpty();
  }

  private static Notice drift(String message) {
    return new Notice(Notice.Severity.Warning, Notice.Reason.DriftDetected, "Compared", message);
  }

  private EventRecorder at(Instant now) {
    return new EventRecorder(namespace.client(), "one", Clock.fixed(now, ZoneOffset.UTC));
  }

  private Event only() {
    assertThat(events()).hasSize(1);
    return events().getFirst();
  }

  private List<Event> events() {
    return namespace
        .client()
        .resources(Event.class)
        .inNamespace(namespace.name())
        .list()
        .getItems();
  }

  private static final class MovingClock extends Clock {
    private Instant now = NOON;

    void move(Duration by) {
      now = now.plus(by);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
