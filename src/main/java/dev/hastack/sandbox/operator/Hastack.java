package dev.hastack.sandbox.operator;

import dev.hastack.sandbox.process.ChildProcess;
import java.nio.file.Path;
import java.util.Map;

/** This project as something whose commands can be started in a JVM of their own. */
public interface Hastack {
  /**
   * Starts a command.
   *
   * @param environment variables added to those of this JVM
   * @param log where its output goes
   * @param arguments the command and its arguments, for example {@code operator}
   */
  ChildProcess start(Map<String, String> environment, Path log, String... arguments);
}
