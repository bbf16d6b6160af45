package dev.hastack.sandbox.aws.sqs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The policy of a queue ("Policy evaluation logic" and "IAM JSON policy elements", IAM user guide),
 * with the elements that policies of queues use; others are refused rather than overlooked.
 */
record Policy(List<JsonNode> statements) {
  /** What a policy says of a request. */
  enum Verdict {
    ALLOWED,
    DENIED,
    UNMENTIONED
  }

  /**
   * A request that is held against a policy.
   *
   * @param principal the name of a service, or an ARN
   * @param conditions the values of condition keys, by the key in small letters
   */
  record Request(
      String principal, String action, String resource, Map<String, String> conditions) {}

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SERVICE = "Service";

  /**
   * Reads a policy.
   *
   * @throws dev.hastack.sandbox.aws.world.ApiError if it is none
   * @throws UnsupportedOperationException if it has an element that is not modelled
   */
  static Policy parse(String text) {
    JsonNode statements = tree(text).path("Statement");
    List<JsonNode> all = list(statements);
    if (all.isEmpty()) {
      throw Attributes.invalid("Policy");
    }
    for (JsonNode statement : all) {
      if (!statement.has("Effect") || !statement.has("Principal") || !statement.has("Action")) {
        throw Attributes.invalid("Policy");
      }
      statement.path("Condition").fieldNames().forEachRemaining(Policy::mustBeModelled);
    }
    return new Policy(all);
  }

  private static JsonNode tree(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException malformed) {
      throw Attributes.invalid("Policy");
    }
  }

  private static void mustBeModelled(String operator) {
    switch (operator) {
      case "ArnEquals", "ArnLike", "Bool", "StringEquals", "StringLike" -> {}
      default -> throw new UnsupportedOperationException("the condition operator " + operator);
    }
  }

  /** An explicit denial wins. */
  Verdict on(Request request) {
    boolean allowed = false;
    for (JsonNode statement : statements) {
      if (speaksOf(statement, request)) {
        if (statement.path("Effect").asText().equals("Deny")) {
          return Verdict.DENIED;
        }
        allowed = true;
      }
    }
    return allowed ? Verdict.ALLOWED : Verdict.UNMENTIONED;
  }

  private static boolean speaksOf(JsonNode statement, Request request) {
    return isAbout(statement.path("Principal"), request.principal())
        && anyMatches(statement.path("Action"), request.action())
        && (!statement.has("Resource")
            || anyMatches(statement.path("Resource"), request.resource()))
        && holds(statement.path("Condition"), request.conditions());
  }

  private static boolean isAbout(JsonNode principal, String who) {
    if (principal.isTextual()) {
      return principal.asText().equals("*");
    }
    boolean service = !who.startsWith("arn:");
    return anyMatches(principal.path(service ? SERVICE : "AWS"), who);
  }

  private static boolean holds(JsonNode conditions, Map<String, String> values) {
    return conditions.properties().stream()
        .flatMap(operator -> operator.getValue().properties().stream())
        .allMatch(
            key -> {
              String value = values.get(key.getKey().toLowerCase(java.util.Locale.ROOT));
              return value != null && anyMatches(key.getValue(), value);
            });
  }

  /** All of the modelled operators compare alike, but that some know no wildcards. */
  private static boolean anyMatches(JsonNode patterns, String value) {
    return list(patterns).stream().anyMatch(pattern -> matches(pattern.asText(), value));
  }

  private static boolean matches(String glob, String value) {
    String pattern =
        glob.chars()
            .mapToObj(
                each ->
                    switch (each) {
                      case '*' -> ".*";
                      case '?' -> ".";
                      default -> Pattern.quote(Character.toString(each));
                    })
            .collect(Collectors.joining());
    return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE).matcher(value).matches();
  }

  private static List<JsonNode> list(JsonNode oneOrMany) {
    if (oneOrMany.isMissingNode()) {
      return List.of();
    }
    var all = new ArrayList<JsonNode>();
    if (oneOrMany.isArray()) {
      oneOrMany.forEach(all::add);
    } else {
      all.add(oneOrMany);
    }
    return all;
  }
}
