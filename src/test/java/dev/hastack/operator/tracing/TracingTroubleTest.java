package dev.hastack.operator.tracing;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hastack.provider.aws.AwsClientSettings;
import dev.hastack.testing.TraceCollector;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of it when the collector is ill, or is not there, or is named wrongly. */
class TracingTroubleTest {
  private static final String SECRET = "correct-horse-battery-staple";
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final String PACKAGE = TracingTroubleTest.class.getPackageName();

  private final TraceCollector collector = TraceCollector.start();
  private final Lines log = new Lines();

  @BeforeEach
  void listen() {
    Logger.getLogger(PACKAGE).addHandler(log);
    // As in the operator: what its exporters say of every batch is said once, by ours.
    Logger.getLogger("io.opentelemetry.exporter").setLevel(Level.OFF);
  }

  @AfterEach
  void end() {
    Logger.getLogger(PACKAGE).removeHandler(log);
    collector.close();
  }

  @ParameterizedTest
  @CsvSource({"REFUSES, it answers with an error", "HANGS, HttpTimeoutException"})
  void shouldGoOnAndSayItOnceWhenTheCollectorIsIll(TraceCollector.Mood mood, String told) {
    // Given
    collector.become(mood);
    Tracing tracing =
        TracedAccount.tracing(
            collector,
            Map.of("OTEL_BSP_SCHEDULE_DELAY", "20", "OTEL_EXPORTER_OTLP_TIMEOUT", "200"));

    // When
    try (var account = new TracedAccount(tracing, SECRET)) {
      account.pass();
      await().atMost(DEADLINE).until(() -> collector.requests() > 0);
      await()
          .atMost(DEADLINE)
          .until(
              () -> {
                account.pass();
                return collector.requests() > 2;
              });

      // Then
      assertThat(account.pass().status().conditions()).isNotEmpty();
      assertThat(log.lines())
          .singleElement()
          .asString()
          .contains("do not reach their collector", told);

      // When
      collector.become(TraceCollector.Mood.WELL);
      account.pass();
      await().atMost(DEADLINE).until(() -> log.lines().size() > 1);
    }

    // Then
    tracing.close();
    assertThat(collector.spans()).isNotEmpty();
    assertThat(log.lines()).hasSize(2).last().asString().contains("again");
  }

  @Test
  void shouldNeitherHoldUpAPassNorTheEndWhenTheCollectorNeverAnswers() {
    // Given
    collector.become(TraceCollector.Mood.HANGS);
    Tracing tracing =
        TracedAccount.tracing(
            collector,
            Map.of(
                "OTEL_BSP_SCHEDULE_DELAY", "20",
                "OTEL_BSP_EXPORT_TIMEOUT", "600000",
                "OTEL_JAVA_EXPORTER_OTLP_RETRY_DISABLED", "true",
                "OTEL_EXPORTER_OTLP_TIMEOUT", "600000"));
    try (var account = new TracedAccount(tracing, SECRET)) {
      account.pass();
      await().atMost(DEADLINE).until(() -> collector.requests() > 0);
      assertThat(CompletableFuture.supplyAsync(account::pass)).succeedsWithin(DEADLINE);
    }

    // When
    long startedNanos = System.nanoTime();
    tracing.close();

    // Then
    assertThat(Duration.ofNanos(System.nanoTime() - startedNanos))
        .isLessThan(Tracing.FLUSH_LIMIT.multipliedBy(3));
    assertThat(log.lines()).containsExactly("Ended before the last traces were sent");

    // And what it says of the request that ends now is not heard by other tests.
    collector.close();
    await().atMost(DEADLINE).until(() -> log.lines().size() == 2);
  }

  @ParameterizedTest
  @CsvSource({
    "OTEL_TRACES_EXPORTER, otlp",
    "OTEL_EXPORTER_OTLP_ENDPOINT, ''",
    "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT, http://127.0.0.1:1"
  })
  void shouldLeaveEverythingAsItIsWhenNoEndpointIsSet(String name, String value) {
    // Given
    Set<Thread> before = threads();

    // When
    try (Tracing tracing = Tracing.start(Map.of(name, value), "test", "replica-1")) {
      AwsClientSettings settings = AwsClientSettings.standard("test");

      // Then
      assertThat(tracing.calls(settings)).isSameAs(settings);
      assertThat(started(before)).isEmpty();
      assertThat(log.lines()).isEmpty();
    }
  }

  @Test
  void shouldHaveItsThreadsOnlyWhileItRuns() {
    // Given
    Set<Thread> before = threads();

    // When
    Tracing tracing = TracedAccount.tracing(collector, Map.of());

    // Then
    Set<Thread> started = started(before);
    assertThat(started).isNotEmpty();
    tracing.close();
    await().atMost(DEADLINE).until(() -> started.stream().noneMatch(Thread::isAlive));
  }

  @ParameterizedTest
  @CsvSource({"OTEL_SDK_DISABLED, true", "OTEL_TRACES_EXPORTER, none"})
  void shouldStayOffWhenToldToDespiteAnEndpoint(String name, String value) {
    try (Tracing tracing = TracedAccount.tracing(collector, Map.of(name, value))) {
      AwsClientSettings settings = AwsClientSettings.standard("test");
      assertThat(tracing.calls(settings)).isSameAs(settings);
      assertThat(log.lines()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "OTEL_EXPORTER_OTLP_PROTOCOL, grpc, OTEL_EXPORTER_OTLP_PROTOCOL is grpc and only http/protobuf",
    "OTEL_EXPORTER_OTLP_ENDPOINT, collector:4318, collector",
    "OTEL_TRACES_SAMPLER, sometimes, sometimes",
    "OTEL_EXPORTER_OTLP_ENDPOINT, http://me:correct-horse-battery-staple@a b, //***@a b",
    "OTEL_EXPORTER_OTLP_HEADERS, authorization=Bearer%ZZcorrect-horse-battery-staple, otlp.headers",
    "OTEL_EXPORTER_OTLP_HEADERS, correct-horse-battery-staple, otel.exporter.otlp.headers"
  })
  void shouldSayWhatIsWrongAndStayOffWhenAVariableCannotBeUsed(
      String name, String value, String told) {
    try (Tracing tracing = TracedAccount.tracing(collector, Map.of(name, value))) {
      AwsClientSettings settings = AwsClientSettings.standard("test");
      assertThat(tracing.calls(settings)).isSameAs(settings);
    }
    assertThat(log.lines())
        .singleElement()
        .asString()
        .startsWith("No traces")
        .contains(told)
        .doesNotContain(SECRET);
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet();
  }

  /** Those of OpenTelemetry that were not there before. */
  private static Set<Thread> started(Set<Thread> before) {
    return threads().stream()
        .filter(thread -> !before.contains(thread))
        .filter(thread -> thread.getName().startsWith("BatchSpanProcessor"))
        .collect(toSet());
  }

  /** What is logged here. */
  private static final class Lines extends Handler {
    private static final Formatter MESSAGE = new PatternFormatter("%s");

    private final List<String> lines = new CopyOnWriteArrayList<>();

    List<String> lines() {
      return lines;
    }

    @Override
    public void publish(LogRecord line) {
      lines.add(MESSAGE.format(line));
    }

    @Override
    public void flush() {
      // Keeps nothing back.
    }

    @Override
    public void close() {
      // Holds nothing.
    }
  }
}
