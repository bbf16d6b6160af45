package dev.hastack.sandbox.control;

import dev.hastack.sandbox.cache.Cache;
import dev.hastack.sandbox.report.Progress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which sandbox a command is for. */
final class Choice {
  @Option(
      names = "--run",
      paramLabel = "NAME",
      description = "Which one, if several are running: the name of its directory.")
  private @Nullable String run;

  RunningSandbox sandbox() {
    return RunningSandbox.find(Cache.ofUser(System.getenv(), Progress.onStandardOutput()), run);
  }
}
