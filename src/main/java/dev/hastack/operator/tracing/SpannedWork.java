package dev.hastack.operator.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.context.Scope;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Work that a span lasts as long as, and whose own spans and calls are children of it. */
final class SpannedWork {
  private SpannedWork() {}

  /**
   * Does it.
   *
   * @param told writes what came of it on the span
   */
  static <T> T during(SpanBuilder builder, Supplier<T> work, BiConsumer<Span, T> told) {
    Span span = builder.startSpan();
    Scope current = span.makeCurrent();
    try {
      T result = work.get();
      told.accept(span, result);
      return result;
    } catch (RuntimeException | Error defect) {
      TraceAttribute.fail(span, defect.getClass().getName());
      throw defect;
    } finally {
      current.close();
      span.end();
    }
  }
}
