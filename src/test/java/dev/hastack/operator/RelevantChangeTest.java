package dev.hastack.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.api.v1alpha1.Markers;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class RelevantChangeTest {

  @Test
  void shouldCallForAPassWhenTheSpecIsAnother() {
    assertThat(accepts(metadata -> metadata.withGeneration(2L))).isTrue();
  }

  @Test
  void shouldCallForAPassWhenTheStackIsBeingDeleted() {
    assertThat(accepts(metadata -> metadata.withDeletionTimestamp("2026-01-01T00:00:00Z")))
        .isTrue();
  }

  @Test
  void shouldCallForAPassWhenTheFinalizerWasAdded() {
    assertThat(accepts(metadata -> metadata.withFinalizers(Markers.FINALIZER))).isTrue();
  }

  @Test
  void shouldCallForAPassWhenOneOfOurAnnotationsIsAnother() {
    assertThat(accepts(metadata -> metadata.addToAnnotations(Markers.PAUSED, "true"))).isTrue();
  }

  @Test
  void shouldCallForNoPassWhenOnlyStatusLabelsOrOtherAnnotationsDiffer() {
    assertThat(
            accepts(
                metadata ->
                    metadata
                        .withResourceVersion("2")
                        .addToLabels("team", "web")
                        .addToAnnotations("example.com/note", "seen")))
        .isFalse();
  }

  private static boolean accepts(UnaryOperator<ObjectMetaBuilder> change) {
    var before = new ObjectMetaBuilder().withName("storefront").withGeneration(1L);
    HAStack older = new HAStack();
    older.setMetadata(before.build());
    HAStack newer = new HAStack();
    newer.setMetadata(change.apply(new ObjectMetaBuilder(before.build())).build());
    return new RelevantChange<HAStack>().accept(newer, older);
  }
}
