package dev.hastack.sandbox.bench;

import dev.hastack.sandbox.process.ChildProcess;
import dev.hastack.sandbox.report.SandboxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * How much of a JVM's heap is in use. Asked with the JDK's {@code jcmd}, whose {@code
 * GC.class_histogram} collects garbage before it counts.
 */
final class LiveHeap {
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");

  private final Path directory;

  /**
   * @param directory for what {@code jcmd} prints
   */
  LiveHeap(Path directory) {
    this.directory = directory;
  }

  /**
   * In bytes, after a collection.
   *
   * @throws SandboxException if the process does not answer
   */
  long of(ChildProcess process) {
    try {
      Path output = Files.createTempFile(directory, "heap", ".txt");
      try {
        int exitCode = ask(process.pid(), output);
        String printed = Files.readString(output);
        return TOTAL
            .matcher(printed)
            .results()
            .findFirst()
            .map((MatchResult total) -> Long.parseLong(total.group(1)))
            .orElseThrow(
                () ->
                    new SandboxException(
                        "jcmd ended with %d: %s"
                            .formatted(exitCode, printed.lines().limit(3).toList())));
      } finally {
        Files.delete(output);
      }
    } catch (IOException failed) {
      throw new SandboxException("Cannot read what jcmd prints: " + failed, failed);
    }
  }

  private static int ask(long pid, Path output) {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    List<String> command = List.of(jcmd, Long.toString(pid), "GC.class_histogram");
    try (ChildProcess asking =
        ChildProcess.start(
            new ChildProcess.Command("jcmd", command, Map.of(), Path.of("."), output))) {
      return asking.awaitExit();
    }
  }
}
