package dev.hastack.operator;

import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.core.stack.StackId;
import dev.hastack.engine.PassResult;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Gives a stack one pass of the engine whenever something calls for it, and writes down what came
 * of it. Decides nothing itself.
 */
final class HAStackReconciler implements Reconciler<HAStack>, Cleaner<HAStack> {
  private static final Logger LOG = Logger.getLogger(HAStackReconciler.class);

  private final Passes passes;
  private final String cluster;
  private final PassRecorder recorder;
  private final WatchedStacks watched;
  private final Pace pace;
  private final Haste haste;
  private final BooleanSupplier leading;
  private final Clock clock;

  /**
   * @param cluster part of every {@link StackId}
   * @param watched told where the stacks are kept in memory
   * @param haste told where passes are asked for
   * @param leading whether this process may still write
   */
  HAStackReconciler(
      Passes passes,
      String cluster,
      PassRecorder recorder,
      WatchedStacks watched,
      Pace pace,
      Haste haste,
      BooleanSupplier leading,
      Clock clock) {
    this.passes = passes;
    this.cluster = cluster;
    this.recorder = recorder;
    this.watched = watched;
    this.pace = pace;
    this.haste = haste;
    this.leading = leading;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, HAStack>> prepareEventSources(EventSourceContext<HAStack> context) {
    watched.use(context.getPrimaryCache());
    return List.of(haste.begin());
  }

  @Override
  public UpdateControl<HAStack> reconcile(HAStack stack, Context<HAStack> context) {
    PassResult result = pass(stack, context);
    return UpdateControl.<HAStack>noUpdate().rescheduleAfter(pace.next(result.continuation()));
  }

  @Override
  public DeleteControl cleanup(HAStack stack, Context<HAStack> context) {
    PassResult result = pass(stack, context);
    return result.released()
        ? DeleteControl.defaultDelete()
        : DeleteControl.noFinalizerRemoval()
            .rescheduleAfter(pace.next(result.continuation()).toMillis());
  }

  private PassResult pass(HAStack stack, Context<HAStack> context) {
    ObjectMeta metadata = stack.getMetadata();
    long startedNanos = System.nanoTime();
    PassResult result =
        passes.pass(
            new StackId(cluster, metadata.getNamespace(), metadata.getName()),
            stack,
            new RevisionStore(context.getClient(), stack, cluster),
            clock.instant());
    if (!leading.getAsBoolean()) {
      // Whoever leads now tells what is; what this process found is of the past.
      LOG.infof("Left a pass unrecorded, leadership was lost stack=%s", name(metadata));
      return result;
    }
    // An object that is let go gets no last status: it would make a version that the SDK, which
    // takes the finalizer off the one this pass began with, only runs into.
    if (!result.released() && !result.status().equals(stack.getStatus())) {
      writeStatus(stack, result, context);
    }
    recorder.record(stack, result, Duration.ofNanos(System.nanoTime() - startedNanos));
    return result;
  }

  /** A fresh object: server-side apply owns whatever it is sent, so it is sent the status alone. */
  private static void writeStatus(HAStack stack, PassResult result, Context<HAStack> context) {
    HAStack fresh = new HAStack();
    fresh.setMetadata(
        new ObjectMetaBuilder()
            .withName(stack.getMetadata().getName())
            .withNamespace(stack.getMetadata().getNamespace())
            .build());
    fresh.setStatus(result.status());
    PrimaryUpdateAndCacheUtils.ssaPatchStatusAndCacheResource(stack, fresh, context);
  }

  private static String name(ObjectMeta metadata) {
    return metadata.getNamespace() + "/" + metadata.getName();
  }
}
