package dev.hastack.operator;

import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.testing.World;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** A namespace of the shared cluster in which nobody serves stacks, deleted when closed. */
record StackNamespace(KubernetesClient client, String name) implements AutoCloseable {

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
    HAStack stack = example();
    stack.getMetadata().setNamespace(name);
    stack.getMetadata().setName(stackName);
    return client.resource(stack).create();
  }

  /** Begins to delete the namespace; what is in it goes only when no finalizer is left. */
  void terminate() {
    client.namespaces().withName(name).delete();
  }

  @Override
  public void close() {
    terminate();
    client.close();
  }

  private HAStack example() {
    try {
      return client
          .getKubernetesSerialization()
          .unmarshal(Files.readString(Path.of("examples", "web.yaml")), HAStack.class);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
