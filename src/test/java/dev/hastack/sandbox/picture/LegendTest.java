package dev.hastack.sandbox.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.sandbox.picture.Legend.Entry;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LegendTest {
  private static final String TWENTY = "12345678901234567890";

  @Test
  void shouldPutNamesSideBySideAndThenBelow() {
    Legend legend = Legend.of(List.of(TWENTY, TWENTY, TWENTY), 320);

    assertThat(legend.entries()).extracting(Entry::line).containsExactly(0, 0, 1);
    assertThat(legend.entries().get(1).x()).isGreaterThan(TWENTY.length() * 5.9);
    assertThat(legend.lines()).isEqualTo(2);
  }

  @Test
  void shouldTellHowManyHaveNoRoom() {
    Legend legend = Legend.of(Collections.nCopies(12, TWENTY), 200);

    assertThat(legend.lines()).isEqualTo(5);
    assertThat(legend.entries()).hasSize(5);
    assertThat(legend.entries().getLast().text()).isEqualTo("and 8 more");
  }

  @Test
  void shouldCutANameThatIsTooLong() {
    assertThat(Legend.of(List.of(TWENTY), 100).entries())
        .singleElement()
        .satisfies(entry -> assertThat(entry.text()).isEqualTo("1234567890123…"));
  }

  @Test
  void shouldNeedNoRoomForNothing() {
    assertThat(Legend.of(List.of(), 100).lines()).isZero();
  }
}
