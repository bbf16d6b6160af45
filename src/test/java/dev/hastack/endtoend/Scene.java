package dev.hastack.endtoend;

import dev.hastack.sandbox.aws.SandboxAccount;
import dev.hastack.sandbox.aws.SandboxAccount.Ground;
import dev.hastack.sandbox.operator.OperatorProcess;
import dev.hastack.testing.World;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.HashMap;
import java.util.Map;

/**
 * What every test here looks at and acts through: the shared cluster, the shared account, and a
 * proxy before that account for an operator to go through.
 */
final class Scene implements AutoCloseable {
  /** Often, so that tests need not wait for a resync. */
  static final Map<String, String> OFTEN = Map.of("HASTACK_RESYNC", "1s");

  private final KubernetesClient client =
      new KubernetesClientBuilder()
          .withConfig(Config.fromKubeconfig(World.cluster().kubeconfigYaml()))
          .build();
  private final AwsProxy proxy = AwsProxy.before(World.moto().uri());
  private final AwsAccount account = new AwsAccount(World.moto());
  private final Ground ground;

  Scene() {
    try (SandboxAccount sandbox = new SandboxAccount(World.moto())) {
      ground = sandbox.ground();
    }
  }

  AwsProxy proxy() {
    return proxy;
  }

  AwsAccount account() {
    return account;
  }

  Ground ground() {
    return ground;
  }

  /** Starts an operator that reaches AWS through the proxy. */
  OperatorProcess startOperator(Map<String, String> settings) {
    var all = new HashMap<>(settings);
    all.put("AWS_ENDPOINT_URL", proxy.url());
    return World.startOperator(all);
  }

  void createNamespace(String namespace) {
    World.cluster().kubectl().run("create", "namespace", namespace);
  }

  StackObject stack(String namespace, String name) {
    return new StackObject(client, World.cluster().kubectl(), namespace, name);
  }

  StackYaml web(String name) {
    return StackYaml.web(name, ground);
  }

  @Override
  public void close() {
    proxy.heal();
    proxy.close();
    account.close();
    client.close();
  }
}
