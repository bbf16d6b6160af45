/**
 * What a cloud says of single servers, and what is done about it: {@link
 * dev.hastack.core.signal.Signal} is the news, {@link dev.hastack.core.signal.Interruption} what is
 * remembered of one server, {@link dev.hastack.core.signal.SignalPolicy} the decision, and {@link
 * dev.hastack.core.signal.OnDemandFallback} what is bought instead of Spot for a while. Signals are
 * hints: they come late, twice or never, and nothing here takes one for the truth of what is there.
 */
@NullMarked
package dev.hastack.core.signal;

import org.jspecify.annotations.NullMarked;
