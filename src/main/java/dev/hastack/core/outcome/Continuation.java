package dev.hastack.core.outcome;

import java.time.Duration;

/**
 * When to look at a stack again, if nothing calls for it earlier.
 *
 * @param after from the end of this pass; the shell adds jitter
 */
public record Continuation(Duration after) {}
