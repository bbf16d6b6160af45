package dev.hastack.sandbox.aws.world;

/** What came of a launch. */
public sealed interface LaunchResult {

  /** It is there, and pending. */
  record Launched(Instance instance) implements LaunchResult {}

  /**
   * EC2 refused.
   *
   * @param code of EC2's error codes, for example {@code InsufficientInstanceCapacity}
   * @param message in EC2's words
   */
  record Refused(String code, String message) implements LaunchResult {}
}
