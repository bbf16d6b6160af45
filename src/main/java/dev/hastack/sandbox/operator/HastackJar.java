package dev.hastack.sandbox.operator;

import dev.hastack.sandbox.process.ChildProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The runnable jar of this project, for starting commands in a JVM of their own.
 *
 * @param path the file that {@code java -jar} takes
 */
public record HastackJar(Path path) implements Hastack {
  /** The jar that this JVM was started from. */
  public static HastackJar running() {
    return new HastackJar(Path.of(System.getProperty("java.class.path")).toAbsolutePath());
  }

  @Override
  public ChildProcess start(Map<String, String> environment, Path log, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Two cores serve all of the sandbox: the cheapest collector, and no more memory than a pod.
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx256m", "-jar", path.toString()));
    command.addAll(List.of(arguments));
    return ChildProcess.start(
        new ChildProcess.Command(
            "hastack " + arguments[0], command, environment, Path.of("."), log));
  }
}
