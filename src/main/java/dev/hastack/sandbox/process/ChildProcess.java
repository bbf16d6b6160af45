package dev.hastack.sandbox.process;

import dev.hastack.sandbox.report.SandboxException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A process that belongs to this JVM and never outlives it. Its output goes to a log file. Three
 * things see to its end: {@link #close()}, a shutdown hook for Ctrl-C and SIGTERM, and for a killed
 * JVM the pipe to its standard input, whose end our servers take as the sign to leave.
 */
public final class ChildProcess implements AutoCloseable {
  /** The variable that tells our servers to leave when their standard input ends. */
  public static final String END_WITH_STDIN = "HASTACK_END_WITH_STDIN";

  private static final Duration POLL_INTERVAL = Duration.ofMillis(50);
  private static final int TAIL_LINES = 30;

  private final Command command;
  private final Process process;

  private ChildProcess(Command command, Process process) {
    this.command = command;
    this.process = process;
  }

  /**
   * What to start.
   *
   * @param name how the process is called in messages
   * @param arguments the executable and its arguments
   * @param environment variables added to those of this JVM; of the AWS variables only these
   *     remain, so that no child works on the account that the shell happens to point to
   * @param directory the working directory
   * @param log the file that standard output and standard error are appended to
   */
  public record Command(
      String name,
      List<String> arguments,
      Map<String, String> environment,
      Path directory,
      Path log) {
    public Command {
      arguments = List.copyOf(arguments);
      environment = Map.copyOf(environment);
    }
  }

  /**
   * Starts a process.
   *
   * @throws SandboxException if the executable cannot be started
   */
  public static ChildProcess start(Command command) {
    ProcessBuilder builder =
        new ProcessBuilder(command.arguments())
            .directory(command.directory().toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(command.log().toFile()));
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder.environment().putAll(command.environment());
    builder.environment().put(END_WITH_STDIN, "1");
    try {
      return LiveChildren.register(() -> new ChildProcess(command, builder.start()));
    } catch (IOException cannotStart) {
      throw new SandboxException(
          "Cannot start %s: %s".formatted(command.name(), cannotStart.getMessage()), cannotStart);
    }
  }

  /**
   * Has an action run when the JVM shuts down, once no child is left that could still use what the
   * action clears away.
   */
  public static void whenAllHaveEnded(Runnable action) {
    LiveChildren.afterwards(action);
  }

  /** True once the JVM is shutting down: a child that ends now does so because it is told to. */
  public static boolean areEnding() {
    return LiveChildren.isShuttingDown();
  }

  /** The operating system's number of this process. */
  public long pid() {
    return process.pid();
  }

  /** The file with what the process printed. */
  public Path log() {
    return command.log();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Writes text to the standard input of the process and ends that. */
  public void sendInput(String text) {
    try (OutputStream input = process.getOutputStream()) {
      input.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException ended) {
      throw new SandboxException(
          "%s took no input: %s%n%s".formatted(command.name(), ended.getMessage(), logTail()),
          ended);
    }
  }

  /**
   * Waits until the process is ready to serve.
   *
   * @throws SandboxException if it ends before, or the deadline passes; the message shows its log
   */
  public void awaitReady(BooleanSupplier ready, Duration deadline) {
    long endNanos = System.nanoTime() + deadline.toNanos();
    while (!ready.getAsBoolean()) {
      if (hasEndedWithin(POLL_INTERVAL)) {
        throw new SandboxException(
            "%s ended at once with exit code %d.%n%s"
                .formatted(command.name(), process.exitValue(), logTail()));
      }
      if (System.nanoTime() > endNanos) {
        throw new SandboxException(
            "%s was not ready within %d s.%n%s"
                .formatted(command.name(), deadline.toSeconds(), logTail()));
      }
    }
  }

  /**
   * Waits for the process to end by itself.
   *
   * @return its exit code
   */
  public int awaitExit() {
    try {
      int exitCode = process.waitFor();
      LiveChildren.forget(this);
      return exitCode;
    } catch (InterruptedException interrupted) {
      throw interrupted(interrupted);
    }
  }

  /** True once the process has ended; waits for it no longer than told. */
  public boolean hasEndedWithin(Duration patience) {
    try {
      return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      throw interrupted(interrupted);
    }
  }

  /**
   * Asks the process to end (SIGTERM) and kills it when it has not done so in time.
   *
   * @return true if it ended when asked, false if it had to be killed
   */
  public boolean stop(Duration patience) {
    terminate();
    return awaitEnd(patience);
  }

  /** Kills the process when it has not ended in time; true if it has. */
  boolean awaitEnd(Duration patience) {
    boolean endedWhenAsked = hasEndedWithin(patience);
    if (!endedWhenAsked) {
      kill();
    }
    LiveChildren.forget(this);
    return endedWhenAsked;
  }

  /** Ends the process at once (SIGKILL) and waits until it is gone. */
  public void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    awaitExit();
  }

  @Override
  public void close() {
    stop(LiveChildren.PATIENCE);
  }

  /** The last lines of the log, headed by where all of it lies. */
  public String logTail() {
    return "Last lines of " + command.log() + ":" + System.lineSeparator() + tail(command.log());
  }

  /** Sends SIGTERM only: {@code Process.destroy} would end standard input in the same breath. */
  void terminate() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.toHandle().destroy();
  }

  private static String tail(Path log) {
    try {
      List<String> lines =
          new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
      return String.join(
          System.lineSeparator(),
          lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    } catch (IOException unreadable) {
      return "(cannot be read: " + unreadable.getMessage() + ")";
    }
  }

  private static SandboxException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new SandboxException("Interrupted.", cause);
  }
}
