package dev.hastack.sandbox.cache;

import dev.hastack.sandbox.process.ChildProcess;
import dev.hastack.sandbox.report.SandboxException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A tool of the machine that entries of the cache are built with.
 *
 * @param executable its name on the search path
 * @param versionArguments the arguments that make it print its version
 * @param major the lowest major version that will do
 * @param minor the lowest minor version of that major version
 * @param remedy what to tell a person who has none or too old a one
 */
record BuildTool(
    String executable, List<String> versionArguments, int major, int minor, String remedy) {
  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)");

  /** Go: from 1.21 on it fetches by itself the newer release that a module asks for. */
  static final BuildTool GO =
      new BuildTool(
          "go",
          List.of("version"),
          1,
          21,
          "The sandbox builds its Kubernetes API server from source with Go. Install Go from"
              + " https://go.dev/dl/ or your system's packages and see that it is on PATH.");

  /** Python 3: moto 5.2 needs 3.9. */
  static final BuildTool PYTHON =
      new BuildTool(
          "python3",
          List.of("-c", "import sys; print(sys.version, sys.base_prefix)"),
          3,
          9,
          "The sandbox simulates AWS with moto, which runs on Python. Install Python (on Debian and"
              + " Ubuntu the packages python3 and python3-venv) and see that it is on PATH.");

  /**
   * The version of the tool on this machine, as it prints it.
   *
   * @throws SandboxException if it is missing or too old
   */
  String version() {
    String printed = versionOutput();
    Matcher matcher = VERSION.matcher(printed);
    if (!matcher.find()) {
      throw new SandboxException(
          "%s printed no version but '%s'. %s".formatted(executable, printed, remedy));
    }
    int foundMajor = Integer.parseInt(matcher.group(1));
    int foundMinor = Integer.parseInt(matcher.group(2));
    if (foundMajor < major || (foundMajor == major && foundMinor < minor)) {
      throw new SandboxException(
          "%s %d.%d is too old, %d.%d or newer is needed. %s"
              .formatted(executable, foundMajor, foundMinor, major, minor, remedy));
    }
    return printed;
  }

  /**
   * Runs a command to its end.
   *
   * @throws SandboxException if it fails; the message shows the end of its output
   */
  static void run(
      String name,
      List<String> arguments,
      Map<String, String> environment,
      Path directory,
      Path log) {
    try (ChildProcess child =
        ChildProcess.start(
            new ChildProcess.Command(name, arguments, environment, directory, log))) {
      int exitCode = child.awaitExit();
      if (exitCode != 0) {
        throw new SandboxException(
            "%s failed with exit code %d.%n%s".formatted(name, exitCode, child.logTail()));
      }
    }
  }

  private String versionOutput() {
    List<String> command = Stream.concat(Stream.of(executable), versionArguments.stream()).toList();
    try {
      Path output = Files.createTempFile("hastack-version", ".txt");
      try (ChildProcess child =
          ChildProcess.start(
              new ChildProcess.Command(executable, command, Map.of(), Path.of("."), output))) {
        int exitCode = child.awaitExit();
        String printed = Files.readString(output, StandardCharsets.UTF_8).strip();
        if (exitCode != 0) {
          throw new SandboxException("it ended with exit code " + exitCode + ": " + printed);
        }
        return printed;
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException unwritable) {
      throw new SandboxException("Cannot write a temporary file: " + unwritable, unwritable);
    } catch (SandboxException cannotRun) {
      throw new SandboxException(
          "%s %d.%d or newer is needed and does not run here: %s. %s"
              .formatted(
                  executable, major, minor, String.valueOf(cannotRun.getMessage()).strip(), remedy),
          cannotRun);
    }
  }
}
