package dev.hastack.sandbox.aws.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TableTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final SimulatedTime time = new SimulatedTime(START);
  private final Table<String> table = new Table<>(time);

  @Test
  void shouldShowEachMomentAsItWasWhenRowsComeAndGo() {
    // Given
    table.put("b", "one");
    time.advance(Duration.ofSeconds(10));
    table.put("a", "two");
    table.update("b", row -> row + " more");
    time.advance(Duration.ofSeconds(10));
    table.remove("b");

    // Then
    assertThat(table.all(START.minusSeconds(1))).isEmpty();
    assertThat(table.all(START.plusSeconds(9))).containsExactly("one");
    assertThat(table.all(START.plusSeconds(10))).containsExactly("two", "one more");
    assertThat(table.get("b", START.plusSeconds(19))).contains("one more");
    assertThat(table.all()).containsExactly("two");
    assertThat(table.get("b")).isEmpty();
  }

  @Test
  void shouldShowOnlyRowsWhoseKeysBeginAlikeWhenAskedForThem() {
    // Given
    table.put("a 1", "first");
    table.put("a 2", "second");
    table.put("ab 1", "other");
    time.advance(Duration.ofSeconds(10));
    table.remove("a 1");

    // Then
    assertThat(table.all("a ")).containsExactly("second");
    assertThat(table.all("a ", START.plusSeconds(5))).containsExactly("first", "second");
    assertThat(table.all("b")).isEmpty();
  }

  @Test
  void shouldStillShowThePresentWhenThePastIsForgotten() {
    // Given
    table.put("kept", "same");
    table.put("changed", "before");
    table.put("gone", "row");
    table.remove("gone");

    // When
    time.advance(Duration.ofHours(1));
    table.put("changed", "after");
    time.advance(Duration.ofHours(1));
    table.put("other", "row");

    // Then
    assertThat(table.all(time.now().minusSeconds(30))).containsExactly("after", "same");
    assertThat(table.all()).containsExactly("after", "same", "row");
    assertThat(table.get("gone", START)).as("a row that went hours ago").isEmpty();
  }

  @Test
  void shouldKeepARowThatCameBackWhenItsRemovalIsForgotten() {
    // Given
    table.put("again", "first");
    table.remove("again");
    table.put("again", "second");

    // When
    time.advance(Duration.ofHours(1));
    table.put("other", "row");

    // Then
    assertThat(table.get("again")).contains("second");
  }

  @Test
  void shouldRefuseWhenARowToUpdateIsNotThere() {
    assertThatThrownBy(() -> table.update("nobody", row -> row))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("nobody");
  }
}
