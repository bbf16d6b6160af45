package dev.hastack.sandbox.aws;

import dev.hastack.sandbox.cache.MotoEnvironment;
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
import java.util.Map;

/** The AWS emulator moto as a process of ours on 127.0.0.1. */
public final class MotoServer implements AwsEndpoint {
  private static final Duration START_DEADLINE = Duration.ofMinutes(2);
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);
  private static final int OK = 200;

  private final URI uri;
  private final ChildProcess process;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(CALL_TIMEOUT).build();

  private MotoServer(URI uri, ChildProcess process) {
    this.uri = uri;
    this.process = process;
  }

  /**
   * Starts moto and returns when it answers.
   *
   * @param directory an existing or new directory for its log
   * @throws SandboxException if it does not start; nothing is left running then
   */
  public static MotoServer start(MotoEnvironment environment, Path directory) {
    int port = LoopbackPort.free();
    ChildProcess process =
        ChildProcess.start(
            new ChildProcess.Command(
                "moto",
                environment.serve(port),
                Map.of(),
                created(directory),
                directory.resolve("moto.log")));
    MotoServer server = new MotoServer(URI.create("http://127.0.0.1:" + port), process);
    try {
      process.awaitReady(() -> server.answers("GET", "/moto-api/data.json"), START_DEADLINE);
    } catch (RuntimeException failure) {
      server.close();
      throw failure;
    }
    return server;
  }

  @Override
  public URI uri() {
    return uri;
  }

  @Override
  public void reset() {
    if (!answers("POST", "/moto-api/reset")) {
      throw new SandboxException("moto could not be reset. " + process.logTail());
    }
  }

  @Override
  public void close() {
    client.close();
    process.close();
  }

  private boolean answers(String method, String path) {
    HttpRequest request =
        HttpRequest.newBuilder(uri.resolve(path))
            .timeout(CALL_TIMEOUT)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == OK;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Path created(Path directory) {
    try {
      return Files.createDirectories(directory);
    } catch (IOException unwritable) {
      throw new SandboxException(
          "Cannot create %s: %s".formatted(directory, unwritable), unwritable);
    }
  }
}
