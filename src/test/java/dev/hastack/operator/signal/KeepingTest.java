package dev.hastack.operator.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeepingTest {
  private static final Duration VISIBILITY = Duration.ofSeconds(30);
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private final Keeping keeping = new Keeping(VISIBILITY);

  @Test
  void shouldKeepOnlyThoseForWhichItIsTimeWhenThousandsAreInHand() {
    // Given five thousand, of which a hundred more came with each second
    Map<String, Instant> visible = new HashMap<>();
    int kept = 0;
    List<Integer> rounds = new ArrayList<>();

    // When
    for (int second = 0; second < 120; second += (int) Keeping.PERIOD.toSeconds()) {
      Instant now = START.plusSeconds(second);
      for (int message = 0; message < 500 && visible.size() < 5_000; message++) {
        visible.put(second + "-" + message, now.plus(VISIBILITY));
      }
      List<String> due = keeping.due(visible.keySet(), now);
      keeping.kept(due, now);
      due.forEach(receipt -> visible.put(receipt, now.plus(VISIBILITY)));
      kept += due.size();
      rounds.add(due.size());

      // Then none runs out before the next look
      assertThat(visible.values())
          .allSatisfy(until -> assertThat(until).isAfter(now.plus(Keeping.PERIOD)));
    }

    // Then a third of what keeping all of them at each look would take
    assertThat(kept).isLessThan(5_000 * 24 / 2);
    assertThat(rounds.getFirst()).isZero();
  }

  @Test
  void shouldKeepWhatCameDuringALongLookBeforeItRunsOut() {
    // Given a look that took as long as messages may come in unseen
    keeping.due(Set.of("one"), START);

    // When
    List<String> due = keeping.due(Set.of("other"), START.plusSeconds(16));

    // Then
    assertThat(due).containsExactly("other");
  }

  @Test
  void shouldForgetWhatHadItsEffect() {
    // Given
    keeping.due(Set.of("one", "other"), START);

    // When
    List<String> due = keeping.due(Set.of("other"), START.plusSeconds(20));

    // Then
    assertThat(due).containsExactly("other");
  }

  @Test
  void shouldTryAgainWhatCouldNotBeKept() {
    // Given
    Set<String> some =
        IntStream.range(0, 20).mapToObj(Integer::toString).collect(Collectors.toSet());
    keeping.due(some, START);
    assertThat(keeping.due(some, START.plusSeconds(10))).hasSize(20);

    // When
    List<String> again = keeping.due(some, START.plusSeconds(15));
    keeping.kept(again, START.plusSeconds(15));

    // Then
    assertThat(again).hasSize(20);
    assertThat(keeping.due(some, START.plusSeconds(25))).isEmpty();
  }
}
