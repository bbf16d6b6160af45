package dev.hastack.api.v1alpha1;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The CRDs' schemas for people to read: a section for each object, a table of its fields. */
record ReferencePage(JSONSchemaProps stack, JSONSchemaProps account) {
  private static final String INTRODUCTION =
      """
      # Reference

      Every field of an `HAStack` (`hastack.dev/v1alpha1`), made of the definition that the API server
      enforces; `kubectl explain hastack.spec --recursive` says the same. A test keeps this page current.
      A field in **bold** is required.

      | annotation | value | what it does |
      |---|---|---|
      | `%s` | `"true"` | Holds every write to the cloud, deletion included, until it is removed. The plan is still made and shown, and servers that Spot takes back are still drained unless `spot.onInterruption` is `Ignore`. |
      | `%s` | the digest of a plan | Approves that plan, where `spec.apply.policy` is `OnApproval`. It counts once. |
      | `%s` | any new value, by custom the time | Asks for a pass now. |
      """
          .formatted(Markers.PAUSED, Markers.APPROVED_PLAN, Markers.RECONCILE_REQUESTED_AT);

  private static final String ACCOUNTS =
      """

      # AWSAccount

      Every field of an `AWSAccount` (`hastack.dev/v1alpha1`), a cluster-scoped object of an administrator;
      [the security model](security.md) says what it is for.
      """;

  String markdown() {
    var text = new StringBuilder(INTRODUCTION);
    section("spec", node(stack, "spec"), text);
    section("status", node(stack, "status"), text);
    text.append(ACCOUNTS);
    section("AWSAccount spec", node(account, "spec"), text);
    section("AWSAccount status", node(account, "status"), text);
    return text.toString();
  }

  private static JSONSchemaProps node(JSONSchemaProps root, String name) {
    return Objects.requireNonNull(root.getProperties().get(name), name);
  }

  private static void section(String path, JSONSchemaProps object, StringBuilder text) {
    text.append("\n## ").append(path).append("\n\n").append(line(object.getDescription()));
    text.append("\n\n| field | type | default | what it is |\n|---|---|---|---|\n");
    SortedMap<String, JSONSchemaProps> fields = new TreeMap<>(object.getProperties());
    fields.forEach((name, field) -> text.append(row(path, name, field, isRequired(object, name))));
    object.getXKubernetesValidations().stream()
        .map(rule -> "\n- " + line(rule.getMessage()))
        .forEach(text::append);
    if (!object.getXKubernetesValidations().isEmpty()) {
      text.append('\n');
    }
    fields.forEach(
        (name, field) ->
            nested(field).ifPresent(inner -> section(pathOf(path, name, field), inner, text)));
  }

  private static boolean isRequired(JSONSchemaProps object, String name) {
    return object.getRequired() != null && object.getRequired().contains(name);
  }

  private static String row(String path, String name, JSONSchemaProps field, boolean required) {
    String shown = required ? "**`" + name + "`**" : "`" + name + "`";
    String linked =
        nested(field).isPresent()
            ? "[%s](#%s)".formatted(shown, anchor(pathOf(path, name, field)))
            : shown;
    String rules =
        nested(field).isPresent()
            ? ""
            : field.getXKubernetesValidations().stream()
                .map(rule -> " " + line(rule.getMessage()) + ".")
                .collect(joining());
    return "| %s | %s | %s | %s%s |\n"
        .formatted(linked, type(field), defaulted(field), line(field.getDescription()), rules);
  }

  /** The object that a field holds, or holds several of, if it has fields of its own. */
  private static Optional<JSONSchemaProps> nested(JSONSchemaProps field) {
    return Optional.of(element(field).orElse(field))
        .filter(object -> object.getProperties() != null && !object.getProperties().isEmpty());
  }

  private static Optional<JSONSchemaProps> element(JSONSchemaProps field) {
    if (field.getItems() != null) {
      return Optional.of(field.getItems().getSchema());
    }
    return Optional.ofNullable(field.getAdditionalProperties()).map(each -> each.getSchema());
  }

  private static String pathOf(String path, String name, JSONSchemaProps field) {
    return path + "." + name + (element(field).isPresent() ? "[]" : "");
  }

  /** As GitHub and most site generators make one of a heading. */
  private static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_ -]", "").replace(' ', '-');
  }

  private static String type(JSONSchemaProps field) {
    if (field.getItems() != null) {
      return "list of "
          + type(field.getItems().getSchema())
          + bounds("items", field.getMinItems(), field.getMaxItems());
    }
    if (field.getAdditionalProperties() != null) {
      return "map of "
          + type(field.getAdditionalProperties().getSchema())
          + bounds("entries", field.getMinProperties(), field.getMaxProperties());
    }
    if (field.getEnum() != null && !field.getEnum().isEmpty()) {
      return field.getEnum().stream()
          .map(value -> "`" + value.asText() + "`")
          .collect(joining(", "));
    }
    return switch (String.valueOf(field.getType())) {
      case "integer" -> "integer" + range(field);
      case "string" -> "string" + length(field);
      default -> String.valueOf(field.getType());
    };
  }

  private static String range(JSONSchemaProps field) {
    return bounds("", whole(field.getMinimum()), whole(field.getMaximum()));
  }

  private static @Nullable Long whole(@Nullable Double bound) {
    return bound == null ? null : Long.valueOf(bound.longValue());
  }

  private static String length(JSONSchemaProps field) {
    return field.getFormat() == null
        ? bounds("characters", field.getMinLength(), field.getMaxLength())
        : ", " + field.getFormat();
  }

  private static String bounds(String what, @Nullable Long least, @Nullable Long most) {
    List<String> words = new ArrayList<>();
    if (least != null && (most == null || least > 0)) {
      words.add("at least %,d".formatted(least));
    }
    if (most != null) {
      words.add("at most %,d".formatted(most));
    }
    return words.isEmpty()
        ? ""
        : ", " + String.join(", ", words) + (what.isEmpty() ? "" : " " + what);
  }

  private static String defaulted(JSONSchemaProps field) {
    JsonNode value = field.getDefault();
    return value == null || (value.isContainerNode() && value.isEmpty()) ? "" : "`" + value + "`";
  }

  /** On one line, and harmless in a table. */
  private static String line(@Nullable String text) {
    return String.valueOf(text).replaceAll("\\s+", " ").replace("|", "\\|").strip();
  }
}
