package dev.hastack.helm;

import dev.hastack.sandbox.kubernetes.LocalCluster;
import dev.hastack.sandbox.operator.OperatorProcess;
import dev.hastack.sandbox.process.ChildProcess;
import dev.hastack.testing.World;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A release on a cluster without nodes: what its pod would run is started here, with the arguments
 * and variables of the Deployment and in the name of its service account.
 */
record Installed(LocalCluster cluster, KubernetesClient client, String namespace, String name) {
  /** How the API server calls whoever runs in the pod. */
  String user() {
    return "system:serviceaccount:%s:%s".formatted(namespace, serviceAccount());
  }

  /**
   * Starts it and returns when it is ready.
   *
   * @param directory for its kubeconfig and its log
   */
  OperatorProcess start(Path directory) throws IOException {
    return OperatorProcess.start(
        World.jar(), kubeconfig(directory), environment(), directory.resolve("operator.log"));
  }

  /** As {@link #start}, but returns at once. */
  OperatorProcess launch(Path directory) throws IOException {
    return OperatorProcess.launch(
        World.jar(), kubeconfig(directory), environment(), directory.resolve("operator.log"));
  }

  /**
   * Runs what the pod of the chart's pre-delete hook would.
   *
   * @param hooks as Helm has them
   * @return how it ended
   */
  ChildProcess retire(String hooks, Path directory) throws IOException {
    Container container =
        client
            .load(new ByteArrayInputStream(hooks.getBytes(StandardCharsets.UTF_8)))
            .items()
            .stream()
            .filter(Job.class::isInstance)
            .map(Job.class::cast)
            .map(job -> job.getSpec().getTemplate().getSpec())
            .filter(pod -> pod.getServiceAccountName().equals(serviceAccount()))
            .map(pod -> pod.getContainers().getFirst())
            .findFirst()
            .orElseThrow();
    var environment = environment(container);
    environment.put("KUBECONFIG", kubeconfig(directory).toString());
    ChildProcess process =
        World.jar()
            .start(
                environment,
                directory.resolve("retire.log"),
                container.getArgs().toArray(String[]::new));
    process.awaitExit();
    return process;
  }

  private Path kubeconfig(Path directory) throws IOException {
    String token =
        cluster.kubectl().run("create", "token", serviceAccount(), "-n", namespace).strip();
    Path kubeconfig = Files.createDirectories(directory).resolve("kubeconfig.yaml");
    Files.writeString(
        kubeconfig, cluster.kubeconfigYaml().replaceFirst("token: .*", "token: " + token));
    return kubeconfig;
  }

  private Map<String, String> environment() {
    Container container = container();
    if (!container.getArgs().equals(List.of("operator"))) {
      throw new AssertionError("the pod runs " + container.getArgs());
    }
    return environment(container);
  }

  private Map<String, String> environment(Container container) {
    var environment = new HashMap<String, String>();
    container.getEnv().forEach(each -> environment.put(each.getName(), value(each)));
    return environment;
  }

  private String value(EnvVar variable) {
    if (variable.getValueFrom() == null) {
      return variable.getValue();
    }
    SecretKeySelector key = variable.getValueFrom().getSecretKeyRef();
    String encoded =
        client
            .secrets()
            .inNamespace(namespace)
            .withName(key.getName())
            .require()
            .getData()
            .get(key.getKey());
    return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
  }

  private String serviceAccount() {
    return Objects.requireNonNull(
        deployment().getSpec().getTemplate().getSpec().getServiceAccountName());
  }

  private Container container() {
    return deployment().getSpec().getTemplate().getSpec().getContainers().getFirst();
  }

  private Deployment deployment() {
    return client.apps().deployments().inNamespace(namespace).withName(name).require();
  }
}
