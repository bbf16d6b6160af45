package dev.hastack.sandbox.aws.autoscaling.capacity;

import java.time.Instant;

/**
 * An instance of a group that counts towards its desired capacity, as far as planning is concerned.
 *
 * @param stage how far it has come
 * @param guarded whether it is protected from scale in
 * @param atRisk whether a recommendation to replace it is out
 * @param source what it was launched from
 */
public record Server(
    String id, Slot slot, Stage stage, boolean guarded, boolean atRisk, Source source) {

  /** A purchase option in a zone. */
  public record Slot(String zone, boolean spot) {}

  /** How far an instance has come. */
  public enum Stage {
    /** On its way into service. */
    PENDING,
    IN_SERVICE,
    /** In service, and to go once there are enough others. */
    LEAVING
  }

  /**
   * What an instance was launched from.
   *
   * @param rank of its instance type among those of the group, 0 for what its allocation strategy
   *     likes best
   * @param ofGroupsTemplate whether from the template that the group has now
   */
  public record Source(
      String instanceType, int rank, boolean ofGroupsTemplate, long version, Instant launchedAt) {}

  boolean isIn(Stage other) {
    return stage == other;
  }
}
