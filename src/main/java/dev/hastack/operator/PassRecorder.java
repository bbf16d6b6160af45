package dev.hastack.operator;

import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.engine.PassResult;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Tells of a pass: Events to people, connections to applications, numbers to Prometheus, one line
 * to the log.
 */
final class PassRecorder {
  private static final Logger LOG = Logger.getLogger(PassRecorder.class);

  private final EventRecorder events;
  private final Connections connections;
  private final PassMetrics metrics;

  PassRecorder(EventRecorder events, Connections connections, PassMetrics metrics) {
    this.events = events;
    this.connections = connections;
    this.metrics = metrics;
  }

  /** The stack as it was before the pass. */
  void record(HAStack stack, PassResult result, Duration took) {
    result.notices().forEach(notice -> events.record(stack, notice));
    // What is let go takes its Secret along.
    if (!result.released()) {
      connections.publish(stack, result.status()).ifPresent(notice -> events.record(stack, notice));
    }
    metrics.record(stack, result, took);
    if (!result.outcomes().isEmpty()) {
      LOG.infof(
          "Applied a plan stack=%s/%s generation=%d changes=%s digest=%s took=%dms",
          stack.getMetadata().getNamespace(),
          stack.getMetadata().getName(),
          stack.getMetadata().getGeneration(),
          result.plan().counts(),
          result.plan().digest(),
          took.toMillis());
    }
  }
}
