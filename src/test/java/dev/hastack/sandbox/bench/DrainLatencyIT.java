package dev.hastack.sandbox.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.sandbox.cache.KubeBinaries;
import dev.hastack.sandbox.farm.Farm;
import dev.hastack.sandbox.farm.Stage;
import dev.hastack.sandbox.kubernetes.BundledCrd;
import dev.hastack.sandbox.kubernetes.LocalCluster;
import dev.hastack.sandbox.report.Progress;
import dev.hastack.testing.World;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How fast it is nobody asserts: the machine is not ours alone. */
class DrainLatencyIT {
  @TempDir private Path directory;

  @Test
  void shouldTellHowLongEachWarningTookWhenMeasuredOnAFewServers() {
    // Given
    try (LocalCluster cluster =
        LocalCluster.start(
            KubeBinaries.in(World.cache()),
            directory.resolve("kubernetes"),
            LocalCluster.Controllers.NONE)) {
      BundledCrd.apply(cluster.kubectl());
      var stage = new Stage(directory, World.jar(), cluster);
      var latency =
          new DrainLatency(
              new Farm.Size(2, 12, 0, 0),
              List.of(new DrainLatency.Stream(1, 3), new DrainLatency.Stream(10, 7)));

      // When
      String section = latency.measure(stage, Progress.onStandardOutput());

      // Then
      assertThat(section)
          .contains("2 stacks of 12 servers.")
          .containsPattern("\\| 1 \\| 3 \\| \\d+ ms \\| \\d+ ms \\| \\d+ ms \\| \\w+ \\|")
          .containsPattern("\\| 10 \\| 7 \\| \\d+ ms \\| \\d+ ms \\| \\d+ ms \\| \\w+ \\|");
    }
  }
}
