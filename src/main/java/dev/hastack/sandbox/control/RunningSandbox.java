package dev.hastack.sandbox.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.hastack.sandbox.cache.Cache;
import dev.hastack.sandbox.cache.RunDirectory;
import dev.hastack.sandbox.report.SandboxException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A sandbox that runs in another process, as its controls reach it.
 *
 * @param controls below which URL
 */
record RunningSandbox(URI controls) {
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);

  /** It ends its servers one after another, each within seconds. */
  private static final Duration END_DEADLINE = Duration.ofMinutes(1);

  /**
   * Finds the one that runs.
   *
   * @param run the name of its directory; null if there is only one
   * @throws SandboxException if none runs, several do, or it does not listen yet
   */
  static RunningSandbox find(Cache cache, @Nullable String run) {
    List<Path> running =
        RunDirectory.living(cache).stream()
            .filter(each -> run == null || each.endsWith(run))
            .toList();
    return switch (running.size()) {
      case 0 -> throw none(run);
      case 1 -> at(running.getFirst());
      default ->
          throw new SandboxException(
              "Several sandboxes are running: choose one with --run.%n%s"
                  .formatted(
                      running.stream()
                          .map(each -> "  --run " + each.getFileName())
                          .collect(Collectors.joining(System.lineSeparator()))));
    };
  }

  /** What there is to see. */
  String status() {
    return send("status", request -> request.GET());
  }

  /** Has something happen. */
  String inject(Incident incident) {
    try {
      String json = ControlServer.json().writeValueAsString(incident);
      return send("inject", request -> request.POST(BodyPublishers.ofString(json)));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("An incident cannot be written", impossible);
    }
  }

  /** Ends it, and returns when it has ended. */
  void stop() {
    String pid = send("stop", request -> request.POST(BodyPublishers.noBody()));
    ProcessHandle.of(Long.parseLong(pid)).ifPresent(RunningSandbox::awaitEnd);
  }

  private static void awaitEnd(ProcessHandle process) {
    try {
      process.onExit().get(END_DEADLINE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      throw new SandboxException(
          "The sandbox was told to end but still runs after %d s: process %d."
              .formatted(END_DEADLINE.toSeconds(), process.pid()),
          late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new SandboxException("Interrupted.", interrupted);
    } catch (ExecutionException impossible) {
      throw new IllegalStateException("Cannot wait for a process", impossible);
    }
  }

  private static SandboxException none(@Nullable String run) {
    return new SandboxException(
        run == null
            ? "No sandbox is running. Start one in another shell: ./hastack sandbox"
            : "No sandbox is running in %s: leave --run out to find the one that is."
                .formatted(run));
  }

  private static RunningSandbox at(Path directory) {
    try {
      return new RunningSandbox(
          URI.create(Files.readString(ControlServer.urlFile(directory)).strip()));
    } catch (IOException notYet) {
      throw new SandboxException(
          "The sandbox in %s is only just starting: try again in a moment.".formatted(directory),
          notYet);
    }
  }

  @FunctionalInterface
  private interface Method {
    HttpRequest.Builder of(HttpRequest.Builder request);
  }

  private String send(String command, Method method) {
    HttpRequest request =
        method.of(HttpRequest.newBuilder(controls.resolve(command)).timeout(CALL_TIMEOUT)).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != ControlServer.OK) {
        throw new SandboxException(answer.body());
      }
      return answer.body();
    } catch (IOException gone) {
      throw new SandboxException(
          "The sandbox does not answer (%s): it may have ended just now.".formatted(gone), gone);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new SandboxException("Interrupted.", interrupted);
    }
  }
}
