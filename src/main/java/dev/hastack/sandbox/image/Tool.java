package dev.hastack.sandbox.image;

import dev.hastack.sandbox.process.ChildProcess;
import dev.hastack.sandbox.report.SandboxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Programs of this machine. */
final class Tool {
  private Tool() {}

  /**
   * Runs one to its end.
   *
   * @param log what it prints
   * @return the same
   * @throws SandboxException if it is not there or fails
   */
  static String run(List<String> command, Path log) throws IOException {
    Files.deleteIfExists(log);
    String name = Path.of(command.getFirst()).getFileName().toString();
    try (ChildProcess process =
        ChildProcess.start(new ChildProcess.Command(name, command, Map.of(), Path.of("."), log))) {
      int exitCode = process.awaitExit();
      if (exitCode != 0) {
        throw new SandboxException(
            "%s failed with exit code %d.%n%s".formatted(name, exitCode, process.logTail()));
      }
    }
    return Files.readString(log);
  }
}
