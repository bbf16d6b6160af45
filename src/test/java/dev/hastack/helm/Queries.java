package dev.hastack.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the chart asks Prometheus, in PromQL.
 *
 * @param byPlace by the alert's name, or the panel's title and the query's letter
 */
record Queries(Map<String, String> byPlace) {
  static final Path ALERTS = Path.of("helm", "hastack", "files", "alerts.yml");
  static final Path DASHBOARD = Path.of("helm", "hastack", "files", "dashboard.json");

  static Queries ofAlerts() throws IOException {
    var queries = new TreeMap<String, String>();
    for (JsonNode group : yaml(ALERTS).path("groups")) {
      group
          .path("rules")
          .forEach(rule -> queries.put(rule.path("alert").asText(), rule.path("expr").asText()));
    }
    return new Queries(queries);
  }

  /** With what Grafana puts in for its variables. */
  static Queries ofDashboard() throws IOException {
    var queries = new TreeMap<String, String>();
    for (JsonNode panel : dashboard().path("panels")) {
      for (JsonNode target : panel.path("targets")) {
        String place = panel.path("title").asText() + " " + target.path("refId").asText();
        if (queries.put(place, filled(target.path("expr").asText())) != null) {
          throw new IllegalStateException("the dashboard has two of " + place);
        }
      }
    }
    return new Queries(queries);
  }

  static JsonNode dashboard() throws IOException {
    return new ObjectMapper().readTree(DASHBOARD.toFile());
  }

  static JsonNode yaml(Path file) throws IOException {
    return new ObjectMapper(new YAMLFactory()).readTree(file.toFile());
  }

  private static String filled(String query) {
    return query
        .replace("$__rate_interval", "5m")
        .replace("$namespace", ".*")
        .replace("$name", ".*");
  }
}
