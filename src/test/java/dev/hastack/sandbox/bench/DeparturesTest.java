package dev.hastack.sandbox.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeparturesTest {
  private static final Instant KILLED = Instant.parse("2026-11-27T10:00:00Z");

  @Test
  void shouldNotTakeWhatTheKilledHadBegunForItsSuccessor() {
    // Given
    Departures departures = leaving(List.of(-250, 0, 1_300, 16_100, 16_350));

    // Then
    assertThat(departures.longestPauseEnds(KILLED)).contains(Duration.ofMillis(16_100));
  }

  @Test
  void shouldKnowOfNoSuccessorWhereNoneLeftAfterwards() {
    assertThat(leaving(List.of(-250, 0)).longestPauseEnds(KILLED)).isEmpty();
  }

  private static Departures leaving(List<Integer> millisecondsAfter) {
    Map<String, Instant> left = new HashMap<>();
    millisecondsAfter.forEach(
        after -> left.put("i-" + left.size(), KILLED.plus(Duration.ofMillis(after))));
    return new Departures(left, left.size(), 0, Set.of());
  }
}
