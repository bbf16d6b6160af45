package dev.hastack.provider.aws;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.provider.aws.LentAccounts.Lookup;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks the API server, each time anew: what is never listed, watched or kept cannot be found by
 * whoever reads the operator's memory, and takes no more than get.
 */
public record ClusterObjects(KubernetesClient client) implements UserDataObjects {

  @Override
  public Lookup<Secret> secret(String namespace, String name) {
    return asked(
        "Secret " + namespace + "/" + name,
        () -> client.secrets().inNamespace(namespace).withName(name).get());
  }

  @Override
  public Lookup<ConfigMap> configMap(String namespace, String name) {
    return asked(
        "ConfigMap " + namespace + "/" + name,
        () -> client.configMaps().inNamespace(namespace).withName(name).get());
  }

  private static <T> Lookup<T> asked(String object, Supplier<@Nullable T> question) {
    try {
      T answer = question.get();
      return answer == null ? new Lookup.Absent<>() : new Lookup.Found<>(answer);
    } catch (KubernetesClientException failed) {
      boolean forbidden = failed.getCode() == HttpURLConnection.HTTP_FORBIDDEN;
      String why = reason(failed);
      return new Lookup.Unread<>(
          new Failure(
              forbidden ? FailureKind.UNAUTHORIZED : FailureKind.TRANSIENT,
              "get " + object,
              "",
              forbidden
                  ? "spec.aws.fleet.userDataFrom names it, and it may not be read; grant get on it:"
                      + " "
                      + why
                  : why));
    }
  }

  /** In the API server's own words; the client's would put its address into a status. */
  public static String reason(KubernetesClientException failed) {
    return answer(failed).orElse("the API server did not answer");
  }

  /** What the API server said of a call that failed; empty where it said nothing. */
  public static Optional<String> answer(KubernetesClientException failed) {
    return Optional.ofNullable(failed.getStatus())
        .flatMap(status -> Optional.ofNullable(status.getMessage()));
  }
}
