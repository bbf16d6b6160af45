package dev.hastack.sandbox.operator;

import dev.hastack.sandbox.process.ChildProcess;
import dev.hastack.sandbox.process.LoopbackPort;
import dev.hastack.sandbox.report.SandboxException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The operator in a JVM of its own, observed as an administrator observes it: log and HTTP. */
public final class OperatorProcess implements AutoCloseable {
  private static final Duration START_DEADLINE = Duration.ofMinutes(2);
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);
  private static final int OK = 200;

  private final ChildProcess process;
  private final URI http;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(CALL_TIMEOUT).build();

  private OperatorProcess(ChildProcess process, URI http) {
    this.process = process;
    this.http = http;
  }

  /**
   * Starts the operator and returns when it is ready.
   *
   * @param kubeconfig the cluster it works for
   * @param environment further variables: the AWS endpoint, settings
   * @param log where its output goes
   * @throws SandboxException if it does not become ready; nothing is left running then
   */
  public static OperatorProcess start(
      Hastack hastack, Path kubeconfig, Map<String, String> environment, Path log) {
    OperatorProcess operator = launch(hastack, kubeconfig, environment, log);
    try {
      operator.process.awaitReady(operator::isReady, START_DEADLINE);
    } catch (RuntimeException failure) {
      operator.close();
      throw failure;
    }
    return operator;
  }

  /** As {@link #start}, but returns at once: for what happens while the operator is starting. */
  public static OperatorProcess launch(
      Hastack hastack, Path kubeconfig, Map<String, String> environment, Path log) {
    int port = LoopbackPort.free();
    Map<String, String> all = new HashMap<>(environment);
    all.put("KUBECONFIG", kubeconfig.toString());
    all.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    all.put("QUARKUS_HTTP_PORT", Integer.toString(port));
    return new OperatorProcess(
        hastack.start(all, log, "operator"), URI.create("http://127.0.0.1:" + port));
  }

  /** Where health and metrics are served. */
  public URI http() {
    return http;
  }

  public ChildProcess process() {
    return process;
  }

  /** Whether {@code /q/health/ready} says so. */
  public boolean isReady() {
    return isWell("/q/health/ready");
  }

  /** Whether {@code /q/health/live} says so. */
  public boolean isLive() {
    return isWell("/q/health/live");
  }

  private boolean isWell(String path) {
    try {
      return get(path).statusCode() == OK;
    } catch (IOException notYet) {
      return false;
    }
  }

  /**
   * The metrics in the text format of Prometheus.
   *
   * @throws SandboxException if the operator does not answer
   */
  public String metrics() {
    try {
      HttpResponse<String> response = get("/q/metrics");
      if (response.statusCode() != OK) {
        throw new SandboxException("The operator's metrics answer " + response.statusCode());
      }
      return response.body();
    } catch (IOException unreachable) {
      throw new SandboxException(
          "The operator does not answer: %s%n%s".formatted(unreachable, process.logTail()),
          unreachable);
    }
  }

  /** Everything it has logged so far. */
  public String log() {
    try {
      return Files.readString(process.log());
    } catch (IOException unreadable) {
      throw new SandboxException("Cannot read " + process.log(), unreadable);
    }
  }

  /**
   * Asks the operator to end (SIGTERM).
   *
   * @return true if it did in time, false if it had to be killed
   */
  public boolean stop(Duration patience) {
    client.close();
    return process.stop(patience);
  }

  /** Kills the operator (SIGKILL). */
  public void kill() {
    client.close();
    process.kill();
  }

  @Override
  public void close() {
    client.close();
    process.close();
  }

  private HttpResponse<String> get(String path) throws IOException {
    HttpRequest request = HttpRequest.newBuilder(http.resolve(path)).timeout(CALL_TIMEOUT).build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
  }
}
