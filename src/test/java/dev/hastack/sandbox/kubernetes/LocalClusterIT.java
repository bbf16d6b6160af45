package dev.hastack.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hastack.sandbox.cache.KubeBinaries;
import dev.hastack.testing.World;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(Lifecycle.PER_CLASS)
class LocalClusterIT {
  private static final Duration DEADLINE = Duration.ofMinutes(1);

  private final KubeBinaries binaries = KubeBinaries.in(World.cache());
  private LocalCluster cluster;
  private Kubectl kubectl;

  @BeforeAll
  void startCluster(@TempDir Path directory) {
    cluster =
        LocalCluster.start(
            binaries, directory, LocalCluster.Controllers.NAMESPACE_AND_GARBAGE_COLLECTION);
    kubectl = cluster.kubectl();
  }

  @AfterAll
  void closeCluster() {
    cluster.close();
  }

  @Test
  void shouldListNamespacesWhenAskedByKubectl() {
    assertThat(kubectl.run("get", "namespaces")).contains("default", "kube-system");
    assertThat(kubectl.run("version")).contains("Server Version: v1.36.1");
  }

  @Test
  void shouldRemoveNamespaceWithItsContentWhenNamespaceIsDeleted() {
    // Given
    kubectl.run("create", "namespace", "shop");
    kubectl.run("create", "configmap", "--namespace=shop", "settings");

    // When
    kubectl.run("delete", "namespace", "shop", "--timeout=60s");

    // Then
    assertThat(kubectl.call("", "get", "namespace", "shop").output()).contains("NotFound");
  }

  @Test
  void shouldKeepDataPortAndCredentialsWhenApiServerRestarts() {
    // Given
    String kubeconfig = cluster.kubeconfigYaml();
    kubectl.run("create", "configmap", "kept");

    // When
    cluster.stopApiServer();

    // Then
    assertThat(kubectl.call("", "get", "configmap", "kept").exitCode()).isNotZero();

    // When
    cluster.startApiServer();

    // Then
    assertThat(kubectl.run("get", "configmap", "kept")).contains("kept");
    assertThat(cluster.kubeconfigYaml()).isEqualTo(kubeconfig);
  }

  @Test
  void shouldLeaveNoProcessWhenClosed(@TempDir Path other) {
    // Given
    List<ProcessHandle> before = ProcessHandle.current().children().toList();
    LocalCluster shortLived = LocalCluster.start(binaries, other, LocalCluster.Controllers.NONE);
    List<ProcessHandle> started =
        ProcessHandle.current().children().filter(child -> !before.contains(child)).toList();
    assertThat(started).hasSize(2);

    // When
    shortLived.close();

    // Then
    await().atMost(DEADLINE).until(() -> started.stream().noneMatch(ProcessHandle::isAlive));
  }
}
