package dev.hastack.core.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class InterruptionTest {
  private static final Instant NOTICE = Instant.parse("2026-03-01T12:00:00Z");
  private static final List<Signal.OfServer> ALL =
      List.of(
          new Signal.Maintenance("i-1", NOTICE.minusSeconds(90), "AWS_EC2_INSTANCE_RETIREMENT"),
          new Signal.RebalanceRecommendation("i-1", NOTICE.minusSeconds(30)),
          new Signal.TerminateHook("i-1", NOTICE.plusSeconds(2), "web", "hook"),
          new Signal.InterruptionWarning("i-1", NOTICE, Signal.Market.SPOT),
          new Signal.InterruptionWarning("i-1", NOTICE.plusSeconds(9), Signal.Market.SPOT));

  @Test
  void shouldCountFromTheWarningWhenARecommendationCameFirst() {
    // When
    Interruption merged =
        Interruption.of(new Signal.RebalanceRecommendation("i-1", NOTICE.minusSeconds(30)))
            .and(new Signal.InterruptionWarning("i-1", NOTICE, Signal.Market.SPOT));
    // Then
    assertThat(merged.cause()).isEqualTo(Interruption.Cause.SPOT_INTERRUPTION);
    assertThat(merged.noticed()).isEqualTo(NOTICE);
    assertThat(merged.end()).isEqualTo(NOTICE.plusSeconds(120));
  }

  @Test
  void shouldKeepTheTimeOfTheWarningWhenTheServerGoes() {
    // When
    Interruption merged =
        Interruption.of(new Signal.InterruptionWarning("i-1", NOTICE, Signal.Market.SPOT))
            .and(new Signal.ServerGoing("i-1", NOTICE.plusSeconds(118)));
    // Then
    assertThat(merged.cause()).isEqualTo(Interruption.Cause.GOING);
    assertThat(merged.noticed()).isEqualTo(NOTICE);
  }

  @Property
  void shouldKnowTheSameWhicheverWayAndHoweverOftenSignalsCome(@ForAll long seed) {
    // Given
    var said = new ArrayList<>(ALL);
    var random = new Random(seed);
    said.add(ALL.get(random.nextInt(ALL.size())));
    Collections.shuffle(said, random);
    // When
    Interruption merged = Interruption.of(said.getFirst());
    for (Signal.OfServer signal : said) {
      merged = merged.and(signal);
    }
    // Then
    assertThat(merged.cause()).isEqualTo(Interruption.Cause.SPOT_INTERRUPTION);
    assertThat(merged.noticed()).isEqualTo(NOTICE);
    assertThat(merged.hook()).contains("web");
  }
}
