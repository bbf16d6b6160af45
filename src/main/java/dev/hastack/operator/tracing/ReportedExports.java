package dev.hastack.operator.tracing;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Says once that spans do not arrive, and once that they do again; of itself the SDK goes on. */
final class ReportedExports implements SpanExporter {
  private static final Logger LOG = Logger.getLogger(ReportedExports.class);

  private final SpanExporter exporter;
  private final AtomicBoolean isFailing = new AtomicBoolean();

  ReportedExports(SpanExporter exporter) {
    this.exporter = exporter;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    CompletableResultCode result = exporter.export(spans);
    return result.whenComplete(() -> report(result));
  }

  private void report(CompletableResultCode result) {
    boolean fails = !result.isSuccess();
    if (isFailing.getAndSet(fails) == fails) {
      return;
    }
    if (fails) {
      LOG.warnf(
          "Traces do not reach their collector, and some are lost meanwhile; everything else goes"
              + " on: %s",
          reason(result.getFailureThrowable()));
    } else {
      LOG.info("Traces reach their collector again");
    }
  }

  /**
   * The innermost: outer ones only say that an export failed. Others than those of the network
   * quote what they do not take, and headers have keys.
   */
  private static String reason(@Nullable Throwable failure) {
    Throwable innermost = failure;
    while (innermost != null && innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    if (innermost == null || innermost.getClass().getName().startsWith("io.opentelemetry.")) {
      return "it answers with an error";
    }
    return innermost instanceof IOException
        ? innermost.toString()
        : innermost.getClass().getSimpleName() + ", is OTEL_EXPORTER_OTLP_HEADERS as it should be?";
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }
}
