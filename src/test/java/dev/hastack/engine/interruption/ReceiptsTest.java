package dev.hastack.engine.interruption;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReceiptsTest {
  private final Receipts receipts = new Receipts();

  @Test
  void shouldKeepWhatHasHadNoEffectUntilItHas() {
    // Given
    receipts.take("a");
    receipts.take("b");

    // When
    receipts.finish(List.of("a"));

    // Then
    assertThat(receipts.inHand()).containsExactly("b");
    assertThat(receipts.count()).isEqualTo(2);
  }

  @Test
  void shouldHandOutWhatIsFinishedOnceAndTheOldestFirst() {
    // Given
    receipts.finish(List.of("a", "b", "c"));

    // When
    List<String> first = receipts.finished(2);

    // Then
    assertThat(first).containsExactly("a", "b");
    assertThat(receipts.finished(2)).containsExactly("c");
    assertThat(receipts.finished(2)).isEmpty();
    assertThat(receipts.count()).isZero();
  }

  @Test
  void shouldNeitherKeepNorFinishWhatIsLeftToTheQueue() {
    // Given
    receipts.take("poison");

    // When
    receipts.leave("poison");

    // Then
    assertThat(receipts.inHand()).isEmpty();
    assertThat(receipts.finished(1)).isEmpty();
  }
}
