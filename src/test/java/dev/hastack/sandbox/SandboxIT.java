package dev.hastack.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.sandbox.cache.MotoEnvironment;
import dev.hastack.sandbox.process.ChildProcess;
import dev.hastack.sandbox.process.LoopbackPort;
import dev.hastack.testing.World;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxIT {
  private static final Duration DEADLINE = Duration.ofMinutes(10);

  /** etcd, kube-apiserver and kube-controller-manager: the operator may come next. */
  private static final int SERVERS = 3;

  /** What a shell makes of a process that SIGINT has ended. */
  private static final int ENDED_BY_SIGNAL = 130;

  /** Drift is seen once a resync: a short one shows the same in less time. */
  private static final Map<String, String> OFTEN = Map.of("HASTACK_RESYNC", "5s");

  /** Most of an hour of the account's time, and many passes of the operator in ours. */
  private static final Duration DEMONSTRATION_DEADLINE = Duration.ofMinutes(25);

  /** What a person reads of it, in this order. */
  private static final String[] DEMONSTRATION = {
    "Plan: 3 to create",
    "storefront   True",
    "DriftCorrected",
    "+ DbCluster/db",
    "hastack.hastack.dev/bargains serverside-applied",
    "Put it behind a load balancer of its own",
    "+ Listener/443",
    "0 failed.",
    "Kill i-",
    "Wait until it is replaced",
    "Servers in service: ",
    "go dark for 8 min",
    "Wait until the other zones serve all of it",
    "Servers in service: ",
    "Wait until the zone is back",
    "Servers in service: 2 in us-east-1a, 2 in us-east-1b, 2 in us-east-1c.",
    "Port = 8000 -> 9000",
    "DB ACU",
    "0.5-8",
    "secret-arn",
    "MaxCapacity = \"8\" -> \"16\"",
    "available, 0.5 to 16 ACU",
    "to 4 ACU behind the operator's back",
    "DriftCorrected",
    "Let the writer fail: orders-",
    "The operator has changed nothing",
    "DeletionProtected: ",
    "2 of its 2 servers take requests.",
    "0 failed.",
    "true -> false",
    "0 failed.",
    "AutoScalingGroup/us-east-1a will be created",
    "0 failed.",
    "go dark for 8 min",
    "groups stay whole",
    "6 of 8 on Spot",
    "Let Spot take back all its 6 Spot servers at once",
    "after the notice 6 of 6 had left.",
    "- LifecycleHook/terminate",
    "SERVERS TAKEN  REQUESTS  FAILED",
    "onInterruption: Drain ",
    "onInterruption: Ignore ",
    "+ LifecycleHook/terminate",
    "On-Demand above the base 0 % -> ",
    "CapacityAtRisk is True: ",
    " % -> 0 %",
    "2 On-Demand and 6 Spot now.",
    "CapacityAtRisk is False: ",
    "FallbackBegan",
    "FallbackEnded",
    "snapshots of orders-db-",
    "-final-cluster-",
    "No changes. The cloud matches the stack.",
    "The demonstration has passed."
  };

  @Test
  void shouldShowMainJobAndSucceedWhenRunOnceOnMoto(@TempDir Path directory) {
    // Given
    Path log = directory.resolve("sandbox.log");

    // When
    try (ChildProcess sandbox =
        World.jar().start(OFTEN, log, "sandbox", "--once", "--aws", "moto")) {
      // Then
      assertThat(sandbox.awaitExit()).as(text(log)).isZero();
      assertThat(text(log))
          .containsSubsequence(
              "+ AutoScalingGroup/app",
              "Plan: 3 to create",
              "storefront   True",
              "behind the operator's back",
              "DriftDetected",
              "DriftCorrected",
              "No changes. The cloud matches the stack.",
              "a stack with a database are shown in the embedded account",
              "The demonstration has passed.");
    }
  }

  @Test
  void shouldRideOutIncidentsThenObeyCommandsAndLeaveNothingWhenStopped(@TempDir Path directory) {
    // Given
    Path log = directory.resolve("sandbox.log");
    try (ChildProcess sandbox = World.jar().start(OFTEN, log, "sandbox")) {
      sandbox.awaitReady(
          () -> text(log).contains("sandbox stop ends everything"), DEMONSTRATION_DEADLINE);
      assertThat(text(log))
          .containsSubsequence(DEMONSTRATION)
          .containsPattern(afterStep("until it is replaced"))
          .containsPattern(afterStep("until the other zones serve all of it"))
          .containsPattern(afterStep("until the zone is back"))
          .containsPattern("onInterruption: Drain +6 +[\\d,]+ +\\d{1,2}\\R")
          .containsPattern("onInterruption: Ignore +6 +[\\d,]+ +\\d{3}\\R");
      List<ProcessHandle> servers =
          ProcessHandle.of(sandbox.pid()).orElseThrow().children().toList();
      String run = runOf(text(log));

      // When
      String seen = seenByBoto(directory, text(log));
      String status = command(directory, "sandbox", "status", "--run", run);
      String warned = command(directory, "sandbox", "inject", "spot-warning", "--run", run);
      String throttled = command(directory, "sandbox", "inject", "throttle", "--run", run);
      String stopped = command(directory, "sandbox", "stop", "--run", run);

      // Then
      assertThat(seen)
          .containsPattern("group storefront-\\S+ [1-9]")
          .containsPattern("load balancer storefront-\\S+ active")
          .containsPattern("account \\d{12}");
      assertThat(status)
          .contains("20 times real time", "INSTANCE", "InService", "healthy")
          .containsPattern("Since the start: .*requests in .* served")
          .containsPattern("AWS was called [\\d,]+ times");
      assertThat(warned).containsPattern("Spot has given notice to i-\\w+ \\(.*, Spot, us-east-1");
      assertThat(throttled).contains("a tenth of its request rates for 1 min");
      assertThat(stopped).contains("The sandbox has ended.");
      assertThat(sandbox.hasEndedWithin(Duration.ZERO)).isTrue();
      assertThat(sandbox.awaitExit()).isEqualTo(ENDED_BY_SIGNAL);
      assertThat(servers).hasSizeGreaterThan(SERVERS).noneMatch(ProcessHandle::isAlive);
      assertThat(World.cache().root().resolve("run").resolve(run)).doesNotExist();
    }
  }

  /** With what a person is told to export, in a shell that has nothing else of AWS. */
  private static String seenByBoto(Path directory, String log) {
    var exported = new TreeMap<String, String>();
    Pattern.compile("export (AWS_\\w+)=(\\S+)")
        .matcher(log)
        .results()
        .forEach(each -> exported.put(each.group(1), each.group(2)));
    Path output = directory.resolve("boto.txt");
    try (InputStream source =
            Objects.requireNonNull(SandboxIT.class.getResourceAsStream("boto_looks.py"));
        ChildProcess boto =
            ChildProcess.start(
                new ChildProcess.Command(
                    "boto",
                    List.of(
                        MotoEnvironment.in(World.cache()).python().toString(),
                        "-c",
                        new String(source.readAllBytes(), StandardCharsets.UTF_8)),
                    exported,
                    directory,
                    output))) {
      assertThat(boto.awaitExit()).as(text(output)).isZero();
      return text(output);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** What became of the requests is told as soon as a step is done. */
  private static String afterStep(String step) {
    return step
        + ".*: done in .*\\R.*Servers in service: .*\\R +[\\d,]+ requests in .* served .* failed";
  }

  private static String runOf(String log) {
    Matcher run = Pattern.compile("/run/(sandbox-\\d+)/").matcher(log);
    assertThat(run.find()).as(log).isTrue();
    return run.group(1);
  }

  /** Runs a command to its end and answers what it printed. */
  private static String command(Path directory, String... arguments) {
    Path output = directory.resolve(String.join("-", arguments) + ".txt");
    try (ChildProcess command = World.jar().start(Map.of(), output, arguments)) {
      assertThat(command.awaitExit()).as(text(output)).isZero();
      return text(output);
    }
  }

  @Test
  void shouldLeaveNothingWhenToldToEnd(@TempDir Path directory) {
    // Given
    Path log = directory.resolve("sandbox.log");
    try (ChildProcess sandbox = World.jar().start(Map.of(), log, "sandbox")) {
      sandbox.awaitReady(() -> text(log).contains("Start the operator"), DEADLINE);
      List<ProcessHandle> servers =
          ProcessHandle.of(sandbox.pid()).orElseThrow().children().toList();
      assertThat(servers).hasSizeGreaterThanOrEqualTo(SERVERS);

      // When
      ProcessHandle.of(sandbox.pid()).orElseThrow().destroy();

      // Then
      assertThat(sandbox.hasEndedWithin(DEADLINE)).isTrue();
      assertThat(servers).noneMatch(ProcessHandle::isAlive);
      assertThat(text(log)).doesNotContain("ended at once");
    }
  }

  @Test
  void shouldFailAndNameEndpointWhenNobodyAnswersThere(@TempDir Path directory) {
    // Given
    Path log = directory.resolve("sandbox.log");
    String url = "http://127.0.0.1:" + LoopbackPort.free();
    Map<String, String> somebody =
        Map.of("AWS_ACCESS_KEY_ID", "test", "AWS_SECRET_ACCESS_KEY", "test");

    // When
    try (ChildProcess sandbox =
        World.jar().start(somebody, log, "sandbox", "--once", "--aws", url)) {
      // Then
      assertThat(sandbox.awaitExit()).isEqualTo(1);
      assertThat(text(log)).contains("Could not look around at " + url).doesNotContain("\tat ");
    }
  }

  private static String text(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }
}
