package dev.hastack.operator;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.Interceptor;

/**
 * How the Kubernetes API server is reached: in a pod by its service account, else by kubeconfig.
 */
final class ApiServer {
  private static final String INTERCEPTOR = "leadership";

  /** Passes and informers try again by themselves, and a process that is to end must not wait. */
  private static final int RETRIES = 2;

  private ApiServer() {}

  /**
   * @param renewals sees every answer
   */
  static KubernetesClient connect(Interceptor renewals) {
    Config config =
        new ConfigBuilder(Config.autoConfigure(null)).withRequestRetryBackoffLimit(RETRIES).build();
    return connect(config, renewals);
  }

  static KubernetesClient connect(Config config, Interceptor renewals) {
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientBuilderConsumer(
            builder -> builder.addOrReplaceInterceptor(INTERCEPTOR, renewals))
        .build();
  }
}
