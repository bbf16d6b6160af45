package dev.hastack.api.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares a value with the structure its schema asks for. */
final class SchemaCheck {
  private final List<Problem> problems = new ArrayList<>();

  private SchemaCheck() {}

  /** Everything in the value that the schema refuses, in the order of the file. */
  static List<Problem> problems(JSONSchemaProps schema, JsonNode value) {
    SchemaCheck check = new SchemaCheck();
    check.node("", schema, value);
    return check.problems;
  }

  private void node(String path, JSONSchemaProps schema, JsonNode value) {
    switch (schema.getType()) {
      case "object" -> {
        if (value instanceof ObjectNode object) {
          object(path, schema, object);
        } else {
          report(path, value, "must be an object", "write its fields, indented below it");
        }
      }
      case "array" -> {
        if (value instanceof ArrayNode list) {
          list(path, schema, list);
        } else {
          report(path, value, "must be a list", "put it in [brackets] or behind a hyphen");
        }
      }
      case "string" -> {
        if (value.isTextual()) {
          text(path, schema, value);
        } else {
          report(path, value, "must be text", "put it in quotes");
        }
      }
      case "integer" -> {
        if (value.isNumber() && value.canConvertToExactIntegral()) {
          number(path, schema, value);
        } else {
          report(path, value, "must be a whole number", "write digits only, without quotes");
        }
      }
      case "boolean" -> {
        if (!value.isBoolean()) {
          report(path, value, "must be true or false", "write one of them, without quotes");
        }
      }
      default -> throw new IllegalStateException("schema type " + schema.getType() + " at " + path);
    }
  }

  private void object(String path, JSONSchemaProps schema, ObjectNode object) {
    Map<String, JSONSchemaProps> known = schema.getProperties();
    for (String name : schema.getRequired()) {
      if (!object.has(name)) {
        report(child(path, name), "", "is required", "write it");
      }
    }
    if (schema.getMaxProperties() != null && object.size() > schema.getMaxProperties()) {
      report(
          path,
          object.size() + " entries",
          "must have at most " + schema.getMaxProperties() + " entries",
          "remove some");
    }
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      String name = field.getKey();
      JSONSchemaProps property = known.get(name);
      if (property != null) {
        node(child(path, name), property, field.getValue());
      } else if (schema.getAdditionalProperties() != null) {
        JSONSchemaProps values = schema.getAdditionalProperties().getSchema();
        node("%s[%s]".formatted(path, name), values, field.getValue());
      } else {
        report(
            child(path, name),
            "",
            "is not a known field",
            "remove it, or use one of " + String.join(", ", new TreeSet<>(known.keySet())));
      }
    }
  }

  private void list(String path, JSONSchemaProps schema, ArrayNode list) {
    size(path, list.size(), "entries", schema.getMinItems(), schema.getMaxItems());
    JSONSchemaProps items = schema.getItems().getSchema();
    Set<JsonNode> seen = new HashSet<>();
    for (int index = 0; index < list.size(); index++) {
      JsonNode item = list.get(index);
      String itemPath = "%s[%d]".formatted(path, index);
      node(itemPath, items, item);
      if (isUnique(schema) && !seen.add(keyOf(schema, item))) {
        report(itemPath, item, "is in the list already", "remove the repetition");
      }
    }
  }

  private static boolean isUnique(JSONSchemaProps schema) {
    return "set".equals(schema.getXKubernetesListType())
        || "map".equals(schema.getXKubernetesListType());
  }

  private static JsonNode keyOf(JSONSchemaProps schema, JsonNode item) {
    return item instanceof ObjectNode object && !schema.getXKubernetesListMapKeys().isEmpty()
        ? object.deepCopy().retain(schema.getXKubernetesListMapKeys())
        : item;
  }

  private void text(String path, JSONSchemaProps schema, JsonNode value) {
    String text = value.textValue();
    if (!schema.getEnum().isEmpty() && !schema.getEnum().contains(value)) {
      String values =
          schema.getEnum().stream().map(JsonNode::textValue).collect(Collectors.joining(", "));
      report(path, value, "must be one of " + values, "write one of them, in this spelling");
    }
    size(
        path,
        text.codePointCount(0, text.length()),
        "characters",
        schema.getMinLength(),
        schema.getMaxLength());
    if (schema.getPattern() != null && !Pattern.compile(schema.getPattern()).matcher(text).find()) {
      report(
          path,
          value,
          "must match the regular expression " + schema.getPattern(),
          "see kubectl explain hastack." + path.replaceAll("\\[[^\\]]*\\]", ""));
    }
  }

  private void number(String path, JSONSchemaProps schema, JsonNode value) {
    boolean is32Bit = "int32".equals(schema.getFormat());
    double min = is32Bit ? Integer.MIN_VALUE : Long.MIN_VALUE;
    double max = is32Bit ? Integer.MAX_VALUE : Long.MAX_VALUE;
    if (schema.getMinimum() != null) {
      min = Math.max(min, schema.getMinimum());
    }
    if (schema.getMaximum() != null) {
      max = Math.min(max, schema.getMaximum());
    }
    if (value.doubleValue() < min) {
      report(path, value, "must be at least %.0f".formatted(min), "raise it");
    }
    if (value.doubleValue() > max) {
      report(path, value, "must be at most %.0f".formatted(max), "lower it");
    }
  }

  private void size(String path, int found, String unit, @Nullable Long min, @Nullable Long max) {
    if (min != null && found < min) {
      report(path, found + " " + unit, "must have at least " + min + " " + unit, "add some");
    }
    if (max != null && found > max) {
      report(path, found + " " + unit, "must have at most " + max + " " + unit, "shorten it");
    }
  }

  private void report(String path, JsonNode found, String expected, String remedy) {
    report(path, Shown.of(found), expected, remedy);
  }

  private void report(String path, String found, String expected, String remedy) {
    problems.add(new Problem(path, found, expected, remedy));
  }

  private static String child(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
