package dev.hastack.provider.aws;

import dev.hastack.core.outcome.Failure;
import java.time.Duration;
import java.util.Optional;

/** Hears of every call to AWS. Called on the calling thread, so it must be quick. */
@FunctionalInterface
public interface AwsCallListener {

  /** What {@code outcome} says of a call that succeeded. */
  String OK = "OK";

  /**
   * What {@code outcome} says of a write that the fence stopped; AWS saw at most attempts of it
   * that it did not answer well.
   */
  String FENCED = "FENCED";

  /**
   * Tells of one call that has ended.
   *
   * @param service the prefix of IAM actions, for example {@code autoscaling}
   * @param operation for example {@code CreateAutoScalingGroup}
   * @param outcome {@link #OK}, {@link #FENCED} or the name of a {@code FailureKind}
   * @param duration all attempts and pauses together
   */
  void called(String service, String operation, String outcome, Duration duration);

  /**
   * Tells of a call of which AWS throttled attempts, whatever became of it in the end.
   *
   * @param attempts how many
   */
  default void throttled(String service, String operation, int attempts) {}

  /**
   * Tells whether the operator's own credentials could be had, each time they were asked for.
   *
   * @param trouble why not; empty where they could
   */
  default void credentials(Optional<Failure> trouble) {}

  /**
   * Whether an operation changes nothing, judged by its name as AWS gives them; keys of a role come
   * and go without a trace.
   */
  static boolean isRead(String operation) {
    return operation.equals("AssumeRole")
        || operation.startsWith("Describe")
        || operation.startsWith("Get")
        || operation.startsWith("List");
  }
}
