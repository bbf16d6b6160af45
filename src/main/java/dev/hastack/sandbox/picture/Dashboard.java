package dev.hastack.sandbox.picture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hastack.sandbox.report.SandboxException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A dashboard of Grafana, as far as it is drawn.
 *
 * @param panels in the order of the file
 */
public record Dashboard(List<Panel> panels) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** How a panel shows what it asks for. */
  public enum Kind {
    /** A heading. */
    ROW,
    /** The latest value. */
    STAT,
    /** Lines over time. */
    TIMESERIES
  }

  /** Where a panel is, in cells of the grid: 24 columns. */
  public record Place(int x, int y, int w, int h) {}

  /**
   * A colour that counts from a value on.
   *
   * @param from negative infinity for the one below all others
   */
  public record Threshold(double from, String color) {}

  /**
   * What Prometheus is asked.
   *
   * @param legend of each answer, with labels in double braces; empty where there is one alone
   */
  public record Query(String expression, String legend) {}

  /**
   * A part of it.
   *
   * @param unit in Grafana's words: {@code s}, {@code percentunit}, {@code reqps}; or empty
   */
  public record Panel(
      Kind kind,
      String title,
      Place place,
      String unit,
      List<Threshold> thresholds,
      List<Query> queries) {}

  /**
   * Reads one as Grafana keeps it.
   *
   * @throws SandboxException if it cannot be read, or has a panel of a kind that nobody can draw
   */
  public static Dashboard read(Path file) {
    try {
      return new Dashboard(
          each(JSON.readTree(file.toFile()).path("panels")).map(Dashboard::panel).toList());
    } catch (IOException unreadable) {
      throw new SandboxException("Cannot read %s: %s".formatted(file, unreadable), unreadable);
    }
  }

  private static Panel panel(JsonNode panel) {
    JsonNode grid = panel.path("gridPos");
    JsonNode defaults = panel.path("fieldConfig").path("defaults");
    return new Panel(
        kind(panel.path("type").asText()),
        panel.path("title").asText(),
        new Place(
            grid.path("x").asInt(),
            grid.path("y").asInt(),
            grid.path("w").asInt(),
            grid.path("h").asInt()),
        defaults.path("unit").asText(),
        each(defaults.path("thresholds").path("steps")).map(Dashboard::threshold).toList(),
        each(panel.path("targets"))
            .map(
                target ->
                    new Query(target.path("expr").asText(), target.path("legendFormat").asText()))
            .toList());
  }

  private static Kind kind(String type) {
    return Stream.of(Kind.values())
        .filter(kind -> kind.name().equalsIgnoreCase(type))
        .findFirst()
        .orElseThrow(() -> new SandboxException("No panel of type '%s' is drawn.".formatted(type)));
  }

  private static Threshold threshold(JsonNode step) {
    @Nullable JsonNode from = step.get("value");
    return new Threshold(
        from == null || from.isNull() ? Double.NEGATIVE_INFINITY : from.asDouble(),
        step.path("color").asText());
  }

  private static Stream<JsonNode> each(JsonNode array) {
    return StreamSupport.stream(Objects.requireNonNull(array).spliterator(), false);
  }

  /** All that is drawn of it, as JSON: a picture with another is of another dashboard. */
  public String described() {
    return JSON.valueToTree(panels).toString();
  }

  /** All that Prometheus is asked. */
  public List<String> expressions() {
    return panels.stream()
        .flatMap(panel -> panel.queries().stream())
        .map(Query::expression)
        .toList();
  }
}
