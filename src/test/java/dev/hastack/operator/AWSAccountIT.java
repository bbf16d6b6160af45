package dev.hastack.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hastack.api.v1alpha1.AWSAccount;
import dev.hastack.api.v1alpha1.AWSAccountStatus;
import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.api.v1alpha1.Markers;
import dev.hastack.operator.ShellCluster.Shell;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** An AWSAccount on a real API server. */
@TestInstance(Lifecycle.PER_CLASS)
class AWSAccountIT {
  private static final Duration DEADLINE = Duration.ofMinutes(1);

  private static final String ACCOUNT =
      """
      apiVersion: hastack.dev/v1alpha1
      kind: AWSAccount
      metadata: {name: production}
      spec: {accountId: "123456789012", regions: [eu-west-1]}
      """;

  private static final String STACK =
      """
      apiVersion: hastack.dev/v1alpha1
      kind: HAStack
      metadata: {name: referring, namespace: default}
      spec:
        capacity: {min: 1, max: 2}
        aws:
          region: eu-west-1
          accountRef: {name: production}
          network: {subnetIds: [subnet-0a, subnet-0b]}
          fleet:
            image: {id: ami-0a}
            instanceTypes: [{type: t3.medium}]
      """;

  private ShellCluster cluster;

  @BeforeAll
  void start(@TempDir Path directory) {
    cluster = ShellCluster.start(directory);
  }

  @AfterAll
  void close() {
    cluster.closeShells();
    cluster.close();
  }

  @Test
  void shouldStayWhileAStackRefersToItAndSayWhich() {
    // Given
    Shell shell = cluster.serve("one", Settings.ALONE);
    KubernetesClient client = cluster.client();
    HAStack stack = client.resource(read(STACK, HAStack.class)).create();
    await()
        .atMost(DEADLINE)
        .until(() -> Objects.requireNonNull(client.resource(stack).get()).getStatus() != null);

    // When
    AWSAccount account = client.resource(read(ACCOUNT, AWSAccount.class)).create();

    // Then
    await().atMost(DEADLINE).until(() -> ready(account).status() == Condition.Status.True);
    assertThat(status(account).stacks()).isEqualTo(1);
    assertThat(Objects.requireNonNull(client.resource(account).get()).getMetadata().getFinalizers())
        .containsExactly(Markers.FINALIZER);
    assertThat(cluster.cluster().kubectl().run("get", "awsaccounts"))
        .contains("123456789012", "True", "Ready");

    // When
    client.resource(account).delete();

    // Then
    await().atMost(DEADLINE).until(() -> ready(account).reason().equals("Deleting"));
    assertThat(ready(account).message()).contains("default/referring");

    // When
    shell.passes().release();
    client.resource(stack).delete();

    // Then
    await().atMost(DEADLINE).until(() -> client.resource(account).get() == null);
  }

  private AWSAccountStatus status(AWSAccount account) {
    return Objects.requireNonNull(
        Objects.requireNonNull(cluster.client().resource(account).get()).getStatus());
  }

  private Condition ready(AWSAccount account) {
    AWSAccount found = Objects.requireNonNull(cluster.client().resource(account).get());
    return found.getStatus() == null
        ? new Condition("Ready", Condition.Status.Unknown, 0L, "", "None", "")
        : Objects.requireNonNull(status(account).conditions()).stream()
            .filter(condition -> condition.type().equals("Ready"))
            .findFirst()
            .orElseThrow();
  }

  private <T> T read(String yaml, Class<T> type) {
    return cluster.client().getKubernetesSerialization().unmarshal(yaml, type);
  }
}
