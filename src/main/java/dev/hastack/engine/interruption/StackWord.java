package dev.hastack.engine.interruption;

/** What a stack's spec says of servers that are taken away. */
public sealed interface StackWord {

  /**
   * They are drained.
   *
   * @param minHealthyPercentage of the desired servers, which stay while others leave early
   */
  record Drains(int minHealthyPercentage) implements StackWord {}

  /** They are left alone. */
  record Ignores() implements StackWord {}

  /** The spec cannot be seen yet. */
  record Unknown() implements StackWord {}
}
