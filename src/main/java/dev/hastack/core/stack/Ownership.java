package dev.hastack.core.stack;

/** Whose a resource is that has the name we would build, judged by its tags alone. */
public enum Ownership {
  /** Our tags, under our name. */
  OURS,
  /**
   * Ours, kept by {@code deletion.policy: Retain} when its stack went; taken up by its successor.
   */
  RETAINED,
  /** Our name without our tags: somebody else's, never touched. */
  NOT_OURS
}
