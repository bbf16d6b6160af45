package dev.hastack.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.sandbox.operator.OperatorProcess;
import dev.hastack.testing.World;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * An operator that is killed in the middle of a create. Each stack gets stuck at another call; then
 * one kill interrupts them all.
 */
class InterruptedCreateIT {
  private static final String NAMESPACE = "interrupted";

  /** Longer than this test takes, so that no call is tried again while it is stuck. */
  private static final Map<String, String> PATIENT =
      Map.of("HASTACK_AWS_ATTEMPT_TIMEOUT", "300s", "HASTACK_AWS_CALL_TIMEOUT", "300s");

  /**
   * Where a create is interrupted.
   *
   * @param call whose answer never comes
   * @param heard whether AWS has done it
   */
  private record Interruption(String stack, String call, boolean heard) {}

  private static final List<Interruption> INTERRUPTIONS =
      List.of(
          new Interruption("before-template", "ec2:CreateLaunchTemplate", false),
          new Interruption("after-template", "ec2:CreateLaunchTemplate", true),
          new Interruption("after-target-group", "elasticloadbalancing:CreateTargetGroup", true),
          new Interruption(
              "before-attributes", "elasticloadbalancing:ModifyTargetGroupAttributes", false),
          new Interruption("after-group", "autoscaling:CreateAutoScalingGroup", true),
          new Interruption("before-metrics", "autoscaling:EnableMetricsCollection", false));

  private final CountDownLatch stuck = new CountDownLatch(2 * INTERRUPTIONS.size());
  private final CountDownLatch released = new CountDownLatch(1);

  /** A stack that stays, and finishes its create although it only reports drift. */
  private static String kept(Interruption interruption) {
    return interruption.stack() + "-kept";
  }

  /** A stack that is deleted before the operator is back. */
  private static String dropped(Interruption interruption) {
    return interruption.stack() + "-dropped";
  }

  @Test
  void shouldEndWithOneOfEachOrNoneWhenKilledInTheMiddleOfACreate() throws InterruptedException {
    try (Scene scene = new Scene()) {
      scene.createNamespace(NAMESPACE);

      // Given
      interrupt(scene);

      // When
      try (OperatorProcess next = scene.startOperator(Scene.OFTEN)) {
        // Then
        for (Interruption interruption : INTERRUPTIONS) {
          StackObject kept = scene.stack(NAMESPACE, kept(interruption));
          kept.awaitReady();
          StackObject dropped = scene.stack(NAMESPACE, dropped(interruption));
          dropped.awaitGone();
          assertThat(scene.account().kinds(kept.qualifiedName()))
              .as(kept.name())
              .containsExactly("LaunchTemplate", "TargetGroup", "AutoScalingGroup", "Instance");
          assertThat(scene.account().kinds(dropped.qualifiedName())).as(dropped.name()).isEmpty();
          assertThat(Objects.requireNonNull(kept.status().plan()).summary())
              .isEqualTo("No changes.");
          assertThat(kept.status().drift()).isNullOrEmpty();
        }
        assertThat(next.process().isAlive()).isTrue();
        World.cluster()
            .kubectl()
            .run("delete", "hastacks", "--all", "-n", NAMESPACE, "--timeout=90s");
      }
    }
  }

  private void interrupt(Scene scene) throws InterruptedException {
    for (Interruption interruption : INTERRUPTIONS) {
      scene
          .proxy()
          .meet(
              call ->
                  call.is(interruption.call())
                      && (call.mentions(kept(interruption))
                          || call.mentions(dropped(interruption))),
              Trouble.stuck(interruption.heard(), stuck, released));
    }
    try (OperatorProcess first = scene.startOperator(PATIENT)) {
      World.cluster().kubectl().runWithInput(manifests(scene), "apply", "-n", NAMESPACE, "-f", "-");
      assertThat(stuck.await(90, TimeUnit.SECONDS))
          .as(() -> stuck.getCount() + " are not stuck\n" + first.process().logTail())
          .isTrue();
      first.kill();
    }
    INTERRUPTIONS.forEach(
        interruption -> scene.stack(NAMESPACE, dropped(interruption)).deleteWithoutWaiting());
    scene.proxy().heal();
    released.countDown();
  }

  private static String manifests(Scene scene) {
    return INTERRUPTIONS.stream()
        .flatMap(
            interruption ->
                Stream.of(
                    scene.web(kept(interruption)).withSpec("drift: {policy: Report}"),
                    scene.web(dropped(interruption))))
        .map(yaml -> yaml.with("min: 2", "min: 1").text())
        .collect(Collectors.joining("---\n"));
  }
}
