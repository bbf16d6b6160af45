package dev.hastack.sandbox.cache;

import dev.hastack.sandbox.process.ChildProcess;
import dev.hastack.sandbox.report.SandboxException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Prometheus' own judge of rules and queries. */
public record Promtool(Path program) {
  /** The value that asks for one to be built. */
  private static final String BUILD = "build";

  private static final String SOURCE = "github.com/prometheus/prometheus/cmd/promtool";

  /**
   * The one of that path, or the cache's, built first if it is not there.
   *
   * @param wanted a path, or {@code build}
   */
  public static Promtool find(String wanted, Cache cache) {
    if (!wanted.equals(BUILD)) {
      return new Promtool(Path.of(wanted));
    }
    BuildTool.GO.version();
    BundledFiles module =
        BundledFiles.read("/dev/hastack/promtool/", "go.mod", "go.sum", "main.go");
    Path entry =
        cache.entry(
            "promtool-" + module.hash(),
            (directory, log) ->
                cache
                    .progress()
                    .during(
                        "Building promtool",
                        "some 5 minutes the first time, once",
                        () -> build(module, directory, log)));
    return new Promtool(entry.resolve("promtool"));
  }

  private static Path build(BundledFiles module, Path directory, Path log) throws IOException {
    Path source = Files.createDirectory(directory.resolve("src"));
    module.unpackInto(source);
    // Of the clouds in which Prometheus could look for targets it needs none to judge rules.
    BuildTool.run(
        "go build",
        List.of(
            "go",
            "build",
            "-trimpath",
            "-tags",
            "remove_all_sd",
            "-ldflags",
            "-s -w",
            "-o",
            "../promtool",
            SOURCE),
        Map.of("CGO_ENABLED", "0"),
        source,
        log);
    return directory;
  }

  /**
   * What it says on both of its outputs.
   *
   * @throws SandboxException with that, when it finds fault
   */
  public String run(String... arguments) {
    try {
      Path output = Files.createTempFile("hastack-promtool", ".txt");
      try (ChildProcess child =
          ChildProcess.start(
              new ChildProcess.Command(
                  "promtool",
                  Stream.concat(Stream.of(program.toString()), Stream.of(arguments)).toList(),
                  Map.of(),
                  Path.of("").toAbsolutePath(),
                  output))) {
        int exitCode = child.awaitExit();
        String said = Files.readString(output);
        if (exitCode != 0) {
          throw new SandboxException("promtool found fault:\n" + said);
        }
        return said;
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }
}
