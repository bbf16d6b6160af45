package dev.hastack.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.api.v1alpha1.HAStackStatus;
import dev.hastack.api.v1alpha1.Markers;
import dev.hastack.operator.ShellCluster.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(Lifecycle.PER_CLASS)
class ShellIT {
  private static final Duration DEADLINE = Duration.ofMinutes(1);

  /** Long enough that a takeover in time proves that the lease was released. */
  private static final Settings LONG_LEASE = Settings.elected(Duration.ofMinutes(10));

  private static final Settings SHORT_LEASE = Settings.elected(Duration.ofSeconds(2));

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

  @Test
  void shouldWriteStatusOnceAndRestWhenNothingElseHappens() throws Exception {
    // Given
    Shell shell = cluster.serve("one", Settings.ALONE);

    // When
    HAStack created = create();

    // Then
    await().atMost(DEADLINE).until(() -> status(created) != null);
    HAStack settled = read(created);
    assertThat(settled.getMetadata().getFinalizers()).containsExactly(Markers.FINALIZER);
    assertThat(Objects.requireNonNull(settled.getStatus()).observedGeneration()).isEqualTo(1);

    // When
    annotate(created, "example.com/note", "not ours");
    annotate(created, Markers.RECONCILE_REQUESTED_AT, "2026-01-01T00:00:00Z");

    // Then: only our annotation called for a pass, and equal status was not written again
    await().atMost(DEADLINE).until(() -> shell.passes().of(name(created)) == 2);
    assertThat(shell.passes().all().getLast().getMetadata().getAnnotations())
        .containsKey(Markers.RECONCILE_REQUESTED_AT);
    assertThat(shell.requests())
        .filteredOn(each -> each.endsWith(name(created) + "/status"))
        .hasSize(1);
  }

  @Test
  void shouldPassSoonWhenASignalCallsForIt() throws Exception {
    // Given
    Shell shell = cluster.serve("one", Settings.ALONE);
    HAStack created = create();
    await().atMost(DEADLINE).until(() -> status(created) != null);

    // When
    shell.haste().hasten("default/" + name(created));
    shell.haste().hasten("default/nobody");

    // Then
    await().atMost(DEADLINE).until(() -> shell.passes().of(name(created)) == 2);
    assertThat(shell.passes().of("nobody")).isZero();
  }

  @Test
  void shouldKeepTheConnectionSecretWhenTheStackHasADatabase() throws Exception {
    // Given
    Shell shell = cluster.serve("one", Settings.ALONE);
    shell
        .passes()
        .show(Objects.requireNonNull(ConnectionStatuses.ofDatabase("db.example.com").database()));

    // When
    HAStack created = create();

    // Then
    String secret = "/api/v1/namespaces/default/secrets/" + name(created) + "-connection";
    await().atMost(DEADLINE).until(() -> shell.requests().contains("PATCH " + secret));

    // When
    annotate(created, Markers.RECONCILE_REQUESTED_AT, "2026-01-01T00:00:00Z");

    // Then: it is looked at by name, and not written again
    await()
        .atMost(DEADLINE)
        .untilAsserted(
            () ->
                assertThat(shell.requests())
                    .filteredOn(each -> each.equals("GET " + secret))
                    .hasSize(2));
    assertThat(shell.requests()).noneMatch(each -> each.endsWith("/secrets"));
    assertThat(shell.requests())
        .filteredOn(each -> each.endsWith(secret))
        .containsExactly("GET " + secret, "PATCH " + secret, "GET " + secret);
  }

  @Test
  void shouldKeepTheFinalizerUntilReleasedWhenDeleted() throws Exception {
    // Given
    Shell shell = cluster.serve("one", Settings.ALONE);
    HAStack created = create();
    await().atMost(DEADLINE).until(() -> status(created) != null);

    // When
    cluster.client().resource(created).delete();

    // Then
    await().atMost(DEADLINE).until(() -> shell.passes().of(name(created)) > 3);
    assertThat(read(created).getMetadata().getFinalizers()).containsExactly(Markers.FINALIZER);

    // When
    shell.passes().release();

    // Then
    await().atMost(DEADLINE).until(() -> find(created) == null);
  }

