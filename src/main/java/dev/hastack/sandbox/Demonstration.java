package dev.hastack.sandbox;

import dev.hastack.sandbox.report.SandboxException;
import java.time.Duration;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;

/**
 * The main job, shown in a sandbox that is up: an object is applied, the cloud follows; the cloud
 * is changed behind the operator's back, the operator puts it right.
 */
final class Demonstration {
  /** Two resyncs of 60 s and their jitter: what must be noticed is noticed within one. */
  static final Duration DRIFT_DEADLINE = Duration.ofMinutes(3);

  private static final int FOREIGN_EXTRA_SERVERS = 5;

  private final Sandbox sandbox;
  private final Steps steps;
  private final DemonstratedStack stack;

  Demonstration(Sandbox sandbox, Steps steps, DemonstratedStack stack) {
    this.sandbox = sandbox;
    this.steps = steps;
    this.stack = stack;
  }

  /**
   * Runs it.
   *
   * @throws SandboxException if something does not happen as it should
   */
  void run() {
    stack.fit(UnaryOperator.identity(), "");
    stack.showPlan("Plan it");
    steps.show(
        steps.step("Apply it: kubectl apply -f " + stack.manifest(), "", () -> stack.apply()));
    steps.show(
        steps.step("Wait until it is Ready", "a few passes of the operator", stack::awaitReady));
    drift();
    stack.showThatNothingIsLeft();
  }

  private void drift() {
    AutoScalingGroup group = sandbox.account().group(stack.id());
    int wanted = group.maxSize();
    int foreign = wanted + FOREIGN_EXTRA_SERVERS;
    steps.step(
        "Set MaxSize of %s from %d to %d behind the operator's back"
            .formatted(group.autoScalingGroupName(), wanted, foreign),
        "",
        () -> sandbox.account().setMaxSize(group, foreign));
    steps.show(
        steps.step(
            "Wait until the operator has noticed and corrected it",
            "within one resync",
            () -> awaitCorrection(wanted)));
  }

  private String awaitCorrection(int wanted) {
    sandbox
        .operator()
        .process()
        .awaitReady(
            () ->
                sandbox.account().group(stack.id()).maxSize() == wanted
                    && stack.drifted().contains("MaxSize"),
            DRIFT_DEADLINE);
    return stack.drifted();
  }
}
