package dev.hastack.core.stack;

import dev.hastack.core.outcome.Failure;
import java.util.Map;
import java.util.Optional;

/** What reading one resource told us. What could not be read is never taken for absent. */
public sealed interface Observation {

  /**
   * It is there.
   *
   * @param physicalName its name on AWS
   * @param physicalId the id or ARN by which AWS knows it
   * @param spec its attributes, read back into the kind's record
   * @param outputs what other resources may need of it
   * @param ownership whose it is
   * @param health how it does
   * @param protection why AWS would refuse to delete it, if it would
   * @param live moving numbers for status and metrics; never compared, never in a plan
   */
  record Present(
      String physicalName,
      String physicalId,
      ResourceSpec spec,
      Map<String, Value> outputs,
      Ownership ownership,
      Health health,
      Optional<String> protection,
      Map<String, Value> live)
      implements Observation {
    public Present {
      outputs = Map.copyOf(outputs);
      live = Map.copyOf(live);
    }

    /** The same with other moving numbers. */
    public Present withLive(Map<String, Value> others) {
      return new Present(
          physicalName, physicalId, spec, outputs, ownership, health, protection, others);
    }
  }

  /** The owning service said not-found, or a complete list does not have it. */
  record Absent() implements Observation {}

  /** It could not be read: throttled, denied, timed out, half a page, another account. */
  record Unread(Failure why) implements Observation {}
}
