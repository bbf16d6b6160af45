package dev.hastack.sandbox.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParentDeathIT {
  private static final Duration DEADLINE = Duration.ofMinutes(3);
  private static final int CHILDREN = 4;

  @Test
  void shouldLeaveNothingRunningWhenParentIsKilled(@TempDir Path directory) throws IOException {
    // Given
    try (ChildProcess parent = parent(directory)) {
      List<ProcessHandle> children = children(parent, directory);

      // When
      ProcessHandle.of(parent.pid()).orElseThrow().destroyForcibly();

      // Then
      await().atMost(DEADLINE).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    }
  }

  @Test
  void shouldLeaveNothingRunningWhenParentIsToldToEnd(@TempDir Path directory) throws IOException {
    // Given
    try (ChildProcess parent = parent(directory)) {
      List<ProcessHandle> children = children(parent, directory);

      // When
      ProcessHandle.of(parent.pid()).orElseThrow().destroy();

      // Then
      await().atMost(DEADLINE).until(() -> !parent.isAlive());
      assertThat(children).noneMatch(ProcessHandle::isAlive);
    }
  }

  private static ChildProcess parent(Path directory) {
    return ChildProcess.start(
        new ChildProcess.Command(
            "parent",
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                WorldUntilEnded.class.getName(),
                directory.toString()),
            Map.of(),
            Path.of("."),
            directory.resolve("parent.log")));
  }

  private static List<ProcessHandle> children(ChildProcess parent, Path directory)
      throws IOException {
    Path numbers = directory.resolve("children");
    parent.awaitReady(() -> Files.exists(numbers), DEADLINE);
    List<ProcessHandle> children =
        Files.readAllLines(numbers).stream()
            .map(number -> ProcessHandle.of(Long.parseLong(number)).orElseThrow())
            .toList();
    assertThat(children).hasSize(CHILDREN).allMatch(ProcessHandle::isAlive);
    return children;
  }
}
