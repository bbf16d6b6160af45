package dev.hastack.provider;

import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.plan.Change;
import dev.hastack.core.stack.DesiredStack;
import dev.hastack.core.stack.ObservedStack;
import dev.hastack.core.stack.Place;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import dev.hastack.core.stack.Value;
import java.time.Instant;
import java.util.Map;

/**
 * A cloud, as far as it serves the operator itself: a stack in each account and region, which no
 * object asks for. As with {@link CloudProvider}, what fails in an expected way is a value, and
 * every method but {@link #design} may block on the network.
 */
public interface InternalStackProvider {

  /** Which account a region is called with, as the cloud itself tells. */
  Located locate(String region);

  /** What the operator needs there. Pure. */
  DesiredStack design(StackId id, Place place);

  /** Reads everything that {@link #design} may ever ask for. */
  ObservedStack observe(StackId id, Place place);

  /** Does one change. Re-entrant, as {@link CloudProvider#apply} is. */
  Outcome apply(
      StackId id,
      Place place,
      Change change,
      Map<ResourceId, Map<String, Value>> outputs,
      Instant now);
}
