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

/**
 * The real Helm, built from its source, as a person would call it, but deaf to that person's own
 * settings.
 *
 * @param kubeconfig the cluster and who we are there; it need not exist for what asks no cluster
 * @param home where it may keep what it keeps
 */
public record Helm(Path program, Path kubeconfig, Path home) {
  private static final String VERSION = "4.1.4";
  private static final String SOURCE = "helm.sh/helm/v4/cmd/helm@v" + VERSION;

  /**
   * What a call answered.
   *
   * @param exitCode 0 if it succeeded
   * @param output standard output and standard error as they came
   */
  public record Answer(int exitCode, String output) {}

  /** That of the cache, built first if it is not there: two minutes, once. */
  public static Helm in(Cache cache, Path kubeconfig, Path home) {
    Path entry =
        cache.entry(
            "helm-" + VERSION,
            (directory, log) ->
                cache
                    .progress()
                    .during(
                        "Building Helm " + VERSION,
                        "some 2 minutes the first time, once",
                        () -> build(directory, log)));
    return new Helm(entry.resolve("helm"), kubeconfig, home);
  }

  private static Path build(Path directory, Path log) {
    BuildTool.GO.version();
    BuildTool.run(
        "go install",
        List.of("go", "install", "-trimpath", "-ldflags", "-s -w", SOURCE),
        Map.of("CGO_ENABLED", "0", "GOBIN", directory.toAbsolutePath().toString()),
        directory,
        log);
    return directory;
  }

  /**
   * Calls it.
   *
   * @return what it printed
   * @throws SandboxException if it fails; the message shows what it printed
   */
  public String run(String... arguments) {
    Answer answer = call(arguments);
    if (answer.exitCode() != 0) {
      throw new SandboxException(
          "helm %s failed with exit code %d: %s"
              .formatted(String.join(" ", arguments), answer.exitCode(), answer.output().strip()));
    }
    return answer.output();
  }

  /** Calls it and returns its answer, good or bad. */
  public Answer call(String... arguments) {
    try {
      Path output = Files.createTempFile(Files.createDirectories(home), "output", ".txt");
      try (ChildProcess child =
          ChildProcess.start(
              new ChildProcess.Command(
                  "helm",
                  Stream.concat(Stream.of(program.toString()), Stream.of(arguments)).toList(),
                  environment(),
                  Path.of("").toAbsolutePath(),
                  output))) {
        int exitCode = child.awaitExit();
        return new Answer(exitCode, Files.readString(output));
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  private Map<String, String> environment() {
    return Map.of(
        "KUBECONFIG", kubeconfig.toString(),
        "HELM_CACHE_HOME", home.resolve("cache").toString(),
        "HELM_CONFIG_HOME", home.resolve("config").toString(),
        "HELM_DATA_HOME", home.resolve("data").toString(),
        "HELM_NAMESPACE", "default");
  }
}
