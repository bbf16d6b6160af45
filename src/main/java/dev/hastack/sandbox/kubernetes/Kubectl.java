package dev.hastack.sandbox.kubernetes;

import dev.hastack.sandbox.process.ChildProcess;
import dev.hastack.sandbox.report.SandboxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The real kubectl against one cluster, as a person would call it, but deaf to that person's own
 * settings.
 *
 * @param executable the program
 * @param kubeconfig the cluster and who we are there
 */
public record Kubectl(Path executable, Path kubeconfig) {
  /**
   * What a call answered.
   *
   * @param exitCode 0 if it succeeded
   * @param output standard output and standard error as they came
   */
  public record Result(int exitCode, String output) {}

  /**
   * Calls kubectl.
   *
   * @return what it printed
   * @throws SandboxException if it fails; the message shows what it printed
   */
  public String run(String... arguments) {
    return runWithInput("", arguments);
  }

  /** As {@link #run}, with text on standard input, for {@code -f -}. */
  public String runWithInput(String input, String... arguments) {
    Result result = call(input, arguments);
    if (result.exitCode() != 0) {
      throw new SandboxException(
          "kubectl %s failed with exit code %d: %s"
              .formatted(String.join(" ", arguments), result.exitCode(), result.output().strip()));
    }
    return result.output();
  }

  /** Calls kubectl with text on standard input and returns its answer, good or bad. */
  public Result call(String input, String... arguments) {
    Path directory = kubeconfig.resolveSibling("kubectl");
    try {
      Path output = Files.createTempFile(Files.createDirectories(directory), "output", ".txt");
      try (ChildProcess process = start(directory, output, arguments)) {
        process.sendInput(input);
        int exitCode = process.awaitExit();
        return new Result(exitCode, Files.readString(output));
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException failure) {
      throw new SandboxException("Cannot call kubectl: " + failure, failure);
    }
  }

  private ChildProcess start(Path directory, Path output, String... arguments) {
    List<String> command =
        Stream.concat(Stream.of(executable.toString()), Stream.of(arguments)).toList();
    Map<String, String> environment =
        Map.of(
            "KUBECONFIG", kubeconfig.toString(),
            "KUBERC", "off",
            "KUBECACHEDIR", directory.resolve("cache").toString());
    return ChildProcess.start(
        new ChildProcess.Command("kubectl", command, environment, Path.of("."), output));
  }
}
