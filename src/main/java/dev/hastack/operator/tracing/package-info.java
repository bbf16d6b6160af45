/**
 * Traces of passes, of servers that are drained, and of the calls to AWS that both make, for a
 * collector that speaks OTLP. Everything that knows OpenTelemetry is here; where no endpoint is set
 * nothing of it runs.
 */
@NullMarked
package dev.hastack.operator.tracing;

import org.jspecify.annotations.NullMarked;
