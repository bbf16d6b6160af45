package dev.hastack.engine;

import dev.hastack.api.v1alpha1.HAStack;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Since when each stack is known to be deleted, by our own clock: passes of one stack come one
 * after the other, so whatever was made of it was made before. A process that starts anew counts
 * anew, which costs {@link Release#READS_LAG}.
 */
final class Deletions {
  /** Longer than any deletion takes; an object whose finalizer was taken off never ends here. */
  private static final Duration FORGOTTEN = Duration.ofDays(1);

  private final Map<String, Instant> since = new ConcurrentHashMap<>();

  /** The first pass that saw it; empty while it is not being deleted. */
  Optional<Instant> since(HAStack stack, Instant now) {
    if (!StackPolicies.isDeleting(stack)) {
      return Optional.empty();
    }
    since.values().removeIf(first -> first.plus(FORGOTTEN).isBefore(now));
    return Optional.of(since.computeIfAbsent(key(stack), any -> now));
  }

  void ended(HAStack stack) {
    since.remove(key(stack));
  }

  private static String key(HAStack stack) {
    return stack.getMetadata().getNamespace()
        + "/"
        + stack.getMetadata().getName()
        + "/"
        + stack.getMetadata().getUid();
  }
}
