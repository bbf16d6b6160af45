package dev.hastack.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hastack.operator.ShellCluster.Shell;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Two replicas of a running operator, and a process that is to act instead of them. */
@TestInstance(Lifecycle.PER_CLASS)
class SoleReplicaIT {
  private static final Duration DEADLINE = Duration.ofMinutes(1);
  private static final Settings SETTINGS = Settings.elected(Duration.ofSeconds(4));
  private static final Duration AWAY = Duration.ofSeconds(12);

  private final Clock clock = Clock.systemUTC();
  private ShellCluster cluster;

  @BeforeAll
  void start(@TempDir Path directory) {
    cluster = ShellCluster.start(directory);
  }

  @AfterEach
  void closeShells() {
    cluster.closeShells();
  }

  @AfterAll
  void close() {
    cluster.close();
  }

  private static long leading(Shell... shells) {
    return Stream.of(shells).filter(shell -> shell.leadership().holds()).count();
  }

  @Test
  void shouldActAloneAndHaveTheReplicasStandByForAsLongAsItSays() throws InterruptedException {
    // Given
    Shell one = cluster.serve("one", SETTINGS);
    Shell two = cluster.serve("two", SETTINGS);
    await().atMost(DEADLINE).until(() -> leading(one, two) == 1);
    Leadership leadership =
        Leadership.elected(
            SETTINGS.leaderElection().leaseName(),
            SETTINGS.leaderElection().renewDeadline(),
            System::nanoTime);
    var lease =
        new LeaderLease(
            "default",
            SETTINGS.leaderElection().leaseName(),
            "retire",
            SETTINGS.leaderElection().leaseDuration());
    try (KubernetesClient client =
        ApiServer.connect(Config.fromKubeconfig(cluster.cluster().kubeconfigYaml()), leadership)) {
      // When
      SoleReplica first =
          SoleReplica.begin(client, lease, SETTINGS.leaderElection(), leadership, clock);

      // Then
      assertThat(leading(one, two)).isZero();
      assertThat(leadership.holds()).isTrue();
      await()
          .during(SETTINGS.leaderElection().leaseDuration().multipliedBy(2))
          .atMost(DEADLINE)
          .until(() -> leadership.holds() && leading(one, two) == 0);

      // When
      first.giveBack();

      // Then
      await().atMost(DEADLINE).until(() -> leading(one, two) == 1);

      // When
      SoleReplica second =
          SoleReplica.begin(client, lease, SETTINGS.leaderElection(), leadership, clock);
      assertThat(leading(one, two)).isZero();
      second.endFor(AWAY, clock);

      // Then
      await().during(AWAY.minusSeconds(2)).atMost(AWAY).until(() -> leading(one, two) == 0);
      await().atMost(DEADLINE).until(() -> leading(one, two) == 1);
    }
  }
}
