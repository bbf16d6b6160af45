package dev.hastack.engine;

import dev.hastack.core.outcome.Continuation;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Value;
import java.util.Map;

/**
 * What one pass over a stack of the operator's own decided and did.
 *
 * @param outcomes of the changes that were tried, by resource
 * @param whole what came of the stack as a whole
 * @param outputs what its resources provide by now, of those that are there and ours
 * @param released whether everything was read and nothing of it is left
 * @param continuation when to look again
 */
public record InternalPass(
    Plan plan,
    Map<ResourceId, Outcome> outcomes,
    Outcome whole,
    Map<ResourceId, Map<String, Value>> outputs,
    boolean released,
    Continuation continuation) {

  public InternalPass {
    outcomes = Map.copyOf(outcomes);
    outputs = Map.copyOf(outputs);
  }
}
