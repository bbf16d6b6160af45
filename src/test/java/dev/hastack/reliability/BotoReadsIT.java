package dev.hastack.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.sandbox.aws.front.SimulationOptions;
import dev.hastack.sandbox.aws.wire.LoopbackServer;
import dev.hastack.sandbox.cache.MotoEnvironment;
import dev.hastack.sandbox.process.ChildProcess;
import dev.hastack.testing.World;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * AWS's other SDK reads over real HTTP what the operator wrote in process: a value that the codec
 * turned into another on both of its ways would look right to the SDK that it is made of.
 */
class BotoReadsIT {
  private static final Duration BOUND = Duration.ofMinutes(30);

  @Test
  void shouldReadWhatTheSpecSaysWhenTheOperatorHasWrittenIt(@TempDir Path directory)
      throws IOException {
    try (var cluster = new VirtualCluster(SimulationOptions.calm(1))) {
      // Given
      Outsider ground = cluster.outsider();
      String certificate = cluster.certificate("shop.example.com");
      cluster
          .stack("storefront")
          .apply(FleetManifest.webBehindBalancer("storefront", ground, certificate).text());
      cluster.settle(BOUND);

      // When
      try (LoopbackServer server = LoopbackServer.start(Wires.before(cluster.aws().backend()), 0);
          ChildProcess boto =
              ChildProcess.start(
                  new ChildProcess.Command(
                      "boto",
                      Stream.concat(
                              Stream.of(
                                  MotoEnvironment.in(World.cache()).python().toString(),
                                  script(directory).toString(),
                                  ground.imageId(),
                                  ground.securityGroupId(),
                                  certificate),
                              ground.subnetIds().subList(0, 3).stream())
                          .toList(),
                      environment(server),
                      directory,
                      directory.resolve("boto.log")))) {
        int exitCode = boto.awaitExit();

        // Then
        assertThat(exitCode).as("%s%n%s", boto.logTail(), cluster.state()).isZero();
      }
    }
  }

  private static Path script(Path directory) throws IOException {
    Path script = directory.resolve("boto_reads.py");
    try (InputStream source =
        Objects.requireNonNull(BotoReadsIT.class.getResourceAsStream("boto_reads.py"))) {
      Files.copy(source, script);
    }
    return script;
  }

  private static Map<String, String> environment(LoopbackServer server) {
    return Map.of(
        "AWS_ENDPOINT_URL",
        server.uri().toString(),
        "AWS_DEFAULT_REGION",
        Outsider.REGION,
        "AWS_ACCESS_KEY_ID",
        Outsider.accessKeyId(VirtualCluster.ACCOUNT),
        "AWS_SECRET_ACCESS_KEY",
        "secret");
  }
}
