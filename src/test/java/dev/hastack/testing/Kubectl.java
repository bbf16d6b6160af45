package dev.hastack.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The real kubectl against one cluster, as a person would call it.
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

  /** Calls kubectl and requires success; returns what it printed. */
  public String run(String... arguments) {
    return required(call("", arguments), arguments);
  }

  /** As {@link #run}, with text on standard input, for {@code -f -}. */
  public String runWithInput(String input, String... arguments) {
    return required(call(input, arguments), arguments);
  }

  /** Calls kubectl and returns its answer, good or bad. */
  public Result call(String input, String... arguments) {
    List<String> command = new ArrayList<>(List.of(executable.toString()));
    command.addAll(List.of(arguments));
    try {
      Path output = Files.createTempFile("kubectl", ".txt");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("KUBECONFIG", kubeconfig.toString());
        Process process = builder.start();
        try (OutputStream standardInput = process.getOutputStream()) {
          standardInput.write(input.getBytes(StandardCharsets.UTF_8));
        }
        int exitCode = process.waitFor();
        return new Result(exitCode, Files.readString(output, StandardCharsets.UTF_8));
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException failure) {
      throw new IllegalStateException("Cannot call kubectl", failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", interrupted);
    }
  }

  private static String required(Result result, String... arguments) {
    if (result.exitCode() != 0) {
      throw new AssertionError(
          "kubectl %s: exit code %d%n%s"
              .formatted(String.join(" ", arguments), result.exitCode(), result.output()));
    }
    return result.output();
  }
}
