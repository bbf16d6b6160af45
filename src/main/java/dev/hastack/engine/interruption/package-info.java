/**
 * The short way from a signal to what is done about it, beside the passes and faster than they:
 * {@link dev.hastack.engine.interruption.InterruptionDesk} takes messages, finds whose servers they
 * are about, has {@link dev.hastack.core.signal.SignalPolicy} decide, and lets go of a message only
 * after its effect. Knows no Kubernetes and no cloud, starts no thread and waits for nothing: who
 * drives it says what time it is.
 */
@NullMarked
package dev.hastack.engine.interruption;

import org.jspecify.annotations.NullMarked;
