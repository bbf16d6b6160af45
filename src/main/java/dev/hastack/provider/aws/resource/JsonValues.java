package dev.hastack.provider.aws.resource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hastack.core.stack.Value;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Documents that AWS takes and gives as text, such as policies and event patterns: as values, so
 * that they are compared by what they say and not by how they are written.
 */
public final class JsonValues {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonValues() {}

  /** What a document says; one that is no JSON is a text like any other. */
  public static Value read(String document) {
    try {
      return value(JSON.readTree(document));
    } catch (JsonProcessingException garbled) {
      return Value.text(document);
    }
  }

  /** The document that says this; the same for equal values. */
  public static String write(Value value) {
    try {
      return JSON.writeValueAsString(value.toTree());
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a tree of values is JSON", impossible);
    }
  }

  /**
   * Whether two documents mean the same. In policies and patterns alike the order of a list says
   * nothing, and in policies one item is as good as a list of one (IAM user guide, IAM JSON policy
   * elements reference; Amazon EventBridge user guide, Event patterns).
   */
  public static boolean meanSame(Value one, Value other) {
    return meaning(one).equals(meaning(other));
  }

  private static Value meaning(Value value) {
    return switch (value) {
      case Value.Sequence list ->
          Value.list(
              list.items().stream()
                  .map(JsonValues::meaning)
                  .distinct()
                  .sorted(Comparator.comparing(Value::toString))
                  .toList());
      case Value.Struct struct -> {
        var members = new TreeMap<String, Value>();
        struct.members().forEach((name, member) -> members.put(name, meaning(listed(member))));
        yield Value.struct(members);
      }
      case Value.Text text -> text;
      case Value.Whole whole -> whole;
      case Value.Flag flag -> flag;
      case Value.Pending pending -> pending;
    };
  }

  private static Value listed(Value member) {
    return member instanceof Value.Sequence ? member : Value.list(List.of(member));
  }

  private static Value value(JsonNode node) {
    if (node.isObject()) {
      var members = new TreeMap<String, Value>();
      node.properties().forEach(member -> members.put(member.getKey(), value(member.getValue())));
      return Value.struct(members);
    }
    if (node.isArray()) {
      return Value.list(node.valueStream().map(JsonValues::value).toList());
    }
    if (node.isBoolean()) {
      return Value.flag(node.booleanValue());
    }
    return node.canConvertToExactIntegral() && node.canConvertToLong()
        ? Value.whole(node.longValue())
        : Value.text(node.asText());
  }
}
