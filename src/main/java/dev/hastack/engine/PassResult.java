package dev.hastack.engine;

import dev.hastack.api.v1alpha1.HAStackStatus;
import dev.hastack.core.outcome.Continuation;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.status.Notice;
import java.util.List;
import java.util.Map;

/**
 * What one pass decided and did.
 *
 * @param plan after policies; empty when the design was not possible
 * @param outcomes of the changes that were tried, by resource
 * @param status the whole new status; equal to the old one when nothing changed
 * @param notices what to tell, in order
 * @param continuation when to look again
 * @param released whether nothing of a deleted stack is left, or all was let go: the finalizer may
 *     go
 */
public record PassResult(
    Plan plan,
    Map<ResourceId, Outcome> outcomes,
    HAStackStatus status,
    List<Notice> notices,
    Continuation continuation,
    boolean released) {

  public PassResult {
    outcomes = Map.copyOf(outcomes);
    notices = List.copyOf(notices);
  }
}
