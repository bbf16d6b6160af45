package dev.hastack.operator;

import static org.awaitility.Awaitility.await;

import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.testing.World;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** A namespace of the shared cluster in which nobody serves stacks, deleted when closed. */
record StackNamespace(KubernetesClient client, String name) implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofMinutes(1);
  private static final String FINALIZER = "example.com/keeps";

  static StackNamespace create() {
    KubernetesClient client =
        ApiServer.connect(
            Config.fromKubeconfig(World.cluster().kubeconfigYaml()), new Interceptor() {});
    String name = "shell-" + UUID.randomUUID().toString().substring(0, 8);
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    return new StackNamespace(client, name);
  }

  /** A stack of the API server's making: with UID, generation and defaults. */
  HAStack createStack(String stackName) {
    return createStack(stackName, "web.yaml");
  }

  /** The same, with the spec of one of the examples. */
  HAStack createStack(String stackName, String example) {
    HAStack stack = read(example);
    stack.getMetadata().setNamespace(name);
    stack.getMetadata().setName(stackName);
    return client.resource(stack).create();
  }

  /** Of somebody who has no right at all. */
  KubernetesClient powerless() {
    return as("nobody");
  }

  /** Of somebody who may do this with Secrets here and nothing else anywhere. */
  KubernetesClient withSecrets(String... verbs) {
    client
        .resource(
            new RoleBuilder()
                .withNewMetadata()
                .withName("secrets")
                .withNamespace(name)
                .endMetadata()
                .addNewRule()
                .withApiGroups("")
                .withResources("secrets")
                .withVerbs(verbs)
                .endRule()
                .build())
        .create();
    String user = "keeper-of-" + name;
    client
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withName("secrets")
                .withNamespace(name)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", "secrets")
                .addNewSubject("rbac.authorization.k8s.io", "User", user, null)
                .build())
        .create();
    KubernetesClient keeper = as(user);
    await().atMost(DEADLINE).until(() -> maySee(keeper));
    return keeper;
  }

  private boolean maySee(KubernetesClient keeper) {
    try {
      return keeper.secrets().inNamespace(name).withName("none").get() == null;
    } catch (KubernetesClientException notYet) {
      return false;
    }
  }

  private static KubernetesClient as(String user) {
    return ApiServer.connect(
        new ConfigBuilder(Config.fromKubeconfig(World.cluster().kubeconfigYaml()))
            .withImpersonateUsername(user)
            .build(),
        new Interceptor() {});
  }

  /** Has the namespace refuse whatever is new, and go away no earlier than it is closed. */
  void refuseCreates() {
    client.resource(configMap("keeps", FINALIZER)).create();
    terminate();
    await().atMost(DEADLINE).until(this::refusesCreates);
  }

  private boolean refusesCreates() {
    try {
      client.resource(configMap("refused")).dryRun().create();
      return false;
    } catch (KubernetesClientException refused) {
      return true;
    }
  }

  private ConfigMap configMap(String configMapName, String... finalizers) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(configMapName)
        .withNamespace(name)
        .withFinalizers(finalizers)
        .endMetadata()
        .build();
  }

  /** Begins to delete the namespace; what is in it goes only when no finalizer is left. */
  void terminate() {
    client.namespaces().withName(name).delete();
  }

  @Override
  public void close() {
    ConfigMap keeps = client.configMaps().inNamespace(name).withName("keeps").get();
    if (keeps != null) {
      keeps.getMetadata().setFinalizers(List.of());
      client.resource(keeps).update();
    }
    terminate();
    client.close();
  }

  private HAStack read(String example) {
    try {
      return client
          .getKubernetesSerialization()
          .unmarshal(Files.readString(Path.of("examples", example)), HAStack.class);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
