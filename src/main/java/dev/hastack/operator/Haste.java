package dev.hastack.operator;

import dev.hastack.api.v1alpha1.HAStack;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings the next pass of a stack forward when a signal told what that pass should see. Not more
 * often than every {@link #PAUSE} a stack: a storm tells the same again and again, and whatever is
 * under way is looked at soon anyway.
 */
final class Haste {
  static final Duration PAUSE = Duration.ofSeconds(10);

  private final InstantSource clock;
  private final Map<String, Instant> latest = new ConcurrentHashMap<>();
  private volatile @Nullable Consumer<ResourceID> passes;

  Haste(InstantSource clock) {
    this.clock = clock;
  }

  /** Where the SDK's operator of a new term is told; the one before is over. */
  EventSource<?, HAStack> begin() {
    var source = new SimpleInboundEventSource<HAStack>("signals");
    begin(source::propagateEvent);
    return source;
  }

  void begin(Consumer<ResourceID> told) {
    passes = told;
  }

  /**
   * A pass soon; nothing while no term has begun.
   *
   * @param stack {@code <namespace>/<name>}
   * @return whether there will be one for this
   */
  boolean hasten(String stack) {
    Consumer<ResourceID> told = passes;
    String[] parts = stack.split("/", -1);
    if (told == null || parts.length != 2 || !isDue(stack)) {
      return false;
    }
    told.accept(new ResourceID(parts[1], parts[0]));
    return true;
  }

  private boolean isDue(String stack) {
    Instant now = clock.instant();
    latest.values().removeIf(then -> !now.isBefore(then.plus(PAUSE)));
    return latest.putIfAbsent(stack, now) == null;
  }
}
