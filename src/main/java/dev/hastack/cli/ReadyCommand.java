package dev.hastack.cli;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks an operator whether it is ready; the image has no shell to ask with. */
@Command(
    name = "ready",
    header = "Waits until an operator says that it is ready.",
    description = "Ends with exit code 0 when it does, with 1 when it does not.",
    mixinStandardHelpOptions = true)
public final class ReadyCommand implements Callable<Integer> {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  @Parameters(
      paramLabel = "URL",
      arity = "0..1",
      defaultValue = "http://127.0.0.1:8080/q/health/ready",
      description = "Where its readiness is asked for, ${DEFAULT-VALUE} by default.")
  private URI url = URI.create("");

  @Option(
      names = "--within",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "The longest wait, ${DEFAULT-VALUE} s by default.")
  private long withinSeconds;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    long end = System.nanoTime() + Duration.ofSeconds(withinSeconds).toNanos();
    String answer = answer();
    while (!answer.isEmpty() && System.nanoTime() < end) {
      LockSupport.parkNanos(PAUSE.toNanos());
      answer = answer();
    }
    if (answer.isEmpty()) {
      spec.commandLine().getOut().println(url + " is ready");
      return CommandLine.ExitCode.OK;
    }
    spec.commandLine().getErr().printf("%s is not ready: %s%n", url, answer);
    return CommandLine.ExitCode.SOFTWARE;
  }

  /** What speaks against it; empty if it is ready. */
  private String answer() {
    try {
      var connection = (HttpURLConnection) url.toURL().openConnection();
      connection.setConnectTimeout((int) TIMEOUT.toMillis());
      connection.setReadTimeout((int) TIMEOUT.toMillis());
      int status = connection.getResponseCode();
      connection.disconnect();
      return status == HttpURLConnection.HTTP_OK ? "" : "status " + status;
    } catch (IOException | IllegalArgumentException unreachable) {
      return String.valueOf(unreachable.getMessage());
    }
  }
}
