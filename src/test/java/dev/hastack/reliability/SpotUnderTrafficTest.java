package dev.hastack.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Spot servers are taken back while requests pass: drained, and left alone, with the same seed.
 * Draining is never worse, and loses nothing where the notice leaves time for that. {@code
 * -Dhastack.traffic=full} plays all scenarios of {@code docs/benchmarks.md} and writes what comes
 * of them there.
 */
class SpotUnderTrafficTest {
  private static final Path DOCUMENT = Path.of("docs/benchmarks.md");
  private static final String BEGIN = "<!-- bench spot traffic -->\n";
  private static final String END = "<!-- end of bench spot traffic -->";

  static List<SpotScenario> scenarios() {
    return SpotMatrix.telling();
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void shouldDoNoHarmAndLoseNothingWhereThereIsTime(SpotScenario scenario) {
    // When
    SpotStory.Pair pair = SpotStory.both(scenario, SpotMatrix.SEED);
    // Then
    var law = new SoftAssertions();
    hold(pair, law);
    law.assertAll();
    assertThat(pair.ignored().report().failed()).as("%s", pair).isPositive();
  }

  static LongStream behaviours() {
    return Behaviours.each(SpotMatrix.SEED);
  }

  /**
   * Whether or not Auto Scaling replaces a server that was deregistered, which AWS does not say.
   */
  @ParameterizedTest
  @MethodSource("behaviours")
  void shouldDoNoHarmUnderEitherUndocumentedBehaviour(long seed) {
    // When
    SpotStory.Pair pair = SpotStory.both(SpotMatrix.telling().getFirst(), seed);
    // Then
    var law = new SoftAssertions();
    hold(pair, law);
    law.assertAll();
  }

  @Test
  @EnabledIfSystemProperty(named = "hastack.traffic", matches = "full")
  void shouldDoNoHarmInAnyScenario() throws IOException {
    // When
    var law = new SoftAssertions();
    var section = new StringBuilder();
    for (Map.Entry<String, List<SpotScenario>> part : SpotMatrix.all().entrySet()) {
      var pairs = new ArrayList<SpotStory.Pair>();
      for (SpotScenario scenario : part.getValue()) {
        SpotStory.Pair pair = SpotStory.both(scenario, SpotMatrix.SEED);
        System.out.println(pair);
        hold(pair, law);
        pairs.add(pair);
      }
      section.append("### ").append(part.getKey()).append("\n\n");
      section.append(SpotMatrix.table(pairs)).append('\n');
    }
    keep(section.toString().strip());
    // Then
    law.assertAll();
  }

  private static void hold(SpotStory.Pair pair, SoftAssertions law) {
    law.assertThat(pair.drained().report().failed())
        .as("%s", pair)
        .isLessThanOrEqualTo(pair.scenario().suffices() ? 0 : pair.ignored().report().failed());
  }

  private static void keep(String section) throws IOException {
    String document = Files.readString(DOCUMENT);
    int from = document.indexOf(BEGIN) + BEGIN.length();
    int to = document.indexOf(END, from);
    assertThat(to).as("%s has no place between %s and %s", DOCUMENT, BEGIN, END).isPositive();
    Files.writeString(
        DOCUMENT, document.substring(0, from) + section + "\n" + document.substring(to));
  }
}
