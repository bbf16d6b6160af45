package dev.hastack.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.core.plan.Approvals;
import dev.hastack.core.plan.LastApplied;
import dev.hastack.core.plan.LastApplied.Applied;
import dev.hastack.core.plan.LastApplied.Provenance;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Value;
import dev.hastack.engine.Revisions;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RevisionStoreIT {
  private static final String CLUSTER = "cluster-one";

  private StackNamespace namespace;
  private HAStack stack;

  @BeforeEach
  void createStack() {
    namespace = StackNamespace.create();
    stack = namespace.createStack("storefront");
  }

  @AfterEach
  void deleteNamespace() {
    namespace.close();
  }

  @Test
  void shouldLoadNothingWhenNothingWasSaved() {
    assertThat(store().load()).isEqualTo(LastApplied.nothing());
  }

  @Test
  void shouldLoadWhatAnotherProcessSaved() {
    // Given
    LastApplied target = RevisionDocumentTest.everyKindOfValue();
    RevisionStore writer = store();
    writer.load();

    // When
    writer.save(target);

    // Then
    assertThat(store().load()).isEqualTo(target);
  }

  @Test
  void shouldKeepTheRevisionWhenOnlyMarksAndCountsDiffer() {
    // Given
    RevisionStore store = store();
    store.load();
    store.save(RevisionDocumentTest.everyKindOfValue());

    // When
    LastApplied done =
        RevisionDocumentTest.everyKindOfValue()
            .withUnfinished(new TreeMap<>())
            .withRepeats(new TreeMap<>());
    store.save(done);

    // Then
    assertThat(revisions()).hasSize(1);
    assertThat(store().load()).isEqualTo(done);
  }

  @Test
  void shouldKeepTheTenNewestWhenMoreWereSaved() {
    // Given
    RevisionStore store = store();
    store.load();

    // When
    for (int size = 1; size <= RevisionStore.KEPT + 2; size++) {
      store.save(ofSize(size));
    }

    // Then
    assertThat(revisions())
        .extracting(ControllerRevision::getRevision)
        .containsExactlyInAnyOrder(3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L);
    assertThat(store().load()).isEqualTo(ofSize(RevisionStore.KEPT + 2));
  }

  @Test
  void shouldReadNoRevisionWhenItsOwnerIsAnotherObject() {
    // Given
    HAStack other = namespace.createStack("other");
    RevisionStore store = new RevisionStore(namespace.client(), other, CLUSTER);
    store.load();
    store.save(ofSize(1));

    // When
    namespace
        .client()
        .resource(revisions().getFirst())
        .edit(
            revision -> {
              revision.getMetadata().getLabels().put(OwnedObjects.STACK_LABEL, "storefront");
              return revision;
            });

    // Then
    assertThat(store().load()).isEqualTo(LastApplied.nothing());
  }

  @Test
  void shouldFailWhenAnotherLeaderHasWrittenMeanwhile() {
    // Given
    RevisionStore one = store();
    one.load();
    one.save(ofSize(1));
    RevisionStore two = store();
    two.load();
    one.save(ofSize(1).withRepeats(new TreeMap<>(Map.of(GROUP, new TreeMap<>(Map.of("A", 1))))));

    // Then
    assertThatThrownBy(
            () ->
                two.save(
                    ofSize(1)
                        .withRepeats(new TreeMap<>(Map.of(GROUP, new TreeMap<>(Map.of("A", 2)))))))
        .isInstanceOf(KubernetesClientException.class);
    one.save(ofSize(2));
    assertThatThrownBy(() -> two.save(ofSize(3))).isInstanceOf(KubernetesClientException.class);
  }

  @Test
  void shouldNameTheOldClusterIdWhenTheOperatorWasGivenAnother() {
    // Given
    RevisionStore store = store();
    store.load();
    store.save(ofSize(1));

    // Then
    assertThatThrownBy(() -> new RevisionStore(namespace.client(), stack, "cluster-two").load())
        .isInstanceOf(Revisions.UnreadableException.class)
        .hasMessageContaining(namespace.name() + "/storefront-")
        .hasMessageContaining("set hastack.cluster-id to " + CLUSTER);
  }

  @Test
  void shouldLetADeletionGoOnWhenTheNamespaceRefusesCreates() {
    // Given: a namespace that is being deleted and is not gone
    RevisionStore store = store();
    store.load();
    namespace.refuseCreates();
    assertThatThrownBy(() -> store.save(ofSize(1))).hasMessageContaining("terminated");

    // When
    stack.getMetadata().setDeletionTimestamp("2026-01-01T00:00:00Z");
    store.save(ofSize(1));

    // Then
    assertThat(revisions()).isEmpty();
  }

  private static final ResourceId GROUP = new ResourceId("AutoScalingGroup", "app");

  private static LastApplied ofSize(int size) {
    return new LastApplied(
        Optional.empty(),
        new TreeMap<>(
            Map.of(
                GROUP,
                new Applied(
                    "storefront-app-0a1b2c3d",
                    new TreeMap<>(Map.of("MaxSize", Value.whole(size))),
                    new Provenance("uid/1", "facts", 1)))),
        new TreeMap<>(),
        new TreeMap<>(),
        Approvals.NONE);
  }

  private RevisionStore store() {
    return new RevisionStore(namespace.client(), stack, CLUSTER);
  }

  private List<ControllerRevision> revisions() {
    return namespace
        .client()
        .resources(ControllerRevision.class)
        .inNamespace(namespace.name())
        .list()
        .getItems();
  }
}
