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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxIT {
  private static final Duration DEADLINE = Duration.ofMinutes(5);
  private static final int SERVERS = 5;

  /** Drift is seen once a resync: a short one shows the same in less time. */
  private static final Map<String, String> OFTEN = Map.of("HASTACK_RESYNC", "5s");

  private static final Pattern KUBECONFIG = Pattern.compile("export KUBECONFIG=(.+)");

  @Test
  void shouldShowMainJobAndLeaveNothingWhenToldToEnd(@TempDir Path directory) throws IOException {
    // Given
    Path log = directory.resolve("sandbox.log");
    try (ChildProcess sandbox = World.jar().start(OFTEN, log, "sandbox")) {
      // When
      sandbox.awaitReady(() -> text(log).contains("Ctrl-C ends everything"), DEADLINE);

      // Then
      assertThat(text(log))
          .containsSubsequence(
              "+ AutoScalingGroup/app",
              "Plan: 3 to create",
              "storefront   True",
              "behind the operator's back",
              "DriftDetected",
              "DriftCorrected",
              "No changes. The cloud matches the stack.",
              "The demonstration has passed.",
              "export AWS_ENDPOINT_URL=http://127.0.0.1:",
              "export AWS_REGION=us-east-1");
      List<ProcessHandle> servers =
          ProcessHandle.of(sandbox.pid()).orElseThrow().children().toList();
      assertThat(servers).hasSize(SERVERS);
      Path kubeconfig = kubeconfig(text(log));
      assertThat(kubeconfig).isReadable();

      // When
      ProcessHandle.of(sandbox.pid()).orElseThrow().destroy();

      // Then
      assertThat(sandbox.hasEndedWithin(DEADLINE)).isTrue();
      assertThat(servers).noneMatch(ProcessHandle::isAlive);
      assertThat(kubeconfig).doesNotExist();
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

  @Test
  void shouldEndWithSuccessWhenDemonstrationPassesOnce(@TempDir Path directory) {
    // Given
    Path log = directory.resolve("sandbox.log");

    // When
    try (ChildProcess sandbox = World.jar().start(OFTEN, log, "sandbox", "--once")) {
      // Then
      assertThat(sandbox.awaitExit()).as(text(log)).isZero();
      assertThat(text(log)).endsWith("The demonstration has passed." + System.lineSeparator());
    }
  }

  private static Path kubeconfig(String text) {
    Matcher line = KUBECONFIG.matcher(text);
    assertThat(line.find()).isTrue();
    return Path.of(line.group(1));
  }

  private static String text(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }
}
