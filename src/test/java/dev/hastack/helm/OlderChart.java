package dev.hastack.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/**
 * The chart as one before it could have been: it knows a value that is no longer known, and its
 * definition of an HAStack lacks a field. A release would be held to the past of this repository,
 * which not every checkout has.
 */
record OlderChart(Path path) {
  /** The value that a newer chart does not take. */
  static final String DROPPED_VALUE = "legacy";

  /** The field that it does not know. */
  static final String MISSING_FIELD = "detailedMonitoring";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER).build());

  static OlderChart make(Path chart, Path path) throws IOException {
    copy(chart, path);
    Path meta = path.resolve("Chart.yaml");
    Files.writeString(
        meta, Files.readString(meta).replaceFirst("(?m)^version: .*$", "version: 0.0.1"));
    Files.writeString(
        path.resolve("values.yaml"), DROPPED_VALUE + ": true\n", StandardOpenOption.APPEND);
    Path schema = path.resolve("values.schema.json");
    JsonNode values = JSON.readTree(schema.toFile());
    ((ObjectNode) values.path("properties")).putObject(DROPPED_VALUE).put("type", "boolean");
    JSON.writeValue(schema.toFile(), values);
    var older = new OlderChart(path);
    JsonNode definition = YAML.readTree(older.definition().toFile());
    ObjectNode parent = (ObjectNode) definition.findParent(MISSING_FIELD);
    parent.remove(MISSING_FIELD);
    YAML.writeValue(older.definition().toFile(), definition);
    return older;
  }

  /** Its definition of an HAStack. */
  Path definition() {
    return path.resolve("files").resolve("hastacks.hastack.dev-v1.yml");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }
}
