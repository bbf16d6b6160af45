package dev.hastack.operator.tracing;

import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.core.stack.StackId;
import dev.hastack.engine.InternalPass;
import dev.hastack.engine.PassResult;
import dev.hastack.engine.interruption.InterruptionListener;
import dev.hastack.operator.signal.SignalStation;
import dev.hastack.provider.CloudProvider;
import dev.hastack.provider.Facts;
import dev.hastack.provider.aws.AwsClientSettings;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The SDK of OpenTelemetry and what it is put around. It is configured by the environment variables
 * of its specification (OpenTelemetry, "OpenTelemetry Environment Variable Specification" and "OTLP
 * Exporter Configuration"). Spans wait for the collector in a bounded queue: whoever makes them
 * never does, and what does not fit is lost.
 */
public final class Tracing implements AutoCloseable {

  /** How long the last spans may take; the end of the process waits for it. */
  static final Duration FLUSH_LIMIT = Duration.ofSeconds(1);

  private static final Logger LOG = Logger.getLogger(Tracing.class);
  private static final String PROTOCOL = "otel.exporter.otlp.protocol";
  private static final String TRACES_PROTOCOL = "otel.exporter.otlp.traces.protocol";
  private static final String SPOKEN = "http/protobuf";
  private static final AttributeKey<String> SERVICE_NAME = AttributeKey.stringKey("service.name");

  private static final Pattern USER_OF_URL = Pattern.compile("//[^/@\\s]+@");

  private final Optional<Running> running;

  private record Running(OpenTelemetrySdk sdk, Tracer tracer, PassSpans passes, DrainSpans drains) {
    static Running of(OpenTelemetrySdk sdk, String version) {
      Tracer tracer =
          sdk.getTracerProvider()
              .tracerBuilder("hastack")
              .setInstrumentationVersion(version)
              .build();
      return new Running(sdk, tracer, new PassSpans(tracer), new DrainSpans(tracer));
    }
  }

  private Tracing(Optional<Running> running) {
    this.running = running;
  }

  /**
   * Starts it where an endpoint is set; elsewhere everything it is put around stays as it is. What
   * is set wrongly is said in the log and leaves it off: servers are to be drained all the same.
   *
   * @param environment the process's
   * @param version of this operator
   * @param instance tells this replica from others
   */
  public static Tracing start(Map<String, String> environment, String version, String instance) {
    Map<String, String> settings = settings(environment);
    return new Tracing(
        isAskedFor(settings) ? running(settings, version, instance) : Optional.empty());
  }

  private static Optional<Running> running(
      Map<String, String> settings, String version, String instance) {
    String protocol =
        settings.getOrDefault(TRACES_PROTOCOL, settings.getOrDefault(PROTOCOL, SPOKEN));
    if (!protocol.equals(SPOKEN)) {
      LOG.errorf(
          "No traces: OTEL_EXPORTER_OTLP_PROTOCOL is %s and only %s is spoken here; set that, and"
              + " an endpoint that speaks it, usually on port 4318",
          protocol, SPOKEN);
      return Optional.empty();
    }
    try {
      return Optional.of(Running.of(sdk(settings, version, instance), version));
    } catch (RuntimeException wrong) {
      LOG.errorf("No traces, for what OTEL_ variables say: %s", masked(wrong));
      return Optional.empty();
    }
  }

  private static Map<String, String> settings(Map<String, String> environment) {
    var settings = new HashMap<String, String>();
    environment.forEach(
        (name, value) -> {
          if (name.startsWith("OTEL_") && !value.isBlank()) {
            settings.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value);
          }
        });
    return settings;
  }

  private static boolean isAskedFor(Map<String, String> settings) {
    return Stream.of("otel.exporter.otlp.endpoint", "otel.exporter.otlp.traces.endpoint")
            .anyMatch(settings::containsKey)
        && !Boolean.parseBoolean(settings.get("otel.sdk.disabled"))
        && !"none".equals(settings.get("otel.traces.exporter"));
  }

  private static OpenTelemetrySdk sdk(
      Map<String, String> settings, String version, String instance) {
    return AutoConfiguredOpenTelemetrySdk.builder()
        .disableShutdownHook()
        .setServiceClassLoader(Tracing.class.getClassLoader())
        .addPropertiesSupplier(() -> settings)
        .addPropertiesSupplier(() -> Map.of(PROTOCOL, SPOKEN))
        // Prometheus has the metrics, and the log is on standard output.
        .addPropertiesCustomizer(
            properties -> Map.of("otel.metrics.exporter", "none", "otel.logs.exporter", "none"))
        .addResourceCustomizer((resource, properties) -> named(resource, version, instance))
        .addSpanExporterCustomizer((exporter, properties) -> new ReportedExports(exporter))
        .build()
        .getOpenTelemetrySdk();
  }

  /** What nobody set. The SDK's own name of a service that has none begins with "unknown". */
  private static Resource named(Resource resource, String version, String instance) {
    var ours =
        Resource.builder().put("service.version", version).put("service.instance.id", instance);
    String name = resource.getAttribute(SERVICE_NAME);
    Resource stated = resource;
    if (name == null || name.startsWith("unknown_service")) {
      stated = resource.merge(Resource.builder().put(SERVICE_NAME, "hastack").build());
    }
    return ours.build().merge(stated);
  }

  /** The SDK quotes what it cannot read, whole or in part: headers have keys, and URLs may. */
  private static String masked(RuntimeException wrong) {
    String message = String.valueOf(wrong.getMessage());
    return message.toLowerCase(Locale.ROOT).contains("header")
        ? "otel.exporter.otlp.headers is not name=value,name=value with percent-encoded values"
        : USER_OF_URL.matcher(message).replaceAll("//***@");
  }

  /** With a span for each call that is made in one. */
  public AwsClientSettings calls(AwsClientSettings settings) {
    return running
        .map(on -> settings.interceptedBy(new AwsCallSpans(on.tracer())))
        .orElse(settings);
  }

  /** With a span for each thing that it does. */
  public <F extends Facts> CloudProvider<F> steps(CloudProvider<F> cloud) {
    return running
        .<CloudProvider<F>>map(on -> new TracedProvider<>(cloud, on.tracer()))
        .orElse(cloud);
  }

  /** A pass with a trace of its own. */
  public PassResult pass(StackId id, HAStack stack, Supplier<PassResult> pass) {
    return running.map(on -> on.passes().pass(id, stack, pass)).orElseGet(pass);
  }

  /** The same for a stack of the operator's own. */
  public InternalPass internal(StackId id, Supplier<InternalPass> pass) {
    return running.map(on -> on.passes().internal(id, pass)).orElseGet(pass);
  }

  /** With a trace for each server that is drained, as far as {@link #drained} hears of it too. */
  public SignalStation.Connections drains(SignalStation.Connections connections) {
    return running.map(on -> on.drains().around(connections)).orElse(connections);
  }

  /** Hears when a server is drained. */
  public InterruptionListener drained(InterruptionListener listener) {
    return running.map(on -> on.drains().around(listener)).orElse(listener);
  }

  /** Sends what there is, for no longer than {@link #FLUSH_LIMIT}. */
  @Override
  public void close() {
    running.ifPresent(on -> flush(on.sdk()));
  }

  private static void flush(OpenTelemetrySdk sdk) {
    if (!sdk.shutdown().join(FLUSH_LIMIT.toMillis(), TimeUnit.MILLISECONDS).isSuccess()) {
      LOG.info("Ended before the last traces were sent");
    }
  }
}
