package dev.hastack.sandbox.aws.front;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads a policy of somebody ("IAM JSON policy elements", IAM user guide). What is not modelled is
 * refused, not overlooked.
 */
final class PolicyDocument {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> ELEMENTS =
      Set.of("Sid", "Effect", "Action", "Resource", "Condition");

  private PolicyDocument() {}

  /**
   * @throws IllegalArgumentException if it is none
   * @throws UnsupportedOperationException if it has an element that is not modelled
   */
  static Rights rights(String text) {
    try {
      return new Rights(
          list(JSON.readTree(text).path("Statement")).stream()
              .map(PolicyDocument::statement)
              .toList());
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException("no policy: " + text, malformed);
    }
  }

  private static Rights.Statement statement(JsonNode statement) {
    statement.fieldNames().forEachRemaining(PolicyDocument::mustBeModelled);
    if (!statement.path("Effect").asText().equals("Allow")) {
      throw new UnsupportedOperationException("statements that deny");
    }
    return new Rights.Statement(
        Glob.all(texts(statement.path("Action"))),
        Glob.all(texts(statement.path("Resource"))),
        conditions(statement.path("Condition")));
  }

  private static void mustBeModelled(String element) {
    if (!ELEMENTS.contains(element)) {
      throw new UnsupportedOperationException("the policy element " + element);
    }
  }

  private static List<Condition> conditions(JsonNode operators) {
    operators.fieldNames().forEachRemaining(Condition::mustBeModelled);
    return operators.properties().stream()
        .flatMap(
            operator ->
                operator.getValue().properties().stream()
                    .map(
                        key ->
                            Condition.of(operator.getKey(), key.getKey(), texts(key.getValue()))))
        .toList();
  }

  private static List<String> texts(JsonNode oneOrMany) {
    return list(oneOrMany).stream().map(JsonNode::asText).toList();
  }

  private static List<JsonNode> list(JsonNode oneOrMany) {
    if (!oneOrMany.isArray()) {
      return List.of(oneOrMany);
    }
    var all = new ArrayList<JsonNode>();
    oneOrMany.forEach(all::add);
    return all;
  }
}
