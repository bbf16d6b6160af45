package dev.hastack.cli;

import static java.util.stream.Collectors.joining;

import dev.hastack.provider.aws.ClusterObjects;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cluster and namespace, in the words of kubectl. */
final class ClusterOptions {
  private static final String DEFAULT_NAMESPACE = "default";

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      description = "The namespace of the stack. Default: that of the context.")
  private @Nullable String namespace;

  @Option(
      names = "--context",
      paramLabel = "CONTEXT",
      description = "The context of the kubeconfig. Default: the current one.")
  private @Nullable String context;

  /** The namespace that was named, if one was. */
  Optional<String> namespace() {
    return Optional.ofNullable(namespace);
  }

  /** The namespace that counts, as kubectl chooses it. */
  String namespaceOn(KubernetesClient client) {
    return namespace()
        .or(() -> Optional.ofNullable(client.getConfiguration().getNamespace()))
        .orElse(DEFAULT_NAMESPACE);
  }

  /**
   * A client of the cluster. A person waits: an API server that is not there is said at once and
   * not tried again.
   *
   * @throws IllegalArgumentException if the kubeconfig has no such context, for which the client
   *     would silently take the current one
   */
  KubernetesClient connect() {
    Config config = Config.autoConfigure(context);
    if (context != null
        && config.getContexts().stream().noneMatch(each -> context.equals(each.getName()))) {
      throw new IllegalArgumentException(
          "--context %s is not in the kubeconfig, which has %s"
              .formatted(
                  context,
                  config.getContexts().isEmpty()
                      ? "none; set KUBECONFIG"
                      : config.getContexts().stream()
                          .map(NamedContext::getName)
                          .collect(joining(", "))));
    }
    return new KubernetesClientBuilder()
        .withConfig(new ConfigBuilder(config).withRequestRetryBackoffLimit(0).build())
        .build();
  }

  /** What the API server says against a call, or why it could not be asked. */
  static String reason(KubernetesClient client, KubernetesClientException refused) {
    return ClusterObjects.answer(refused)
        .orElseGet(
            () ->
                "the API server could not be asked: %s: %s"
                    .formatted(client.getMasterUrl(), root(refused)));
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
