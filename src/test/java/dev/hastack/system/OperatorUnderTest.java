package dev.hastack.system;

import static org.awaitility.Awaitility.await;

import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.sandbox.operator.OperatorProcess;
import dev.hastack.testing.World;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionFactory;

/**
 * An operator that looks at its stacks every second and serves one namespace of its own, so that
 * its numbers are about the stacks of one test class.
 */
final class OperatorUnderTest implements AutoCloseable {
  /** Far above what any wait takes on a busy machine. */
  private static final Duration DEADLINE = Duration.ofSeconds(90);

  private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

  private final String namespace;
  private final OperatorProcess process;
  private final KubernetesClient client;

  private OperatorUnderTest(String namespace, OperatorProcess process, KubernetesClient client) {
    this.namespace = namespace;
    this.process = process;
    this.client = client;
  }

  /** A wait with a deadline. */
  static ConditionFactory awaiting(String what) {
    return await(what).atMost(DEADLINE).pollInterval(POLL_INTERVAL);
  }

  static OperatorUnderTest serving(String namespace) {
    World.cluster().kubectl().run("create", "namespace", namespace);
    OperatorProcess process =
        World.startOperator(
            Map.of(
                "HASTACK_RESYNC", "1s",
                "HASTACK_WATCH_NAMESPACES", namespace,
                "HASTACK_LEADER_ELECTION_ENABLED", "false"));
    return new OperatorUnderTest(
        namespace,
        process,
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(World.cluster().kubeconfigYaml()))
            .build());
  }

  /** Applies a manifest with kubectl, as a person does. */
  StackUnderTest apply(String name, String manifest) {
    World.cluster().kubectl().runWithInput(manifest, "apply", "-n", namespace, "-f", "-");
    return new StackUnderTest(namespace, name, client);
  }

  OperatorMetrics metrics() {
    return OperatorMetrics.parse(process.metrics());
  }

  /** Returns after that many more passes, all stacks together. */
  void awaitPasses(int more) {
    double until = metrics().passes() + more;
    awaiting("passes").until(() -> metrics().passes() >= until);
  }

  /** Deletes the stacks while the operator is there to let them go. */
  @Override
  public void close() {
    try {
      World.cluster().kubectl().run("delete", "hastacks", "--all", "-n", namespace, "--wait=false");
      awaiting("the stacks to go")
          .until(
              () -> client.resources(HAStack.class).inNamespace(namespace).list().getItems(),
              List::isEmpty);
    } finally {
      client.close();
      process.close();
    }
  }
}
