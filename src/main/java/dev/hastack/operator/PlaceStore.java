package dev.hastack.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.core.stack.Place;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Keeps each place as a ControllerRevision in the operator's own namespace, whose data nobody can
 * change. It takes list, create and delete on controllerrevisions there.
 */
final class PlaceStore implements KnownPlaces {
  static final String LABEL = HAStack.GROUP + "/signals";

  private static final Logger LOG = Logger.getLogger(PlaceStore.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ACCOUNT = "accountId";
  private static final String REGION = "region";

  private final KubernetesClient client;
  private final String namespace;

  /**
   * @param namespace of the operator, where its lease is too
   */
  PlaceStore(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  @Override
  public Optional<Set<Place>> recall() {
    try {
      return Optional.of(
          revisions().withLabel(LABEL).list().getItems().stream()
              .flatMap(revision -> place(revision).stream())
              .collect(Collectors.toUnmodifiableSet()));
    } catch (KubernetesClientException e) {
      LOG.infof("Could not recall where signals were received: %s", e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<Place> place(ControllerRevision revision) {
    JsonNode data = JSON.valueToTree(revision.getData());
    return data.path(ACCOUNT).isTextual() && data.path(REGION).isTextual()
        ? Optional.of(new Place(data.get(ACCOUNT).textValue(), data.get(REGION).textValue()))
        : Optional.empty();
  }

  @Override
  public boolean remember(Place place) {
    try {
      client
          .resource(
              new ControllerRevisionBuilder()
                  .withNewMetadata()
                  .withName(name(place))
                  .withNamespace(namespace)
                  .withLabels(Map.of(LABEL, "true"))
                  .endMetadata()
                  .withRevision(1L)
                  .withData(Map.of(ACCOUNT, place.accountId(), REGION, place.region()))
                  .build())
          .create();
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return true;
      }
      LOG.infof("Could not remember that signals are received place=%s: %s", place, e.getMessage());
      return false;
    }
  }

  @Override
  public boolean forget(Place place) {
    try {
      revisions().withName(name(place)).delete();
      return true;
    } catch (KubernetesClientException e) {
      LOG.infof("Could not forget that signals were received place=%s: %s", place, e.getMessage());
      return false;
    }
  }

  private NonNamespaceOperation<
          ControllerRevision,
          KubernetesResourceList<ControllerRevision>,
          Resource<ControllerRevision>>
      revisions() {
    return client.resources(ControllerRevision.class).inNamespace(namespace);
  }

  private static String name(Place place) {
    return String.join("-", "hastack-signals", place.accountId(), place.region());
  }
}
