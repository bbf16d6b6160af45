package dev.hastack.sandbox.image;

import dev.hastack.sandbox.report.SandboxException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A Java runtime with those modules alone that the operator needs, linked from the JDK that runs
 * this (JEP 493: that needs no {@code jmods} folder). So the image's JVM is the one that the tests
 * ran on and that its start was trained with.
 */
final class JavaRuntime {
  /** Of which release the image's runtime is. */
  static final int RELEASE = 25;

  private static final List<String> MODULES =
      List.of(
          "java.base",
          "java.logging",
          "java.management",
          "java.naming",
          "java.net.http",
          "java.security.jgss",
          "java.xml",
          "jdk.management",
          "jdk.net",
          "jdk.unsupported",
          "jdk.zipfs");

  private JavaRuntime() {}

  /**
   * Makes one.
   *
   * @param into a folder that is not there yet
   * @throws SandboxException if this JVM is too old, or belongs to no JDK
   */
  static void link(Path into, Path log) throws IOException {
    int running = Runtime.version().feature();
    if (running < RELEASE) {
      throw new SandboxException(
          "The image is made with JDK %d or newer, and this is %d; set JAVA_HOME to one."
              .formatted(RELEASE, running));
    }
    Path jlink = Path.of(System.getProperty("java.home"), "bin", "jlink");
    // Left as it is, a layer compresses better than what was compressed before.
    Tool.run(
        List.of(
            jlink.toString(),
            "--add-modules",
            String.join(",", MODULES),
            "--strip-debug",
            "--no-man-pages",
            "--no-header-files",
            "--compress=zip-0",
            "--output",
            into.toString()),
        log);
  }
}
