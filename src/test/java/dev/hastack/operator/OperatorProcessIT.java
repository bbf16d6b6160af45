package dev.hastack.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hastack.sandbox.kubernetes.LocalCluster;
import dev.hastack.sandbox.operator.OperatorProcess;
import dev.hastack.testing.World;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The operator as a process: how it starts, ends, hands over, and what it shows of itself. */
class OperatorProcessIT {
  private static final Duration DEADLINE = Duration.ofMinutes(1);
  private static final Duration PATIENCE_AFTER_SIGTERM = Duration.ofSeconds(10);

  /** So long that nobody leads within the deadline unless the lease was given up. */
  private static final Map<String, String> LONG_LEASE =
      Map.of(
          "HASTACK_LEADER_ELECTION_LEASE_DURATION", "10m",
          "HASTACK_LEADER_ELECTION_RENEW_DEADLINE", "9m",
          "HASTACK_LEADER_ELECTION_LEASE_NAME", "operator-process-it");

  @Test
  void shouldEndInTimeAndGiveUpTheLeaseWhenAskedTo() {
    try (OperatorProcess leader = World.startOperator(LONG_LEASE)) {
      // Given
      await().atMost(DEADLINE).until(() -> leader.log().contains("Started leading"));

      // When
      boolean ended = leader.stop(PATIENCE_AFTER_SIGTERM);

      // Then
      assertThat(ended).isTrue();
      assertThat(leader.log()).contains("Released the lease");
    }
    try (OperatorProcess next = World.startOperator(LONG_LEASE)) {
      await().atMost(DEADLINE).until(() -> next.log().contains("Started leading"));
    }
  }

  @Test
  void shouldEndInTimeWhenAskedToWhileTheApiServerIsAway() {
    // Given
    LocalCluster cluster = World.cluster();
    try (OperatorProcess operator = World.startOperator(LONG_LEASE)) {
      await().atMost(DEADLINE).until(() -> operator.log().contains("Started leading"));
      cluster.stopApiServer();
      try {
        // When
        boolean ended = operator.stop(PATIENCE_AFTER_SIGTERM);

        // Then
        assertThat(ended).isTrue();
      } finally {
        cluster.startApiServer();
      }
    } finally {
      cluster.kubectl().run("delete", "lease", "operator-process-it", "--namespace=default");
    }
  }

  @Test
  void shouldShowStacksAndHealthWhenReady() throws IOException {
    try (OperatorProcess operator =
        World.startOperator(Map.of("HASTACK_LEADER_ELECTION_ENABLED", "false"))) {
      assertThat(operator.metrics())
          .contains("hastack_stacks{condition=\"Ready\",status=\"True\"}")
          .contains("hastack_stacks{condition=\"Drifted\",status=\"Unknown\"}");
      try (InputStream health = operator.http().resolve("/q/health").toURL().openStream()) {
        assertThat(new String(health.readAllBytes(), StandardCharsets.UTF_8))
            .contains("\"watching\": true", "\"leading\": true", "\"aws\"", "\"term\"");
      }
    }
  }

  @Test
  void shouldLogJsonWhenAskedTo() {
    try (OperatorProcess operator =
        World.startOperator(
            Map.of(
                "HASTACK_LEADER_ELECTION_ENABLED",
                "false",
                "QUARKUS_LOG_CONSOLE_JSON_ENABLED",
                "true"))) {
      assertThat(operator.log().lines())
          .anyMatch(line -> line.matches("\\{.*\"message\":\"Serving.*"));
    }
  }
}
