package dev.hastack.provider;

import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.stack.DesiredStack;
import dev.hastack.core.stack.ObservedStack;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import dev.hastack.core.stack.Value;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A cloud, as the engine sees it. A call that fails in an expected way answers a value that says
 * so; an exception is a bug. Every method but {@link #design} may block on the network; all are
 * safe to call from many threads, for one stack by one thread at a time.
 *
 * @param <F> what this cloud must know to design a stack
 */
public interface CloudProvider<F extends Facts> {

  /** The field of the spec that asks for this cloud, for example {@code aws}. */
  String name();

  /** Grows whenever {@link #design} gives another answer to the same question. */
  int blueprintVersion();

  /** Which account and region this stack lives in, as the cloud itself tells. */
  Located locate(HAStack stack);

  /** Learns what the design must know. Never asked when the stack is being deleted. */
  Discovery<F> discover(StackId id, HAStack stack);

  /** Designs the stack. Pure: the same input gives the same stack. */
  DesiredStack design(StackId id, HAStack stack, F facts, Instant now);

  /**
   * Reads what is there: everything in {@code desired}, everything under the names in {@code
   * known}, and whatever else carries our tags.
   *
   * @param known the names under which resources were last known, by id
   */
  ObservedStack observe(
      StackId id, HAStack stack, DesiredStack desired, Map<ResourceId, String> known);

  /**
   * Takes in steps what must not be done at once, such as moving traffic from one target group to
   * another: changes the plan to what can be done in this pass, and holds the rest. Pure. Of a
   * stack that is being deleted it is asked only where the cloud resources outlive it.
   *
   * @param plan what would make the cloud match the stack
   * @param observed what the plan was made from
   */
  Plan stage(HAStack stack, Plan plan, ObservedStack observed, Instant now);

  /**
   * What a person can do when something with data is gone; empty where the stack says that it may
   * be made anew. Pure.
   */
  Optional<String> remedyForLoss(HAStack stack);

  /**
   * Does one change, or the next step of one that takes several. Re-entrant: doing again what was
   * done already is harmless.
   *
   * @param outputs what other resources provide by now, by resource and output name
   * @param now stamped on what is retained
   */
  Outcome apply(
      StackId id,
      HAStack stack,
      Change change,
      Map<ResourceId, Map<String, Value>> outputs,
      Instant now);
}
