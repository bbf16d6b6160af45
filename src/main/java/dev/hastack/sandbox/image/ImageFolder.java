package dev.hastack.sandbox.image;

import dev.hastack.sandbox.operator.Hastack;
import dev.hastack.sandbox.process.ChildProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The root of the image's file system, laid out in a folder, and how the image is started. What
 * pom.xml tells Jib says the same, and a test holds the two equal.
 *
 * @param root where {@code /} of the image is
 */
public record ImageFolder(Path root) implements Hastack {
  /** Whom the image runs as; nothing in it belongs to it. */
  public static final int USER = 10001;

  /** The Java runtime. */
  static final String JAVA = "/opt/java";

  /** The application: its working directory. */
  public static final String HOME = "/opt/hastack";

  static final String JAR = "hastack.jar";
  static final String FLAGS = "java.args";
  static final String STARTUP_CACHE = "hastack.aot";

  /** What is started, in {@link #HOME}; the command and its arguments follow. */
  public static final List<String> ENTRY_POINT =
      List.of(JAVA + "/bin/java", "@" + FLAGS, "-XX:AOTCache=" + STARTUP_CACHE, "-jar", JAR);

  public ImageFolder {
    root = root.toAbsolutePath();
  }

  Path java() {
    return inside(JAVA);
  }

  public Path home() {
    return inside(HOME);
  }

  private Path inside(String path) {
    return root.resolve(path.substring(1));
  }

  /** Starts a command as the image does, but for the user and for what lies around the folder. */
  @Override
  public ChildProcess start(Map<String, String> environment, Path log, String... arguments) {
    List<String> command = new ArrayList<>(ENTRY_POINT);
    command.set(0, inside(ENTRY_POINT.getFirst()).toString());
    command.addAll(List.of(arguments));
    return run(command, environment, log);
  }

  /** Starts the operator so that its JVM keeps what it learns of it for later starts. */
  ChildProcess startTraining(Path keptIn, Map<String, String> environment, Path log) {
    return run(
        List.of(
            inside(ENTRY_POINT.getFirst()).toString(),
            "@" + FLAGS,
            "-XX:AOTCacheOutput=" + keptIn,
            "-jar",
            JAR,
            "operator"),
        environment,
        log);
  }

  private ChildProcess run(List<String> command, Map<String, String> environment, Path log) {
    return ChildProcess.start(
        new ChildProcess.Command(
            "the image's " + command.getLast(), command, environment, home(), log));
  }

  /** Whether all of it is there; what is trained comes last. */
  boolean isLaidOut() {
    return Files.exists(home().resolve(STARTUP_CACHE));
  }
}
