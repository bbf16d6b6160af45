package dev.hastack.operator;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;

/** Which Kubernetes cluster this is, as names and tags on AWS say it. */
public final class ClusterId {
  private static final String NAMESPACE = "kube-system";

  private ClusterId() {}

  /**
   * The UID of the namespace {@code kube-system}, which lives as long as the cluster.
   *
   * @throws IllegalStateException when the API server does not show it
   */
  public static String ofCluster(KubernetesClient client) {
    Namespace namespace = client.namespaces().withName(NAMESPACE).get();
    if (namespace == null) {
      throw new IllegalStateException(
          "there is no namespace "
              + NAMESPACE
              + " to take the cluster id from; set hastack.cluster-id");
    }
    return namespace.getMetadata().getUid();
  }
}
