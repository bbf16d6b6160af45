package dev.hastack.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Which HAStack a command is about. */
final class StackOptions {
  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Parameters(paramLabel = "NAME", description = "The name of the HAStack.")
  private String name = "";

  /** Has something done with the stack; answers the exit code. */
  int with(ToIntFunction<ChosenStack> command) {
    try (KubernetesClient client = cluster.connect()) {
      return command.applyAsInt(new ChosenStack(client, cluster.namespaceOn(client), name));
    }
  }
}
