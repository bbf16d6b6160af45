package dev.hastack.sandbox.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hastack.sandbox.report.Progress;
import dev.hastack.sandbox.report.SandboxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheTest {
  private final AtomicInteger builds = new AtomicInteger();
  private final Progress progress = Progress.onStandardOutput();

  @Test
  void shouldBuildOnceWhenEntryIsAskedForTwice(@TempDir Path root) {
    // Given
    Cache cache = new Cache(root, progress);

    // When
    Path first = cache.entry("tool-1", this::build);
    Path second = cache.entry("tool-1", this::build);

    // Then
    assertThat(first).isEqualTo(second);
    assertThat(first.resolve("content")).hasContent("1");
    assertThat(builds).hasValue(1);
  }

  @Test
  void shouldBuildOnceWhenManyAskAtTheSameTime(@TempDir Path root) throws Exception {
    // Given
    Callable<Path> ask = () -> new Cache(root, progress).entry("tool-1", this::build);

    // When
    List<Future<Path>> answers;
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      answers = threads.invokeAll(Stream.generate(() -> ask).limit(8).toList());
    }

    // Then
    for (Future<Path> answer : answers) {
      assertThat(answer.get().resolve("content")).hasContent("1");
    }
    assertThat(builds).hasValue(1);
  }

  @Test
  void shouldLeaveNoEntryWhenBuildFails(@TempDir Path root) {
    // Given
    Cache cache = new Cache(root, progress);

    // When / Then
    assertThatThrownBy(
            () ->
                cache.entry(
                    "tool-1",
                    (directory, log) -> {
                      Files.writeString(directory.resolve("half"), "half");
                      throw new SandboxException("go build failed");
                    }))
        .isInstanceOf(SandboxException.class)
        .hasMessage("go build failed");
    assertThat(root).isDirectoryNotContaining("glob:**unfinished*");
    assertThat(cache.entry("tool-1", this::build).resolve("half")).doesNotExist();
  }

  @Test
  void shouldBuildAnewWhenEarlierBuildWasKilled(@TempDir Path root) throws IOException {
    // Given
    Path leftover = Files.createDirectory(root.resolve("tool-1.unfinished-42"));
    Files.writeString(leftover.resolve("half"), "half");

    // When
    Path entry = new Cache(root, progress).entry("tool-1", this::build);

    // Then
    assertThat(entry.resolve("content")).hasContent("1");
    assertThat(leftover).doesNotExist();
  }

  @Test
  void shouldKeepRunOfOthersAndDeleteDeadOnesWhenRunStarts(@TempDir Path root) throws IOException {
    // Given
    Cache cache = new Cache(root, progress);
    Path dead = Files.createDirectories(root.resolve("run/sandbox-dead"));
    Files.createFile(dead.resolve("lock"));
    try (RunDirectory alive = RunDirectory.create(cache)) {
      // When
      try (RunDirectory run = RunDirectory.create(cache)) {
        // Then
        assertThat(run.path()).isDirectory();
        assertThat(alive.path()).isDirectory();
        assertThat(dead).doesNotExist();
      }
    }
    assertThat(root.resolve("run")).isEmptyDirectory();
  }

  @Test
  void shouldLeaveFilesToTheNextRunWhenRunIsKept(@TempDir Path root) {
    // Given
    Cache cache = new Cache(root, progress);
    RunDirectory failed = RunDirectory.create(cache);

    // When
    failed.keep();
    failed.close();

    // Then
    assertThat(failed.path()).isDirectory();
    RunDirectory.create(cache).close();
    assertThat(failed.path()).doesNotExist();
  }

  @Test
  void shouldNameRemedyWhenCacheCannotBeWritten(@TempDir Path root) throws IOException {
    // Given
    Path file = Files.createFile(root.resolve("file"));

    // When / Then
    assertThatThrownBy(() -> new Cache(file, progress).entry("tool-1", this::build))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("HASTACK_CACHE chooses another");
  }

  private void build(Path directory, Path log) throws IOException {
    Files.writeString(directory.resolve("content"), Integer.toString(builds.incrementAndGet()));
  }
}
