package dev.hastack.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.sandbox.process.ChildProcess;
import dev.hastack.sandbox.process.LoopbackPort;
import dev.hastack.testing.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxIT {
  private static final Duration DEADLINE = Duration.ofMinutes(5);

  /** etcd, kube-apiserver, kube-controller-manager and moto: the operator may come next. */
  private static final int SERVERS = 4;

  /** Drift is seen once a resync: a short one shows the same in less time. */
  private static final Map<String, String> OFTEN = Map.of("HASTACK_RESYNC", "5s");

  @Test
  void shouldShowMainJobAndSucceedWhenRunOnce(@TempDir Path directory) {
    // Given
    Path log = directory.resolve("sandbox.log");

    // When
    try (ChildProcess sandbox = World.jar().start(OFTEN, log, "sandbox", "--once")) {
      // Then
      assertThat(sandbox.awaitExit()).as(text(log)).isZero();
      assertThat(text(log))
          .containsSubsequence(
              "+ AutoScalingGroup/app",
              "Plan: 3 to create",
              "storefront   True",
              "behind the operator's back",
              "DriftDetected",
              "DriftCorrected",
              "No changes. The cloud matches the stack.",
              "The demonstration has passed.");
    }
  }

  @Test
  void shouldLeaveNothingWhenToldToEnd(@TempDir Path directory) {
    // Given
    Path log = directory.resolve("sandbox.log");
    try (ChildProcess sandbox = World.jar().start(Map.of(), log, "sandbox")) {
      sandbox.awaitReady(() -> text(log).contains("Start the operator"), DEADLINE);
      List<ProcessHandle> servers =
          ProcessHandle.of(sandbox.pid()).orElseThrow().children().toList();
      assertThat(servers).hasSizeGreaterThanOrEqualTo(SERVERS);

      // When
      ProcessHandle.of(sandbox.pid()).orElseThrow().destroy();

      // Then
      assertThat(sandbox.hasEndedWithin(DEADLINE)).isTrue();
      assertThat(servers).noneMatch(ProcessHandle::isAlive);
      assertThat(text(log)).doesNotContain("ended at once");
    }
  }

  @Test
  void shouldFailAndNameEndpointWhenNobodyAnswersThere(@TempDir Path directory) {
    // Given
    Path log = directory.resolve("sandbox.log");
    String url = "http://127.0.0.1:" + LoopbackPort.free();
    Map<String, String> somebody =
        Map.of("AWS_ACCESS_KEY_ID", "test", "AWS_SECRET_ACCESS_KEY", "test");

    // When
    try (ChildProcess sandbox =
        World.jar().start(somebody, log, "sandbox", "--once", "--aws", url)) {
      // Then
      assertThat(sandbox.awaitExit()).isEqualTo(1);
      assertThat(text(log)).contains("Could not look around at " + url).doesNotContain("\tat ");
    }
  }

  private static String text(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }
}
