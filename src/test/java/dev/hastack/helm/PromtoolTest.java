package dev.hastack.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hastack.sandbox.cache.Promtool;
import dev.hastack.testing.World;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The chart's alerts and dashboard by Prometheus' own judgement. Only where {@code
 * -Dhastack.promtool} names a promtool (Debian's package prometheus has one), or says {@code
 * build}, which takes two cores some five minutes, once.
 */
@EnabledIfSystemProperty(named = "hastack.promtool", matches = ".+")
class PromtoolTest {
  private static Promtool promtool;

  @BeforeAll
  static void find() {
    promtool = Promtool.find(System.getProperty("hastack.promtool"), World.cache());
  }

  @Test
  void shouldAlertWhereItShouldAndNotElsewhere() {
    assertThat(promtool.run("check", "rules", Queries.ALERTS.toString())).contains("SUCCESS");
    assertThat(promtool.run("test", "rules", MonitoringTest.CASES.toString())).contains("SUCCESS");
  }

  /** It reads rules, not dashboards: so each query of the dashboard becomes a rule. */
  @Test
  void shouldReadEveryQueryOfTheDashboard(@TempDir Path folder) throws IOException {
    // Given
    ObjectMapper json = new ObjectMapper();
    Map<String, String> queries = Queries.ofDashboard().byPlace();
    ObjectNode file = json.createObjectNode();
    ArrayNode rules =
        file.putArray("groups").addObject().put("name", "dashboard").putArray("rules");
    queries.forEach(
        (place, query) ->
            rules
                .addObject()
                .put("record", "panel:" + place.replaceAll("\\W", "_"))
                .put("expr", query));
    Path written = folder.resolve("dashboard.yml");
    json.writeValue(written.toFile(), file);

    // Then
    assertThat(promtool.run("check", "rules", written.toString()))
        .contains("SUCCESS: " + queries.size() + " rules found");
  }
}
