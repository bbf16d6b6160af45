/**
 * Drives {@link dev.hastack.engine.interruption.InterruptionDesk}: threads that receive and work,
 * the cloud's clock, and what Prometheus and people are told. Needs no API server once it runs.
 */
@NullMarked
package dev.hastack.operator.signal;

import org.jspecify.annotations.NullMarked;
