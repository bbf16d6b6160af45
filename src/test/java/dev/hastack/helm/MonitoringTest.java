package dev.hastack.helm;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hastack.operator.metric.Scrape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The chart's alerts and dashboard, held against what the operator measures. */
class MonitoringTest {
  static final Path CASES = Path.of("src", "test", "promtool", "alerts.yml");

  /** Of a dashboard of Grafana. */
  private static final int COLUMNS = 24;

  private static final Pattern SERIES = Pattern.compile("\\bhastack_\\w+");
  private static final Pattern SELECTOR = Pattern.compile("\\b(hastack_\\w+)\\{([^}]*)}");
  private static final Pattern MATCHER = Pattern.compile("(\\w+) *(?:=~|!~|!=|=) *\"");
  private static final Pattern GROUPING = Pattern.compile("\\bby *\\(([^)]*)\\)");

  @Test
  void shouldAskOnlyForWhatIsMeasured() throws IOException {
    // Given
    Set<String> measured = Scrape.all().keySet();

    // When
    Map<String, String> queries = Queries.ofAlerts().byPlace();
    Map<String, String> shown = Queries.ofDashboard().byPlace();

    // Then
    assertThat(queries).hasSizeGreaterThan(8);
    assertThat(shown).hasSizeGreaterThan(20);
    assertThat(Stream.of(queries, shown).flatMap(each -> each.entrySet().stream()))
        .allSatisfy(
            query ->
                assertThat(SERIES.matcher(query.getValue()).results().map(MatchResult::group))
                    .as(query.getKey())
                    .isNotEmpty()
                    .isSubsetOf(measured));
  }

  @Test
  void shouldSelectAndGroupOnlyByLabelsThatThereAre() throws IOException {
    for (Queries queries : List.of(Queries.ofAlerts(), Queries.ofDashboard())) {
      assertThat(queries.byPlace()).allSatisfy(MonitoringTest::hasOnlyItsLabels);
    }
  }

  private static void hasOnlyItsLabels(String place, String query) {
    SELECTOR
        .matcher(query)
        .results()
        .forEach(
            selector ->
                assertThat(
                        MATCHER.matcher(selector.group(2)).results().map(label -> label.group(1)))
                    .as(place)
                    .isSubsetOf(labels(selector.group(1))));
    Set<String> known =
        SERIES
            .matcher(query)
            .results()
            .flatMap(series -> labels(series.group()).stream())
            .collect(toSet());
    assertThat(
            GROUPING
                .matcher(query)
                .results()
                .flatMap(by -> Stream.of(by.group(1).split(" *, *", -1))))
        .as(place)
        .isSubsetOf(known);
  }

  private static Set<String> labels(String series) {
    return Optional.ofNullable(Scrape.all().get(series))
        .map(Scrape.Series::labels)
        .orElse(Set.of());
  }

  @Test
  void shouldHaveACaseThatFiresAndOneThatDoesNotForEachAlert() throws IOException {
    // Given
    Set<String> fires = new TreeSet<>();
    Set<String> keepsStill = new TreeSet<>();

    // When
    for (JsonNode test : Queries.yaml(CASES).path("tests")) {
      for (JsonNode alert : test.path("alert_rule_test")) {
        (alert.path("exp_alerts").isEmpty() ? keepsStill : fires)
            .add(alert.path("alertname").asText());
      }
    }

    // Then
    Set<String> alerts = Queries.ofAlerts().byPlace().keySet();
    assertThat(fires).isEqualTo(alerts);
    assertThat(keepsStill).isEqualTo(alerts);
  }

  @Test
  void shouldShowEachPanelInAPlaceOfItsOwn() throws IOException {
    // Given
    var ids = new ArrayList<Integer>();
    var cells = new HashSet<String>();

    // When, Then
    for (JsonNode panel : Queries.dashboard().path("panels")) {
      ids.add(panel.path("id").asInt());
      JsonNode place = panel.path("gridPos");
      assertThat(right(place)).isLessThanOrEqualTo(COLUMNS);
      for (int x = place.path("x").asInt(); x < right(place); x++) {
        for (int y = place.path("y").asInt(); y < bottom(place); y++) {
          assertThat(cells.add(x + " " + y)).as(panel.path("title").asText()).isTrue();
        }
      }
    }
    assertThat(ids).doesNotHaveDuplicates();
  }

  private static int right(JsonNode place) {
    return place.path("x").asInt() + place.path("w").asInt();
  }

  private static int bottom(JsonNode place) {
    return place.path("y").asInt() + place.path("h").asInt();
  }
}