  @Test
  void shouldTakeOverAtOnceWhenTheLeaderEnds() throws Exception {
    // Given
    Shell leader = cluster.serve("one", LONG_LEASE);
    await().atMost(DEADLINE).until(() -> leader.lifecycle().isLeading());
    Shell standby = cluster.serve("two", LONG_LEASE);
    await().atMost(DEADLINE).until(() -> standby.lifecycle().isReady());
    HAStack created = create();
    await().atMost(DEADLINE).until(() -> status(created) != null);
    assertThat(standby.passes().all()).isEmpty();

    // When
    assertThat(leader.lifecycle().close()).isTrue();

    // Then
    assertThat(leader.leadership().holds()).isFalse();
    await().atMost(DEADLINE).until(() -> standby.passes().of(name(created)) > 0);
    assertThat(standby.lifecycle().isLeading()).isTrue();
  }

  @Test
  void shouldWatchNothingUntilTheLeaseIsFreeWhenAColdStandby() throws Exception {
    // Given
    Shell leader = cluster.serve("one", LONG_LEASE);
    await().atMost(DEADLINE).until(() -> leader.lifecycle().isLeading());

    // When
    Shell standby = cluster.serve("two", LONG_LEASE.withColdStandby());

    // Then
    await().atMost(DEADLINE).until(() -> standby.lifecycle().isReady());
    assertThat(standby.lifecycle().isWatching()).isFalse();

    // When
    leader.lifecycle().close();

    // Then
    await().atMost(DEADLINE).until(() -> standby.lifecycle().isLeading());
    assertThat(standby.lifecycle().isWatching()).isTrue();
  }

  @Test
  void shouldCloseTheFenceAndServeAgainWhenTheLeaseIsTakenAway() throws Exception {
    // Given
    Shell shell = cluster.serve("one", SHORT_LEASE);
    await().atMost(DEADLINE).until(() -> shell.lifecycle().isLeading());
    HAStack created = create();
    await().atMost(DEADLINE).until(() -> shell.passes().of(name(created)) > 0);
    long before = shell.passes().of(name(created));

    // When
    cluster
        .cluster()
        .kubectl()
        .run(
            "patch",
            "--namespace=default",
            "lease/hastack-operator",
            "--type=merge",
            "--patch={\"spec\":{\"holderIdentity\":\"somebody else\"}}");

    // Then
    await().atMost(DEADLINE).until(() -> !shell.lifecycle().isLeading());

    // Then: nobody renews it, so it is free again, and what was missed is made up
    await().atMost(DEADLINE).until(() -> shell.lifecycle().isLeading());
    await().atMost(DEADLINE).until(() -> shell.passes().of(name(created)) > before);
  }

  @Test
  void shouldGoOnWhenTheApiServerWasAway() throws Exception {
    // Given
    Shell shell = cluster.serve("one", SHORT_LEASE);
    await().atMost(DEADLINE).until(() -> shell.lifecycle().isLeading());

    // When
    cluster.cluster().stopApiServer();

    // Then
    await().atMost(DEADLINE).until(() -> !shell.leadership().holds());

    // When
    cluster.cluster().startApiServer();

    // Then
    await().atMost(DEADLINE).until(() -> shell.lifecycle().isLeading());
    HAStack created = create();
    await().atMost(DEADLINE).until(() -> shell.passes().of(name(created)) > 0);
  }

  private HAStack create() throws Exception {
    HAStack stack =
        cluster
            .client()
            .getKubernetesSerialization()
            .unmarshal(Files.readString(Path.of("examples/web.yaml")), HAStack.class);
    stack.getMetadata().setNamespace("default");
    stack.getMetadata().setName("s" + UUID.randomUUID().toString().substring(0, 8));
    return cluster.client().resource(stack).create();
  }

  private HAStack find(HAStack stack) {
    return cluster.client().resource(stack).get();
  }

  private HAStack read(HAStack stack) {
    return Objects.requireNonNull(find(stack));
  }

  private HAStackStatus status(HAStack stack) {
    return read(stack).getStatus();
  }

  private void annotate(HAStack stack, String key, String value) {
    cluster
        .cluster()
        .kubectl()
        .run("annotate", "--namespace=default", "hastack/" + name(stack), key + "=" + value);
  }

  private static String name(HAStack stack) {
    return stack.getMetadata().getName();
  }
}
