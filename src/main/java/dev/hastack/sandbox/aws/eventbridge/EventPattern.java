package dev.hastack.sandbox.aws.eventbridge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hastack.sandbox.aws.world.ApiError;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Which events a rule asks for ("Amazon EventBridge event patterns", EventBridge user guide): exact
 * values, {@code prefix}, {@code suffix}, {@code equals-ignore-case}, {@code exists}, {@code
 * anything-but}. The other operators are refused rather than overlooked.
 */
record EventPattern(JsonNode tree) {
  /** "Event pattern size" of the quotas. */
  private static final int LONGEST = 2048;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> TEXTS = Set.of("prefix", "suffix", "equals-ignore-case");
  private static final Set<String> NOT_MODELLED = Set.of("cidr", "numeric", "wildcard", "$or");
  private static final String EXISTS = "exists";
  private static final String ANYTHING_BUT = "anything-but";

  /**
   * Reads a pattern.
   *
   * @throws ApiError if it is none
   * @throws UnsupportedOperationException if it has an operator that is not modelled
   */
  static EventPattern parse(String text) {
    if (text.length() > LONGEST) {
      throw new ApiError(
          "LimitExceededException",
          "The event pattern is longer than %d characters.".formatted(LONGEST));
    }
    try {
      JsonNode tree = JSON.readTree(text);
      mustBeFields("", tree);
      return new EventPattern(tree);
    } catch (JsonProcessingException malformed) {
      throw invalid(malformed.getOriginalMessage());
    }
  }

  private static void mustBeFields(String where, JsonNode fields) {
    if (!fields.isObject()) {
      throw invalid("\"" + where + "\" must be an object or an array");
    }
    if (fields.isEmpty()) {
      throw invalid("Empty objects are not allowed");
    }
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      mustBeModelled(field.getKey());
      if (field.getValue().isArray()) {
        mustBeValues(field.getKey(), field.getValue());
      } else {
        mustBeFields(field.getKey(), field.getValue());
      }
    }
  }

  private static void mustBeValues(String where, JsonNode values) {
    if (values.isEmpty()) {
      throw invalid("Empty arrays are not allowed");
    }
    for (JsonNode value : values) {
      if (value.isArray()) {
        throw invalid("\"" + where + "\" has an array in an array");
      }
      if (value.isObject()) {
        mustBeOperator(value);
      }
    }
  }

  private static void mustBeOperator(JsonNode value) {
    if (value.size() != 1) {
      throw invalid("Only one key allowed in match expression");
    }
    Map.Entry<String, JsonNode> only = value.properties().iterator().next();
    mustBeModelled(only.getKey());
    JsonNode operand = only.getValue();
    boolean sound =
        switch (only.getKey()) {
          case EXISTS -> operand.isBoolean();
          case ANYTHING_BUT -> !operand.isObject() || TEXTS.containsAll(names(operand));
          default -> TEXTS.contains(only.getKey()) && operand.isTextual();
        };
    if (!sound) {
      throw invalid("Unrecognized match type " + only.getKey());
    }
  }

  private static List<String> names(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).toList();
  }

  private static void mustBeModelled(String name) {
    if (NOT_MODELLED.contains(name)) {
      throw new UnsupportedOperationException("the operator " + name + " of event patterns");
    }
  }

  private static ApiError invalid(String reason) {
    return new ApiError(
        "InvalidEventPatternException", "Event pattern is not valid. Reason: " + reason);
  }

  boolean matches(JsonNode event) {
    return all(tree, event);
  }

  private static boolean all(JsonNode fields, JsonNode event) {
    return fields.properties().stream()
        .allMatch(
            field -> {
              JsonNode value = event.path(field.getKey());
              return field.getValue().isArray()
                  ? any(field.getValue(), values(value).toList())
                  : nested(field.getValue(), value);
            });
  }

  private static boolean nested(JsonNode fields, JsonNode value) {
    return value.isArray() ? values(value).anyMatch(each -> all(fields, each)) : all(fields, value);
  }

  private static Stream<JsonNode> values(JsonNode value) {
    if (value.isMissingNode()) {
      return Stream.empty();
    }
    return value.isArray() ? StreamSupport.stream(value.spliterator(), false) : Stream.of(value);
  }

  private static boolean any(JsonNode wanted, List<JsonNode> values) {
    return values(wanted).anyMatch(each -> wants(each, values));
  }

  private static boolean wants(JsonNode wanted, List<JsonNode> values) {
    if (!wanted.isObject()) {
      return values.stream().anyMatch(value -> same(wanted, value));
    }
    if (wanted.has(EXISTS)) {
      return wanted.path(EXISTS).asBoolean() != values.isEmpty();
    }
    if (wanted.has(ANYTHING_BUT)) {
      JsonNode but = wanted.path(ANYTHING_BUT);
      return values.stream().anyMatch(value -> isNone(but, value));
    }
    return values.stream().anyMatch(value -> is(wanted, value));
  }

  private static boolean isNone(JsonNode but, JsonNode value) {
    return but.isObject() ? !is(but, value) : values(but).noneMatch(each -> same(each, value));
  }

  /** By one of the operators for texts. */
  private static boolean is(JsonNode operator, JsonNode value) {
    if (!value.isTextual()) {
      return false;
    }
    String text = value.asText();
    if (operator.has("prefix")) {
      return text.startsWith(operator.path("prefix").asText());
    }
    return operator.has("suffix")
        ? text.endsWith(operator.path("suffix").asText())
        : text.equalsIgnoreCase(operator.path("equals-ignore-case").asText());
  }

  private static boolean same(JsonNode wanted, JsonNode value) {
    boolean numbers = wanted.isNumber() && value.isNumber();
    return numbers
        ? wanted.decimalValue().compareTo(value.decimalValue()) == 0
        : wanted.equals(value);
  }
}
