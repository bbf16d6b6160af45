package dev.hastack.endtoend;

import dev.hastack.operator.metric.Scrape;
import dev.hastack.sandbox.operator.OperatorProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An operator that looks at its stacks every second and serves one namespace of its own, so that
 * its numbers are about the stacks of one test class.
 */
final class OperatorUnderTest implements AutoCloseable {
  private final Scene scene;
  private final String namespace;
  private final OperatorProcess process;
  private final List<StackObject> stacks = new ArrayList<>();

  private OperatorUnderTest(Scene scene, String namespace, OperatorProcess process) {
    this.scene = scene;
    this.namespace = namespace;
    this.process = process;
  }

  /** Makes the namespace and starts the operator. */
  static OperatorUnderTest serving(Scene scene, String namespace) {
    scene.createNamespace(namespace);
    return new OperatorUnderTest(
        scene,
        namespace,
        scene.startOperator(
            Map.of(
                "HASTACK_RESYNC", "1s",
                "HASTACK_WATCH_NAMESPACES", namespace,
                "HASTACK_LEADER_ELECTION_ENABLED", "false")));
  }

  /** Applies a manifest with kubectl and waits until it is true. */
  StackObject settle(String name, StackYaml manifest) {
    StackObject stack = scene.stack(namespace, name);
    stacks.add(stack);
    stack.apply(manifest);
    stack.awaitSettled();
    return stack;
  }

  OperatorMetrics metrics() {
    return OperatorMetrics.parse(process.metrics());
  }

  /** The same, held against what is declared. */
  Scrape scrape() {
    return Scrape.of(process.metrics());
  }

  /** The same as it is exposed. */
  String exposition() {
    return process.metrics();
  }

  /** Everything the operator has logged. */
  String log() {
    return process.log();
  }

  /** Returns after that many more passes over each stack. */
  void awaitPasses(int more) {
    double until = metrics().passes() + (double) more * stacks.size();
    StackObject.await().until(() -> metrics().passes() >= until);
  }

  /** Deletes the stacks while somebody is there to let them go. */
  @Override
  public void close() {
    try {
      stacks.forEach(StackObject::deleteWithoutWaiting);
      stacks.forEach(StackObject::awaitGone);
    } finally {
      process.close();
    }
  }
}
