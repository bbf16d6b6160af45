package dev.hastack.sandbox.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hastack.sandbox.cache.Cache;
import dev.hastack.sandbox.cache.RunDirectory;
import dev.hastack.sandbox.report.Progress;
import dev.hastack.sandbox.report.SandboxException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningSandboxTest {
  private static final int NOT_FOUND = 404;
  private static final long DEADLINE_SECONDS = 30;

  private final ScriptedDirector director = new ScriptedDirector();
  private final CountDownLatch told = new CountDownLatch(1);
  private Cache cache = new Cache(Path.of(""), Progress.onStandardOutput());

  @BeforeEach
  void useEmptyCache(@TempDir Path directory) {
    cache = new Cache(directory, Progress.onStandardOutput());
  }

  @Test
  void shouldShowStatusAndMakeIncidentsHappenWhenOneRuns() {
    // Given
    List<Incident> incidents =
        List.of(
            new Incident.SpotWarning("i-1"),
            new Incident.SpotWarning(null),
            new Incident.Rebalance("i-2"),
            new Incident.KillInstance(null),
            new Incident.ZoneOutage("us-east-1a", Duration.ofSeconds(90)),
            new Incident.ForeignChange());
    try (RunDirectory run = RunDirectory.create(cache);
        ControlServer server = start(run)) {
      // When
      RunningSandbox sandbox = RunningSandbox.find(cache, null);
      String status = sandbox.status();
      List<String> answers = incidents.stream().map(sandbox::inject).toList();

      // Then
      assertThat(status).isEqualTo("6 servers\nünruhig");
      assertThat(answers).containsOnly("done");
      assertThat(director.incidents()).isEqualTo(incidents);
      assertThat(server).isNotNull();
    }
  }

  @Test
  void shouldFailWithTheReasonWhenIncidentIsRefused() {
    try (RunDirectory run = RunDirectory.create(cache);
        ControlServer server = start(run)) {
      assertThat(server).isNotNull();
      RunningSandbox sandbox = RunningSandbox.find(cache, null);
      assertThatThrownBy(() -> sandbox.inject(new Incident.Throttle(Duration.ofMinutes(1))))
          .isInstanceOf(SandboxException.class)
          .hasMessage("There is nothing to throttle.");
    }
  }

  @Test
  void shouldSayHowToStartOneWhenNoneRuns() {
    assertThatThrownBy(() -> RunningSandbox.find(cache, null))
        .isInstanceOf(SandboxException.class)
        .hasMessage("No sandbox is running. Start one in another shell: ./hastack sandbox");
  }

  @Test
  void shouldNotFindARunThatFailedAndLeftItsFiles() {
    // Given
    try (RunDirectory failed = RunDirectory.create(cache);
        ControlServer server = start(failed)) {
      assertThat(server).isNotNull();
      failed.keep();
    }

    // When, Then
    assertThatThrownBy(() -> RunningSandbox.find(cache, null))
        .hasMessageContaining("No sandbox is running");
  }

  @Test
  void shouldSayThatItIsStartingWhenItDoesNotListenYet() {
    try (RunDirectory run = RunDirectory.create(cache)) {
      assertThatThrownBy(() -> RunningSandbox.find(cache, null))
          .isInstanceOf(SandboxException.class)
          .hasMessageContaining(run.path() + " is only just starting");
    }
  }

  @Test
  void shouldWantToKnowWhichWhenSeveralRun() {
    try (RunDirectory first = RunDirectory.create(cache);
        RunDirectory second = RunDirectory.create(cache);
        ControlServer server = start(second)) {
      String name = String.valueOf(second.path().getFileName());

      assertThatThrownBy(() -> RunningSandbox.find(cache, null))
          .isInstanceOf(SandboxException.class)
          .hasMessageContaining("--run " + first.path().getFileName())
          .hasMessageContaining("--run " + name);
      assertThat(RunningSandbox.find(cache, name).status()).contains("6 servers");
      assertThat(server).isNotNull();
      assertThatThrownBy(() -> RunningSandbox.find(cache, "sandbox-0"))
          .hasMessageContaining("No sandbox is running in sandbox-0");
    }
  }

  @Test
  void shouldListenToNobodyElseWhenRunning() throws IOException, InterruptedException {
    try (RunDirectory run = RunDirectory.create(cache);
        ControlServer server = start(run);
        HttpClient client = HttpClient.newHttpClient()) {
      assertThat(server).isNotNull();
      Path file = ControlServer.urlFile(run.path());
      URI secret = URI.create(Files.readString(file));

      // Then
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(secret.getHost()).isEqualTo("127.0.0.1");
      HttpRequest guess = HttpRequest.newBuilder(secret.resolve("/status")).build();
      assertThat(client.send(guess, BodyHandlers.ofString()).statusCode()).isEqualTo(NOT_FOUND);
    }
  }

  @Test
  void shouldBeginToEndWhenToldToStop() throws IOException, InterruptedException {
    try (RunDirectory run = RunDirectory.create(cache);
        ControlServer server = start(run);
        HttpClient client = HttpClient.newHttpClient()) {
      assertThat(server).isNotNull();
      HttpRequest stop =
          HttpRequest.newBuilder(RunningSandbox.find(cache, null).controls().resolve("stop"))
              .POST(HttpRequest.BodyPublishers.noBody())
              .build();

      // When
      String pid = client.send(stop, BodyHandlers.ofString()).body();

      // Then
      assertThat(pid).isEqualTo(Long.toString(ProcessHandle.current().pid()));
      assertThat(told.await(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
  }

  private ControlServer start(RunDirectory run) {
    return ControlServer.start(run.path(), director, told::countDown);
  }
}
