package dev.hastack.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.stack.Place;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlaceStoreIT {
  private static final Place IRELAND = new Place("123456789012", "eu-west-1");
  private static final Place GOVERNMENT = new Place("210987654321", "us-gov-west-1");

  private StackNamespace namespace;

  @BeforeEach
  void createNamespace() {
    namespace = StackNamespace.create();
  }

  @AfterEach
  void deleteNamespace() {
    namespace.close();
  }

  @Test
  void shouldRecallWhatAnotherProcessRemembered() {
    // Given
    PlaceStore writer = store();
    assertThat(writer.recall()).contains(Set.of());

    // When
    assertThat(writer.remember(IRELAND)).isTrue();
    assertThat(writer.remember(GOVERNMENT)).isTrue();
    assertThat(store().remember(IRELAND)).isTrue();

    // Then
    assertThat(store().recall()).contains(Set.of(IRELAND, GOVERNMENT));
  }

  @Test
  void shouldRecallNothingThatWasForgotten() {
    // Given
    store().remember(IRELAND);
    store().remember(GOVERNMENT);

    // When
    assertThat(store().forget(IRELAND)).isTrue();
    assertThat(store().forget(IRELAND)).isTrue();

    // Then
    assertThat(store().recall()).contains(Set.of(GOVERNMENT));
  }

  @Test
  void shouldNotTakeTheRevisionsOfAStackForItsOwn() {
    // Given
    RevisionStore revisions =
        new RevisionStore(namespace.client(), namespace.createStack("storefront"), "cluster-one");
    revisions.load();
    revisions.save(RevisionDocumentTest.everyKindOfValue());

    // When
    store().remember(IRELAND);

    // Then
    assertThat(store().recall()).contains(Set.of(IRELAND));
    assertThat(revisions.load()).isEqualTo(RevisionDocumentTest.everyKindOfValue());
  }

  @Test
  void shouldSayThatItCouldNotWhenItIsNotAllowedTo() {
    // Given
    store().remember(IRELAND);
    try (KubernetesClient powerless = namespace.powerless()) {
      // When
      var store = new PlaceStore(powerless, namespace.name());

      // Then
      assertThat(store.recall()).isEmpty();
      assertThat(store.remember(GOVERNMENT)).isFalse();
      assertThat(store.forget(IRELAND)).isFalse();
    }
    assertThat(
            namespace
                .client()
                .resources(ControllerRevision.class)
                .inNamespace(namespace.name())
                .list()
                .getItems())
        .hasSize(1);
  }

  private PlaceStore store() {
    return new PlaceStore(namespace.client(), namespace.name());
  }
}
