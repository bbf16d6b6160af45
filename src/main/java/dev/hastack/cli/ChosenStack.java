package dev.hastack.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.api.v1alpha1.Markers;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One HAStack of a cluster. Its annotations are all that is ever written of it.
 *
 * @param client closed by whoever opened it
 */
record ChosenStack(KubernetesClient client, String namespace, String name) {
  private static final PatchContext MERGE =
      new PatchContext.Builder()
          .withPatchType(PatchType.JSON_MERGE)
          .withFieldManager("kubectl-hastack")
          .build();

  /** Namespace and name, as messages name it. */
  String qualifiedName() {
    return namespace + "/" + name;
  }

  /**
   * The object as it is now.
   *
   * @throws IllegalArgumentException if it cannot be read; the message says why
   */
  HAStack read() {
    try {
      HAStack found = resource().get();
      if (found != null) {
        return found;
      }
    } catch (KubernetesClientException refused) {
      throw new IllegalArgumentException(ClusterOptions.reason(client, refused), refused);
    }
    throw new IllegalArgumentException(
        isKnownKind()
            ? "There is no HAStack %s; kubectl get hastacks -A lists those there are"
                .formatted(qualifiedName())
            : "The cluster %s does not know HAStacks; install the operator's chart first"
                .formatted(client.getMasterUrl()));
  }

  /** Sets an annotation, whatever else happened to the object since. */
  void annotate(String key, String value) {
    patch(Map.of("annotations", Map.of(key, value)));
  }

  /** Takes an annotation away, whatever else happened to the object since. */
  void removeAnnotation(String key) {
    var removed = new HashMap<String, Object>();
    removed.put(key, null);
    patch(Map.of("annotations", removed));
  }

  /**
   * Sets an annotation if the object is still exactly as it was seen.
   *
   * @return whether it was
   */
  boolean annotateIfUnchanged(HAStack seen, String key, String value) {
    try {
      send(
          Map.of(
              "resourceVersion",
              seen.getMetadata().getResourceVersion(),
              "annotations",
              Map.of(key, value)));
      return true;
    } catch (KubernetesClientException refused) {
      if (refused.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return false;
      }
      throw new IllegalArgumentException(ClusterOptions.reason(client, refused), refused);
    }
  }

  /** The value of an annotation of an object that was read. */
  static Optional<String> annotation(HAStack stack, String key) {
    return Optional.ofNullable(stack.getMetadata().getAnnotations())
        .flatMap(annotations -> Optional.ofNullable(annotations.get(key)));
  }

  /** Whether its owner holds every write. */
  static boolean isPaused(HAStack stack) {
    return annotation(stack, Markers.PAUSED).filter("true"::equals).isPresent();
  }

  private void patch(Map<String, ?> metadata) {
    try {
      send(metadata);
    } catch (KubernetesClientException refused) {
      throw new IllegalArgumentException(ClusterOptions.reason(client, refused), refused);
    }
  }

  private void send(Map<String, ?> metadata) {
    try {
      resource().patch(MERGE, new ObjectMapper().writeValueAsString(Map.of("metadata", metadata)));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private Resource<HAStack> resource() {
    return client.resources(HAStack.class).inNamespace(namespace).withName(name);
  }

  private boolean isKnownKind() {
    return Objects.requireNonNullElse(client.supports(HAStack.class), Boolean.FALSE);
  }
}
